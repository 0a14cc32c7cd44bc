"""Real windows, started twice, ended by signals and killed."""

from __future__ import annotations

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
