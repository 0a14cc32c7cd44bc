"""Background work with Qt around it: one worker object a thread, jobs in order, cancelled from outside."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from vop_desktop.errors import Cancelled, VopDesktopError

log = logging.getLogger(__name__)

CancelToken = threading.Event
NICENESS = 8  # decode processes add 10


class Worker(QObject):
    """Runs jobs one after the other in a thread of its own.

    Public methods of subclasses may be called from the GUI thread: they only post a job. What the job
    finds comes back through signals. Methods with a leading underscore run in the worker's thread.

    Signals:
        failed(str): a job failed; the text is for the person.
        busy_changed(): a first job was posted, or the last one ended; `busy` says how things stand now.
    """

    failed = Signal(str)
    busy_changed = Signal()
    _posted = Signal(object)

    def __init__(self, name: str, *, yields: bool = False) -> None:
        """A worker whose thread gives way to the window and its searches, if it `yields`."""
        super().__init__()
        self._tokens: set[CancelToken] = set()
        self._tokens_lock = threading.Lock()
        self.thread_id = 0  # of the thread, as `threading.get_ident` says it; 0 before its first job
        self._over = False  # in the worker's thread: what the job needs is closed
        self._thread = QThread()
        self._thread.setObjectName(name)
        self.moveToThread(self._thread)
        self._posted.connect(self._run)
        if yields:
            self._thread.started.connect(self._give_way)

    @property
    def busy(self) -> bool:
        """Whether a job is running or waiting. Any thread."""
        with self._tokens_lock:
            return bool(self._tokens)

    @property
    def running(self) -> bool:
        """Whether the thread runs. Any thread."""
        return self._thread.isRunning()

    def start(self) -> None:
        """Starts the thread. GUI thread."""
        self._thread.start()

    def cancel(self) -> None:
        """Stops the job in hand at its next check and drops those that wait. Any thread."""
        with self._tokens_lock:
            for token in self._tokens:
                token.set()

    def stop(self) -> None:
        """Cancels everything and lets the thread end after it has cleaned up; does not wait. GUI thread."""
        self.cancel()
        if self._thread.isRunning():
            self.post(self._end)

    def wait(self, milliseconds: int) -> bool:
        """Waits for the thread after `stop`; False if it still runs then. GUI thread."""
        return self._thread.wait(milliseconds)

    def post(self, job: Callable[..., None], *arguments: object) -> None:
        """Queues `job(token, *arguments)`. GUI thread."""
        token = CancelToken()
        with self._tokens_lock:
            self._tokens.add(token)
            first = len(self._tokens) == 1
        if first:
            self.busy_changed.emit()
        self._posted.emit((token, job, arguments))

    @Slot(object)
    def _run(self, posted: tuple[CancelToken, Callable[..., Any], tuple[object, ...]]) -> None:
        token, job, arguments = posted
        self.thread_id = threading.get_ident()
        try:
            if not token.is_set() and not self._over:
                job(token, *arguments)
        except Cancelled:
            pass
        except VopDesktopError as error:
            self.failed.emit(str(error))
        except MemoryError:
            self.failed.emit(self.tr("There is not enough memory for this. Close other programs."))
        except Exception:
            log.exception("A job of %s failed", self._thread.objectName())
            self.failed.emit(self.tr("Something went wrong inside the program. The log says more."))
        finally:
            with self._tokens_lock:
                self._tokens.discard(token)
                last = not self._tokens
            if last:
                self.busy_changed.emit()

    @Slot()
    def _give_way(self) -> None:
        """For this thread, those that torch starts from it, and the processes below it."""
        if sys.platform == "linux":  # where Qt's priorities mean nothing
            thread = threading.get_native_id()
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + NICENESS)
        else:
            self._thread.setPriority(QThread.Priority.LowPriority)

    def _end(self, token: CancelToken) -> None:
        self._over = True
        try:
            self._clean_up()
        finally:
            self._thread.quit()

    def _clean_up(self) -> None:
        """Closes what the worker opened; runs last, in its thread."""
