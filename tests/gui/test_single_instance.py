"""What two starts say to each other, and what the window does with it."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WAIT, settle
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.session import Session
from vop_desktop.ui.single_instance import Call, SingleInstance, address


@pytest.fixture
def first(tmp_path: Path, qapp: object) -> Iterator[SingleInstance]:
    instance = SingleInstance(tmp_path / "library.sqlite")
    assert not instance.hand_over(Call())
    assert instance.listen()
    yield instance
    instance.close()


def call_from_outside(library: Path, call: Call) -> subprocess.Popen[bytes]:
    """A start in a process of its own; it ends with 0 when it could hand over."""
    code = (
        "import sys; from pathlib import Path\n"
        "from vop_desktop.ui.single_instance import Call, SingleInstance\n"
        "call = Call.load(sys.stdin.buffer.read())\n"
        "sys.exit(not SingleInstance(Path(sys.argv[1])).hand_over(call))"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(library)], stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(call.dump())
    process.stdin.close()
    return process


def test_a_call_arrives_whole(qtbot: QtBot, first: SingleInstance, tmp_path: Path) -> None:
    call = Call(("/videos/übung #1", "/a clip.mp4"), "a dog “runs”", True)
    with qtbot.waitSignal(first.called, timeout=WAIT) as heard:
        other = call_from_outside(tmp_path / "library.sqlite", call)
    assert other.wait(timeout=WAIT / 1000) == 0
    assert heard.args == [call]


def test_another_library_has_a_window_of_its_own(first: SingleInstance, tmp_path: Path) -> None:
    other = SingleInstance(tmp_path / "other.sqlite")
    assert not other.hand_over(Call())
    other.close()
    assert address(tmp_path / "a" / ".." / "library.sqlite") == address(tmp_path / "library.sqlite")


@pytest.mark.skipif(sys.platform == "win32", reason="sockets are files elsewhere only")
def test_a_socket_that_was_left_behind_is_no_hindrance(qapp: object, tmp_path: Path) -> None:
    library = tmp_path / "library.sqlite"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(address(library))  # closed, but its file stays
    instance = SingleInstance(library)
    assert not instance.hand_over(Call())
    assert instance.listen()
    instance.close()


@pytest.mark.skipif(sys.platform == "win32", reason="sockets are files elsewhere only")
@pytest.mark.parametrize(
    "junk", [b"GET / HTTP/1.1\n", b"[]\n", b'{"paths": 5}\n', b"\xff\xfe\n", b"x" * 1_100_000]
)
def test_junk_is_thrown_away(qtbot: QtBot, first: SingleInstance, tmp_path: Path, junk: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as other:
        other.settimeout(WAIT / 1000)
        other.connect(address(tmp_path / "library.sqlite"))
        sender = threading.Thread(target=lambda: _send(other, junk))
        sender.start()
        with qtbot.assertNotEmitted(first.called):
            qtbot.waitUntil(lambda: not sender.is_alive(), timeout=WAIT)
            qtbot.wait(50)
    with qtbot.waitSignal(first.called, timeout=WAIT):
        caller = call_from_outside(tmp_path / "library.sqlite", Call())
    assert caller.wait(timeout=WAIT / 1000) == 0


def _send(other: socket.socket, junk: bytes) -> None:
    with contextlib.suppress(OSError):  # thrown away before all was said
        other.sendall(junk)


def test_the_window_does_what_a_second_start_asks_for(qtbot: QtBot, window: MainWindow, clips: Path) -> None:
    session = Session(window)
    try:
        window.showMinimized()
        session.take(Call((str(clips), str(clips / "red clip.mp4")), "green"))
        settle(qtbot, window)
        assert not window.windowState() & Qt.WindowState.WindowMinimized
        assert Path(window.hits[0].path).name == "green clip.mp4"
        assert window.captions
        session.take(Call((str(clips / "gone.mp4"),)))
        qtbot.waitUntil(lambda: "gone.mp4 is not there any more" in window._message.text)
    finally:
        session.close()
