"""Send a survey and the answers exported with it, and compare: `python -m local.replay SURVEY.qsf RESPONSES.csv`."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from local.replay.platform import HttpPlatform, JsonObject, Platform
from local.replay.problems import Problem, at_console, read_file
from local.replay.run import replay


def main(arguments: Sequence[str], connect: Callable[[], Platform] | None = None) -> int:
    """Run a replay and print its report; 1 where something differs or a file cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m local.replay", description=__doc__)
    parser.add_argument("survey", type=Path, help="the survey file (.qsf)")
    parser.add_argument("answers", type=Path, help="the exported answers (.csv)")
    parser.add_argument("--run", default="", help="another name makes another survey of the same files")
    given = parser.parse_args(arguments)
    return at_console(lambda: _replay(given, connect or from_environment))


def _replay(given: argparse.Namespace, connect: Callable[[], Platform]) -> int:
    survey, answers = read_file(given.survey), read_file(given.answers)
    return 0 if replay(connect(), survey, answers, given.run).is_good else 1


def from_environment() -> Platform:
    """The running platform: PARLEY_URL, PARLEY_DISTRICT, PARLEY_USERNAME, PARLEY_PASSWORD, AWS_ENDPOINT_URL."""
    settings = os.environ
    platform = HttpPlatform(
        settings.get("PARLEY_URL", "http://localhost:8000"), settings.get("PARLEY_DISTRICT", "lakeview"), recount
    )
    platform.sign_in(settings.get("PARLEY_USERNAME", "alice"), settings.get("PARLEY_PASSWORD", ""))
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
