"""Send a survey and the answers exported with it, and compare: `python -m local.replay SURVEY.qsf RESPONSES.csv`."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from local.replay.platform import HttpPlatform, JsonObject, Platform
from local.replay.problems import Problem, at_console, read_file
from local.replay.run import replay
from local.replay.temporary import temporary_platform

Connect = Callable[[], AbstractContextManager[Platform]]


def main(arguments: Sequence[str], connect: Connect | None = None) -> int:
    """Run a replay and print its report; 1 where something differs or a file cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m local.replay", description=__doc__)
    parser.add_argument("survey", type=Path, help="the survey file (.qsf)")
    parser.add_argument("answers", type=Path, help="the exported answers (.csv)")
    parser.add_argument("--run", default="", help="another name makes another survey of the same files")
    given = parser.parse_args(arguments)
    return at_console(lambda: _replay(given, connect or chosen_platform))


def _replay(given: argparse.Namespace, connect: Connect) -> int:
    survey, answers = read_file(given.survey), read_file(given.answers)
    with connect() as platform:
        return 0 if replay(platform, survey, answers, given.run).is_good else 1


def chosen_platform() -> AbstractContextManager[Platform]:
    """The platform at PARLEY_URL, or, where none is named, one that lives for this replay alone."""
    return nullcontext(from_environment()) if "PARLEY_URL" in os.environ else temporary_platform()


def from_environment() -> Platform:
    """The running platform: PARLEY_URL, PARLEY_DISTRICT, PARLEY_USERNAME, PARLEY_PASSWORD, AWS_ENDPOINT_URL."""
    settings = os.environ
    platform = HttpPlatform(settings["PARLEY_URL"], settings.get("PARLEY_DISTRICT", "lakeview"), recount)
    platform.sign_in(settings.get("PARLEY_USERNAME", ""), settings.get("PARLEY_PASSWORD", ""))
    return platform


def recount(event: JsonObject) -> JsonObject:
    """Run the operator's recount; raise Problem where it fails."""
    name = os.environ.get("PARLEY_RECOUNT", "local-recount_survey")
    try:
        client = boto3.client("lambda", region_name=os.environ.get("AWS_REGION", "us-east-1"))
        reply = client.invoke(FunctionName=name, Payload=json.dumps(event).encode())
        report = json.loads(reply["Payload"].read())
    except (BotoCoreError, ClientError, ValueError) as trouble:
        raise Problem(f"The recount cannot be called: {trouble}") from None
    if "FunctionError" in reply or not isinstance(report, dict):
        raise Problem("The recount failed; its log says why.")
    return report


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
