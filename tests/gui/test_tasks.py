"""Background work: in order, cancelled from outside, its failures in words."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread, Signal, Slot
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vop_desktop.errors import Cancelled, VopDesktopError
from vop_desktop.ui.tasks import NICENESS, CancelToken, Worker


class Counting(Worker):
    """Tells what it did, and in which thread."""

    told = Signal(object)

    def __init__(self, *, yields: bool = False) -> None:
        super().__init__("counting", yields=yields)
        self.gate = threading.Event()
        self.started = threading.Event()
        self.cleaned: list[QThread] = []

    def tell(self, token: CancelToken, value: object) -> None:
        self.told.emit((value, QThread.currentThread() is not QApplication.instance().thread()))

    def tell_priority(self, token: CancelToken) -> None:
        self.told.emit(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    def wait_for_gate(self, token: CancelToken) -> None:
        self.started.set()
        while not token.wait(0.01):
            if self.gate.is_set():
                return
        raise Cancelled("stopped")

    def fail(self, token: CancelToken, error: BaseException) -> None:
        raise error

    def _clean_up(self) -> None:
        self.cleaned.append(QThread.currentThread())


class Listener(QObject):
    """Lives in the GUI thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.failures: list[str] = []
        self.changes = 0

    @Slot(object)
    def hear(self, value: object) -> None:
        self.heard.append(value)

    @Slot(str)
    def fail(self, text: str) -> None:
        self.failures.append(text)

    @Slot()
    def note_busy(self) -> None:
        self.changes += 1


@pytest.fixture
def listener(qapp: QApplication) -> Listener:
    return Listener()


@pytest.fixture
def worker(listener: Listener) -> Iterator[Counting]:
    made = Counting()
    made.told.connect(listener.hear)
    made.failed.connect(listener.fail)
    made.busy_changed.connect(listener.note_busy)
    made.start()
    yield made
    made.gate.set()
    made.stop()
    assert made.wait(5000)


def test_jobs_run_in_order_in_the_other_thread(qtbot: QtBot, worker: Counting, listener: Listener) -> None:
    for number in range(20):
        worker.post(worker.tell, number)
    qtbot.waitUntil(lambda: len(listener.heard) == 20)
    assert listener.heard == [(number, True) for number in range(20)]


def test_cancelling_stops_the_job_in_hand_and_drops_those_that_wait(
    qtbot: QtBot, worker: Counting, listener: Listener
) -> None:
    worker.post(worker.wait_for_gate)
    worker.post(worker.tell, "never")
    assert worker.started.wait(5)
    worker.cancel()
    worker.post(worker.tell, "after")
    qtbot.waitUntil(lambda: bool(listener.heard))
    assert listener.heard == [("after", True)]
    assert listener.failures == []


def test_busy_is_told_once_at_the_start_and_once_at_the_end(
    qtbot: QtBot, worker: Counting, listener: Listener
) -> None:
    worker.post(worker.wait_for_gate)
    worker.post(worker.tell, 1)
    assert worker.busy
    worker.gate.set()
    qtbot.waitUntil(lambda: listener.changes == 2)
    assert not worker.busy


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (VopDesktopError("The disk is full."), "The disk is full."),
        (MemoryError(), "not enough memory"),
        (ValueError("tensor of shape 3"), "Something went wrong inside the program"),
    ],
)
def test_failures_are_told_in_words(
    qtbot: QtBot, worker: Counting, listener: Listener, error: BaseException, text: str
) -> None:
    worker.post(worker.fail, error)
    worker.post(worker.tell, "goes on")
    qtbot.waitUntil(lambda: bool(listener.heard))
    assert len(listener.failures) == 1
    assert text in listener.failures[0]
    assert "tensor" not in listener.failures[0]


def test_stopping_cleans_up_in_the_worker_s_thread(qtbot: QtBot, listener: Listener) -> None:
    worker = Counting()
    worker.start()
    worker.post(worker.wait_for_gate)
    assert worker.started.wait(5)
    worker.stop()
    assert worker.wait(2000)
    assert len(worker.cleaned) == 1
    assert worker.cleaned[0] is not QApplication.instance().thread()


def test_a_worker_that_never_started_can_be_stopped(qapp: QApplication) -> None:
    worker = Counting()
    worker.stop()
    assert worker.wait(10)


def test_qt_keeps_the_reference_counts_of_true_and_none(qapp: QApplication) -> None:
    listener, worker = Listener(), Counting()
    worker.told.connect(listener.hear)
    trues, nones = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(200):
        worker.told.emit(True)
    listener.heard.clear()
    for _ in range(20_000):
        qapp.processEvents()
    assert abs(sys.getrefcount(True) - trues) < 50
    assert abs(sys.getrefcount(None) - nones) < 2000


def test_a_job_that_comes_after_the_end_does_not_run(qtbot: QtBot, listener: Listener) -> None:
    worker = Counting()
    worker.told.connect(listener.hear)
    worker.start()
    worker.post(worker.wait_for_gate)
    assert worker.started.wait(5)
    worker.stop()
    worker.post(worker.tell, "too late")  # what it needs is closed by then
    assert worker.wait(5000)
    QApplication.processEvents()
    assert listener.heard == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt knows how")
def test_the_thread_of_a_worker_that_yields_lets_others_go_first(
    qtbot: QtBot, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = os.getpriority(os.PRIO_PROCESS, 0)
    yielding = Counting(yields=True)
    yielding.told.connect(listener.hear)
    yielding.start()
    yielding.post(yielding.tell_priority)
    qtbot.waitUntil(lambda: bool(listener.heard))
    yielding.stop()
    assert yielding.wait(5000)
    assert listener.heard == [min(19, before + NICENESS)]
    assert os.getpriority(os.PRIO_PROCESS, 0) == before
