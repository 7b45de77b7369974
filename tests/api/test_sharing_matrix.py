"""Share by field by school by verb, against tables written by hand; and views are counted exactly."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from msgspec import Struct

from local.platform import load_app
from tests.api.share_acts import (
    REFUSED,
    Guest,
    Stage,
    look,
    pass_for,
    share_with,
    shared,
    told,
)
from tests.client import Answered

load_app()
DAY = 86_400


# --- Share by field by school by verb, against a table written by hand

RESULTS = {
    "whole": {"schools": None, "fields": ["free_text"], "verbs": ["read", "export"]},
    "north": {"schools": ["north"], "fields": [], "verbs": ["read"]},
    "export": {"schools": ["north", "south"], "fields": ["free_text"], "verbs": ["export"]},
    "small": {"schools": ["small"], "fields": [], "verbs": ["read", "export"]},
    "mixed": {"schools": ["small", "north"], "fields": [], "verbs": ["read", "export"]},
}
# What each share says of each school: S shown, H hidden (a small group, or one that would reveal it), - refused.
#            read:                                              export:
#            all  north south east small                        all  north south east small
TABLE = {
    "whole": ("S    S     S     H    H", "S    S     S     H    H"),
    "north": ("S    S     -     -    -", "-    -     -     -    -"),
    "export": ("-    -     -     -    -", "S    S     S     -    -"),
    "small": ("H    -     -     -    H", "H    -     -     -    H"),
    "mixed": ("S    S     -     -    H", "S    S     -     -    H"),
}
PLACES = ("", "school:north", "school:south", "school:east", "school:small")
OWN_WORDS = {"whole": True, "north": False, "export": True, "small": False, "mixed": False}
AGE = "How old is your child?"


class Door(Struct, frozen=True):
    """How one recipient asks for content and export."""

    ask: Callable[[str, str], Answered]


def doors(sharewood: Stage, guest: Guest, **said: Any) -> dict[str, Door]:
    """The same share for somebody outside and for a colleague."""
    shared(said.get("by", sharewood.ann), recipient=guest, **{k: v for k, v in said.items() if k != "by"})
    secret = pass_for(sharewood.district, guest["email"])
    person = {"user_id": sharewood.ida.user_id}
    inside = shared(said.get("by", sharewood.ann), recipient=person, **{k: v for k, v in said.items() if k != "by"})
    return {
        "outside": Door(lambda what, query: look(sharewood.district, secret, f"/shared/{what}{query}")),
        "inside": Door(lambda what, query: sharewood.ida.api("GET", f"/shares/{inside}/{what}{query}")),
    }


def read_mark(answered: Answered) -> tuple[str, bool]:
    """S, H or -, and whether numbers that people typed were among it."""
    if answered.status != 200:
        assert told(answered) == REFUSED
        return "-", False
    results = answered.json["results"]
    assert (results["respondents"] is None) is results["hidden"]
    assert b"contact" not in answered.body
    return ("H" if results["hidden"] else "S"), any(item["name"] == "age" for item in results["items"])


def export_mark(answered: Answered) -> tuple[str, bool]:
    if answered.status != 200:
        assert told(answered) == REFUSED
        return "-", False
    lines = answered.json["csv"].splitlines()
    assert lines[0] == "group,question,row,answer,count,percent,answered"
    return ("S" if len(lines) > 1 else "H"), AGE in answered.json["csv"]


def test_each_share_gives_its_schools_fields_and_verbs_and_nothing_else(sharewood: Stage) -> None:
    cells = 0
    for name, said in RESULTS.items():
        guest = {"email": f"matrix-{name}@elsewhere.example", "name": ""}
        for door in doors(sharewood, guest, survey_id=sharewood.survey, **said).values():
            for verb, mark, row in zip(("content", "export"), (read_mark, export_mark), TABLE[name], strict=True):
                for place, expected in zip(PLACES, row.split(), strict=True):
                    seen = mark(door.ask(verb, f"?group={place}" if place else ""))
                    assert seen == (expected, expected == "S" and OWN_WORDS[name]), (name, verb, place)
                    cells += 2  # The mark, and the field.
    assert cells == 5 * 2 * 2 * 5 * 2


DIALOGUES = {
    "topic": {"fields": ["free_text", "contact"]},
    "words": {"fields": ["free_text"]},
    "contact": {"fields": ["contact"]},
    "bare": {"fields": []},
}
# Which threads (of the topic: first, second; of another: third), the words, the writer; the notes only inside.
DIALOGUE_TABLE = {
    "topic": ("S S -", True, True),
    "words": ("S - -", True, False),
    "contact": ("S - -", False, True),
    "bare": ("S - -", False, False),
}


def test_each_share_of_dialogues_gives_its_threads_and_fields_and_nothing_else(sharewood: Stage) -> None:
    for name, said in DIALOGUES.items():
        of = {"topic_id": sharewood.topic} if name == "topic" else {"thread_ids": sharewood.threads[:1]}
        guest = {"email": f"dialogues-{name}@elsewhere.example", "name": ""}
        marks, words, contact = DIALOGUE_TABLE[name]
        for side, door in doors(sharewood, guest, by=sharewood.mel, kind="dialogues", **of, **said).items():
            listed = door.ask("content", "").json["threads"]
            assert {one["thread_id"] for one in listed} == set(sharewood.threads[: marks.count("S")])
            for thread, mark in zip([*sharewood.threads, sharewood.foreign_thread], marks.split(), strict=True):
                answered = door.ask("content", f"?thread_id={thread}")
                assert (answered.status == 200) is (mark == "S"), (name, side, thread)
                assert mark == "S" or told(answered) == REFUSED
            first = door.ask("content", f"?thread_id={sharewood.threads[0]}").body
            assert (b"The bus is late." in first) is (b"We are sorry." in first) is words
            assert (b"wendy@home.example" in first) is (b"Wendy Writer" in first) is contact
            assert (b"Only among us." in first) is (words and side == "inside")
            assert sharewood.mel.user_id.encode() not in first
            assert told(door.ask("export", "")) == REFUSED
            assert told(door.ask("content", "?thread_id=thr_a2")) == REFUSED


def test_two_shares_cannot_be_subtracted(sharewood: Stage) -> None:
    """The sum of what all shares of one survey show never leaves a group of fewer than ten to be worked out."""
    seen = {}
    for school in ("north", "south", "east", "small"):
        guest = {"email": f"subtract-{school}@elsewhere.example", "name": ""}
        share_with(sharewood, guest, schools=[school])
        secret = pass_for(sharewood.district, guest["email"])
        seen[school] = look(sharewood.district, secret).json["results"]["respondents"]
    assert seen == {"north": 14, "south": 12, "east": None, "small": None}
    unseen = 41 - sum(count for count in seen.values() if count is not None)
    assert unseen >= 10


# --- Views


@pytest.mark.parametrize("most", [1, 7])
def test_no_more_views_than_were_given_under_32_at_once(sharewood: Stage, guest: Guest, most: int) -> None:
    share_id = share_with(sharewood, guest, most_views=most)
    secret = pass_for(sharewood.district, guest["email"])
    with ThreadPoolExecutor(32) as pool:
        statuses = Counter(pool.map(lambda _: look(sharewood.district, secret).status, range(32)))
    assert statuses == {200: most, 404: 32 - most}
    line = next(one for one in sharewood.ann.ok("GET", "/shares")["items"] if one["share_id"] == share_id)
    assert (line["views"], line["state"]) == (most, "used_up")


def test_32_views_at_once_are_32(sharewood: Stage) -> None:
    inside = shared(sharewood.ann, survey_id=sharewood.survey, recipient={"user_id": sharewood.ida.user_id})
    with ThreadPoolExecutor(32) as pool:
        statuses = Counter(pool.map(lambda _: sharewood.ida.api("GET", f"/shares/{inside}/content").status, range(32)))
    assert statuses == {200: 32}
    line = next(one for one in sharewood.ann.ok("GET", "/shares")["items"] if one["share_id"] == inside)
    assert line["views"] == 32


def test_what_is_refused_is_no_view(sharewood: Stage, guest: Guest) -> None:
    share_with(sharewood, guest, schools=["north"], most_views=1)
    secret = pass_for(sharewood.district, guest["email"])
    assert look(sharewood.district, secret, "/shared/content?group=school:south").status == 404
    assert look(sharewood.district, secret, "/shared/export").status == 404
    assert look(sharewood.district, secret).json["views"] == 1
    assert look(sharewood.district, secret).status == 404
