"""`make conformance DIR=…`: hold the engine against a folder of cases; 1 where a gate is not passed."""

import sys
from pathlib import Path

from local.conformance.report import broken_gates, lines_of, results_of


def main(arguments: list[str]) -> int:
    """Print agreement by file and group, what is outside the profile, and the gates that are not passed."""
    folder = Path(arguments[0]) if len(arguments) == 1 else None
    if folder is None or not folder.is_dir():
        print("Name a folder of cases: make conformance DIR=../conformance", file=sys.stderr)
        return 2
    results = results_of(folder)
    if not results:
        print(f"{folder} holds no cases.", file=sys.stderr)
        return 2
    for line in lines_of(results):
        print(line)
    broken = broken_gates(results)
    for gate in broken:
        print(f"RED {gate}")
    print("Every gate is passed." if not broken else f"{len(broken)} gates are not passed.")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
