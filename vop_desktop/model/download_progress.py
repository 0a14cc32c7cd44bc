"""How far a download is: counted, timed, and told at most ten times a second."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Literal, NamedTuple

INTERVAL = 0.125  # seconds between two reports
WINDOW = 10.0  # seconds over which the rate is measured

Phase = Literal["connecting", "downloading", "checking", "installing", "done"]


class DownloadProgress(NamedTuple):
    """How far the download of a pack is.

    Attributes:
        phase: what is going on.
        file: the one in hand; empty where none is.
        done, total: bytes of the whole pack; `total` is an estimate until the server has answered.
        rate: bytes a second over the last ten seconds; 0 where unknown.
        seconds_left: at that rate; None where unknown.
        note: trouble that is being waited out, in a sentence; empty where there is none.
    """

    phase: Phase
    file: str
    done: int
    total: int
    rate: float
    seconds_left: float | None
    note: str = ""


DownloadCallback = Callable[[DownloadProgress], None]


def size_text(size: float) -> str:
    """Bytes as `606 MB` or `1.71 GB`."""
    for unit, name, digits in ((1e9, "GB", 2), (1e6, "MB", 0), (1e3, "kB", 0)):
        if size >= unit:
            return f"{size / unit:.{digits}f} {name}"
    return f"{size:.0f} bytes"


class DownloadMeter:
    """Counts bytes and calls back, throttled, in the thread that downloads."""

    def __init__(self, callback: DownloadCallback | None, total: int) -> None:
        self._callback = callback
        self._last = 0.0
        self._marks: deque[tuple[float, int]] = deque()
        self._phase: Phase = "connecting"
        self._file = ""
        self._note = ""
        self._whole = 0  # bytes of the finished files
        self._here = 0  # bytes of the file in hand
        self.fetched = 0  # bytes received in this run
        self.total = total
        self._send(force=True)

    def fetching(self, file: str, kept: int) -> None:
        """A file is being fetched, of which so many bytes are there already."""
        if (self._phase, self._file) != ("downloading", file):
            self._marks = deque([(time.monotonic(), self.fetched)])
        self._phase, self._file, self._here = "downloading", file, kept
        self._send()

    def received(self, size: int) -> None:
        """So many bytes more arrived and are stored."""
        self._here += size
        self.fetched += size
        self._note = ""
        self._marks.append((time.monotonic(), self.fetched))
        self._send()

    def tick(self) -> None:
        """Time passes and nothing arrives: the rate falls."""
        self._send()

    def checking(self, file: str) -> None:
        """A file is being read to see whether it is whole."""
        self._phase, self._file = "checking", file
        self._send()

    def finished(self, size: int) -> None:
        """The file in hand is whole and has so many bytes."""
        self._whole, self._here = self._whole + size, 0
        self._send()

    def restart(self) -> None:
        """What was counted does not count: another source is tried."""
        self._whole = self._here = 0

    def told(self, note: str) -> None:
        """There is trouble that is being waited out."""
        self._note = note
        self._send(force=True)

    def phase(self, phase: Phase) -> None:
        """Another stage begins."""
        self._phase, self._file, self._note = phase, "", ""
        self._send(force=True)

    def _rate(self) -> float:
        now = time.monotonic()
        while len(self._marks) > 2 and now - self._marks[0][0] > WINDOW:
            self._marks.popleft()
        if not self._marks:
            return 0.0
        since, fetched = self._marks[0]
        return (self.fetched - fetched) / max(now - since, 1e-3)

    def _send(self, *, force: bool = False) -> None:
        now = time.monotonic()
        if self._callback is None or (not force and now - self._last < INTERVAL):
            return
        self._last = now
        done = self._whole + self._here
        rate = self._rate() if self._phase == "downloading" else 0.0
        left = max(self.total - done, 0) / rate if rate > 0 else None
        self._callback(DownloadProgress(self._phase, self._file, done, self.total, rate, left, self._note))
