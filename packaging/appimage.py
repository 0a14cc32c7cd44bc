#!/usr/bin/env python3
"""Makes an AppImage of the built application, or the AppDir for one where appimagetool is not installed.

    python3 packaging/appimage.py build/dist/vop-desktop [--output build/release]

An AppImage is a file that runs without being installed. `AppRun` starts the window; called through a link
named `vop`, or with `vop` as the first word, the command line.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import linux_tree

APP_RUN = """\
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
if [ "$(basename "${ARGV0:-vop-desktop}")" = vop ]; then
    exec "$here/usr/bin/vop" "$@"
elif [ "${1:-}" = vop ]; then
    shift
    exec "$here/usr/bin/vop" "$@"
fi
exec "$here/usr/bin/vop-desktop" "$@"
"""


def make_app_dir(dist: Path, folder: Path) -> None:
    """Lays out what appimagetool packs. An older one there is replaced."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    linux_tree.lay_out(dist, folder)
    run = folder / "AppRun"
    run.write_text(APP_RUN, "utf-8")
    run.chmod(0o755)
    name = linux_tree.NAME
    (folder / f"{name}.desktop").symlink_to(f"usr/share/applications/{name}.desktop")
    icons = linux_tree.icons()
    place = next((place for place in icons if place.startswith("256x256")), next(iter(icons)))
    (folder / f"{name}{Path(place).suffix}").symlink_to(f"usr/share/icons/hicolor/{place}")
    (folder / ".DirIcon").symlink_to(f"{name}{Path(place).suffix}")


def main() -> int:
    """Parses the command line, makes the AppDir, and packs it if it can."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("dist", type=Path, help="the folder of the built application")
    parser.add_argument("--output", type=Path, default=linux_tree.ROOT / "build" / "release")
    options = parser.parse_args()
    output = options.output.resolve()
    folder = output / "VoP_Desktop.AppDir"
    make_app_dir(options.dist.resolve(), folder)
    print(folder)
    tool = shutil.which("appimagetool")
    if tool is None:
        print(
            "appimage: appimagetool is not installed, so the folder is not packed. Install it and try again.",
            file=sys.stderr,
        )
        return 3
    target = output / f"VoP_Desktop-{linux_tree.version()}-{platform.machine()}.AppImage"
    environment = {**os.environ, "ARCH": platform.machine(), "VERSION": linux_tree.version()}
    return subprocess.run([tool, str(folder), str(target)], check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
