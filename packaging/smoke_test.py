#!/usr/bin/env python3
"""Does a person's whole job with the built application, and measures it.

    .venv/bin/python packaging/smoke_test.py build/dist/vop-desktop [--away] [--json FILE]

Needs psutil; the application itself gets nothing of this environment: an empty PATH, no variables of Python,
another folder, a home of its own. With `--away` (Linux) it runs from a copy, in a mount namespace in which
this repository, and with it the virtual environment, is an empty folder.

Three rounds: an ordinary home, one with spaces and letters beyond ASCII, and one that cannot be written to.
The time to the window and the player are tried on a virtual screen where Xvfb and xdotool are there.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
LINUX, WINDOWS = platform.system() == "Linux", platform.system() == "Windows"
NOBODY = 65534
CLIPS = 24
QUERIES = 6
LIMIT_SECONDS = 900
STARTS = 3
SAMPLE_SECONDS = 0.1
HIDDEN = 'mount -t tmpfs none "$1" && test ! -e "$1/pyproject.toml" && shift && exec "$@"'


class Failed(Exception):
    """The application did not do what it should; the text says what."""


@dataclass
class Run:
    """One program that ended: its exit code, what it printed, seconds, and peak memory in bytes."""

    code: int
    out: str
    err: str
    seconds: float
    peak: int

    def document(self) -> Any:
        """The JSON document on stdout."""
        try:
            return json.loads(self.out)
        except ValueError as error:
            raise Failed(f"no JSON on stdout: {self.out[:300]!r} {self.err[-600:]}") from error


@dataclass
class Bench:
    """The application under test and the person who uses it.

    Attributes:
        dist: the folder of the application.
        home: the person's home.
        work: a folder that can be written to, and the current one.
        hide: hide the repository.
        user: id of the user to run as; None for this one.
        figures: seconds and bytes by step.
    """

    dist: Path
    home: Path
    work: Path
    hide: bool
    user: int | None = None
    figures: dict[str, Run] = field(default_factory=dict)

    def environment(self, **extra: str) -> dict[str, str]:
        """What a program started from a menu would have, and no more."""
        kept = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP", "OPENBLAS_CORETYPE")
        own = {name: os.environ[name] for name in kept if name in os.environ}
        empty = self.work / "empty"
        empty.mkdir(exist_ok=True)
        own |= {"HOME": str(self.home), "USERPROFILE": str(self.home), "LOCALAPPDATA": str(self.home)}
        return {**own, "PATH": str(empty), "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen", **extra}

    def command(self, program: str, *arguments: str | Path) -> list[str]:
        """The command line that starts one of the two programs."""
        started = [str(self.dist / (program + (".exe" if WINDOWS else ""))), *map(str, arguments)]
        if not self.hide:
            return started
        unshare = ["/usr/bin/unshare", "--mount", "--propagation", "private"]
        if os.geteuid() != 0 or self.user is not None:
            unshare += ["--user", "--map-root-user"]
        return [*unshare, "/bin/sh", "-c", f"PATH=/usr/bin:/bin; {HIDDEN}", "sh", str(ROOT), *started]

    def start(self, program: str, *arguments: str | Path, **extra: str) -> subprocess.Popen[str]:
        """Starts a program."""
        as_user = {} if self.user is None else {"user": self.user, "group": self.user, "extra_groups": []}
        return subprocess.Popen(
            self.command(program, *arguments), cwd=self.work, env=self.environment(**extra), encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, **as_user,
        )  # fmt: skip

    def run(self, name: str, program: str, *arguments: str | Path, code: int = 0) -> Run:
        """Runs a program to its end.

        Raises:
            Failed: it ended with another exit code, or showed a traceback.
        """
        begin = time.monotonic()
        process = self.start(program, *arguments)
        watch = MemoryWatch(process.pid)
        try:
            out, err = process.communicate(timeout=LIMIT_SECONDS)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise Failed(f"{name} did not end in {LIMIT_SECONDS} s") from error
        done = Run(process.returncode, out, err, time.monotonic() - begin, watch.stop())
        if done.code != code or "Traceback" in err + out:
            raise Failed(f"{name} ended with {done.code}: {out[-300:]}{err[-1500:]}")
        self.figures[name] = done
        return done


class MemoryWatch:
    """Watches what a process and its children hold, shared pages counted once where the system tells."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> int:
        """Ends the watch; bytes at the highest."""
        self._ended.set()
        self._thread.join()
        return self._peak

    def _watch(self) -> None:
        while not self._ended.wait(SAMPLE_SECONDS):
            try:
                root = psutil.Process(self._pid)
                total = sum(_held(each) for each in (root, *root.children(recursive=True)))
            except psutil.Error:
                continue
            self._peak = max(self._peak, total)


def _held(process: psutil.Process) -> int:
    try:
        full = process.memory_full_info()
    except psutil.Error:
        return 0
    return int(getattr(full, "pss", 0) or full.rss)


# --- the rounds -------------------------------------------------------------------------------------------


def ordinary_round(bench: Bench, version: str) -> None:
    """Samples, index, search, captions, tuning, doctor and the window, with the default library."""
    said = bench.run("vop --version", "vop", "--version").out
    expect(version in said, f"vop --version says {said!r}, not {version}")
    expect(version in bench.run("vop-desktop --version", "vop-desktop", "--version").out, "another version")
    clips = bench.work / "clips ✂ 片段"
    drawn = bench.run("vop samples", "vop", "samples", clips, "--count", str(CLIPS), "--json").document()
    expect(drawn["clips"] == CLIPS, f"{drawn} are not {CLIPS} clips")
    report = bench.run("vop index", "vop", "index", clips, "--json").document()
    expect(report["videos"] == CLIPS and not report["failures"], f"the report of vop index: {report}")
    captions = read_captions(clips / "captions.csv")
    check_searches(bench, captions, ())
    check_captions(bench, clips, captions, ())
    tuned = bench.run(
        "vop tune", "vop", "tune", clips / "captions.csv", "--name", "smoke", "--epochs", "1",
        "--rate", "0.01", "--json",
    ).document()  # fmt: skip
    expect(tuned["pack"] == "smoke" and not tuned["failures"], f"vop tune says {tuned}")
    check_doctor(bench)
    check_window(bench, clips, captions, ())
    inside = [path for path in bench.home.rglob("*") if path.is_file()]
    expect(any(path.name == "library.sqlite" for path in inside), "the library is not in the home")


def read_only_round(bench: Bench) -> None:
    """A home in which nothing can be written: a library elsewhere works, the default one is one sentence."""
    clips, library = bench.work / "clips", bench.work / "library.sqlite"
    bench.run("vop samples", "vop", "samples", clips, "--count", str(CLIPS))
    named = ("--library", library)
    report = bench.run("vop index", "vop", "index", clips, *named, "--json").document()
    expect(report["videos"] == CLIPS, f"the report of vop index: {report}")
    captions = read_captions(clips / "captions.csv")
    check_searches(bench, captions, named)
    check_captions(bench, clips, captions, named)
    refused = bench.run("vop index, default library", "vop", "index", clips, code=1)
    expect(len(refused.err.strip().splitlines()) == 1, f"not one sentence: {refused.err!r}")
    refused = bench.run("vop tune", "vop", "tune", clips, "--name", "smoke", "--epochs", "1", code=1)
    expect(len(refused.err.strip().splitlines()) == 1, f"not one sentence: {refused.err!r}")
    check_doctor(bench)
    check_window(bench, clips, captions, named)
    expect(not list(bench.home.iterdir()), "something was written to the home after all")


def check_searches(bench: Bench, captions: dict[str, list[str]], library: tuple[str | Path, ...]) -> None:
    """A caption finds its clip first, by what is seen."""
    names = sorted(captions)
    for number in range(QUERIES):
        wanted = names[number * len(names) // QUERIES]
        query = captions[wanted][0]
        found = bench.run("vop search", "vop", "search", query, *library, "--json").document()
        best = Path(found["hits"][0]["path"]).name
        expect(best == wanted, f"“{query}” found {best} ({captions[best][0]}), not {wanted}")


def check_captions(
    bench: Bench, clips: Path, captions: dict[str, list[str]], library: tuple[str | Path, ...]
) -> None:
    """A clip gets captions, its own among the first."""
    name = sorted(captions)[1]
    found = bench.run("vop caption", "vop", "caption", clips / name, *library, "--json").document()
    texts = [caption["text"] for caption in found["captions"]]
    expect(len(texts) > 3, f"vop caption gave {texts}")
    expect(any(text in captions[name] for text in texts), f"{captions[name]} is not among {texts}")


def check_doctor(bench: Bench) -> None:
    """It says that this is a bundle, that the pack is intact and every codec there."""
    page = bench.run("vop doctor", "vop", "doctor", "--json").document()
    expect("bundle" in page["Versions"]["VoP Desktop"], f"doctor: {page['Versions']}")
    expect("intact" in page["Model packs"]["starter"], f"doctor: {page['Model packs']}")
    faults = {name: state for name, state in page["Video codecs"].items() if state != "can be decoded"}
    expect(not faults, f"doctor: {faults}")
    missing = [name for name, version in page["Versions"].items() if version == "not installed"]
    expect(not missing, f"doctor: {missing} not installed")


def check_window(
    bench: Bench, clips: Path, captions: dict[str, list[str]], library: tuple[str | Path, ...]
) -> None:
    """The window searches, captions a clip, and can be seen."""
    picture = bench.work / "window.png"
    name = sorted(captions)[0]
    arguments = ("--search", captions[name][0], "--drop", clips / name, "--screenshot", picture)
    shown = bench.run("vop-desktop --screenshot", "vop-desktop", *library, *arguments).document()
    expect(Path(shown["hits"][0]["path"]).name == name, f"the window found {shown['hits'][:1]}")
    expect(len(shown["captions"]) > 3, "the window shows no captions")
    expect(picture.stat().st_size > 50_000, "the picture of the window is empty")


def expect(fact: bool, otherwise: str) -> None:
    """Raises Failed if not."""
    if not fact:
        raise Failed(otherwise)


def read_captions(table: Path) -> dict[str, list[str]]:
    """The captions of the sample clips, by file name."""
    captions: dict[str, list[str]] = {}
    with table.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            captions.setdefault(row["file"], []).append(row["caption"])
    return captions


# --- a real screen ----------------------------------------------------------------------------------------


def on_a_screen(bench: Bench, action: Callable[[dict[str, str]], Any]) -> Any:
    """Does something on a virtual screen; None where there is none to be had."""
    if not LINUX or not all(map(shutil.which, ("Xvfb", "xdotool"))):
        return None
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as numbers:
        display = f":{numbers.readline().strip()}"
    try:
        return action({"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"})
    finally:
        server.terminate()
        server.wait()


def seconds_to_window(bench: Bench, screen: dict[str, str]) -> list[float]:
    """How long it takes from the start of the program to its window on the screen, several times."""
    times = []
    for _ in range(STARTS):
        begin = time.monotonic()
        process = bench.start("vop-desktop", **screen)
        try:
            _wait_for_window(process, screen)
            times.append(round(time.monotonic() - begin, 2))
        finally:
            end(process)
    return times


def player_works(bench: Bench, screen: dict[str, str]) -> bool:
    """Opens the first hit in the player, and looks whether the process plays by its own FFmpeg."""
    process = bench.start("vop-desktop", "--search", "red", **screen)
    try:
        _wait_for_window(process, screen)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            for keys in (["ctrl+f"], ["Down"], ["Return"]):
                subprocess.run(["xdotool", "key", *keys], check=False, env={**os.environ, **screen})
            time.sleep(1)
            if "libffmpegmediaplugin" in Path(f"/proc/{process.pid}/maps").read_text("utf-8"):
                return True
    finally:
        end(process)
    return False


def _wait_for_window(process: subprocess.Popen[str], screen: dict[str, str]) -> None:
    look = ["xdotool", "search", "--onlyvisible", "--name", "VoP Desktop"]
    until = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < until:
        seen = subprocess.run(look, check=False, capture_output=True, env={**os.environ, **screen})
        if seen.stdout.strip():
            return
        time.sleep(0.02)
    end(process)
    raise Failed(f"no window appeared: {process.communicate()[1][-800:]}")


def end(process: subprocess.Popen[str]) -> None:
    """Ends a program and waits for it."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


# --- the whole --------------------------------------------------------------------------------------------


def unresolved_libraries(dist: Path) -> list[str]:
    """Libraries that parts of the bundle are linked with and that neither it nor this system has."""
    if not LINUX:
        return []
    missing = set()
    for path in dist.rglob("*.so*"):
        told = subprocess.run(["ldd", str(path)], check=False, capture_output=True, text=True).stdout
        missing |= {f"{path.name}: {line.split()[0]}" for line in told.splitlines() if "not found" in line}
    return sorted(missing)


def size_of(dist: Path) -> dict[str, Any]:
    """Bytes and number of files, and the largest parts."""
    files = [path for path in dist.rglob("*") if path.is_file() and not path.is_symlink()]
    parts: dict[str, int] = {}
    for path in files:
        names = path.relative_to(dist).parts
        part = "/".join(names[1:2] if len(names) > 2 else names[:1])
        parts[part] = parts.get(part, 0) + path.stat().st_size
    largest = sorted(parts.items(), key=lambda item: -item[1])[:12]
    return {"bytes": sum(parts.values()), "files": len(files), "largest": dict(largest)}


def run_rounds(dist: Path, work: Path, hide: bool, version: str) -> dict[str, Any]:
    """All rounds; gives the figures."""
    report: dict[str, Any] = {"size": size_of(dist), "unresolved": unresolved_libraries(dist), "rounds": {}}
    for number, (name, home) in enumerate({
        "ordinary home": "home",
        "spaces and letters": "Büro – 我的 家 #1",
        "home read-only": "sealed",
    }.items()):  # fmt: skip
        place = work / f"round {number}"
        place.mkdir()
        bench = Bench(dist, place / home, place / "work", hide)
        bench.home.mkdir()
        bench.work.mkdir()
        print(f"-- {name}", flush=True)
        if name == "home read-only":
            seal(bench)
            read_only_round(bench)
        else:
            ordinary_round(bench, version)
        report["rounds"][name] = {
            step: {"seconds": round(run.seconds, 2), "peak_bytes": run.peak}
            for step, run in bench.figures.items()
        }
        if name == "ordinary home":
            report["seconds_to_window"] = on_a_screen(bench, lambda s, b=bench: seconds_to_window(b, s))
            report["player"] = on_a_screen(bench, lambda s, b=bench: player_works(b, s))
            expect(report["player"] is not False, "the player does not play")
    return report


def seal(bench: Bench) -> None:
    """Makes the home one that cannot be written to, also where root runs this."""
    bench.home.chmod(0o555)
    if not WINDOWS and os.geteuid() == 0:
        bench.user = NOBODY
        bench.work.chmod(0o777)


def show(report: dict[str, Any]) -> None:
    """The figures as a table."""
    size = report["size"]
    print(f"\nsize {size['bytes'] / 1e6:.0f} MB in {size['files']} files; of these")
    for part, count in size["largest"].items():
        print(f"  {count / 1e6:7.1f} MB  {part}")
    print(f"libraries that are not there: {', '.join(report['unresolved']) or 'none'}")
    print(f"seconds to the window: {report['seconds_to_window']}; player: {report['player']}")
    for name, steps in report["rounds"].items():
        print(f"{name}\n  {'step':28}{'seconds':>9}{'peak MB':>9}")
        for step, figures in steps.items():
            print(f"  {step:28}{figures['seconds']:9.2f}{figures['peak_bytes'] / 1e6:9.0f}")


def main() -> int:
    """Parses the command line and runs all rounds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("dist", type=Path, help="the folder of the built application")
    parser.add_argument("--away", action="store_true", help="from a copy, with the repository hidden")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    from vop_desktop import __version__

    with tempfile.TemporaryDirectory(prefix="vop smoke ") as folder:
        Path(folder).chmod(0o755)
        dist = options.dist.resolve()
        if options.away:
            dist = Path(shutil.copytree(dist, Path(folder) / "a copy", symlinks=True))
        try:
            report = run_rounds(dist, Path(folder), options.away, __version__)
        except Failed as failure:
            print(f"smoke test: {failure}", file=sys.stderr)
            return 1
    show(report)
    if options.json:
        options.json.write_text(json.dumps(report, indent=2), "utf-8")
    print("the application works")
    return 0


if __name__ == "__main__":
    sys.exit(main())
