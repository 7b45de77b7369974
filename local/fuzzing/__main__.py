"""`make fuzz-survey SECONDS=60 SEED=1`: random surveys and answers, engine against library; 1 where any disagrees."""

import argparse
import json
import sys
from collections.abc import Iterator

from local.fuzzing.oracle import LIBRARY, library
from local.fuzzing.run import Outcome, run


def main(arguments: list[str] | None = None) -> int:
    """Run for a time and print what was compared and what disagrees, each as small as it can be made."""
    parser = argparse.ArgumentParser(prog="python -m local.fuzzing", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    if not LIBRARY.is_dir():
        print(f"{LIBRARY} is missing: run `make setup`.", file=sys.stderr)
        return 2
    with library() as ask:
        outcome = run(ask, seed=chosen.seed, seconds=chosen.seconds)
    for line in lines_of(outcome):
        print(line)
    return int(bool(outcome.disagreements) or not outcome.compared)


def lines_of(outcome: Outcome) -> Iterator[str]:
    """Give the report, line by line."""
    yield (
        f"{outcome.cases} cases, {outcome.compared} compared with {outcome.questions} visible questions, "
        f"{outcome.outside.total()} outside the profile, {outcome.threw} that the library throws at, "
        f"{outcome.waived} waived; {len(outcome.disagreements)} disagreements"
    )
    if outcome.of_no_page:
        yield (
            f"  {len(outcome.of_no_page)} more about answers that no page sends and the server refuses whole: "
            f"{', '.join(outcome.of_no_page[:10])}"
        )
    yield from (f"  outside {count:>5}  {why}" for why, count in outcome.outside.most_common(10))
    yield from (f"  strict  {count:>5}  {rule}" for rule, count in outcome.strict.most_common())
    for one in outcome.disagreements:
        yield f"DISAGREES {one.seed}: {'; '.join(one.differs)}"
        yield f"  definition {json.dumps(one.definition)}"
        yield f"  answer     {json.dumps(one.answer)}"


if __name__ == "__main__":
    sys.exit(main())
