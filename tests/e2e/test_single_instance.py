"""Real windows, started twice, ended by signals and killed."""

from __future__ import annotations

import ast
import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.conftest import Vop
from tests.helpers.videos import solid, write_video

APP = (sys.executable, "-m", "vop_desktop")
PATIENCE = 120  # seconds; a busy machine is no failure

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ends processes with signals")
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start(vop: Vop, tiny_pack: Path) -> Iterator[Start]:
    """Starts windows offscreen; whatever still runs at the end is killed."""
    (vop.home / "data").mkdir(parents=True)
    (vop.home / "data" / "settings.json").write_text(json.dumps({"pack": str(tiny_pack)}), "utf-8")
    started: list[subprocess.Popen[bytes]] = []

    def begin(*arguments: str | Path) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [*APP, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=vop.env({"QT_QPA_PLATFORM": "offscreen"}),
        )  # fmt: skip
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate(timeout=PATIENCE)


def handed_over(process: subprocess.Popen[bytes]) -> bool:
    """Whether a start ended at once because another window took what it asked for."""
    try:
        return process.wait(timeout=PATIENCE) == 0
    except subprocess.TimeoutExpired:
        return False


def is_noted(vop: Vop) -> bool:
    """Whether a window has begun to run, and has not closed."""
    return bool(list((vop.home / "log").glob("running-*.json")))


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def folders(vop: Vop) -> list[str]:
    """The watched folders, read from outside."""
    library = vop.home / "data" / "library.sqlite"
    if not library.exists():
        return []
    with closing(sqlite3.connect(f"file:{library}?mode=ro", uri=True)) as db:
        try:
            return [bytes(path).decode() if isinstance(path, bytes) else path for (path,) in db.execute(
                "SELECT path FROM roots")]  # fmt: skip
        except sqlite3.OperationalError:  # not made yet
            return []


def test_a_second_start_hands_over_and_a_signal_closes_cleanly(
    vop: Vop, start: Start, tmp_path: Path
) -> None:
    videos = tmp_path / "my videos"
    videos.mkdir()
    write_video(videos / "red.mp4", [solid((220, 40, 40))] * 12)
    first = start()
    wait_until(lambda: is_noted(vop))
    assert handed_over(start(videos))
    wait_until(lambda: folders(vop) == [str(videos)])
    assert first.poll() is None
    first.send_signal(signal.SIGTERM)
    assert first.wait(timeout=PATIENCE) == 0, first.communicate()[1].decode()
    assert not is_noted(vop)


def test_a_killed_window_does_not_hinder_the_next_one(vop: Vop, start: Start) -> None:
    first = start()
    wait_until(lambda: is_noted(vop))
    assert handed_over(start())
    first.kill()
    first.wait(timeout=PATIENCE)
    again = start()
    wait_until(lambda: not (vop.home / "log" / f"running-{first.pid}.json").exists())
    assert handed_over(start())
    assert again.poll() is None
    again.send_signal(signal.SIGINT)
    assert again.wait(timeout=PATIENCE) == 0
    assert "Traceback" not in again.communicate()[1].decode()


AGAIN = """
import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from vop_desktop.__main__ import gui_main
from vop_desktop.ui.main_window import MainWindow

STARTS = Path(__file__).with_name("starts.txt")


def act(window):
    first = not STARTS.exists()
    with STARTS.open("a", encoding="utf-8") as stream:
        told = (sys.argv[1:], window._actions["quit"].text(), window._message.text)
        stream.write(ascii(told) + chr(10))
    if not first:
        window.close()
        return
    window._actions["settings"].trigger()
    row = window._dialogs.settings.rows["language"]
    row.give("zh_CN")
    row._restart.click()


if __name__ == "__main__":
    start = MainWindow.start
    MainWindow.start = lambda window: (start(window), QTimer.singleShot(300, lambda: act(window)))
    gui_main()
"""


def test_a_restart_starts_the_program_anew_with_what_still_matters(vop: Vop, tmp_path: Path) -> None:
    (tmp_path / "again.py").write_text(AGAIN, "utf-8")
    starts, library = tmp_path / "starts.txt", tmp_path / "own.sqlite"
    arguments = ["--library", str(library), "--search", "red"]
    done = subprocess.run(
        [sys.executable, str(tmp_path / "again.py"), *arguments], check=False, timeout=PATIENCE,
        env=vop.env({"QT_QPA_PLATFORM": "offscreen", "LANGUAGE": "en", "LC_ALL": "C.UTF-8"}),
    )  # fmt: skip
    assert done.returncode == 0
    wait_until(lambda: starts.read_text("utf-8").count("\n") == 2 and not is_noted(vop))
    first, second = map(ast.literal_eval, starts.read_text("utf-8").splitlines())
    assert first == (arguments, "Quit", "")
    assert second == (["--library", str(library)], "退出", "")
