"""What runs in a decode process: one file or one stretch of it, from path to frames ready for an encoder."""

from __future__ import annotations

import bisect
import dataclasses
import itertools
import math
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from vop_desktop.errors import MediaError
from vop_desktop.media.frame_table import FrameTable, read_frame_table
from vop_desktop.media.hashes import hash_pictures
from vop_desktop.media.pictures import crop_square
from vop_desktop.media.probe import Probed, probe_stream
from vop_desktop.media.sampling import plan_segments, plan_sparse, reach
from vop_desktop.media.sniff import sniff_file
from vop_desktop.media.stillness import StillWatch
from vop_desktop.media.thumbnails import make_filmstrip
from vop_desktop.records import DecodedSegment, Detail, SegmentPlan

if TYPE_CHECKING:
    from vop_desktop.media.frames_av import Shown

MAX_CHUNK_SEGMENTS = 8
MAX_CHUNK_BYTES = 16_000_000
_BELIEVABLE_SECONDS = 12 * 3600.0  # a longer duration is measured before it is believed
_LONG_SECONDS = 60.0  # of longer files all packets are not looked through to know their length
_THIN_FROM = 4  # frames for each that is wanted, from which on some need not be decoded
_SHORTENED = 0.1  # seconds
_ADDRESS_SPACE = 6 * 1024**3
_MEMORY = 3 * 1024**3  # of its own; libraries and threads reserve much more address space than they use


@dataclass(frozen=True, slots=True)
class Order:
    """How a decode process is to read.

    Attributes:
        image_size: height and width of a frame for the encoder, pixels.
        num_frames: frames of a full segment.
        detail: how closely to look.
        decord: whether decord may be tried.
        budget: seconds after which to come back with what there is.
        longest: seconds of the video that are looked at, from its start.
    """

    image_size: int
    num_frames: int
    detail: Detail
    decord: bool = True
    budget: float = 20.0
    longest: float = math.inf

    @property
    def chunk_segments(self) -> int:
        """How many segments are decoded in one go."""
        return max(1, min(MAX_CHUNK_SEGMENTS, MAX_CHUNK_BYTES // self._segment_bytes))

    @property
    def chunk_bytes(self) -> int:
        """Bytes of the frames of so many segments."""
        return self.chunk_segments * self._segment_bytes

    @property
    def _segment_bytes(self) -> int:
        return self.num_frames * self.image_size**2 * 3


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """The segments of one stretch of a video.

    Attributes:
        segments: those with at least one frame, in order.
        planned: frames that were planned for this stretch.
        read: of these, how many times could be served.
        errors: packets that could not be decoded.
        end: where the video ends when it ends much too early, seconds; else None.
        out_of_time: the budget was used up.
        finished: plans that were dealt with; with `out_of_time`, the rest is to be asked for again.
    """

    segments: tuple[DecodedSegment, ...]
    planned: int
    read: int
    finished: int
    errors: int = 0
    end: float | None = None
    out_of_time: bool = False

    @property
    def bytes(self) -> int:
        """Bytes of its frames and thumbnails."""
        return sum(segment.frames.nbytes + len(segment.filmstrip) for segment in self.segments)


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """The first answer on a file: what it is, how it is cut, and its first stretch.

    Attributes:
        claimed: the duration that the container claims, seconds; 0.0 where it says nothing.
    """

    probed: Probed
    plans: tuple[SegmentPlan, ...]
    chunk: Chunk
    claimed: float


def start_worker(low_priority: bool = False) -> None:
    """Prepares a fresh decode process: quiet, modest, bounded, and gone as soon as its parent is."""
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2):  # the libraries below print what they find in files
        os.dup2(null, descriptor)
    os.close(null)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a handler in Python never runs while stuck in C
    _step_back(low_priority)
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_die_with_parent, name="parent-watch", daemon=True).start()


def _step_back(low_priority: bool) -> None:
    """Lets the window go first, or everything else on the machine."""
    import psutil

    own = psutil.Process()
    if sys.platform == "win32":
        own.nice(psutil.IDLE_PRIORITY_CLASS if low_priority else psutil.BELOW_NORMAL_PRIORITY_CLASS)
        return
    os.nice(19 if low_priority else 10)
    if low_priority and sys.platform == "linux":
        with suppress(psutil.Error, OSError):
            own.ionice(psutil.IOPRIO_CLASS_IDLE)


def _die_with_parent() -> None:
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def open_video(path: str, order: Order) -> Opened:
    """Probes a file, plans its segments and decodes the first stretch; all of it when it is short.

    Raises:
        MediaError: the file holds no video that can be read.
    """
    sniffed = sniff_file(path)
    if sniffed.kind != "video":
        raise MediaError("probe", sniffed.reason)
    probed = probe_stream(path)
    claimed = probed.info.duration
    probed, table = _measure(path, probed)
    plans = _plan(probed, order)
    chunk = _read_first(path, probed, table, plans, order)
    if chunk.end and len(plans) > 1:
        # The container promises far more than there is: look at what there is, evenly.
        info = probed.info._replace(duration=chunk.end)
        probed = dataclasses.replace(probed, info=info)
        plans = _plan(probed, order)
        again = _read_av(path, probed, plans[: order.chunk_segments], order)
        chunk = dataclasses.replace(again, end=chunk.end)
    if not chunk.segments:
        raise MediaError("decode", _no_frame(chunk))
    return Opened(probed, tuple(plans), chunk, claimed)


def read_chunk(path: str, probed: Probed, plans: Sequence[SegmentPlan], order: Order) -> Chunk:
    """Decodes a later stretch of a long video.

    Raises:
        MediaError: the file cannot be opened any more.
    """
    return _read_av(path, probed, plans, order)


def _measure(path: str, probed: Probed) -> tuple[Probed, FrameTable | None]:
    """Puts the duration right where the packets know better; the frame table where decord may need it."""
    from vop_desktop.media.frames_decord import suits_decord

    claimed = probed.info.duration
    believable = 0 < claimed <= _BELIEVABLE_SECONDS
    doubtful = claimed <= _LONG_SECONDS and probed.info.container.startswith("mov")
    if believable and not doubtful and not suits_decord(path, probed):
        return probed, None
    table = read_frame_table(path, probed)
    if not believable:
        if table.end <= 0:
            raise MediaError("probe", "the file has a header but no video data; it is cut off")
        probed = dataclasses.replace(probed, own_duration=True)
    elif not (probed.info.container.startswith("mov") and table.end > claimed + _SHORTENED):
        return probed, table  # MP4 files of variable rate may state less than they hold
    info = probed.info._replace(duration=table.end)
    return dataclasses.replace(probed, info=info), table


def _plan(probed: Probed, order: Order) -> list[SegmentPlan]:
    duration = min(probed.info.duration, order.longest)
    if probed.timed:
        return plan_segments(duration, order.num_frames, order.detail)
    # Frames without time stamps can only be counted from the first one on: one pass has to do.
    return plan_sparse(duration, order.num_frames, order.detail, order.chunk_segments)


def _read_first(
    path: str, probed: Probed, table: FrameTable | None, plans: Sequence[SegmentPlan], order: Order
) -> Chunk:
    """Reads the first stretch, with decord where that suits and has all of the video to read."""
    from vop_desktop.media.frames_decord import read_decord, suits_decord

    stretch = plans[: order.chunk_segments]
    ends_early = table is not None and table.end + _slack(probed) < plans[-1].times[-1]
    if (
        order.decord
        and table is not None
        and not ends_early
        and len(stretch) == len(plans)
        and suits_decord(path, probed)
    ):
        times = [moment for plan in plans for moment in plan.times]
        try:
            frames = read_decord(path, probed, table, times, order.image_size, whole=len(plans) == 1)
        except MediaError:
            pass  # it fails on much that PyAV can read
        else:
            return Chunk(tuple(_segments(plans, frames, order)), len(times), len(times), len(plans))
    return _read_av(path, probed, stretch, order)


def _read_av(path: str, probed: Probed, plans: Sequence[SegmentPlan], order: Order) -> Chunk:
    from vop_desktop.media.frames_av import AvReader

    times = [moment for plan in plans for moment in plan.times]
    slack = _slack(probed)
    thin = len(plans) > 1 or _frames(probed) > _THIN_FROM * len(times)
    near = reach(probed.info.duration, order.detail)
    reader = AvReader(path, probed, order.image_size, order.budget, thin=thin, near=near)
    if len(plans) == 1:
        frames = list(reader.read(times, slack))
        read = len(frames)
        if reader.reached_end_in_order and reader.frames <= len(times):
            frames = _each_once(path, probed, frames, reader.first_times, order)
        segments = list(_segments(plans, frames, order))
    else:
        counter = _Counter(reader.read(times, slack))
        segments = list(_segments(plans, counter, order))
        read = counter.count
    finished = len(plans)
    if reader.out_of_time and len(segments) > 1:
        # What is whole stays; the segment that was interrupted is read again with the rest.
        segments.pop()
        finished = len(segments)
        times = times[: sum(len(plan.times) for plan in plans[:finished])]
        read = len(times)
    early = reader.end is not None and reader.end + slack < plans[-1].times[-1]
    end = reader.end if early else None
    return Chunk(tuple(segments), len(times), read, finished, reader.errors, end, reader.out_of_time)


def _frames(probed: Probed) -> float:
    """How many frames a video has, about; 0 where its rate is not known."""
    return probed.info.duration * float(Fraction(probed.info.fps))


def _each_once(
    path: str, probed: Probed, frames: list[Shown], all_times: Sequence[float], order: Order
) -> list[Shown]:
    """Of a video with fewer frames than are wanted: every frame, once."""
    from vop_desktop.media.frames_av import AvReader

    distinct = {frame.time: frame for frame in frames}
    if len(distinct) == len(all_times):
        return [dataclasses.replace(frame, number=k) for k, frame in enumerate(distinct.values())]
    return list(AvReader(path, probed, order.image_size, order.budget).read(sorted(all_times), 0.5))


class _Counter:
    """Counts what passes through an iterator."""

    def __init__(self, frames: Iterator[Shown]) -> None:
        self.count = 0
        self._frames = frames

    def __iter__(self) -> Iterator[Shown]:
        for frame in self._frames:
            self.count += 1
            yield frame


def _slack(probed: Probed) -> float:
    """Seconds by which a video may end before the container says so.

    The last picture stays on the screen while the sound goes on; where only the container's duration is
    known, sound tracks make it longer.
    """
    duration = probed.info.duration
    return max(0.5, 0.02 * duration) if probed.own_duration else max(2.0, 0.1 * duration)


def _segments(
    plans: Sequence[SegmentPlan], frames: Iterable[Shown], order: Order
) -> Iterator[DecodedSegment]:
    """Gathers frames into segments; one segment's pictures are in memory at a time."""
    watch = StillWatch()
    borders = list(itertools.accumulate(len(plan.times) for plan in plans))
    for number, group in itertools.groupby(frames, lambda frame: bisect.bisect_right(borders, frame.number)):
        shown = list(group)
        pictures = [frame.picture for frame in shown]
        filmstrip, poster = make_filmstrip(pictures)
        squares = [crop_square(picture, order.image_size) for picture in pictures]
        yield DecodedSegment(
            start=plans[number].start,
            end=plans[number].end,
            times=tuple(frame.time for frame in shown),
            frames=np.stack(squares),
            filmstrip=filmstrip,
            poster=poster,
            hashes=hash_pictures(pictures),
            repeats=watch.repeats(squares),
        )


def _no_frame(chunk: Chunk) -> str:
    if chunk.out_of_time:
        return "decoding is too slow: not one frame was ready in time"
    if chunk.errors:
        return "no frame could be decoded; the file is damaged"
    return "the file holds no frames"
