"""The survey's page as it is before its scripts have come: title, consent and how the survey begins."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from chalicelib.surveys.documents.paper import print_form
from chalicelib.surveys.documents.shapes import PaperItem
from chalicelib.surveys.pages.markup import Html, joined, tag
from chalicelib.surveys.pages.shown import Asked, Host
from chalicelib.surveys.pages.words import Words

MOST_CHOICES = 12


class Written(Struct, frozen=True):
    """A page: what stands in its window's bar, its language, and its body."""

    title: str
    language: str
    body: Html


def first_page(district: Host, form: Asked, words: Words) -> Written:
    """What to read first, of a survey that is open or closed."""
    if form.definition is None:
        return message_page(district.name, words, words("closed"), words("closedLead"))
    printed = print_form(form.definition, _text(form.title), words.language)
    plain = f"/d/{district.slug}/s/{form.survey_id}/plain?lang={words.language}"
    body = joined(
        tag("h1", printed.title),
        *consent_parts(district, form, words),
        tag("noscript", *_without_scripts(form, plain, words)),
        *_beginning(printed.pages[0].items if printed.pages else [], words),
        *([tag("p", tag("a", words("plain"), href=plain))] if form.is_simple else []),
    )
    return Written(in_bar(printed.title, district.name), words.language, framed(district.name, body))


def consent_parts(district: Host, form: Asked, words: Words, sentence: str = "consent") -> list[Html]:
    """How answers are kept, and what taking part means: what the browser's own page says before it begins."""
    version = form.privacy["version"]
    notice = f"/d/{district.slug}/privacy?lang={words.language}"
    kept = tag("div", tag("p", words(f"{form.mode}Title"), class_="alert-title"), tag("p", words(form.mode)))
    sign = tag("span", "i", class_="alert-sign", aria_hidden="true")
    link = tag("a", words("privacyVersion", version=version), href=notice, target="_blank", rel="noreferrer")
    return [
        tag("div", sign, kept, class_="alert alert-info"),
        tag("h2", words("before")),
        tag("p", words(sentence, district=district.name)),
        tag("p", link, class_="hint"),
    ]


def _without_scripts(form: Asked, plain: str, words: Words) -> list[Html]:
    """How to begin without scripts, or that it takes them."""
    if form.is_simple:
        return [tag("p", tag("a", words("plainStart"), href=plain, class_="button"), class_="actions")]
    return [tag("h2", words("plainNot")), tag("p", words("plainNotLead"))]


def message_page(site: str, words: Words, title: str, lead: str, *more: Html) -> Written:
    body = joined(tag("h1", title), tag("p", lead, class_="lead"), *more)
    return Written(in_bar(title, site), words.language, framed(site, body))


def in_bar(title: str, site: str) -> str:
    """A page's name in the bar of its window, as the browser's own page says it."""
    return f"{title} \N{EN DASH} {site}" if site else title


def framed(site: str, body: Html, languages: Html | None = None) -> Html:
    """The frame of the public pages: the district's name, and the main part."""
    inner = joined(tag("p", site, class_="site-name"), languages or "")
    header = tag("header", tag("div", inner, class_="site-inner"), class_="site")
    return joined(header, tag("main", body, id="main", class_="narrow"))


def _text(title: str | Mapping[str, Any]) -> str:
    return title if isinstance(title, str) else str(next(iter(title.values()), ""))


def _beginning(items: list[PaperItem], words: Words) -> list[Html]:
    first = _first_asked(items)
    if first is None:
        return []
    choices = [tag("li", one.text) for one in first.choices[:MOST_CHOICES] if not one.condition]
    heading = tag("h2", words("first"), id="first-heading")
    said = [tag("p", first.title, class_="first-title"), *([tag("ul", *choices)] if choices else [])]
    begins = tag("div", *said, dir="auto")
    return [tag("section", heading, begins, class_="first", aria_labelledby="first-heading")]


def _first_asked(items: list[PaperItem]) -> PaperItem | None:
    """The first question that everybody is asked."""
    for item in items:
        if item.condition or item.kind == "text":
            continue
        found = _first_asked(item.items) if item.kind == "group" else item
        if found is not None:
            return found
    return None
