#!/usr/bin/env python3
"""From a fresh machine to what a person downloads, in build/release.

    python3 packaging/release.py [--cuda] [--only STEP …]

Steps, in order: `environment` (.venv from the exact versions in packaging/locks), `build` (PyInstaller),
`smoke` (the application does a person's whole job, out of reach of this repository), `package` (.deb, zip or
.app of this system), `wheel` (wheel and source archive, checked), `papers` (list of parts, licences, sums).
A step that fails ends the run. What this system cannot make is in packaging/CHECKLIST.md.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

import bootstrap

ROOT = bootstrap.ROOT
PACKAGING = ROOT / "packaging"
BUILD = ROOT / "build"
DIST = BUILD / "dist" / "vop-desktop"
RELEASE = BUILD / "release"
STEPS = ("environment", "build", "smoke", "package", "wheel", "papers")
# Linux tools of the steps, and the Debian packages that bring them.
TOOLS = {"objdump": "binutils", "dpkg-deb": "dpkg"}
SCREEN_TOOLS = {"Xvfb": "xvfb", "xdotool": "xdotool"}


class StepFailed(Exception):
    """A step did not succeed; what it said is on the screen."""


def python(*arguments: str | Path) -> None:
    """Runs the environment's interpreter in the repository. StepFailed when it fails."""
    command = [str(bootstrap.venv_python()), *map(str, arguments)]
    if subprocess.run(command, check=False, cwd=ROOT, env=build_environment()).returncode:
        raise StepFailed(" ".join(command))


def build_environment() -> dict[str, str]:
    """Two builds of one commit are to be alike: fixed hashes, and the commit's time."""
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    git = shutil.which("git")
    if git:
        told = subprocess.run(
            [git, "log", "-1", "--format=%ct"], check=False, cwd=ROOT, capture_output=True, text=True
        )
        if told.returncode == 0:
            environment.setdefault("SOURCE_DATE_EPOCH", told.stdout.strip())
    return environment


def environment() -> None:
    """The virtual environment, and the tools of the system."""
    if bootstrap.LINUX:
        missing = {tool: name for tool, name in TOOLS.items() if shutil.which(tool) is None}
        if missing:
            raise StepFailed(f"{', '.join(missing)} not found. apt-get install {' '.join(missing.values())}")
        unseen = [name for tool, name in SCREEN_TOOLS.items() if shutil.which(tool) is None]
        if unseen:
            bootstrap.say(
                f"the window is not tried on a screen; for that: apt-get install {' '.join(unseen)}"
            )
    bootstrap.prepare(extra="release", window=True)


def build() -> None:
    """The application's folder."""
    shutil.rmtree(DIST, ignore_errors=True)
    python(PACKAGING / "icons.py", BUILD / "icons")
    folders = ("--distpath", DIST.parent, "--workpath", BUILD / "work")
    python(
        "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *folders, PACKAGING / "vop_desktop.spec"
    )


def smoke() -> None:
    """A person's whole job."""
    RELEASE.mkdir(parents=True, exist_ok=True)
    away = ("--away",) if bootstrap.LINUX else ()
    python(PACKAGING / "smoke_test.py", DIST, *away, "--json", BUILD / "smoke.json")


def package() -> None:
    """What this system installs."""
    if bootstrap.LINUX:
        python(PACKAGING / "deb.py", DIST, "--output", RELEASE)
    else:
        python(PACKAGING / "archive.py", DIST, "--output", RELEASE)


def wheel() -> None:
    """Wheel and source archive."""
    for old in (*RELEASE.glob("*.whl"), *RELEASE.glob("vop_desktop-*.tar.gz")):
        old.unlink()
    python("-m", "build", "--outdir", RELEASE, ROOT)
    made = [*RELEASE.glob("*.whl"), *RELEASE.glob("vop_desktop-*.tar.gz")]
    python("-m", "twine", "check", "--strict", *made)
    python("-m", "check_wheel_contents", "--toplevel", "vop_desktop", *RELEASE.glob("*.whl"))


def papers() -> None:
    """The list of parts, the licences, and the sums of everything."""
    RELEASE.mkdir(parents=True, exist_ok=True)
    python(PACKAGING / "sbom.py", DIST, RELEASE / "sbom.cdx.json")
    shutil.copy(DIST / "THIRD_PARTY_LICENSES.txt", RELEASE)
    files = sorted(path for path in RELEASE.iterdir() if path.is_file() and path.name != "SHA256SUMS")
    (RELEASE / "SHA256SUMS").write_text("".join(f"{sha256(path)}  {path.name}\n" for path in files), "utf-8")
    for path in files:
        print(f"   {path.stat().st_size / 1e6:8.1f} MB  {path.name}")


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def main() -> int:
    """Parses the command line and takes the steps."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--cuda", action="store_true", help="with CUDA: for NVIDIA graphics cards")
    parser.add_argument("--only", nargs="+", choices=STEPS, metavar="STEP", help=", ".join(STEPS))
    options = parser.parse_args()
    os.environ["VOP_DESKTOP_CUDA"] = "1" if options.cuda else "0"
    begin = time.monotonic()
    actions = (environment, build, smoke, package, wheel, papers)
    for name, action in zip(STEPS, actions, strict=True):
        if options.only and name not in options.only:
            continue
        bootstrap.say(f"{name}, on {platform.system()}")
        try:
            action()
        except (StepFailed, bootstrap.BootstrapError) as failure:
            print(f"release: {name} failed: {failure}", file=sys.stderr)
            return 1
    bootstrap.say(f"done in {(time.monotonic() - begin) / 60:.0f} min: {RELEASE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
