"""A piece of a video as a file of its own: the packets are copied, no picture is encoded anew."""

from __future__ import annotations

import contextlib
import errno
import itertools
import math
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from vop_desktop.errors import Cancelled, CutError
from vop_desktop.media.probe import MAX_LATE_STREAMS, frame_rate, open_container, video_stream
from vop_desktop.media.tracks import Track
from vop_desktop.names import clock, display_path

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer
    from av.packet import Packet
    from av.stream import Stream

    _Packet = Packet[Stream]

FORMATS = {".mp4": "mp4", ".m4v": "mp4", ".mov": "mov", ".mkv": "matroska", ".webm": "webm"}
TOLERANCE = 0.05  # seconds that a piece may begin too early before it is worth a word
_MARGINS = (0.0, 2.0, 10.0, 60.0)  # seconds earlier to seek when a seek landed too late
_HAIR = 0.005  # seconds; times from a player are whole milliseconds
_OVERRUN = 10.0  # seconds beyond the end after which no packet of it is expected any more
_UNTIMED = "Its pictures have no time stamps, so no piece can be cut out."
_PROGRESS_SECONDS = 0.1

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Piece:
    """What was exported; seconds of the source.

    Attributes:
        path: the new file.
        asked: where the piece was to begin.
        begin: where it does begin: at the key frame at or before `asked`.
        end: where it ends.
    """

    path: str
    asked: float
    begin: float
    end: float

    @property
    def early(self) -> bool:
        """Whether it begins noticeably before what was asked for."""
        return self.asked - self.begin > TOLERANCE


def piece_name(source: str, begin: float, end: float) -> str:
    """A name for a piece, without a folder: of the source, with the times, ending as fits its codecs."""
    stem, suffix = os.path.splitext(os.path.basename(source))
    span = f"{clock(begin)}–{clock(end)}".replace(":", ".")
    return f"{display_path(stem)} {span}{suffix.lower() if suffix.lower() in FORMATS else '.mkv'}"


def cut(
    source: str,
    target: str,
    begin: float,
    end: float,
    *,
    cancel: threading.Event | None = None,
    progress: Progress | None = None,
) -> Piece:
    """Copies a piece of a video, with its sound, into a new file. Any thread.

    Written under another name beside the target and renamed when whole; the source is only read, and no
    file that exists is replaced. The name's ending says the container: MP4, MOV, Matroska or WebM.

    Args:
        source: the video.
        target: the file to make; must not exist.
        begin, end: seconds from the start of the source.
        cancel: set it to stop; nothing is left behind.
        progress: called with the share that is done, 0 to 1, at most ten times a second.

    Raises:
        MediaError: the source cannot be read.
        CutError: the piece cannot be made, or not be written there.
        Cancelled: `cancel` was set.
    """
    name = display_path(os.path.basename(target))
    container = FORMATS.get(os.path.splitext(target)[1].lower())
    if container is None:
        raise CutError(f"{name} cannot be written: choose a name that ends in .mp4 or .mkv.")
    if not end > begin:
        raise CutError("The piece has no length: its end has to lie after its beginning.")
    _check_free(target)
    part = os.path.join(os.path.dirname(target), f".{uuid.uuid4().hex}.part")
    try:
        with open_container(source) as reading, Path(part).open("xb") as file:
            copying = _Copy(reading, name, (begin, end), cancel=cancel, progress=progress)
            start, stop = copying.run(file, container)
        _put_in_place(part, target)
    except OSError as error:
        raise CutError(f"{name} cannot be written: {_trouble(error)}.") from error
    finally:
        with contextlib.suppress(OSError):
            Path(part).unlink()
    return Piece(target, begin, start, stop)


class _Sink:
    """A file to write to that remembers what went wrong first: FFmpeg makes another error of it.

    Attributes:
        trouble: the first error.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.trouble: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._file.write(data)
        except OSError as error:
            self.trouble = self.trouble or error
            raise

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


class _Copy:
    """One piece on its way from one container to another."""

    def __init__(
        self,
        reading: InputContainer,
        name: str,
        span: tuple[float, float],
        *,
        cancel: threading.Event | None,
        progress: Progress | None,
    ) -> None:
        self._reading = reading
        self._name = name
        self._video = video_stream(reading)
        self._sounds = [sound for sound in reading.streams.audio if sound.codec_context is not None]
        rate = frame_rate(self._video)
        self._interval = float(1 / rate) if rate else 0.0  # seconds from picture to picture
        self._zero = (reading.start_time or 0) / 1_000_000
        self._begin, self._end = (seconds + self._zero for seconds in span)  # as the time stamps have it
        self._cancel = cancel
        self._progress = progress
        self._told = 0.0

    def run(self, file: IO[bytes], container: str) -> tuple[float, float]:
        """Writes the piece; gives its true start and end, seconds of the source.

        Raises:
            CutError: the container takes no such streams, or there is nothing to copy.
            OSError: the file cannot be written.
        """
        import av

        start, head, packets = self._go_to_key_frame()
        sink = _Sink(file)
        try:
            with av.open(sink, "w", format=container) as writing:
                end = self._copy(writing, itertools.chain(head, packets), start)
        except (OSError, ValueError, RuntimeError) as error:  # every error of FFmpeg is one of these
            if sink.trouble is not None:
                raise sink.trouble from error
            if not isinstance(error, ValueError):
                raise
            if container == "matroska":
                raise CutError(
                    "What this video is made of can only be exported by encoding it anew."
                ) from error
            raise CutError(
                f"{self._name} cannot hold what this video is made of. Choose a name that ends in .mkv."
            ) from error
        return start - self._zero, end - self._zero

    def _go_to_key_frame(self) -> tuple[float, list[_Packet], Iterator[_Packet]]:
        """The time of the last key frame at or before the beginning, else of the first one after.

        With it the packets from there on that were read to find it, and those that follow.
        """
        import av

        start = None
        for margin in _MARGINS:
            try:
                ticks = int((self._begin - margin) / float(self._video.time_base or 1))
                self._reading.seek(ticks, stream=self._video, backward=True, any_frame=False)
            except av.error.FFmpegError:
                continue
            packets = self._packets()
            start, head = self._read_on_to_key_frame(packets)
            if start <= self._begin + _HAIR:
                break
        if start is None:
            raise CutError(_UNTIMED)
        if start >= self._end:
            raise CutError("There is no picture between the beginning and the end of the piece.")
        return start, head, packets

    def _read_on_to_key_frame(self, packets: Iterator[_Packet]) -> tuple[float, list[_Packet]]:
        start, last = math.inf, -math.inf
        head: list[_Packet] = []
        for packet in packets:
            moment, picture = _moment(packet), packet.stream_index == self._video.index
            if picture and packet.is_keyframe and (moment <= self._begin + _HAIR or start == math.inf):
                start = moment
                head = [each for each in head if _moment(each) >= start]
            head.append(packet)
            last = max(last, moment) if picture else last
            if last > self._begin + _HAIR and start < math.inf:
                break
        over = last + self._interval <= self._begin
        return (math.inf if over else start), head

    def _packets(self) -> Iterator[_Packet]:
        """Packets of pictures and sound, until the file ends; one that cannot be read ends it too.

        Raises:
            Cancelled: it was stopped.
        """
        import av

        for _ in range(MAX_LATE_STREAMS):
            try:
                for packet in self._reading.demux(self._video, *self._sounds):
                    if self._cancel is not None and self._cancel.is_set():
                        raise Cancelled("the export was stopped")
                    if packet.pts is not None:
                        yield packet
                    elif packet.size and packet.stream_index == self._video.index:
                        raise CutError(_UNTIMED)
            except IndexError:
                continue  # a stream turned up that PyAV did not see on opening; the next call knows it
            except av.error.FFmpegError:
                pass
            return

    def _copy(self, writing: OutputContainer, packets: Iterator[_Packet], start: float) -> float:
        """Copies from the key frame on; gives where the last picture ends."""
        tracks = {
            stream.index: Track(stream, writing, start, self._end) for stream in (self._video, *self._sounds)
        }
        video = tracks[self._video.index]
        if self._video.codec_context.codec.canonical_name == "hevc" and writing.format.name in ("mp4", "mov"):
            video.out.codec_context.codec_tag = "hvc1"  # the one that QuickTime plays
        for packet in packets:
            track, moment = tracks[packet.stream_index], _moment(packet)
            for ready in track.take(packet):
                writing.mux(ready)
            if track is video:
                self._tell((moment - start) / (self._end - start))
            if moment > self._end + _OVERRUN or all(each.ended for each in tracks.values()):
                break
        for track in tracks.values():
            for ready in track.rest():
                writing.mux(ready)
        return min(video.reach or self._end, self._end)

    def _tell(self, share: float) -> None:
        now = time.monotonic()
        if self._progress is not None and now - self._told >= _PROGRESS_SECONDS:
            self._told = now
            self._progress(max(0.0, min(1.0, share)))


def _moment(packet: _Packet) -> float:
    """When it is shown or heard, seconds as the time stamps have it."""
    return float((packet.pts or 0) * packet.time_base)


def _check_free(target: str) -> None:
    """Raises CutError where there is such a file."""
    if os.path.lexists(target):
        name = display_path(os.path.basename(target))
        raise CutError(f"{name} is there already, and no file is replaced. Choose another name.")


def _put_in_place(part: str, target: str) -> None:
    """Renames without ever replacing what came to stand there meanwhile."""
    try:
        os.link(part, target)  # fails where the name is taken
    except FileExistsError:
        _check_free(target)
    except OSError:  # a file system without links
        _check_free(target)
        Path(part).rename(target)


def _trouble(error: OSError) -> str:
    """Why a file cannot be written, and what to do."""
    causes = {
        errno.ENOSPC: "the disk is full; make room or choose another folder",
        errno.EDQUOT: "your share of the disk is used up; make room or choose another folder",
        errno.EFBIG: "the disk takes no files that large; choose another one, or a shorter piece",
        errno.EROFS: "the disk can only be read; choose another folder",
        errno.EACCES: "you may not write in this folder; choose another one",
        errno.EPERM: "you may not write in this folder; choose another one",
        errno.ENOENT: "the folder is no longer there; choose another one",
        errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
    }
    return causes.get(error.errno or 0, str(error.strerror or error))
