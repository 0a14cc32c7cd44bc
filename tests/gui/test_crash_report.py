"""A run that did not close is told at the next start, with a report that names no file of the person."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from vop_desktop.ui.crash_notes import CrashNote, begin_run, end_run, without_names
from vop_desktop.ui.interrupts import FaultBell
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.report_window import ReportWindow
from vop_desktop.ui.session import Session

CRASH = """
import faulthandler, os, sys
from pathlib import Path
from vop_desktop.ui.crash_notes import begin_run, end_run
folder = Path(sys.argv[1])
begin_run(folder)
if sys.argv[2] == "fault":
    faulthandler.enable((folder / "crash.log").open("a"))
    faulthandler._sigsegv()
if sys.argv[2] == "kill":
    os.kill(os.getpid(), 9)
end_run(folder)
"""
NAMES = CrashNote(
    (
        "Fatal Python error: Segmentation fault",
        "Thread 0x00007f28 (most recent call first):",
        '  File "/home/anna/app/vop_desktop/ui/player.py", line 12 in open',
    ),
    (
        "2026-01-02 10:00:00,123 INFO vop_desktop.indexing.run: 12 files, 1 failed, in 3.2 s",
        "2026-01-02 10:00:01,123 WARNING vop_desktop.media.decode_job: '/home/anna/our wedding.mp4' hangs",
        "2026-01-02 10:00:02,123 ERROR vop_desktop.ui.tasks: A job of indexing failed",
        "FileNotFoundError: [Errno 2] No such file or directory: '/home/anna/our wedding.mp4'",
        "our wedding.mp4 could not be read",
        "in D:\\\\Films\\\\our wedding",
        "under ~/Films/our wedding",
    ),
)


def run(folder: Path, end: str) -> None:
    subprocess.run(
        [sys.executable, "-c", CRASH, str(folder), end], check=False, capture_output=True, timeout=60
    )


def test_a_clean_run_leaves_nothing_to_tell(tmp_path: Path) -> None:
    run(tmp_path, "close")
    assert begin_run(tmp_path) is None
    assert [path.name for path in tmp_path.iterdir()] == [f"running-{os.getpid()}.json"]
    end_run(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="ends processes with signals")
def test_a_killed_run_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "vop-desktop.log").write_text("a last line\n", "utf-8")
    run(tmp_path, "kill")
    note = begin_run(tmp_path)
    assert note is not None
    assert note.fault == ()
    assert "a last line" in note.report()
    end_run(tmp_path)
    assert begin_run(tmp_path) is None
    end_run(tmp_path)


def test_a_fault_is_reported_without_older_ones(tmp_path: Path) -> None:
    (tmp_path / "crash.log").write_text("an older crash\n", "utf-8")
    run(tmp_path, "fault")
    note = begin_run(tmp_path)
    end_run(tmp_path)
    assert note is not None
    report = note.report()
    assert "egmentation fault" in report or "access violation" in report
    assert "an older crash" not in report
    assert "VoP Desktop" in report


def test_a_run_that_still_goes_on_is_no_crash(tmp_path: Path) -> None:
    import psutil

    parent = psutil.Process(os.getppid())
    values = {"began": parent.create_time(), "crash_bytes": 0}
    (tmp_path / f"running-{parent.pid}.json").write_text(json.dumps(values), "utf-8")
    assert begin_run(tmp_path) is None
    end_run(tmp_path)
    (tmp_path / f"running-{parent.pid}.json").write_text("{}", "utf-8")  # damaged, but its process lives
    assert begin_run(tmp_path) is None
    end_run(tmp_path)
    values["began"] -= 1000
    (tmp_path / f"running-{parent.pid}.json").write_text(json.dumps(values), "utf-8")
    assert begin_run(tmp_path) is not None


def test_a_report_names_no_file_unless_asked_to() -> None:
    report = NAMES.report()
    for secret in ("wedding", "anna", "Films"):
        assert secret not in report
    assert '  File "vop_desktop/ui/player.py", line 12 in open' in report
    assert "12 files, 1 failed, in 3.2 s" in report
    assert "A job of indexing failed" in report
    assert "our wedding.mp4" in NAMES.report(with_names=True)


@pytest.mark.parametrize(
    "line",
    [
        "/a b/c",
        "C:\\a b\\c",
        "..\\a",
        "\\\\server\\a",
        "file:///a",
        "'a b'",
        "a b.MKV",
        "(a b)",
        "“a b”",
        "./a",
    ],
)
def test_what_may_be_a_name_is_left_out(line: str) -> None:
    assert "a b" not in without_names(f"2026-01-02 10:00:00,123 INFO x: {line}")
    assert without_names(f"2026-01-02 10:00:00,123 INFO x: {line}").endswith("[left out]")


def test_the_window_offers_the_report_and_it_can_be_copied(qtbot: QtBot, window: MainWindow) -> None:
    session = Session(window)
    try:
        session.tell_crash(NAMES)
        assert "did not close" in window._message.text
        window.tell("Something else.")
        assert window._message.text == "Something else."  # said at once
        window._message.hide()
        qtbot.waitUntil(lambda: "did not close" in window._message.text)  # and nothing is pushed aside
        window._message._offer.click()
        report = session.report
        assert isinstance(report, ReportWindow)
        assert report.isVisible()
        assert not report.isModal()
        assert "wedding" not in report.text
        report._copy()
        assert QGuiApplication.clipboard().text() == report.text
        report._names.setChecked(True)
        assert "our wedding.mp4" in report.text
        assert window._message.text == ""
        report.close()
    finally:
        session.close()


def test_a_fault_nobody_caught_is_said_once_and_logged(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, traceback: logged.append(error))
    session = Session(window)
    try:
        sys.excepthook(ValueError, ValueError("first"), None)
        qtbot.waitUntil(lambda: "Something went wrong inside" in window._message.text)
        window._message.hide()
        sys.excepthook(ValueError, ValueError("second"), None)
        qtbot.wait(50)
        assert window._message.text == ""
        assert [str(error) for error in logged] == ["first", "second"]
    finally:
        session.close()


def test_a_bell_puts_the_hook_back(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sys.excepthook
    bell = FaultBell()
    assert sys.excepthook != before
    bell.close()
    assert sys.excepthook == before
