"""The two bundles: one for this machine's emulator, one for AWS Lambda."""

import json
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LAMBDA_PYTHON = "3.13"
PLATFORMS = {"x86_64": "x86_64-manylinux_2_34", "arm64": "aarch64-manylinux_2_34"}
PROBE = "import json, sys; print(json.dumps(list(sys.version_info[:2])))"


@dataclass(frozen=True)
class Target:
    """What a bundle is built for. `platform` is empty for the machine at hand."""

    name: str
    python: str
    architecture: str
    platform: str = ""

    @property
    def runtime(self) -> str:
        return f"python{self.python}"

    @property
    def tag(self) -> str:
        return f"{self.name}-{self.python}-{self.architecture}"

    @property
    def uv_arguments(self) -> list[str]:
        if not self.platform:
            return ["--python", sys.executable]
        return ["--python-platform", self.platform, "--python-version", self.python, "--only-binary", ":all:"]


def local_target() -> Target:
    """The bundle for the interpreter that runs this: the emulator runs functions with its own."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return Target("local", python, _architecture())


def aws_target(architecture: str = "x86_64") -> Target:
    """The bundle for AWS Lambda."""
    return Target("aws", LAMBDA_PYTHON, architecture, PLATFORMS[architecture])


def runs_here(target: Target) -> bool:
    """Whether this machine can load the target's compiled libraries."""
    return not target.platform or (sys.platform == "linux" and _architecture() == target.architecture)


def _architecture() -> str:
    return "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"


def interpreter_of(target: Target) -> str | None:
    """An interpreter of the target's version, which alone can compile for it; None where this machine has none."""
    installed = Path.home().glob(f".pyenv/versions/{target.python}.*/bin/python")
    candidates = [sys.executable, shutil.which(target.runtime), _uv_finds(target.python), *map(str, installed)]
    return next((path for path in candidates if path and _version_of(path) == target.python), None)


def _uv_finds(python: str) -> str | None:
    found = subprocess.run([uv(), "python", "find", python], capture_output=True, text=True, check=False)
    return found.stdout.strip() or None


def _version_of(path: str) -> str | None:
    # A version manager's shim exists for versions that are not there: only running it tells.
    asked = subprocess.run([path, "-c", PROBE], capture_output=True, text=True, check=False)
    if asked.returncode:
        return None
    version: list[Any] = json.loads(asked.stdout)
    return ".".join(str(part) for part in version)


def uv() -> str:
    """The uv beside this interpreter, or on the path; raises FileNotFoundError."""
    found = shutil.which("uv", path=str(sys.prefix) + "/bin") or shutil.which("uv")
    if not found:
        raise FileNotFoundError("Packaging needs uv: `pip install uv`.")
    return found
