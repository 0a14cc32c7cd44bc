"""Whether a folder can be reached: without waiting for ever for a network share that is dead."""

from __future__ import annotations

import os
import threading

from vop_desktop.records import is_service_name

REACH_SECONDS = 5.0  # a disk that sleeps wakes up in that time

_asked: dict[str, threading.Thread] = {}  # folders whose answer is still awaited
_lock = threading.Lock()


def has_entries(folder: str, seconds: float = REACH_SECONDS) -> bool:
    """Whether a folder can be read and holds anything of a person's. Any thread; waits `seconds` at most.

    Hidden names and what the systems leave on every disk also lie in the mount point of one that is gone.
    A folder that does not answer counts as one that is not there, at once until it does.
    """
    answer: list[bool] = []

    def ask() -> None:
        answer.append(_look(folder))

    with _lock:
        if folder in _asked and _asked[folder].is_alive():
            return False
        asking = threading.Thread(target=ask, name="reach", daemon=True)
        _asked[folder] = asking
        asking.start()
    asking.join(seconds)
    with _lock:
        if not asking.is_alive() and _asked.get(folder) is asking:
            del _asked[folder]
    return bool(answer and answer[0])


def _look(folder: str) -> bool:
    try:
        with os.scandir(folder) as entries:
            return any(not is_service_name(entry.name) for entry in entries)
    except OSError:
        return False
