"""Frames through PyAV: it reads nearly everything and gives the container's own times."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vop_desktop.media.painter import Painter
from vop_desktop.media.probe import Probed, frame_rate, open_container, packets_of, set_threads
from vop_desktop.records import ByteArray

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

HALF_MILLISECOND = 0.0005
_FAR_SECONDS = 5.0  # without a table of key frames, a seek pays from this distance on
_MARGINS = (0.0, 2.0, 10.0, 60.0)  # how much earlier to seek when a seek landed too late
_FIRST_TIMES = 128
_EXACT_FRAMES = 4  # so many before the wanted time all are decoded, where it has to be that one
_MAX_EXACT_REPEATS = 3
_MAX_LATE_SEEKS = 3  # in a row; then the container's table is not to be trusted
_THINNED = frozenset({"h264", "hevc", "mpeg4", "mpeg2video"})
_THINNED_FROM_THE_START = frozenset({"av1"})  # dav1d takes note only when it is opened
_SEEKABLE = frozenset({"mov", "matroska", "avi"})
_INDEXED = frozenset({"mov", "avi"})  # containers whose table of key frames is complete after opening


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """The frame that is shown at a time that was asked for.

    Attributes:
        number: index of the time that was asked for.
        time: the frame's own time, seconds from the start of the container.
        picture: uint8 [H, W, 3], RGB, scaled and rotated.
    """

    number: int
    time: float
    picture: ByteArray


@dataclass(frozen=True, slots=True, eq=False)
class _Stamped:
    frame: VideoFrame
    time: float
    length: float


class AvReader:
    """Reads the frames at ascending times of one file. Use it once, in one thread.

    With `near`, any frame within so many seconds of a wanted time will do, and the one is taken that costs
    least: a key frame that can be jumped to, else the first one that others depend on. Frames on which no
    other depends are then never decoded. Where there is no frame so near, it is the one shown at that time,
    as without `near`. The times given are always those of the frames.

    Attributes:
        errors: packets that could not be read or decoded.
        frames: frames decoded.
        first_times: times of the first frames that were decoded, a few at most.
        end: where the last frame ends, seconds; None as long as the end was not reached.
        out_of_time: the time budget was used up.
    """

    def __init__(
        self,
        path: str,
        probed: Probed,
        image_size: int,
        budget: float,
        *,
        thin: bool = False,
        near: float = 0.0,
    ) -> None:
        self.errors = 0
        self.frames = 0
        self.first_times: list[float] = []
        self.end: float | None = None
        self.out_of_time = False
        self._path = path
        self._probed = probed
        self._painter = Painter(probed, image_size)
        container = probed.info.container.split(",")[0]
        thin = (thin or near > 0) and probed.timed and container in _SEEKABLE
        self._near = near if probed.timed else 0.0
        self._indexed = container in _INDEXED
        self._thin = thin and probed.info.codec in _THINNED
        self._thin_from_start = thin and near > 0 and probed.info.codec in _THINNED_FROM_THE_START
        self._thinned_to = -math.inf
        self._repeats = self._late_seeks = 0
        self._wanted = 0.0
        self._landed = self._drained = False
        self._sought = False
        self._deadline = time.monotonic() + budget
        self._shown: _Stamped | None = None
        self._upcoming: _Stamped | None = None
        self._painted: tuple[_Stamped, ByteArray] | None = None

    @property
    def reached_end_in_order(self) -> bool:
        """Every frame of the file was decoded, from the first to the last."""
        return self.end is not None and not self._sought and self._thinned_to < 0

    def read(self, times: Sequence[float], slack: float) -> Iterator[Shown]:
        """Yields the frame that is shown at each time, or near it, in order, as far as there are frames.

        Args:
            times: ascending, seconds from the start of the container.
            slack: seconds for which the last frame counts as shown beyond its end.
        """
        self._open()
        try:
            self._upcoming = self._next()  # frame 0 first: a seek before it can give garbage
            for number, wanted in enumerate(times):
                stamped = self._find(wanted)
                if stamped is None or self.out_of_time:
                    return
                if self.end is not None and wanted > self.end + slack:
                    return
                yield Shown(number, stamped.time, self._picture(stamped))
            while not self._sought and self.frames <= len(times) and self._next() is not None:
                pass  # to know whether the file has no more frames than were asked for
        finally:
            self._container.close()

    # --- the decoder --------------------------------------------------------------------------------

    def _open(self) -> None:
        self._container: InputContainer = open_container(self._path)
        stream = self._container.streams.video[0]
        for each in self._container.streams.video:
            if each.index == self._probed.stream:
                stream = each
        set_threads(stream)
        if self._thin_from_start:
            stream.codec_context.skip_frame = "NONREF"
            self._thinned_to = math.inf
        self._stream = stream
        self._thinning = False
        self._base = float(stream.time_base or 0)
        rate = frame_rate(stream)
        self._interval = float(1 / rate) if rate else 0.04
        self._last_time, self._last_length = -self._interval, self._interval
        if self._near and not self._indexed:
            self._load_index()
        self._restart_packets()

    def _load_index(self) -> None:
        """Matroska files are asked for their table of key frames by the first seek."""
        import av

        if self._probed.info.container.startswith("matroska"):
            with contextlib.suppress(av.error.FFmpegError, OSError):
                self._container.seek(0, stream=self._stream)

    def _restart_packets(self) -> None:
        self._packets = packets_of(self._container, self._stream)
        self._decoded: Iterator[VideoFrame] = iter(())

    def _next(self) -> _Stamped | None:
        """The next frame; None at the end or when time is up."""
        import av

        while True:
            for frame in self._decoded:
                return self._stamp(frame)
            if time.monotonic() > self._deadline:
                self.out_of_time = True
                return None
            try:
                packet = next(self._packets, None)
            except av.error.FFmpegError:
                self.errors += 1
                packet = None
            if packet is None:
                self.end = self._last_time + self._last_length if self.frames else 0.0
                return None
            self._set_thinning(packet)
            try:
                self._decoded = iter(packet.decode())
            except av.error.FFmpegError:
                self.errors += self.frames > 0  # a recording may begin in the middle of a picture

    def _next_alone(self) -> _Stamped | None:
        """The frame of the next packet; nothing can be decoded after it but from a seek on."""
        import av

        if time.monotonic() > self._deadline:
            self.out_of_time = True
            return None
        try:
            packet = next(self._packets, None)
            if packet is None:
                return None
            frames = packet.decode() or self._stream.codec_context.decode(None)
        except av.error.FFmpegError:
            return None
        return self._stamp(frames[0]) if frames else None

    def _set_thinning(self, packet: Packet[VideoStream]) -> None:
        """Far from the wanted time the decoder leaves out frames on which no other depends."""
        far = False
        if self._thin and packet.pts is not None:
            moment = self._seconds(packet.pts)
            far = self._near > 0 or moment < self._wanted - _EXACT_FRAMES * self._interval
            if far:
                self._thinned_to = max(self._thinned_to, moment)
        if far != self._thinning:
            self._thinning = far
            self._stream.codec_context.skip_frame = "NONREF" if far else "DEFAULT"

    def _stamp(self, frame: VideoFrame) -> _Stamped:
        self.frames += 1
        if self._probed.timed and frame.pts is not None:
            moment = self._seconds(frame.pts)
        else:
            moment = self._last_time + self._interval
        length = float((frame.duration or 0) * self._base) if self._probed.timed else 0.0
        if len(self.first_times) < _FIRST_TIMES:
            self.first_times.append(moment)
        self._last_time, self._last_length = moment, length or self._interval
        return _Stamped(frame, moment, self._last_length)

    # --- the way to a time --------------------------------------------------------------------------

    def _find(self, wanted: float) -> _Stamped | None:
        """The frame to give for a time; None when there is none left."""
        if self._near and (found := self._find_near(wanted)) is not None:
            return found
        if self.out_of_time:
            return None
        self._advance(wanted)
        return self._shown or self._upcoming

    def _find_near(self, wanted: float) -> _Stamped | None:
        """The first frame within reach of a time that is decoded; None where there is none."""
        low, high = wanted - self._near, wanted + self._near
        self._wanted = wanted
        if self._seek_pays(high):
            self._seek(high, alone=self._landed)
            self._landed = self._upcoming is not None and low <= self._upcoming.time <= high
        else:
            self._landed = False
        if self._drained and not self._landed:
            self._seek(self._upcoming.time if self._upcoming else high)
        self._roll(low - 2 * HALF_MILLISECOND)
        found = self._upcoming
        return found if found is not None and low <= found.time + HALF_MILLISECOND <= high else None

    def _advance(self, wanted: float) -> None:
        """Moves on until `_shown` is the last frame that begins at or before `wanted`."""
        self._wanted = wanted
        if not self._near and self._seek_pays(wanted):
            self._seek(wanted)
        self._roll(wanted)
        left_out = self._thinned_to > self._shown.time if self._shown else self._thinned_to >= 0
        if left_out and not self.out_of_time:
            self._repeat_exactly(wanted)

    def _repeat_exactly(self, wanted: float) -> None:
        """A frame that was left out may be the one that is shown: goes back and decodes them all."""
        thin, near = self._thin, self._near
        self._thin, self._near = False, 0.0
        self._repeats += 1
        if self._thin_from_start:
            self._thin_from_start = False
            self._container.close()
            self._open()
        self._seek(wanted)
        self._roll(wanted)
        self._near = near
        self._thin = thin and self._repeats < _MAX_EXACT_REPEATS
        self._thinned_to = -math.inf

    def _roll(self, wanted: float) -> None:
        while self._upcoming is not None and self._upcoming.time <= wanted + HALF_MILLISECOND:
            self._shown = self._upcoming
            self._upcoming = self._next()

    def _seek_pays(self, wanted: float) -> bool:
        if self._upcoming is None or not self._probed.timed or self._late_seeks >= _MAX_LATE_SEEKS:
            return False
        position = self._upcoming.time
        if wanted - position < 2 * self._interval:
            return False
        entries = self._stream.index_entries
        number = entries.search_timestamp(self._ticks(wanted), backward=True, any_frame=False)
        if number >= 0 and self._seconds(entries[number].timestamp) > position:
            return True
        return not (self._indexed and number >= 0) and wanted - position > _FAR_SECONDS

    def _seek(self, wanted: float, *, alone: bool = False) -> None:
        """Goes to the key frame before `wanted`; decodes from there on.

        Args:
            wanted: seconds.
            alone: get the key frame out of the decoder without the frames that it would wait for; to decode
                on, one has to seek again.
        """
        import av

        self._sought = True
        for margin in _MARGINS:
            try:
                ticks = self._ticks(max(0.0, wanted - margin))
                self._container.seek(ticks, stream=self._stream, backward=True, any_frame=False)
            except (av.error.FFmpegError, OSError):
                return  # cannot seek: decode on from where we are
            self._restart_packets()
            self.end = None
            self._shown = None
            self._drained = alone
            self._upcoming = self._next_alone() if alone else self._next()
            if self.out_of_time or (self._upcoming and self._upcoming.time <= wanted + HALF_MILLISECOND):
                self._late_seeks = 0 if margin == 0 else self._late_seeks + 1
                return

    def _ticks(self, seconds: float) -> int:
        return int((seconds + self._probed.start) / self._base)

    def _seconds(self, ticks: int) -> float:
        return ticks * self._base - self._probed.start

    def _picture(self, stamped: _Stamped) -> ByteArray:
        if self._painted is None or self._painted[0] is not stamped:
            self._painted = stamped, self._painter.paint(stamped.frame)
        return self._painted[1]
