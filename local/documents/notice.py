"""The privacy notice, from chalicelib/datamap.yaml: its versions, and its pages as documents."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from chalicelib.kernel import clock
from chalicelib.kernel.settings import US_REGIONS
from chalicelib.privacy import notice_versions
from chalicelib.privacy.notice import FOR_EVER, Kept, Notice, Sentence, content_hash
from chalicelib.privacy.notice_versions import LIST, Version
from local.documents.datamap import DataMap, Kind
from local.documents.notice_pages import pages

NOTICES = "chalicelib/notices"
YEAR, SHORT_HASH = 365.25, 12


def built(held: DataMap) -> Notice:
    """The notice that a data map makes."""
    words = held.notice
    lives = {name: _timed(said, _days(held, name)) for name, said in words.lives.items()}
    kept = [one for name, row in held.rows.items() for one in _kept(held, name, row)]
    return Notice(
        words.people,
        words.purposes,
        words.classes,
        words.readers,
        lives,
        kept,
        words.processors,
        words.shared,
        words.rights,
        words.supplement,
        list(US_REGIONS),
    )


def _kept(held: DataMap, name: str, row: Kind) -> Iterator[Kept]:
    if row.notice is None:
        return
    seen: dict[str, list[str]] = {}
    for one in row.attributes.values():
        seen.setdefault(one.kind, []).append(one.seen_by)
    sorted_seen = {kind: sorted(set(readers)) for kind, readers in seen.items()}
    says = Sentence(row.notice.en, row.notice.es)
    for person in row.notice.about:
        yield Kept(name, person, says, row.notice.purposes, sorted_seen, row.kept, _days(held, row.kept))


def _days(held: DataMap, life: str) -> int:
    rule = held.retention.get(life)
    return rule.days if rule else FOR_EVER


def _timed(said: Sentence, days: int) -> Sentence:
    years = round(days / YEAR)
    if days >= YEAR:
        en, es = ("1 year", "1 año") if years == 1 else (f"{years} years", f"{years} años")
    else:
        en, es = ("1 day", "1 día") if days == 1 else (f"{days} days", f"{days} días")
    return Sentence(said.en.format(time=en), said.es.format(time=es))


def documents(made: Notice, folder: Path = notice_versions.FOLDER) -> dict[str, str]:
    """The list of versions, the newest notice, and its pages, by their paths.

    While the newest version is a draft, a change replaces it; once it is released, a change is a version of its own.
    """
    known = notice_versions.versions(folder) if (folder / LIST).exists() else []
    short = content_hash(made)[:SHORT_HASH]
    if not known or known[0].content_hash != short:
        day = known[0].day if known and known[0].draft else clock.iso(clock.now())[:10]
        kept = known[1:] if known and known[0].draft else known
        known = [Version(f"{day}-{short}", day, short, draft=True), *kept]
    newest = known[0].version
    return {
        f"{NOTICES}/{LIST}": _listed(known),
        f"{NOTICES}/{newest}.json": _spelled(made),
        **pages(made, newest),
    }


def released() -> dict[str, str]:
    """The list of versions in which none is a draft any more."""
    known = [msgspec.structs.replace(one, draft=False) for one in notice_versions.versions()]
    return {f"{NOTICES}/{LIST}": _listed(known)}


def left_over(wanted: dict[str, str], root: Path) -> list[str]:
    """Notices that lie in the folder although no version names them."""
    known = msgspec.json.decode(wanted[f"{NOTICES}/{LIST}"].encode(), type=list[Version])
    named = {LIST, *(f"{one.version}.json" for one in known)}
    return [f"{NOTICES}/{path.name}" for path in sorted((root / NOTICES).glob("*.json")) if path.name not in named]


def _listed(known: list[Version]) -> str:
    return msgspec.json.format(msgspec.json.encode(known), indent=1).decode() + "\n"


def _spelled(made: Notice) -> str:
    return msgspec.json.format(msgspec.json.encode(made), indent=1).decode() + "\n"
