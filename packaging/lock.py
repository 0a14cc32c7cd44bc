#!/usr/bin/env python3
"""Writes the lists of exact versions with hashes in packaging/locks, from pyproject.toml and constraints.txt.

    .venv/bin/python packaging/lock.py [NAME …]

Every list can be made on every machine. Those without CUDA on Linux need torch's CPU wheels, which PyPI does
not have: name where they are with UV_FIND_LINKS or UV_INDEX, as uv reads them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "packaging" / "locks"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
PYTHON = "3.11"
CPU = "+cpu"
PLACES = ("UV_FIND_LINKS", "UV_INDEX", "UV_EXTRA_INDEX_URL")

# name: what uv calls the platform, and the local version of torch's build
PLATFORMS = {
    "linux-x86_64-cpu": ("x86_64-manylinux_2_34", CPU),
    "linux-x86_64-cuda": ("x86_64-manylinux_2_34", ""),
    "windows-x86_64-cpu": ("x86_64-pc-windows-msvc", ""),
    "macos-arm64": ("aarch64-apple-darwin", ""),
}
HEAD = """\
# Exact versions and hashes of what a build for {name} is made of; Python {python}.
# Written by packaging/lock.py. pip install --require-hashes -r packaging/locks/{name}.txt
"""


def constraints(local: str) -> str:
    """constraints.txt with the build of torch that is wanted."""
    lines = CONSTRAINTS.read_text("utf-8").splitlines()
    return "\n".join(f"{line}{local}" if line.startswith("torch==") else line for line in lines) + "\n"


def lock(name: str) -> Path:
    """Writes one list; gives its path. CalledProcessError when uv finds no solution."""
    platform, local = PLATFORMS[name]
    target = LOCKS / f"{name}.txt"
    with tempfile.TemporaryDirectory() as folder:
        wanted, found = Path(folder) / "constraints.txt", Path(folder) / "found.txt"
        wanted.write_text(constraints(local), "utf-8")
        command = [
            "uv", "pip", "compile", str(ROOT / "pyproject.toml"), "--extra", "release", "-c", str(wanted),
            "--python-version", PYTHON, "--python-platform", platform, "--generate-hashes", "--no-header",
            "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet", "-o", str(found),
        ]  # fmt: skip
        environment = {**os.environ, "MACOSX_DEPLOYMENT_TARGET": "14.0"}  # what torch's wheels ask for
        if not local:  # where CPU wheels are found, they would be taken
            environment = {name: value for name, value in environment.items() if name not in PLACES}
        subprocess.run(
            [sys.executable, "-m", *command], check=True, stdout=subprocess.DEVNULL, env=environment
        )
        LOCKS.mkdir(exist_ok=True)
        target.write_text(HEAD.format(name=name, python=PYTHON) + found.read_text("utf-8"), "utf-8")
    return target


def main() -> int:
    """Parses the command line and writes the lists."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument(
        "names", nargs="*", choices=[*PLATFORMS, []], metavar="NAME", help=", ".join(PLATFORMS)
    )
    for name in parser.parse_args().names or PLATFORMS:
        try:
            print(lock(name))
        except subprocess.CalledProcessError:  # uv has said why
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
