"""Whether a folder can be reached: without waiting for ever for a network share that is dead."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass

from vop_desktop.records import is_service_name

REACH_SECONDS = 5.0  # a disk that sleeps wakes up in that time


@dataclass(slots=True, eq=False)
class _Asking:
    """A question that a thread waits with; whoever asks the same meanwhile waits for its answer."""

    thread: threading.Thread
    since: float
    answer: list[bool]


_asked: dict[str, _Asking] = {}  # folders whose answer is still awaited
_lock = threading.Lock()


def has_entries(folder: str, seconds: float = REACH_SECONDS) -> bool:
    """Whether a folder can be read and holds anything of a person's. Any thread; waits `seconds` at most.

    Hidden names and what the systems leave on every disk also lie in the mount point of one that is gone.
    A folder that does not answer counts as one that is not there, at once until it does.
    """
    with _lock:
        asking = _asked.get(folder)
        if asking is None or not asking.thread.is_alive():
            asking = _asked[folder] = _ask(folder)
    asking.thread.join(max(0.0, asking.since + seconds - time.monotonic()))
    with _lock:
        if not asking.thread.is_alive() and _asked.get(folder) is asking:
            del _asked[folder]
    return bool(asking.answer and asking.answer[0])


def _ask(folder: str) -> _Asking:
    answer: list[bool] = []
    thread = threading.Thread(target=lambda: answer.append(_look(folder)), name="reach", daemon=True)
    thread.start()
    return _Asking(thread, time.monotonic(), answer)


def _look(folder: str) -> bool:
    try:
        with os.scandir(folder) as entries:
            return any(not is_service_name(entry.name) for entry in entries)
    except OSError:
        return False
