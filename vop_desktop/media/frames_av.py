"""Frames through PyAV: it reads nearly everything and gives the container's own times."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vop_desktop.media.pictures import scaled_size
from vop_desktop.media.probe import Probed, frame_rate, open_container, packets_of, set_threads
from vop_desktop.records import ByteArray

if TYPE_CHECKING:
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

HALF_MILLISECOND = 0.0005
_FAR_SECONDS = 5.0  # without a table of key frames, a seek pays from this distance on
_MARGINS = (0.0, 2.0, 10.0, 60.0)  # how much earlier to seek when a seek landed too late
_FIRST_TIMES = 128
_EXACT_SECONDS = 0.5  # so long before the wanted time every frame is decoded
_MAX_EXACT_REPEATS = 3
_THINNED = frozenset({"h264", "hevc", "mpeg4", "mpeg2video"})
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

    Attributes:
        errors: packets that could not be read or decoded.
        frames: frames decoded.
        first_times: times of the first frames that were decoded, a few at most.
        end: where the last frame ends, seconds; None as long as the end was not reached.
        out_of_time: the time budget was used up.
    """

    def __init__(
        self, path: str, probed: Probed, image_size: int, budget: float, *, thin: bool = False
    ) -> None:
        self.errors = 0
        self.frames = 0
        self.first_times: list[float] = []
        self.end: float | None = None
        self.out_of_time = False
        self._path = path
        self._probed = probed
        self._width, self._height = scaled_size(probed.info, image_size)
        container = probed.info.container.split(",")[0]
        self._indexed = container in _INDEXED
        self._thin = thin and probed.timed and container in _SEEKABLE and probed.info.codec in _THINNED
        self._thinned_to = -math.inf
        self._repeats = 0
        self._wanted = 0.0
        self._sought = False
        self._deadline = time.monotonic() + budget
        self._shown: _Stamped | None = None
        self._upcoming: _Stamped | None = None
        self._converted: tuple[_Stamped, ByteArray] | None = None

    @property
    def reached_end_in_order(self) -> bool:
        """Every frame of the file was decoded, from the first to the last."""
        return self.end is not None and not self._sought and self._thinned_to < 0

    def read(self, times: Sequence[float], slack: float) -> Iterator[Shown]:
        """Yields the frame that is shown at each time, in order, as far as there are frames.

        Args:
            times: ascending, seconds from the start of the container.
            slack: seconds for which the last frame counts as shown beyond its end.
        """
        with open_container(self._path) as container:
            self._container = container
            self._start_stream()
            self._upcoming = self._next()  # frame 0 first: a seek before it can give garbage
            for number, wanted in enumerate(times):
                self._advance(wanted)
                stamped = self._shown or self._upcoming
                if stamped is None or self.out_of_time:
                    return
                if self.end is not None and wanted > self.end + slack:
                    return
                yield Shown(number, stamped.time, self._picture(stamped))
            while not self._sought and self.frames <= len(times) and self._next() is not None:
                pass  # to know whether the file has no more frames than were asked for

    def _start_stream(self) -> None:
        stream = self._container.streams.video[0]
        for each in self._container.streams.video:
            if each.index == self._probed.stream:
                stream = each
        set_threads(stream)
        self._stream = stream
        self._thinning = False
        self._base = float(stream.time_base or 0)
        rate = frame_rate(stream)
        self._interval = float(1 / rate) if rate else 0.04
        self._last_time, self._last_length = -self._interval, self._interval
        self._restart_packets()

    def _restart_packets(self) -> None:
        self._packets = packets_of(self._container, self._stream)
        self._decoded: Iterator[VideoFrame] = iter(())

    def _advance(self, wanted: float) -> None:
        """Moves on until `_shown` is the last frame that begins at or before `wanted`."""
        self._wanted = wanted
        if self._seek_pays(wanted):
            self._seek(wanted)
        self._roll(wanted)
        if self._shown is not None and self._thinned_to > self._shown.time and not self.out_of_time:
            self._repeat_exactly(wanted)

    def _repeat_exactly(self, wanted: float) -> None:
        """A frame that was left out may be the one that is shown: goes back and decodes them all."""
        thin, self._thin = self._thin, False
        self._repeats += 1
        self._seek(wanted)
        self._roll(wanted)
        self._thin = thin and self._repeats < _MAX_EXACT_REPEATS
        self._thinned_to = -math.inf

    def _roll(self, wanted: float) -> None:
        while self._upcoming is not None and self._upcoming.time <= wanted + HALF_MILLISECOND:
            self._shown = self._upcoming
            self._upcoming = self._next()

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

    def _set_thinning(self, packet: Packet[VideoStream]) -> None:
        """Far from the wanted time the decoder leaves out frames on which no other depends."""
        far = False
        if self._thin and packet.pts is not None:
            moment = packet.pts * self._base - self._probed.start
            far = moment < self._wanted - _EXACT_SECONDS
            if far:
                self._thinned_to = max(self._thinned_to, moment)
        if far != self._thinning:
            self._thinning = far
            self._stream.codec_context.skip_frame = "NONREF" if far else "DEFAULT"

    def _stamp(self, frame: VideoFrame) -> _Stamped:
        self.frames += 1
        if self._probed.timed and frame.pts is not None:
            moment = frame.pts * self._base - self._probed.start
        else:
            moment = self._last_time + self._interval
        length = float((frame.duration or 0) * self._base) if self._probed.timed else 0.0
        if len(self.first_times) < _FIRST_TIMES:
            self.first_times.append(moment)
        self._last_time, self._last_length = moment, length or self._interval
        return _Stamped(frame, moment, self._last_length)

    def _seek_pays(self, wanted: float) -> bool:
        if self._upcoming is None or not self._probed.timed:
            return False
        position = self._upcoming.time
        if wanted - position < 2 * self._interval:
            return False
        if self._indexed:
            entries = self._stream.index_entries
            number = entries.search_timestamp(self._to_ticks(wanted), backward=True, any_frame=False)
            if number >= 0:
                return entries[number].timestamp * self._base - self._probed.start > position
        return wanted - position > _FAR_SECONDS

    def _to_ticks(self, seconds: float) -> int:
        return int((seconds + self._probed.start) / self._base)

    def _seek(self, wanted: float) -> None:
        """Goes to the key frame before `wanted`; decodes from there on."""
        import av

        self._sought = True
        for margin in _MARGINS:
            try:
                ticks = self._to_ticks(max(0.0, wanted - margin))
                self._container.seek(ticks, stream=self._stream, backward=True, any_frame=False)
            except (av.error.FFmpegError, OSError):
                return  # cannot seek: decode on from where we are
            self._restart_packets()
            self.end = None
            self._shown = None
            self._upcoming = self._next()
            if self.out_of_time or (self._upcoming and self._upcoming.time <= wanted + HALF_MILLISECOND):
                return

    def _picture(self, stamped: _Stamped) -> ByteArray:
        if self._converted is not None and self._converted[0] is stamped:
            return self._converted[1]
        rotation = self._probed.info.rotation
        width, height = self._width, self._height
        if rotation in (90, 270):
            width, height = height, width
        picture = stamped.frame.to_ndarray(
            format="rgb24", width=width, height=height, interpolation="BICUBIC"
        ).astype(np.uint8, copy=False)
        if rotation:
            picture = np.ascontiguousarray(np.rot90(picture, rotation // 90))
        self._converted = stamped, picture
        return picture
