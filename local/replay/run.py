"""A replay from start to end, and its report."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import quote

from chalicelib.surveys.contribution import RESPONDENTS
from chalicelib.surveys.imports.reading import entries, mapping, read_json, word
from local.import_survey import read_survey
from local.replay.comparing import Comparison, compare
from local.replay.counting import count_columns
from local.replay.export import Export, read_export
from local.replay.mapping import Match, match_columns
from local.replay.platform import JsonObject, Platform
from local.replay.problems import Problem
from local.replay.sending import Published, Sent, expect, patiently, publish, send_answers

LEAST = 10
MOST_POLLS = 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a replay found; it is good where both witnesses agree about some answer and no small group shows."""

    comparisons: list[Comparison]
    respondents: tuple[int, int]
    exposed: list[str]

    @property
    def is_good(self) -> bool:
        stored, accepted = self.respondents
        agree = stored == accepted and all(found.is_equal for found in self.comparisons)
        return agree and not self.is_empty and not self.exposed

    @property
    def is_empty(self) -> bool:
        """Whether no cell was compared, so that being equal says nothing."""
        return not any(count for found in self.comparisons for count in found.counted.values())


def replay(platform: Platform, survey: bytes, answers: bytes, run: str = "") -> Outcome:
    """Send a survey and its answers, compare the counters with independent counts, and print the report."""
    found = read_survey(survey)
    export = read_export(answers)
    matches = match_columns(export, found, tags_of(survey))
    _tell_columns(found.title, export, matches)
    if not any(match.column for match in matches):
        raise Problem("No column belongs to an item of the survey: these are answers to another one. Nothing was sent.")
    published = publish(platform, survey, answers, matches, run)
    sent = send_answers(platform, published, export, matches)
    _tell_sent(export, sent)
    stored = _settled_counters(platform, published, len(sent.accepted))
    cells = {(left.line, left.place) for left in sent.left}
    counted = count_columns(answers, survey, cells, frozenset(sent.refused))
    comparisons = compare(matches, stored, counted)
    _tell_comparisons(comparisons)
    exposed = _look_at_results(platform, published, len(sent.accepted), _groups(matches, published, counted))
    outcome = Outcome(comparisons, (stored.get(RESPONDENTS, 0), len(sent.accepted)), exposed)
    _tell_outcome(outcome)
    return outcome


def tags_of(survey: bytes) -> dict[str, str]:
    """The identity of every question of a survey file by its export tag."""
    tags = {}
    for _, entry in entries(mapping(read_json(survey)).get("SurveyElements")):
        payload = mapping(mapping(entry).get("Payload"))
        if word(mapping(entry).get("Element")) == "SQ" and word(payload.get("DataExportTag")):
            tags[word(payload.get("DataExportTag"))] = word(mapping(entry).get("PrimaryAttribute"))
    return tags


def _settled_counters(platform: Platform, published: Published, accepted: int) -> dict[str, int]:
    """The counters, once the stream has brought them all the answers or time is up."""
    for _ in range(MOST_POLLS):
        stored = dict(platform.counters(published.survey_id, published.version))
        if stored.get(RESPONDENTS, 0) >= accepted:
            break
        platform.wait(1)
    return stored


def _groups(matches: list[Match], published: Published, counted: dict[str, Counter[str]]) -> dict[str, int]:
    """How many answers each group of the survey's segment has, by its value."""
    for match in matches:
        column = match.column
        if column and column.question == published.segment and column.kind == "one" and not column.row:
            cells = counted[match.heading.tag]
            return {value: cells[code] for code, value in column.codes.items()}
    return {}


def _look_at_results(platform: Platform, published: Published, accepted: int, groups: dict[str, int]) -> list[str]:
    """Fetch the results as staff see them; the names of small groups that show."""
    path = f"/surveys/{published.survey_id}/results"
    results = expect(patiently(platform, "GET", path), "Reading the results")
    print(f"\nResults page: respondents {_shown(results)}, threshold {results.get('threshold')}")
    exposed = [] if results.get("hidden") or accepted >= LEAST else ["the whole survey"]
    for value, count in groups.items():
        if not 0 < count < LEAST:
            continue
        name = f"{published.segment}:{value}"
        group = expect(patiently(platform, "GET", f"{path}?group={quote(name)}"), f"Reading the group {name}")
        is_hidden = bool(group.get("hidden")) and not group.get("respondents")
        print(f"  group {name} of fewer than {LEAST}: {'hidden' if is_hidden else 'SHOWN'}")
        exposed += [] if is_hidden else [name]
    if accepted < LEAST and not exposed:
        print(f"  the survey has fewer than {LEAST} answers, so all of it is hidden")
    return exposed


def _shown(results: JsonObject) -> str:
    return "hidden" if results.get("hidden") else str(results.get("respondents"))


def _tell_columns(title: str, export: Export, matches: list[Match]) -> None:
    compared = [match for match in matches if match.column]
    print(f"{title}: {len(export.rows)} answers, {len(matches)} columns, {export.layout}")
    print(f"\n{len(compared)} columns belong to items; {len(matches) - len(compared)} are not compared:")
    for match in matches:
        if not match.column:
            print(f"  {match.heading.tag or f'column {match.heading.place + 1}'}: {match.reason}")


def _tell_sent(export: Export, sent: Sent) -> None:
    print(f"\n{len(sent.accepted)} of {len(export.rows)} answers accepted")
    print(f"{len(sent.left)} cells left out on both sides:")
    tags = [heading.tag for heading in export.headings]
    for left in sent.left:
        print(f"  line {left.line}, {tags[left.place]}: {left.reason}")
    for line, why in sent.refused.items():
        print(f"  line {line} was not accepted: {why}")


def _tell_comparisons(comparisons: list[Comparison]) -> None:
    print(f"\n{len(comparisons)} columns compared:")
    for found in comparisons:
        if found.is_equal:
            print(f"  equal      {found.tag}: {_figures(found.counted)}")
        else:
            print(f"  DIFFERENT  {found.tag}: stored {_figures(found.stored)}, counted {_figures(found.counted)}")


def _figures(figures: dict[str, int]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in sorted(figures.items()) if count) or "nothing"


def _tell_outcome(outcome: Outcome) -> None:
    stored, accepted = outcome.respondents
    print(f"\nRespondents: stored {stored}, accepted {accepted}")
    different = sum(not found.is_equal for found in outcome.comparisons)
    if different:
        print(f"{different} columns differ.")
    elif outcome.is_empty:
        print("Nothing was compared: no cell of these columns is an answer that was accepted.")
    else:
        print("All counters are equal." if stored == accepted else "The number of respondents differs.")
    for name in outcome.exposed:
        print(f"A group under {LEAST} shows: {name}")
