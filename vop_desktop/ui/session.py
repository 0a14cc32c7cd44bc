"""What goes on around a window as long as the program runs: other starts, signals, faults, the last crash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

from vop_desktop.ui.crash_notes import CrashNote
from vop_desktop.ui.interrupts import EndSignals, FaultBell
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.single_instance import Call, SingleInstance

if TYPE_CHECKING:
    from vop_desktop.ui.report_window import ReportWindow


class Session(QObject):
    """Joins the window with the world outside its event loop. Lives in the GUI thread."""

    def __init__(self, window: MainWindow, instance: SingleInstance | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._instance = instance
        self._signals = EndSignals(self)
        self._signals.asked.connect(self._end)
        self._bell = FaultBell(self)
        self._bell.rang.connect(self._fault, Qt.ConnectionType.QueuedConnection)
        self._note: CrashNote | None = None
        self.report: ReportWindow | None = None
        if instance is not None:
            instance.called.connect(self.take)
            instance.listen()

    def tell_crash(self, note: CrashNote | None) -> None:
        """Says that the last run did not close, and offers the report."""
        if note is None:
            return
        self._note = note
        text = self.tr("The last run did not close as it should. What was read of your videos is kept.")
        self._window.tell(text, offer=self.tr("Show report"), take=self._show_report, lasting=True)

    @Slot(object)
    def take(self, call: Call) -> None:
        """Does what a start asked for, and brings the window to the front."""
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        if call.paths:
            window.open_paths(call.paths)
        if call.samples:
            window.add_samples()
        if call.search:
            window.search(call.search)

    def close(self) -> None:
        """Puts everything back as it was before."""
        self._signals.close()
        self._bell.close()
        if self._instance is not None:
            self._instance.close()

    def _show_report(self) -> None:
        if self._note is not None:
            from vop_desktop.ui.report_window import ReportWindow

            self.report = ReportWindow(self._note, self._window)
            self.report.show()

    @Slot()
    def _end(self) -> None:
        self._window.close()

    @Slot()
    def _fault(self) -> None:
        self._window.tell(self.tr("Something went wrong inside the program; it goes on. The log says more."))
