"""Decoding many files in processes that may hang or crash without harm to the other files."""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType

from vop_desktop.errors import MediaError
from vop_desktop.media.decode_job import Job
from vop_desktop.media.decode_worker import Order
from vop_desktop.media.worker_pool import Pause, ProcessesUnavailable, Watch, WorkerPool
from vop_desktop.records import DecodedSegment, Detail, VideoInfo, VideoState

_LOOK_AHEAD_FILES = 8  # whose first stretches are decoded or in work; at least two a process
_LOOK_AHEAD_BYTES = 96_000_000  # of frames and thumbnails; a stretch in work counts for the most it may need


@dataclass(frozen=True, slots=True)
class DecodeRequest:
    """What frames are wanted.

    Attributes:
        image_size: height and width of a frame, pixels.
        num_frames: frames of a full segment.
        detail: how closely to look.
        workers: decode processes; 0 for as many as cores and free memory allow, four at most.
        low_priority: whether all other programs go first.
        longest: seconds of a video that are looked at, from its start.
    """

    image_size: int
    num_frames: int
    detail: Detail = "normal"
    workers: int = 0
    low_priority: bool = False
    longest: float = math.inf


@dataclass(frozen=True, slots=True)
class VideoOpened:
    """The first event of a file with at least one readable frame."""

    path: str
    info: VideoInfo
    segments_planned: int


@dataclass(frozen=True, slots=True, eq=False)
class SegmentsDecoded:
    """Some segments of the file that was opened last. `first` is the number of the first of them."""

    path: str
    first: int
    segments: tuple[DecodedSegment, ...]


@dataclass(frozen=True, slots=True)
class VideoDone:
    """The last event of every file; the only one when nothing of it is usable.

    Attributes:
        state: `complete`, `partial` or `failed`.
        stage: `scan`, `probe` or `decode`; empty when complete.
        reason: the plain cause; empty when complete.
    """

    path: str
    state: VideoState
    stage: str = ""
    reason: str = ""


DecodeEvent = VideoOpened | SegmentsDecoded | VideoDone


class DecodePool:
    """Turns paths into frames, in decode processes that are started on first use.

    Use it from one thread at a time; `close` may be called from any. It may be used again after closing.
    """

    def __init__(self, request: DecodeRequest) -> None:
        self._request = request
        self._pool = WorkerPool(request.workers, low_priority=request.low_priority)
        self._watch: Watch | None = None

    def __enter__(self) -> DecodePool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Kills the decode processes, within a second. A `decode` in progress raises `Cancelled`."""
        self._pool.kill()

    @property
    def at_work(self) -> int:
        """How many decode processes have something to do."""
        return 0 if self._watch is None else self._watch.at_work

    def check(self) -> None:
        """For the consumer of `decode`, between two events: waits while paused, raises Cancelled."""
        if self._watch is not None:
            self._watch.check()

    def decode(
        self, paths: Iterable[str], *, cancel: threading.Event | None = None, pause: Pause | None = None
    ) -> Iterator[VideoOpened | SegmentsDecoded | VideoDone]:
        """Decodes files in about the given order; all events of one file come in a row.

        The files after the one in hand, and the next stretches of a long one, are decoded ahead, so that
        the processes stay busy while the caller works on what it got. A file that is slow to open is
        overtaken by those after it that are ready. What is held so is bounded: about
        100 MB, and one stretch a process at least. A file that hangs or kills its process is tried once
        more with the safer decoder and then given up; no file raises an error here.

        Args:
            paths: files; taken one by one as they are needed.
            cancel: set it from any thread to stop within 0.1 s.
            pause: while it is set, nothing is decoded and no decode process lives.

        Yields:
            `VideoOpened`, any number of `SegmentsDecoded`, `VideoDone`; or `VideoDone` alone.

        Raises:
            Cancelled: `cancel` was set or the pool closed. The decode processes are killed.
            MediaError: stage `decode`: the decode processes cannot be started at all.
        """
        self._watch = Watch(self._pool, cancel, pause)
        run = _Run(self._pool, self._request, iter(paths), self._watch)
        finished = False
        try:
            yield from run.events()
            finished = True
        finally:
            if not finished:
                self._pool.kill(run.generation)


class _Run:
    """One call of `decode`: the files in work, in order."""

    def __init__(
        self,
        pool: WorkerPool,
        request: DecodeRequest,
        paths: Iterator[str],
        watch: Watch,
    ) -> None:
        self._watch = watch
        self._order = Order(request.image_size, request.num_frames, request.detail, longest=request.longest)
        self._paths = paths
        self._jobs: deque[Job] = deque()
        self._in_hand: Job | None = None
        self._head_room = pool.workers + 1
        self._least = pool.workers
        self._look_ahead = max(_LOOK_AHEAD_FILES, 2 * pool.workers)

    @property
    def generation(self) -> int:
        """Of the processes that work for this run."""
        return self._watch.generation

    def events(self) -> Iterator[DecodeEvent]:
        while self._fill():
            self._in_hand = self._ready()
            yield from self._events(self._in_hand)
            self._jobs.remove(self._in_hand)
            self._in_hand = None

    def _ready(self) -> Job:
        """The first file whose opening is over; waits for one."""
        opening = [job.opening for job in self._jobs]
        done = self._watch.first([task for task in opening if task is not None])
        return next(
            (job for job, task in zip(self._jobs, opening, strict=True) if task is done), self._jobs[0]
        )

    def _fill(self) -> bool:
        """Hands out work up to the bounds; false when there is no file left."""
        self._watch.check()
        if self._in_hand is not None:
            self._in_hand.submit(self._watch, self._head_room)
        while self._has_room():
            path = next(self._paths, None)
            if path is None:
                break
            job = Job(path, self._order)
            job.submit(self._watch, 1)
            self._jobs.append(job)
        return bool(self._jobs)

    def _has_room(self) -> bool:
        """Whether one more file may be taken up."""
        ahead = len(self._jobs)
        if ahead <= self._least:
            return True
        held = sum(job.bytes_ahead for job in self._jobs) + self._order.chunk_bytes
        return ahead <= self._look_ahead and held <= _LOOK_AHEAD_BYTES

    def _events(self, job: Job) -> Iterator[DecodeEvent]:
        try:
            info, planned = job.open(self._watch)
        except ProcessesUnavailable:
            raise
        except MediaError as error:
            yield VideoDone(job.path, "failed", error.stage, error.reason)
            return
        yield VideoOpened(job.path, info, planned)
        while True:
            self._fill()
            stretch = job.next_stretch(self._watch)
            if stretch is None:
                break
            first, segments = stretch
            if segments:
                yield SegmentsDecoded(job.path, first, segments)
            del stretch, segments  # the next one may be long in coming
        yield VideoDone(job.path, *job.verdict())
