"""What can go wrong for the person at the console: always a sentence, never a stack trace."""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

MOST_BYTES = 50_000_000
USAGE = "Name the files: make import FILE=survey.qsf, or make replay SURVEY=survey.qsf RESPONSES=answers.csv."


class Problem(Exception):
    """The command cannot go on; the message is a sentence for the person who runs it."""


def at_console(command: Callable[[], int]) -> int:
    """Run a command and give its exit code; a problem is printed and gives 1."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        return command()
    except Problem as problem:
        print(problem)
    except BrokenPipeError:
        # Whoever read the report has seen enough; what is still buffered goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def read_file(path: Path) -> bytes:
    """Read a file of at most 50 MB; raise Problem."""
    if path == Path():
        raise Problem(USAGE)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Problem(f"{path} is larger than {MOST_BYTES // 1_000_000} MB.")
        return path.read_bytes()
    except (OSError, ValueError) as trouble:
        raise Problem(f"{path} cannot be read: {getattr(trouble, 'strerror', None) or trouble}.") from None
