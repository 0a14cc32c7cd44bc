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
    """Counts files and calls back with an `IndexProgress`, throttled.

    The time left goes by weight, not by number: after a hundred short clips, a film takes its time. Time
    during which the run is held counts for nothing.
    """

    def __init__(self, callback: ProgressCallback | None) -> None:
        self.underway: Callable[[], tuple[str, ...]] = tuple  # which files the decoders have
        self._callback = callback
        self._last = 0.0
        self._marks: deque[tuple[float, int, float, float]] = deque()  # time, files, weight, seconds
        self._new_videos: list[int] = []
        self._weight = 0.0
        self._weights = 0.0
        self._seconds = 0.0  # of video
        self._within = self._seconds_within = 0.0  # of the file in hand
        self._held = ""
        self._held_since = 0.0
        self.done = 0
        self.total = 0
        self.failed = 0
        self.path = ""

    def scanned(self, files: int) -> None:
        """So many files were found so far."""
        self.total = files
        self._send("scanning")

    def start(self, total: int, weight: float = 0.0) -> None:
        """The scan is over; `total` files have to be read, which together weigh `weight`."""
        self.done, self.total = 0, total
        self._weight, self._weights = 0.0, weight or float(total)
        self._marks = deque([(time.monotonic(), 0, 0.0, self._seconds)])
        self._send("indexing", force=True)

    def working(self, path: str, within: float = 0.0, seconds: float = 0.0) -> None:
        """A file is in hand; so much of its weight is done, and so many seconds of video are read."""
        self.path = path
        self._within, self._seconds_within = within, seconds
        self._send("indexing")

    def finished(
        self, *, failed: bool = False, video_id: int | None = None, weight: float = 1.0, seconds: float = 0.0
    ) -> None:
        """A file is done, in which so many seconds of video were read."""
        self.done += 1
        self._seconds += seconds
        self.failed += failed
        self._weight += weight
        self._within = self._seconds_within = 0.0
        if video_id is not None:
            self._new_videos.append(video_id)
        self._marks.append((time.monotonic(), self.done, self._weight, self._seconds))
        self._send("indexing")

    def held(self, reason: str) -> None:
        """The run waits, for this reason; it goes on, if that is empty."""
        now = time.monotonic()
        if self._held and not reason:
            pause = now - self._held_since
            self._marks = deque((at + pause, *counts) for at, *counts in self._marks)  # type: ignore[misc]
        if reason and not self._held:
            self._held_since = now
        self._held = reason
        self._send("indexing", force=True)

    def end(self) -> None:
        """The run is over, to the end or not."""
        self.path = ""
        self._held = ""
        self._send("done", force=True)

    def _rates(self) -> tuple[float, float, float]:
        """Files, weight, and seconds of video, a second."""
        now = time.monotonic()
        while len(self._marks) > 2 and now - self._marks[0][0] > WINDOW:
            self._marks.popleft()
        if not self._marks:
            return 0.0, 0.0, 0.0
        since, done, weight, video = self._marks[0]
        seconds = max((self._held_since if self._held else now) - since, 1e-3)
        weighed = self._weight + self._within - weight
        watched = self._seconds + self._seconds_within - video
        return (self.done - done) / seconds, weighed / seconds, watched / seconds

    def _send(self, phase: str, *, force: bool = False) -> None:
        now = time.monotonic()
        if self._callback is None or (not force and now - self._last < INTERVAL):
            return
        self._last = now
        rate, pace, speed = self._rates() if phase == "indexing" else (0.0, 0.0, 0.0)
        left = max(0.0, self._weights - self._weight - self._within) / pace if pace > 0 else None
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
                held=self._held,
                speed=speed,
                underway=self.underway() if phase == "indexing" else (),
            )
        )
