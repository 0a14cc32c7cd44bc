#!/usr/bin/env python3
"""Two commands on a fresh machine: `run` opens the window, `test` runs the tests.

    python3 packaging/bootstrap.py run [--headless]
    python3 packaging/bootstrap.py test [pytest options]

Standard library only; Linux, macOS and Windows. Makes `.venv` beside this repository, installs what is
needed, finds missing system libraries on Debian and Ubuntu. A second call reuses all of it.
"""

from __future__ import annotations

import argparse
import csv
import ctypes
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
OUT = ROOT / "out"
OLDEST_PYTHON = (3, 11)
TORCH_CPU_INDEX = "https://download.pytorch.org/whl/cpu"
LINUX, WINDOWS = platform.system() == "Linux", platform.system() == "Windows"

# shared library: Debian package. Qt needs these to start at all, …
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libpulse.so.0": "libpulse0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
}
# … and these to open a window on X11.
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


class BootstrapError(Exception):
    """Something failed; the text says what, and what to do."""


def main() -> int:
    """Parses the command line and runs one of the two commands."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="open the window on the sample library")
    run.add_argument("--headless", action="store_true", help="do the whole job without a screen")
    commands.add_parser("test", help="run the tests; further options go to pytest")
    options, rest = parser.parse_known_args()
    if options.command == "run" and rest:
        parser.error(f"unknown option: {rest[0]}")
    try:
        headless = options.command == "test" or options.headless or not has_display()
        prepare(extra="dev" if options.command == "test" else "", window=not headless)
        if options.command == "test":
            return run_tests(rest)
        return run_headless() if headless else run_window()
    except BootstrapError as error:
        print(f"\nbootstrap: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def say(text: str) -> None:
    """A line about what is going on."""
    print(f"-- {text}", flush=True)


def has_display() -> bool:
    """Whether a window can be shown."""
    return not LINUX or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# --- the environment --------------------------------------------------------------------------------


def prepare(*, extra: str = "", window: bool = False) -> None:
    """Makes the environment complete; does nothing that was done before.

    Args:
        extra: `dev` for the tests' tools, `release` for those of packaging/release.py.
        window: whether the system has to be able to show one.
    """
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        raise BootstrapError(f"Python {wanted} or newer is needed; this is {platform.python_version()}.")
    if LINUX:
        install_libraries({**LIBRARIES, **WINDOW_LIBRARIES} if window else LIBRARIES)
    stamp = VENV / "vop-desktop.json"
    wanted_state = environment_state(extra)
    if stamp.exists() and environment_serves(json.loads(stamp.read_text("utf-8")), wanted_state):
        return
    begin = time.monotonic()
    if not venv_python().exists():
        say(f"making {VENV}")
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    install_packages(extra)
    stamp.write_text(json.dumps(wanted_state), "utf-8")
    say(
        f"the environment is ready after {time.monotonic() - begin:.0f} s, {folder_size(VENV) / 2**20:.0f} MB"
    )


def environment_state(extra: str) -> dict[str, object]:
    """What an environment depends on."""
    digest = hashlib.sha256()
    for path in filter(None, (ROOT / "pyproject.toml", CONSTRAINTS, lock_file(extra))):
        digest.update(path.read_bytes())
    return {"files": digest.hexdigest(), "nvidia": has_nvidia(), "extra": extra, "python": sys.version}


def environment_serves(found: dict[str, object], wanted: dict[str, object]) -> bool:
    """Whether an environment is as wanted; one with more tools serves those who need none."""
    same = all(found.get(key) == wanted[key] for key in ("files", "nvidia", "python"))
    return same and wanted["extra"] in ("", found.get("extra"))


def has_nvidia() -> bool:
    """Whether an NVIDIA driver is installed; VOP_DESKTOP_CUDA=1 or 0 says what to act on instead."""
    if os.environ.get("VOP_DESKTOP_CUDA") in {"0", "1"}:
        return os.environ["VOP_DESKTOP_CUDA"] == "1"
    return shutil.which("nvidia-smi") is not None or Path("/proc/driver/nvidia/version").exists()


def lock_file(extra: str) -> Path | None:
    """The exact versions with hashes that a release for this machine is made of, where there are any."""
    machine = platform.machine().lower().replace("amd64", "x86_64")
    build = "cuda" if has_nvidia() else "cpu"
    name = {
        "Linux": f"linux-{machine}-{build}",
        "Windows": f"windows-{machine}-{build}",
        "Darwin": f"macos-{machine}",
    }.get(platform.system(), "")
    path = ROOT / "packaging" / "locks" / f"{name}.txt"
    return path if extra == "release" and sys.version_info[:2] == OLDEST_PYTHON and path.is_file() else None


def venv_python() -> Path:
    """The environment's interpreter."""
    return VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


def install_packages(extra: str) -> None:
    """Installs torch in the build that fits this machine, then the program with the rest."""
    bare = [str(venv_python()), "-m", "pip", "install", "--disable-pip-version-check"]
    # The ordinary Linux build of torch carries gigabytes of CUDA.
    cpu = ["--extra-index-url", TORCH_CPU_INDEX, "--retries", "1"] if LINUX and not has_nvidia() else []
    if lock := lock_file(extra):
        say(f"installing what {lock.name} lists (some minutes)")
        listed = [*bare, "--require-hashes", "-r", str(lock), *cpu]
        checked(listed, "the packages could not be installed", "Check the network connection.")
        checked([*bare, "--no-deps", "-e", str(ROOT)], "the program could not be installed", "See above.")
        return
    pip = [*bare, "-c", str(CONSTRAINTS)]
    torch = [*pip, "torch", "torchvision", *cpu]
    say("installing torch (the largest part; some minutes)")
    checked(torch, "torch could not be installed", "Check the network connection and the free disk space.")
    say("installing the program and the rest")
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    checked([*pip, "-e", target], "the packages could not be installed", "Check the network connection.")


def checked(command: list[str], failure: str, advice: str) -> None:
    """Runs a command quietly; on failure shows the end of what it said."""
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-15:])
        raise BootstrapError(f"{failure}.\n{tail}\n{advice} Then run this command again.")


def install_libraries(needed: dict[str, str]) -> None:
    """Installs missing system libraries as root on Debian and Ubuntu, else says how."""
    packages = sorted({package for library, package in needed.items() if not can_load(library)})
    if not has_fonts():
        packages.append("fonts-dejavu-core")
    if not packages:
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        raise BootstrapError(
            "These system libraries are missing: "
            + ", ".join(library for library in needed if not can_load(library))
            + ". Install them with your system's package manager."
        )
    if os.geteuid() != 0:
        raise BootstrapError(f"Some system libraries are missing. Install them with:\n  sudo {line}")
    say(f"installing system libraries: {' '.join(packages)}")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    checked(["apt-get", "update"], "the package lists could not be read", "Check the network connection.")
    checked(line.split(), "the system libraries could not be installed", "See the message above.")


def can_load(library: str) -> bool:
    """Whether the system has a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_fonts() -> bool:
    """Whether there is any font to draw text with."""
    places = ("/usr/share/fonts", "/usr/local/share/fonts", str(Path.home() / ".fonts"))
    kinds = (".ttf", ".otf", ".ttc")
    return any(name.endswith(kinds) for place in places for _, _, names in os.walk(place) for name in names)


def folder_size(folder: Path) -> int:
    """Bytes below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files)


# --- the two commands -------------------------------------------------------------------------------


def run_tests(options: list[str]) -> int:
    """Runs pytest; gives its exit code."""
    say("running the tests")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    # Whole files to each process: what the tests of a file share is made once. The long ones first.
    spread = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile", "--no-loadscope-reorder"]
    command = [str(venv_python()), "-m", "pytest", *spread, *options]
    return subprocess.run(command, check=False, cwd=ROOT, env=environment).returncode


def run_window() -> int:
    """Opens the window on the sample library."""
    say("opening the window")
    return subprocess.run([str(venv_python()), "-m", "vop_desktop", "--samples"], check=False).returncode


def run_headless() -> int:
    """The whole job without a screen: samples, index, search, captions, similar clips, a picture."""
    begin = time.monotonic()
    home = OUT / "headless"
    if home.exists():
        shutil.rmtree(home)
    samples, library, picture = home / "samples", home / "library.sqlite", home / "window.png"
    home.mkdir(parents=True)
    os.environ["VOP_DESKTOP_HOME"] = str(home / "home")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    say("drawing sample clips")
    vop("samples", str(samples))
    say("indexing them")
    report = json.loads(vop("index", str(samples), "--library", str(library), "--json"))
    print(f"   {report['videos']} videos, {report['segments']} segments, {report['seconds']:.1f} s")
    captions = read_captions(samples / "captions.csv")
    names = sorted(captions)
    queries = [captions[names[i * len(names) // 4]][0] for i in range(4)]
    for query in queries:
        show_search(query, library, captions)
    clip = samples / names[len(names) // 2]
    show_captions(clip, library, captions)
    say("taking a picture of the window")
    window = [str(venv_python()), "-m", "vop_desktop", "--library", str(library), "--search", queries[0]]
    window += ["--drop", str(clip), "--screenshot", str(picture)]
    done = subprocess.run(window, check=False, capture_output=True, text=True)
    if done.returncode or not picture.exists():
        raise BootstrapError(f"the window could not be shown:\n{done.stderr[-2000:]}")
    print(f"   the picture: {picture}")
    say(f"all done in {time.monotonic() - begin:.0f} s")
    return 0


def vop(*arguments: str) -> str:
    """Runs the command line; gives what it printed."""
    command = [str(venv_python()), "-c", "from vop_desktop.__main__ import cli_main; cli_main()", *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise BootstrapError(
            f"vop {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr[-2000:]}"
        )
    return done.stdout


def read_captions(table: Path) -> dict[str, list[str]]:
    """The captions of the sample clips, by file name."""
    captions: dict[str, list[str]] = {}
    with table.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            captions.setdefault(row["file"], []).append(row["caption"])
    return captions


def show_search(query: str, library: Path, captions: dict[str, list[str]]) -> None:
    """Prints the best hits of a query, each with what its clip really shows."""
    found = json.loads(vop("search", query, "--library", str(library), "--limit", "3", "--json"))
    say(f"search: “{query}”")
    for hit in found["hits"]:
        name = Path(hit["path"]).name
        print(f"   {hit['confidence']:6} {hit['score']:.2f}  {name}  shows: {captions.get(name, ['?'])[0]}")


def show_captions(clip: Path, library: Path, captions: dict[str, list[str]]) -> None:
    """Prints the captions found for a clip and the clips like it."""
    say(f"captions for {clip.name}, which shows: {captions[clip.name][0]}")
    found = json.loads(vop("caption", str(clip), "--library", str(library), "--limit", "4", "--json"))
    for caption in found["captions"]:
        print(f"   {caption['score']:.2f}  {caption['text']}  ({caption['set']})")
    say(f"clips like {clip.name}")
    found = json.loads(vop("similar", str(clip), "--library", str(library), "--limit", "3", "--json"))
    for hit in found["hits"]:
        name = Path(hit["path"]).name
        print(f"   {hit['score']:.2f}  {name}  shows: {captions.get(name, ['?'])[0]}")


if __name__ == "__main__":
    sys.exit(main())
