"""Read a survey file of another product and print what would become of it: `python -m local.import_survey FILE`."""

import sys
from collections import Counter
from pathlib import Path

from chalicelib.kernel.errors import Invalid
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from chalicelib.surveys.imports.imported import Imported
from chalicelib.surveys.imports.opening import import_survey
from local.replay.problems import USAGE, Problem, at_console, read_file


def main(arguments: list[str]) -> int:
    """Print title, numbers and every element once; 1 where the file cannot be imported."""
    return at_console(lambda: _import(arguments))


def _import(arguments: list[str]) -> int:
    if len(arguments) != 1:
        raise Problem(USAGE)
    print_report(read_survey(read_file(Path(arguments[0]))))
    return 0


def read_survey(raw: bytes) -> Imported:
    """Import a survey and hold it against the profile; raise Problem with every reason why it does not fit."""
    try:
        found = import_survey(raw)
        compile_questionnaire(found.definition)
    except Invalid as refusal:
        reasons = "".join(f"\n  {field}: {sentence}" for field, sentence in refusal.fields.items())
        raise Problem(f"{refusal.message}{reasons}") from None
    return found


def print_report(found: Imported) -> None:
    numbers = Counter(line.outcome for line in found.report)
    print(f"{found.title} ({found.format})\n")
    print(
        f"{len(found.report)} elements: "
        + ", ".join(f"{numbers[what]} {what}" for what in ("carried", "changed", "lost"))
    )
    for line in found.report:
        reason = f": {line.reason}" if line.reason else ""
        print(f"  {line.outcome:<8} {line.kind:<20} {line.element}{reason}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
