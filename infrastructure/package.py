"""Build what a deployment takes: `python -m infrastructure.package --target local|aws [--architecture arm64]`."""

import argparse
import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from infrastructure.application import application_template, load_app
from infrastructure.bundle import Label, build_bundle
from infrastructure.targets import PLATFORMS, Target, aws_target, local_target
from infrastructure.templates import ROOT, written

BUILD = ROOT / "build"


@dataclass(frozen=True)
class Package:
    """A bundle and the template that goes with it."""

    bundle: Path
    template: Path
    label: Label


def package(target: Target, root: Path = ROOT) -> Package:
    """Build bundle and template into build/<target>/; a few seconds where the libraries are there already."""
    folder = BUILD / target.name
    label = build_bundle(target, folder / "bundle.zip", root)
    template = folder / "app.json"
    template.write_bytes(written(application_template(load_app(root), target)))
    return Package(folder / "bundle.zip", template, label)


def main(arguments: list[str] | None = None) -> int:
    """Build and say what was built."""
    parser = argparse.ArgumentParser(prog="python -m infrastructure.package", description=__doc__)
    parser.add_argument("--target", choices=["local", "aws"], required=True)
    parser.add_argument("--architecture", choices=sorted(PLATFORMS), default="x86_64", help="of the bundle for AWS")
    chosen = parser.parse_args(arguments)
    started = time.perf_counter()
    made = package(local_target() if chosen.target == "local" else aws_target(chosen.architecture))
    report = {"bundle": str(made.bundle), "bytes": made.bundle.stat().st_size, "template": str(made.template)}
    print(json.dumps({**report, **asdict(made.label), "seconds": round(time.perf_counter() - started, 1)}, indent=1))
    if not made.label.compiled:
        print(f"Not compiled: no Python {made.label.python} here. Cold starts will be slower.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
