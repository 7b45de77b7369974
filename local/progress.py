"""Progress on a terminal: one line a step, with its time; a step that counts rewrites its line."""

import sys
import time

WIDTH = 74


class Progress:
    """Say what is going on; the same step said again, with another number after its colon, stays one line."""

    def __init__(self) -> None:
        self._step = ""
        self._line = ""
        self._since = 0.0
        self._stream = sys.stdout  # Kept: the platform's own lines go elsewhere.
        self._rewrites = self._stream.isatty()

    def say(self, line: str) -> None:
        """Begin a step, or go on with it."""
        step = line.partition(":")[0].rstrip(".")
        if step != self._step:
            self.end()
            self._step, self._since = step, time.monotonic()
        self._line = line.rstrip(".")
        if self._rewrites:
            self._print(f"\r  {self._line:<{WIDTH}}", end="")

    def end(self) -> None:
        """End the step with the time it took."""
        if self._step:
            start = "\r" if self._rewrites else ""
            self._print(f"{start}  {self._line:<{WIDTH}}{time.monotonic() - self._since:6.1f} s", end="\n")
        self._step = ""

    def stop(self) -> None:
        """Leave a step that will not end, so that what follows begins on a line of its own."""
        if self._step and self._rewrites:
            self._print("", end="\n")
        self._step = ""

    def _print(self, text: str, end: str) -> None:
        print(text, end=end, file=self._stream, flush=True)
