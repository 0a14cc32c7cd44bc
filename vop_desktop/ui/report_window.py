"""What can be told of a crash, as text to copy. Nothing is sent anywhere."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from vop_desktop.ui.crash_notes import CrashNote
from vop_desktop.ui.tool_window import ToolWindow
from vop_desktop.ui.widgets import button, label


class ReportWindow(ToolWindow):
    """Shows one report. Not modal; names of files appear only when the person asks for them."""

    def __init__(self, note: CrashNote, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Report of the last run"))
        self._note = note
        explained = self.tr(
            "The last run did not close as it should. What was read of your videos is kept. "
            "This text helps to find out why; it stays on this computer unless you pass it on."
        )
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setAccessibleName(self.tr("Report"))
        self._names = QCheckBox(self.tr("With names of files and folders"))
        self._names.toggled.connect(self._show)
        bottom = QHBoxLayout()
        bottom.addWidget(self._names, 1)
        bottom.addWidget(button(self.tr("Copy report"), self._copy, primary=True))
        bottom.addWidget(button(self.tr("Close"), self.close))
        layout = QVBoxLayout(self)
        layout.addWidget(label(explained, wrap=True))
        layout.addWidget(self._text, 1)
        layout.addLayout(bottom)
        self.resize(720, 460)
        self._show()

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text.toPlainText()

    @Slot()
    def _show(self) -> None:
        self._text.setPlainText(self._note.report(with_names=self._names.isChecked()))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
