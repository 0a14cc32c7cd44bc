"""A small window in the corner of the screen that a file can be dragged out of, like that of a file manager.

python -m tests.helpers.drag_source FILE X Y
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class Source(QLabel):
    """Its drag begins with the first move of the pressed mouse."""

    def __init__(self, path: str) -> None:
        super().__init__("file")
        self._path = path

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drags."""
        drag = QDrag(self)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(self._path)])
        drag.setMimeData(data)
        done = drag.exec(Qt.DropAction.CopyAction)
        print("taken" if done == Qt.DropAction.CopyAction else "refused", flush=True)  # noqa: T201
        self.hide()


def main(path: str, x: int, y: int) -> int:
    """Shows the window and says what became of the file; stays until it is ended, as the other asks later."""
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    source = Source(path)
    source.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
    source.setGeometry(x, y, 40, 40)
    source.show()
    print("shown", flush=True)  # noqa: T201
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
