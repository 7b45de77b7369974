"""Questions about what the Protection of Pupil Rights Amendment protects: which are tagged, and which words hint at it.

A hint is never a fault: words say little of what is asked, and only people know.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from msgspec import Struct

from chalicelib.kernel.errors import Invalid
from chalicelib.surveys.engine.elements import in_locale
from chalicelib.surveys.engine.profile.protected import AREAS, STUDENTS

NOTICES: Final = ("notice_and_opt_out", "prior_consent")
MOST_HINTS: Final = 100
_INNER: Final = ("elements", "templateElements")

# Beginnings of words, in English and Spanish, without accents; a blank at the end asks for the whole word.
_STEMS: Final[Mapping[str, str]] = {
    "politics": "politic|republican|democrat|elect|vote |votar|voto |partido|conservative|liberal|immigration|inmigra",
    "mental_health": "depress|depres|anxi|ansie|suicid|self harm|autoles|hopeless|desesper|mental|therap|terapi|panic"
    "|counsel|sad |triste|worried|preocupad|lonely|stress|estres",
    "sex": "sex|gay |lesbian|bisexual|transgender|transgener|dating|noviazgo|pregnan|embaraz|contracept|anticoncept",
    "illegal_behavior": "drug|droga|alcohol|beer|cerveza|marijuana|marihuana|vape|vaping|smok|fumar|tobacco|tabaco"
    "|cigar|weapon|arma |armas |gun |guns |steal|stole|robar|robo |gang|pandilla|arrest|crime|crimen|delito"
    "|fight|pelea",
    "family_appraisals": "your parents|your mother|your father|your mom|your dad|your family|your brother|your sister"
    "|tus padres|tu madre|tu padre|tu mama|tu papa|tu familia|tu hermano|tu hermana|su familia",
    "privileged_relationships": "doctor|physician|medic|lawyer|attorney|abogad|minister|pastor|priest|sacerdote"
    "|psycholog|psicolog",
    "religion": "religi|church|iglesia|pray|rezar|orar |god |dios |faith|mosque|mezquita|synagogue|sinagoga"
    "|bible|biblia|worship|baptis|bautis",
    "income": "income|ingreso|salary|salario|sueldo|earn|gana |ganan |money|dinero|afford|rent |alquiler|renta "
    "|free lunch|almuerzo gratis|welfare|food stamp|poverty|pobreza",
}


def _pattern(stems: str) -> re.Pattern[str]:
    parts = (re.escape(stem.strip()) + (r"\b" if stem.endswith(" ") else r"\w*") for stem in stems.split("|"))
    return re.compile(rf"\b(?:{'|'.join(parts)})")


_PATTERNS: Final = {area: _pattern(stems) for area, stems in _STEMS.items()}


class ProtectedItem(Struct, frozen=True):
    """A question about protected areas."""

    name: str
    title: str
    areas: list[str]


class Hint(Struct, frozen=True):
    """A question whose words touch on an area that it is not tagged with: where it stands, and the word."""

    path: str
    area: str
    word: str


def asks_students(definition: Mapping[str, Any]) -> bool:
    """Tell whether students are asked."""
    audience = definition.get("audience")
    return isinstance(audience, list) and STUDENTS in audience


def protected_items(definition: Mapping[str, Any]) -> list[ProtectedItem]:
    """Give the tagged questions, with what stands in panels and is repeated; a table's areas are its columns' too."""
    found = []
    for _, block in _walk(definition):
        areas = _tags(block)
        if areas:
            title = block.get("title") or block.get("name")
            texts = title if isinstance(title, Mapping) else {"default": str(title)}
            found.append(ProtectedItem(str(block.get("name", "")), in_locale(texts, "default"), areas))
    return found


def require_notice(definition: Mapping[str, Any], notice: str) -> str:
    """Give the notice to record; Invalid where students are asked about protected areas and no notice is confirmed."""
    items = protected_items(definition) if asks_students(definition) else []
    if notice and notice not in NOTICES:
        raise Invalid("The survey was not published.", {"parental_notice": f"One of {', '.join(NOTICES)}."})
    if not items:
        return ""
    if not notice:
        sentence = (
            "Students are asked about areas that the law protects. Confirm that parents were told and could opt out "
            "(notice_and_opt_out), or that they gave their consent before (prior_consent)."
        )
        raise Invalid("The survey was not published.", {"parental_notice": sentence})
    return notice


def hints(definition: Mapping[str, Any]) -> list[Hint]:
    """Give where words touch on an untagged area, in a survey that students may be asked; the first word of each."""
    if definition.get("audience") and not asks_students(definition):
        return []
    found: list[Hint] = []
    for path, block in _walk(definition):
        words = _folded(" ".join(_texts(block)))
        tags = _tags(block)
        for area, pattern in _PATTERNS.items():
            match = pattern.search(words) if area not in tags else None
            if match and len(found) < MOST_HINTS:
                found.append(Hint(path, area, match.group().strip()))
    return found


def _tags(block: Mapping[str, Any]) -> list[str]:
    columns = block.get("columns")
    parts = [block, *(one for one in (columns if isinstance(columns, list) else []) if isinstance(one, Mapping))]
    named = {area for part in parts for area in _listed(part.get("ppra"))}
    return [area for area in AREAS if area in named]


def _listed(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _walk(definition: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give every element with its path, whatever it stands in; tolerant of any JSON."""
    yield from _inside(definition, "")
    pages = definition.get("pages")
    for place, page in enumerate(pages if isinstance(pages, list) else []):
        yield from _inside(page, f"pages[{place}].")


def _inside(block: Any, prefix: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for key in _INNER:
        inner = block.get(key) if isinstance(block, Mapping) else None
        for place, element in enumerate(inner if isinstance(inner, list) else []):
            if isinstance(element, Mapping):
                path = f"{prefix}{key}[{place}]"
                yield path, element
                yield from _inside(element, f"{path}.")


def _texts(block: Mapping[str, Any]) -> Iterator[str]:
    """Give the words of an element, without what stands inside of it."""
    for key in ("title", "description", "html"):
        yield from _said(block.get(key))
    for key in ("choices", "rows", "columns", "items", "rateValues"):
        entries = block.get(key)
        for entry in entries if isinstance(entries, list) else []:
            parts = [entry.get("text"), entry.get("title")] if isinstance(entry, Mapping) else [entry]
            for part in parts:
                yield from _said(part)


def _said(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for text in value.values() if isinstance(text, str))


def _folded(text: str) -> str:
    """Small letters without accents; whatever is no letter or digit is a blank."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"[^a-z0-9]+", " ", "".join(one for one in plain if not unicodedata.combining(one)))
