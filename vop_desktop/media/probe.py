"""What a container says about its video, and in plain words why a file holds none that can be read."""

from __future__ import annotations

import errno
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from vop_desktop.errors import MediaError
from vop_desktop.media.colours import is_plain
from vop_desktop.media.sniff import HEAD_BYTES, reason_of
from vop_desktop.records import VideoInfo

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.error import FFmpegError
    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

MAX_LATE_STREAMS = 100
_MAX_PACKETS_TO_FIRST_FRAME = 400
_FLV_HEADER_BYTES = 13
_DAMAGE_CODES = frozenset({errno.EIO, errno.EPERM, errno.EACCES, errno.ENOMEM, errno.EINVAL})


@dataclass(frozen=True, slots=True)
class Probed:
    """What the decode process needs besides `VideoInfo`.

    Attributes:
        info: for everyone.
        stream: index of the video stream in the container.
        start: the time stamp at which the container begins, seconds; times are counted from there.
        timed: frames carry time stamps. Raw streams have none; their frames are counted.
        own_duration: the duration is that of the video stream, not of a perhaps longer sound track.
        video_streams: how many there are, cover art included.
        plain: the first frame is one that any decoder shows in the right colours.
    """

    info: VideoInfo
    stream: int
    start: float
    timed: bool
    own_duration: bool
    video_streams: int
    plain: bool = True


def probe(path: str) -> VideoInfo:
    """Reads what the container and the first frame say about a video. Takes about 15 ms; any thread.

    Raises:
        MediaError: stage `probe`: no video that can be read, with the plain cause.
    """
    return probe_stream(path).info


def probe_stream(path: str) -> Probed:
    """As `probe`, with what a decoder needs to go on.

    Raises:
        MediaError: stage `probe`.
    """
    with open_container(path) as container:
        stream = video_stream(container)
        frame = _first_frame(container, stream)
        return _describe(path, container, stream, frame)


def open_container(path: str) -> InputContainer:
    """Opens a file with PyAV, quietly and without its threads that can deadlock.

    Raises:
        MediaError: stage `probe`: FFmpeg cannot open it, with the plain cause.
    """
    import av

    av.logging.restore_default_callback()  # PyAV's own callback needs the GIL and deadlocks on early close
    av.logging.set_libav_level(av.logging.FATAL)
    try:
        # The prefix keeps a colon in the name from being read as a protocol.
        return av.open(f"file:{path}", metadata_errors="replace", options={"protocol_whitelist": "file"})
    except FileNotFoundError as error:
        raise MediaError("probe", "the file is no longer there") from error
    except av.error.FFmpegError as error:
        raise MediaError("probe", _why_not_opened(path, error)) from error
    except OSError as error:
        raise MediaError("probe", reason_of(error)) from error


def video_stream(container: InputContainer) -> VideoStream:
    """The stream to decode: FFmpeg's choice, but never cover art; with the threads set.

    Raises:
        MediaError: stage `probe`: there is none, or no decoder for it.
    """
    from av.stream import Disposition

    streams = list(container.streams.video)
    if not streams:
        kinds = {stream.type for stream in container.streams}
        raise MediaError("probe", "no video stream (audio only)" if "audio" in kinds else "no video stream")
    moving = [stream for stream in streams if not stream.disposition & Disposition.attached_pic]
    if not moving:
        raise MediaError("probe", "only cover art, no video")
    best = container.streams.best("video")
    stream = next((each for each in moving if best is not None and each.index == best.index), moving[0])
    if stream.codec_context is None:
        raise MediaError("probe", "the video codec is unknown to this program")
    set_threads(stream)
    return stream


def set_threads(stream: VideoStream) -> None:
    """Slice threads only: frame threads can deadlock when a container is closed early."""
    stream.thread_type = "SLICE"
    stream.thread_count = 2


def packets_of(container: InputContainer, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
    """The packets of a stream; the last one is empty and flushes the decoder.

    Raises:
        av.error.FFmpegError: reading fails.
    """
    for _ in range(MAX_LATE_STREAMS):
        try:
            yield from container.demux(stream)
        except IndexError:
            continue  # a stream turned up that PyAV did not see on opening; the next call knows it
        return


def frame_rate(stream: VideoStream) -> Fraction:
    """The average frame rate; 0 where unknown or nonsense."""
    for rate in (stream.average_rate, stream.guessed_rate):
        if rate is not None and 0 < rate <= 1000:
            return Fraction(rate)
    return Fraction(0)


def _first_frame(container: InputContainer, stream: VideoStream) -> VideoFrame:
    import av

    encrypted, packets, cause = False, 0, ""
    try:
        for packets, packet in enumerate(packets_of(container, stream), 1):
            encrypted = encrypted or packet.has_sidedata("encryption_info")
            if encrypted:
                break
            try:
                frames = packet.decode()
            except av.error.FFmpegError as error:
                cause = error.strerror or ""
                continue
            for frame in frames:
                return frame
            if packets > _MAX_PACKETS_TO_FIRST_FRAME:
                break
    except av.error.FFmpegError as error:
        cause = error.strerror or ""
    if encrypted:
        raise MediaError("probe", "the video is encrypted")
    if packets <= 1:  # the one that flushes the decoder
        raise MediaError("probe", "the file has a header but no video data; it is cut off")
    name = stream.codec_context.codec.canonical_name
    raise MediaError("probe", f"no picture of the {name} stream could be decoded: {_cause(cause)}")


def _cause(text: str) -> str:
    """FFmpeg's error text as a plain cause; what it says of damaged files is often beside the point."""
    return "FFmpeg does not support this kind" if text.startswith("Not yet implemented") else "it is damaged"


def _describe(path: str, container: InputContainer, stream: VideoStream, frame: VideoFrame) -> Probed:
    duration, own = _duration(container, stream)
    rotation = frame.rotation % 360 if abs(frame.rotation) <= 360 and frame.rotation % 90 == 0 else 0
    aspect = stream.sample_aspect_ratio or frame_aspect(stream)
    width, height = frame.width, frame.height
    if aspect and Fraction(1, 10) <= aspect <= 10:
        width = max(1, round(width * aspect))
    if rotation in (90, 270):
        width, height = height, width
    rate = frame_rate(stream)
    info = VideoInfo(
        duration=duration,
        fps=f"{rate.numerator}/{rate.denominator}",
        width=width,
        height=height,
        codec=stream.codec_context.codec.canonical_name,
        container=container.format.name,
        rotation=rotation,
        size=max(0, container.size),
    )
    start = (container.start_time or 0) / 1_000_000
    timed, streams = frame.pts is not None, len(container.streams.video)
    return Probed(info, stream.index, start, timed, own, streams, is_plain(frame))


def frame_aspect(stream: VideoStream) -> Fraction | None:
    """The shape of a pixel as the codec has it; None where it does not say."""
    return stream.codec_context.sample_aspect_ratio


def _duration(container: InputContainer, stream: VideoStream) -> tuple[float, bool]:
    """Seconds, 0.0 where unknown, and whether it is the video stream's own."""
    begin = (container.start_time or 0) / 1_000_000
    if stream.duration and stream.duration > 0 and stream.time_base:
        offset = float((stream.start_time or 0) * stream.time_base) - begin
        seconds = float(stream.duration * stream.time_base) + max(0.0, offset)
        if math.isfinite(seconds):
            return seconds, True
    if container.duration and container.duration > 0:
        return container.duration / 1_000_000, False
    return 0.0, False


def _why_not_opened(path: str, error: FFmpegError) -> str:
    # Damaged numbers inside a file also lead to "no permission" and "out of memory".
    if (
        isinstance(error, ValueError | EOFError | PermissionError | MemoryError)
        or error.errno in _DAMAGE_CODES
    ):
        return _damage(path)
    return f"cannot be opened as a video: {_cause(error.strerror or '')}"


def _damage(path: str) -> str:
    """Why FFmpeg finds no container: looks at the top level of an MP4, else at the magic bytes."""
    try:
        with Path(path).open("rb") as file:
            head = file.read(HEAD_BYTES)
            if head[4:8] in (b"ftyp", b"moov", b"mdat", b"free", b"wide", b"skip"):
                return _mp4_damage(file)
    except OSError as error:
        return reason_of(error)
    if head.startswith(b"FLV") and len(head) <= _FLV_HEADER_BYTES:
        return "damaged: an FLV header without video data"
    if head.startswith((b"FLV", b"\x1a\x45\xdf\xa3", b"RIFF", b"OggS", b"\x30\x26\xb2\x75")):
        return "damaged: the header is of a video, but the rest cannot be read"
    return "damaged, or not a video: no known video format"


def _mp4_damage(file: io.BufferedReader) -> str:
    end = file.seek(0, io.SEEK_END)
    offset, moov = 0, False
    for _ in range(1000):
        file.seek(offset)
        header = file.read(16)
        if len(header) < 8:
            break
        size = int.from_bytes(header[:4], "big")
        if size == 1 and len(header) == 16:
            size = int.from_bytes(header[8:], "big")
        elif size == 0:
            size = end - offset
        moov = moov or header[4:8] == b"moov"
        if size < 8 or offset + size > end:
            if header[4:8] == b"moov":
                return "damaged: the index (moov atom) is cut off"
            break
        offset += size
    return f"damaged: the index (moov atom) {'cannot be read' if moov else 'is missing'}"
