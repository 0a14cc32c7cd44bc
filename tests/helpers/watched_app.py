"""The program as a process of its own that says on demand what is to be seen of it.

    python -m tests.helpers.watched_app REPORT [arguments of vop-desktop]

A line `see` or `english` on stdin is answered by a line of JSON on stdout. At the end, what Qt warned of and
the threads that were left are written to REPORT. Nothing else differs from `vop-desktop`.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytestqt.qt_compat
from PySide6.QtCore import QObject, QSocketNotifier, QtMsgType, Slot, qInstallMessageHandler

pytestqt.qt_compat.qt_api.set_qt_api("pyside6")

from tests.gui.conftest import HARMLESS  # noqa: E402
from tests.helpers.walk import english_in, is_ours, see, spots  # noqa: E402
from vop_desktop import app  # noqa: E402
from vop_desktop.ui import playback  # noqa: E402
from vop_desktop.ui.main_window import MainWindow  # noqa: E402


class Answers(QObject):
    """Reads the questions; lives in the GUI thread as long as its window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._bell = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._bell.activated.connect(self._answer)

    @Slot()
    def _answer(self) -> None:
        asked = os.read(sys.stdin.fileno(), 100).decode().strip()
        if not asked:
            self._bell.setEnabled(False)  # nobody asks any more
        elif asked == "see":
            self._say({"seen": asdict(see(self._window)), "spots": self._places()})
        else:
            self._say(english_in(self._window))

    def _places(self) -> dict[str, tuple[int, int, int]]:
        """Where things are on the screen, and the window that they are in."""
        return {
            name: (widget.mapToGlobal(place).x(), widget.mapToGlobal(place).y(), widget.window().winId())
            for name, (widget, place) in spots(self._window).items()
        }

    @staticmethod
    def _say(answer: Any) -> None:
        print(json.dumps(answer), flush=True)  # noqa: T201


def main(report: Path, arguments: list[str]) -> int:
    """Runs the program; gives its exit code."""
    warned: list[str] = []

    def hear(kind: QtMsgType, context: object, text: str) -> None:
        serious = kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        if serious and not any(part in text for part in HARMLESS):
            warned.append(text)

    qInstallMessageHandler(hear)
    windows: list[MainWindow] = []
    make = app.make_window

    def watched(*given: Any, **options: Any) -> MainWindow:
        windows.append(make(*given, **options))
        Answers(windows[0])
        return windows[0]

    app.make_window = watched
    playback.FIRST_PICTURE_MS = 120_000  # a busy machine is no failure
    code = app.main(arguments)
    left = [
        worker._thread.objectName() for window in windows for worker in window._workers.all if worker.running
    ]
    left += [thread.name for thread in threading.enumerate() if is_ours(thread)]
    report.write_text(json.dumps({"warned": warned, "left": left}), "utf-8")
    qInstallMessageHandler(None)
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
