"""How far a run is: counted, timed, and told at most ten times a second."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from vop_desktop.records import IndexProgress

INTERVAL = 0.125  # seconds between two reports: with those of start and end, ten a second at most
WINDOW = 30.0  # seconds over which the rate is measured

ProgressCallback = Callable[[IndexProgress], None]


class ProgressMeter:
    """Counts files and calls back with an `IndexProgress`, throttled."""

    def __init__(self, callback: ProgressCallback | None) -> None:
        self._callback = callback
        self._last = 0.0
        self._marks: deque[tuple[float, int]] = deque()
        self._new_videos: list[int] = []
        self.done = 0
        self.total = 0
        self.failed = 0
        self.path = ""

    def scanned(self, files: int) -> None:
        """So many files were found so far."""
        self.total = files
        self._send("scanning")

    def start(self, total: int) -> None:
        """The scan is over; `total` files have to be read."""
        self.done, self.total = 0, total
        self._marks = deque([(time.monotonic(), 0)])
        self._send("indexing", force=True)

    def working(self, path: str) -> None:
        """A file is in hand."""
        self.path = path
        self._send("indexing")

    def finished(self, *, failed: bool = False, video_id: int | None = None) -> None:
        """A file is done."""
        self.done += 1
        self.failed += failed
        if video_id is not None:
            self._new_videos.append(video_id)
        self._marks.append((time.monotonic(), self.done))
        self._send("indexing")

    def end(self) -> None:
        """The run is over, to the end or not."""
        self.path = ""
        self._send("done", force=True)

    def _rate(self) -> float:
        now = time.monotonic()
        while len(self._marks) > 2 and now - self._marks[0][0] > WINDOW:
            self._marks.popleft()
        if not self._marks:
            return 0.0
        since, done = self._marks[0]
        return (self.done - done) / max(now - since, 1e-3)

    def _send(self, phase: str, *, force: bool = False) -> None:
        now = time.monotonic()
        if self._callback is None or (not force and now - self._last < INTERVAL):
            return
        self._last = now
        rate = self._rate() if phase == "indexing" else 0.0
        left = (self.total - self.done) / rate if rate > 0 else None
        new_videos, self._new_videos = tuple(self._new_videos), []
        self._callback(
            IndexProgress(
                phase=phase,  # type: ignore[arg-type]
                done=self.done,
                total=self.total,
                path=self.path,
                rate=rate,
                seconds_left=left,
                failed=self.failed,
                new_videos=new_videos,
            )
        )
