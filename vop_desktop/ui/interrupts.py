"""What reaches the program from outside its event loop: signals to end, and faults that nobody caught."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType, TracebackType

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


class EndSignals(QObject):
    """SIGINT and SIGTERM as a Qt signal, while the event loop waits in C.

    Python runs its handlers only when it gets a turn; the interpreter writes a byte to a socket at once, and
    that wakes the loop.

    Signals:
        asked(): the program is to close.
    """

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read, self._write = socket.socketpair()
        for end in (self._read, self._write):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)
        self._wake_before = signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        numbers = (signal.SIGINT, signal.SIGTERM)
        self._before = {number: signal.signal(number, self._handle) for number in numbers}

    def close(self) -> None:
        """As before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wake_before)
        self._notifier.setEnabled(False)
        self._read.close()
        self._write.close()

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self.asked.emit()

    @Slot()
    def _woken(self) -> None:
        self._read.recv(4096)


class FaultBell(QObject):
    """Takes what no `except` caught: to the log as before, and once to the person.

    Signals:
        rang(): from any thread; connect it to an object of the GUI thread.
    """

    rang = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before: Hook = sys.excepthook
        self._told = False
        sys.excepthook = self._caught

    def close(self) -> None:
        """As before."""
        sys.excepthook = self._before

    def _caught(
        self, kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        self._before(kind, error, traceback)
        if not self._told and not issubclass(kind, KeyboardInterrupt):
            self._told = True
            self.rang.emit()
