"""A screen of its own, a mouse and a keyboard for it, and the program that is seen there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.helpers.walk import Seen

SIZE = 1500, 1000  # pixels
PATIENCE = 120  # seconds; a busy machine is no failure
STEPS = 8  # in which something is dragged


@contextmanager
def screen() -> Iterator[str]:
    """Starts a screen; gives its name for DISPLAY."""
    reading, writing = os.pipe()
    wanted = f"{SIZE[0]}x{SIZE[1]}x24"
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", wanted, "-nolisten", "tcp", "-noreset"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


class Program:
    """The running program: an eye that asks it, and a hand that moves the mouse over its screen."""

    def __init__(self, process: subprocess.Popen[str], environment: Mapping[str, str]) -> None:
        self._process = process
        self._environment = environment
        self._sources: list[subprocess.Popen[str]] = []

    # --- the eye ------------------------------------------------------------------------------------

    def until(self, is_so: Callable[[Seen], object]) -> Seen:
        end = time.monotonic() + PATIENCE
        while not is_so(seen := self._see()):
            assert time.monotonic() < end, seen
            time.sleep(0.1)
        return seen

    def english(self) -> list[str]:
        found = self._ask("english")
        assert isinstance(found, list)
        return found

    def _see(self) -> Seen:
        fields = self._ask("see")["seen"]
        fields["captions"] = [tuple(caption) for caption in fields["captions"]]
        return Seen(**fields)

    def _ask(self, question: str) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(question + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the program has ended"
        return json.loads(answer)

    def _spot(self, name: str) -> tuple[int, int, int]:
        end = time.monotonic() + PATIENCE
        while name not in (spots := self._ask("see")["spots"]):
            assert time.monotonic() < end, f"{name} is not to be seen"
            time.sleep(0.1)
        x, y, window = spots[name]
        return x, y, window

    # --- the hand -----------------------------------------------------------------------------------

    def click(self, name: str, *, twice: bool = False) -> None:
        x, y, window = self._spot(name)
        self._bring(window)
        self._do("mousemove", x, y, "click", 1)
        if twice:
            self._do("key", "Return")  # a busy machine makes two clicks of a double one

    def type(self, name: str, text: str, *, enter: bool = False) -> None:
        self._bring(self._spot(name)[2])
        self._do("type", "--delay", "15", text)
        if enter:
            self._do("key", "Return")

    def press(self, name: str, keys: str) -> None:
        self._bring(self._spot(name)[2])
        self._do("key", keys.replace("escape", "Escape"))

    def drop(self, path: Path) -> None:
        x, y, _ = self._spot("results")
        corner = SIZE[0] - 50, SIZE[1] - 50
        source = subprocess.Popen(
            [sys.executable, "-m", "tests.helpers.drag_source", str(path), *map(str, corner)],
            stdout=subprocess.PIPE, text=True, env=self._environment,
        )  # fmt: skip
        self._sources.append(source)
        assert source.stdout is not None
        assert source.stdout.readline() == "shown\n"
        self._do("mousemove", corner[0] + 20, corner[1] + 20, "mousedown", 1)
        for step in range(STEPS + 1):
            share = step / STEPS
            place = (round(begin + share * (end - begin)) for begin, end in zip(corner, (x, y), strict=True))
            self._do("mousemove", *place)
            time.sleep(0.1)
        self._do("mouseup", 1)
        assert source.stdout.readline() == "taken\n"

    def close(self) -> None:
        """Ends what files were dragged out of."""
        for source in self._sources:
            source.kill()
            source.communicate()

    def _bring(self, window: int) -> None:
        """Gives a window the keyboard: there is no window manager that would."""
        self._do("windowfocus", "--sync", window)

    def _do(self, *words: object) -> None:
        subprocess.run(["xdotool", *map(str, words)], check=True, timeout=PATIENCE, env=self._environment)


@contextmanager
def program(environment: Mapping[str, str], report: Path) -> Iterator[Program]:
    """The program on a screen, in Qt's own look, until it is closed with its keys; then it must be clean."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.watched_app", str(report)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**environment, "QT_QPA_PLATFORM": "xcb"},
    )  # fmt: skip
    shown = Program(process, {**environment, "QT_QPA_PLATFORM": "xcb"})
    try:
        yield shown
        shown.press("window", "ctrl+q")
        _, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, errors
        assert "Traceback" not in errors, errors
        found = json.loads(report.read_text("utf-8"))
        assert found == {"warned": [], "left": []}, found
    finally:
        shown.close()
        process.kill()
        process.communicate(timeout=PATIENCE)
