"""Laws 5 and 6: below the gates nothing logs; time, environment and randomness have one door each."""

import json

import pytest

from chalicelib.entry import log
from tests.laws.source import every_module, imports, named, planted

# --- Law 5

SPEAKING = {"print", "pprint", "logging", "warnings", "traceback", "aws_lambda_powertools", "sys.stdout", "sys.stderr"}


def matches(name, listed):
    return any(name == one or name.startswith(f"{one}.") for one in listed)


def speaks(module):
    """What a module says aloud, or could."""
    return {name for name in {*imports(module), *named(module)} if matches(name, SPEAKING)}


def test_only_the_gates_speak():
    assert {module.name: speaks(module) for module in every_module() if speaks(module) and not is_gate(module)} == {}


def is_gate(module):
    return module.packages[:2] == ("chalicelib", "entry")


@pytest.mark.parametrize(
    "text",
    [
        "def f(x):\n    print(x)",
        "import logging",
        "from logging import getLogger as quiet",
        "from aws_lambda_powertools import Logger",
        "import sys\nsys.stderr.write('x')",
        "import sys as s\ns.stdout.write('x')",
    ],
)
def test_whoever_speaks_below_the_gates_would_be_seen(text):
    assert speaks(planted("chalicelib.surveys.service", text))


def test_the_log_takes_only_the_fields_on_its_list():
    with pytest.raises(log.ForbiddenFieldError, match="answer"):
        log.write_line("request", status=200, answer="yes")


@pytest.mark.parametrize("name", ["body", "message", "email", "name", "username", "address", "cookie", "query", "path"])
def test_nothing_that_names_somebody_is_on_the_list(name):
    assert name not in log.ALLOWED


def test_a_line_holds_what_it_was_given_and_what_a_machine_adds(logged):
    log.write_line("request", status=200, route="/api/d/{slug}")
    line = json.loads(logged.getvalue().splitlines()[-1])
    assert set(line) <= {*log.ALLOWED, "level", "location", "message", "timestamp", "service", "xray_trace_id"}


# --- Law 6

DOORS = {
    "chalicelib.kernel.clock": {"datetime.datetime.now"},
    "chalicelib.kernel.settings": {"os.environ"},
    "chalicelib.kernel.ids": {"os.urandom"},
}
TIME = {
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "time.ctime",
    "time.strftime",
    "datetime.date.today",
}
TIME |= {f"datetime.datetime.{name}" for name in ("now", "utcnow", "today")}
ENVIRONMENT = {"os.environ", "os.environb", "os.getenv", "os.getenvb", "os.putenv"}
RANDOMNESS = {"os.urandom", "os.getrandom", "secrets", "random", "uuid", "ssl.RAND_bytes"}


def windows(module):
    """Where time, environment or randomness come in."""
    return {name for name in {*imports(module), *named(module)} if matches(name, TIME | ENVIRONMENT | RANDOMNESS)}


def test_time_environment_and_randomness_have_one_door_each():
    found = {module.name: {_short(name) for name in windows(module)} for module in every_module() if windows(module)}
    assert found == DOORS


def _short(name):
    return name.removesuffix(".get")


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import UTC, datetime\ndef f():\n    return datetime.now(UTC)",
        "import datetime as d\nx = d.datetime.utcnow()",
        "from datetime import date\nx = date.today()",
        "import time\nx = time.time()",
        "from time import time",
        "import os\nx = os.environ['HOME']",
        "from os import environ, getenv",
        "import secrets",
        "from random import random",
        "import uuid as u",
    ],
)
def test_a_window_beside_the_door_would_be_seen(text):
    assert windows(planted("chalicelib.surveys.service", text))


def test_a_stop_watch_is_not_a_clock():
    assert not windows(planted("chalicelib.entry.http", "import time\nstarted = time.perf_counter()"))
