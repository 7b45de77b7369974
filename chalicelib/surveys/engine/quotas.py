"""Quotas: of which answers a survey takes only so many; which of them an answer falls under."""

from collections.abc import Mapping
from typing import Final

from chalicelib.surveys.engine import profile
from chalicelib.surveys.engine.compiling import Problems, Scope
from chalicelib.surveys.engine.elements import Item, Questionnaire, Quota
from chalicelib.surveys.engine.logic import State
from chalicelib.surveys.engine.names import SEPARATOR
from chalicelib.surveys.engine.values import Value

MARK: Final = "$"  # No question's name holds it, so that a quota's counter is never taken for one's.


def marked(name: str) -> str:
    """Give the name by which a quota's counter is told from a question's."""
    return f"{MARK}{name}"


def compile_quotas(
    definition: Mapping[str, Value], items: list[Item], scope: Scope, problems: Problems
) -> tuple[Quota, ...]:
    """Read the quotas of a definition; their conditions may name whatever the survey's own may."""
    found: list[Quota] = []
    taken: set[str] = set()
    keys = {item.name: item.key for item in items}
    for place, block in enumerate(problems.list("quotas", definition.get("quotas", []), profile.MOST_QUOTAS)):
        path = f"quotas[{place}]"
        if not problems.table(path, block, profile.QUOTA):
            continue
        problems.require(path, block, "name", "limit")
        name = str(block.get("name", ""))
        if name.lower() in taken:
            problems[f"{path}.name"] = "Give it a name that no other quota has."
        taken.add(name.lower())
        found.append(_quota(path, block, keys, scope))
    return tuple(found)


def _quota(path: str, block: Mapping[str, Value], keys: Mapping[str, str], scope: Scope) -> Quota:
    read: set[str] = set()
    with scope.reading(read):
        condition = scope.condition(f"{path}.condition", block)
    roots = {node.partition(SEPARATOR)[0] for node in read}
    # What hangs on a calculated value is judged at the end, by the server.
    reads = tuple(sorted(keys[root] for root in roots)) if roots <= keys.keys() else ()
    limit, name = block.get("limit"), str(block.get("name", ""))
    message = scope.problems.texts(block["message"], "") if block.get("message") else {}
    texts = scope.problems.texts(block.get("title"), name)
    written = str(block.get("condition") or "")
    return Quota(name, texts, condition, written, reads, limit if isinstance(limit, int) else 0, message)


def falls_under(questionnaire: Questionnaire, state: State) -> tuple[str, ...]:
    """Give the names of the quotas that an answer counts in."""
    return tuple(
        quota.name for quota in questionnaire.quotas if quota.condition is None or state.holds(quota.condition, None)
    )
