"""The simple version of a survey's page: one form without scripts, its mistakes at their fields, and the thanks."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from chalicelib.surveys.pages.first_page import Written, consent_parts, framed, in_bar, message_page
from chalicelib.surveys.pages.markup import Html, joined, tag, void
from chalicelib.surveys.pages.plain_form import PlainChoice, PlainField, comment_name
from chalicelib.surveys.pages.shown import Asked, Host
from chalicelib.surveys.pages.words import Words

SPOKEN = {"en": "English", "es": "Español", "ar": "العربية"}
CONSENT, INVITATION = "consent", "invitation"


class Filled(Struct, frozen=True):
    """A form as it was filled in: its key, what was written, and the sentence for each field at fault."""

    key: str
    values: Mapping[str, Sequence[str]] = {}
    mistakes: Mapping[str, str] = {}


def form_page(
    district: Host, form: Asked, title: str, fields: Sequence[PlainField], filled: Filled, words: Words
) -> Written:
    """The whole survey as one form."""
    mistakes = _placed(filled.mistakes, fields)
    writer = _Writer(filled.values, mistakes, words)
    address = f"/d/{district.slug}/s/{form.survey_id}"
    asked = [writer.field(place, field) for place, field in enumerate(fields)]
    inner = [
        void("input", type="hidden", name="key", value=filled.key),
        void("input", type="hidden", name="version", value=str(form.version)),
        *([] if form.mode == "anonymous" else [writer.invitation()]),
        *asked,
        writer.consent(district, form.privacy["version"]),
        tag("p", tag("button", words("complete"), type="submit", class_="button"), class_="actions"),
    ]
    body = joined(
        tag("h1", title),
        writer.summary(fields),
        *consent_parts(district, form, words, "plainConsent"),
        tag("form", *inner, method="post", action=f"{address}/plain?lang={words.language}", novalidate=True),
        _back(address, words),
    )
    return Written(in_bar(title, district.name), words.language, framed(district.name, body, _languages(words)))


def not_plain_page(district: Host, survey_id: str, words: Words) -> Written:
    """What to do where a survey cannot be a form."""
    back = _back(f"/d/{district.slug}/s/{survey_id}", words)
    return message_page(district.name, words, words("plainNot"), words("plainNotLead"), back)


def thanks_page(district: Host, receipt: str, words: Words) -> Written:
    """The answer has arrived; its receipt."""
    shown = [tag("h2", words("receipt")), tag("p", tag("code", receipt)), tag("p", words("receiptHint"), class_="hint")]
    return message_page(district.name, words, words("thanks"), words("thanksLead"), *shown)


def _back(address: str, words: Words) -> Html:
    return tag("p", tag("a", words("plainBack"), href=f"{address}?lang={words.language}"))


def _languages(words: Words) -> Html:
    links = [
        tag("a", SPOKEN[code], href=f"?lang={code}", lang=code, aria_current=code == words.language and "true")
        for code in SPOKEN
    ]
    return tag("nav", *links, class_="languages", aria_label=" / ".join(SPOKEN.values()))


def _placed(mistakes: Mapping[str, str], fields: Sequence[PlainField]) -> dict[str, str]:
    """Mistakes by the name of the field they stand at; the longest name that fits, else the field's own."""
    names = sorted((field.name for field in fields if field.name), key=len, reverse=True)
    placed: dict[str, str] = {}
    for path, said in mistakes.items():
        placed.setdefault(next((name for name in names if _is_of(path, name)), path), said)
    return placed


def _is_of(path: str, name: str) -> bool:
    return path == name or path.startswith((f"{name}-", f"{name}.", f"{name}["))


class _Writer:
    def __init__(self, values: Mapping[str, Sequence[str]], mistakes: Mapping[str, str], words: Words) -> None:
        self.values = values
        self.mistakes = {name: words.sentence(said) for name, said in mistakes.items()}
        self.words = words

    def summary(self, fields: Sequence[PlainField]) -> Html:
        """All mistakes in one box, each leading to its field."""
        if not self.mistakes:
            return Html("")
        places = {field.name: (f"q{place}", field.title) for place, field in enumerate(fields) if field.name}
        places |= {CONSENT: (CONSENT, ""), INVITATION: (INVITATION, self.words("invitation"))}
        links = [tag("li", self.link(*places.get(name, ("main", "")), said)) for name, said in self.mistakes.items()]
        box = tag("div", tag("p", self.words("fix"), class_="alert-title"), tag("ul", *links))
        sign = tag("span", "!", class_="alert-sign", aria_hidden="true")
        return tag("div", sign, box, class_="alert alert-error", role="alert")

    def link(self, target: str, title: str, said: str) -> Html:
        return tag("a", f"{title}: {said}" if title else said, href=f"#{target}")

    def field(self, place: int, field: PlainField) -> Html:
        if field.kind == "heading":
            return joined(tag("h2", field.title), tag("p", field.hint, class_="hint") if field.hint else "")
        if field.kind == "words":
            return tag("p", field.title, class_="message-text")
        at = f"q{place}"
        if field.kind in {"one", "many"}:
            return self.group(at, field)
        parts = [tag("label", *self.title(field), for_=at), *self.notes(at, field), self.control(at, field)]
        return tag("div", *parts, *self.comment(at, field), class_=self.frame(field))

    def frame(self, field: PlainField) -> str:
        return "field has-error" if field.name in self.mistakes else "field"

    def title(self, field: PlainField) -> list[str]:
        needed = tag("span", f" ({self.words('required')})", class_="hint")
        return [field.title, needed] if field.required else [field.title]

    def notes(self, at: str, field: PlainField) -> list[Html]:
        hint = [tag("p", field.hint, class_="hint", id=f"{at}-hint")] if field.hint else []
        said = self.mistakes.get(field.name)
        return hint + ([tag("p", said, class_="error", id=f"{at}-error")] if said else [])

    def described(self, at: str, field: PlainField) -> dict[str, str | bool]:
        ids = [f"{at}-hint"] * bool(field.hint) + [f"{at}-error"] * (field.name in self.mistakes)
        return {"aria_describedby": " ".join(ids) or False, "aria_invalid": field.name in self.mistakes and "true"}

    def held(self, field: PlainField) -> Sequence[str]:
        """What was written, or what the survey begins with where nothing was sent yet."""
        return self.values.get(field.name, ()) if self.values else field.begins_with

    def control(self, at: str, field: PlainField) -> Html:
        said: dict[str, str | bool] = {"id": at, "name": field.name, "class_": "input", **self.described(at, field)}
        value = next(iter(self.held(field)), "")
        if field.kind == "list":
            offered = [PlainChoice("", self.words("choose")), *field.choices]
            return tag("select", *(self.option(one, value) for one in offered), **said)
        if field.kind == "lines":
            return tag("textarea", value, rows="5", **said, **field.limits)
        return void("input", type=field.input_type, value=value, **said, **field.limits)

    def option(self, choice: PlainChoice, held: str) -> Html:
        return tag("option", choice.text, value=choice.value, selected=choice.value == held)

    def group(self, at: str, field: PlainField) -> Html:
        places = [at, *(f"{at}-{place}" for place in range(1, len(field.choices)))]
        boxes = [self.box(*pair, field) for pair in zip(places, field.choices, strict=True)]
        parts = [tag("legend", *self.title(field)), *self.notes(at, field), tag("div", *boxes, class_="choices")]
        described = self.described(at, field)["aria_describedby"]
        comment = self.comment(at, field)
        return tag("fieldset", *parts, *comment, class_=self.frame(field), aria_describedby=described)

    def box(self, at: str, choice: PlainChoice, field: PlainField) -> Html:
        kind, is_chosen = "radio" if field.kind == "one" else "checkbox", choice.value in self.held(field)
        box = void("input", type=kind, id=at, name=field.name, value=choice.value, checked=is_chosen)
        return tag("div", box, tag("label", choice.text, for_=at), class_="choice")

    def comment(self, at: str, field: PlainField) -> list[Html]:
        if not field.comment:
            return []
        name = comment_name(field)
        value = next(iter(self.values.get(name, ())), "")
        label = tag("label", field.comment, for_=f"{at}-comment")
        said = void("input", type="text", id=f"{at}-comment", name=name, value=value, class_="input", maxlength="1000")
        return [tag("div", label, said, class_="beside")]

    def invitation(self) -> Html:
        field = PlainField("line", self.words("invitation"), INVITATION, self.words("invitationHint"), required=True)
        parts = [tag("label", *self.title(field), for_=INVITATION), *self.notes(INVITATION, field)]
        value = next(iter(self.values.get(INVITATION, ())), "")
        said = self.described(INVITATION, field)
        more: dict[str, str | bool] = {
            "autocomplete": "off",
            "autocapitalize": "none",
            "spellcheck": "false",
            "dir": "ltr",
        }
        shown = void("input", type="text", id=INVITATION, name=INVITATION, value=value, class_="input", **more, **said)
        return tag("div", *parts, shown, class_=self.frame(field))

    def consent(self, district: Host, version: str) -> Html:
        field = PlainField("many", self.words("agree", district=district.name), CONSENT)
        box = void(
            "input",
            type="checkbox",
            id=CONSENT,
            name=CONSENT,
            value=version,
            checked=version in self.values.get(CONSENT, ()),
            **self.described(CONSENT, field),
        )
        label = tag("label", field.title, for_=CONSENT)
        return tag(
            "div", *self.notes(CONSENT, field), tag("div", box, label, class_="choice"), class_=self.frame(field)
        )
