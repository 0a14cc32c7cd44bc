#!/usr/bin/env python3
"""Packs the built application into one file to unpack anywhere: zip on Windows, tar.gz elsewhere.

    python packaging/archive.py build/dist/vop-desktop [--output build/release]

On Windows `vop-desktop-portable.cmd` goes in, which keeps all that the program stores beside it.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import sys
from pathlib import Path

import linux_tree

PORTABLE = """\
@echo off\r
rem Keeps libraries, packs and settings in the folder "data" beside the program.\r
set "VOP_DESKTOP_HOME=%~dp0data"\r
start "" "%~dp0vop-desktop.exe" %*\r
"""


def pack(dist: Path, output: Path) -> Path:
    """Writes the archive into `output`; gives its path."""
    output.mkdir(parents=True, exist_ok=True)
    system = {"Darwin": "macos"}.get(platform.system(), platform.system().lower())
    name = f"{linux_tree.NAME}-{linux_tree.version()}-{system}-{platform.machine().lower()}"
    if system == "windows":
        (dist / "vop-desktop-portable.cmd").write_bytes(PORTABLE.encode())
    kind = "zip" if system == "windows" else "gztar"
    return Path(shutil.make_archive(str(output / name), kind, dist.parent, dist.name))


def main() -> int:
    """Parses the command line and packs."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("dist", type=Path, help="the folder of the built application")
    parser.add_argument("--output", type=Path, default=linux_tree.ROOT / "build" / "release")
    options = parser.parse_args()
    archive = pack(options.dist.resolve(), options.output.resolve())
    print(f"{archive} ({archive.stat().st_size / 1e6:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
