"""Run a background function of the running platform: `python -m local.job NAME [EVENT as JSON]`."""

import json
import sys

from botocore.exceptions import BotoCoreError, ClientError

from local.running import JobFailedError, NotRunningError, find_running


def main(arguments: list[str]) -> int:
    """Print the function's report; 1 with a sentence where it cannot be run."""
    name, text = (*arguments, "", "")[:2]
    if not name:
        print('Name a job: make job NAME=back_up_daily EVENT=\'{"day": ""}\'', file=sys.stderr)
        return 1
    try:
        report = find_running().run_job(name, json.loads(text or "{}"))
    except json.JSONDecodeError as error:
        print(f"The event is not JSON: {error}", file=sys.stderr)
    except (NotRunningError, JobFailedError) as error:
        print(error, file=sys.stderr)
    except (ClientError, BotoCoreError):
        print(f"There is no function {name} here, or the platform has stopped.", file=sys.stderr)
    else:
        print(json.dumps(report, indent=1, ensure_ascii=False))
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
