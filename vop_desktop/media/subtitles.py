"""Subtitles as plain lines with their times: from files beside a video, and from tracks inside it.

FFmpeg parses all of them. Pictures of text (DVD, Blu-ray) are no text and are passed over.
"""

from __future__ import annotations

import codecs
import io
import os
import re
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from vop_desktop.errors import MediaError
from vop_desktop.media.probe import open_container
from vop_desktop.media.scanner import is_video_name
from vop_desktop.records import SubtitleLine

if TYPE_CHECKING:
    from av.container import InputContainer

FORMATS = {".srt": "srt", ".vtt": "webvtt"}
MAX_FILE = 8 * 2**20  # bytes of a subtitle file that are read
MAX_LINES = 20_000
MAX_SECONDS = 20.0  # spent on the tracks inside one video; what was found by then counts

_MARKUP = re.compile(r"\{[^}]*\}|<[^>]*>")
_BREAK = re.compile(r"\\[Nnh]")


def subtitle_files(folders: Iterable[str]) -> dict[str, list[str]]:
    """The subtitle files beside the videos in some folders, by the path of the video.

    `clip.srt`, `clip.en.srt` and `clip.mp4.srt` belong to `clip.mp4`. A folder that cannot be read has none.
    """
    found: dict[str, list[str]] = {}
    for folder in folders:
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            continue
        subtitles = [name for name in names if name.lower().endswith(tuple(FORMATS))]
        videos: dict[str, list[str]] = {}
        for name in names if subtitles else ():
            if is_video_name(name):
                videos.setdefault(os.path.splitext(name)[0], []).append(os.path.join(folder, name))
        for name in subtitles:
            stem = os.path.splitext(name)[0]
            owner = next((s for s in (stem, os.path.splitext(stem)[0]) if s in videos), None)
            for path in videos[owner] if owner is not None else ():
                found.setdefault(path, []).append(os.path.join(folder, name))
    return found


def read_subtitle_file(path: str) -> list[SubtitleLine]:
    """The lines of an .srt or .vtt file, in UTF-8, UTF-16 or Latin-1. Any thread.

    A file that is no such thing, or cannot be read, has none.
    """
    import av

    av.logging.restore_default_callback()  # as in `open_container`
    av.logging.set_libav_level(av.logging.FATAL)
    try:
        with Path(path).open("rb") as stream:
            text = _decoded(stream.read(MAX_FILE))
        format_name = FORMATS[os.path.splitext(path)[1].lower()]
        with av.open(io.BytesIO(text.encode("utf-8")), "r", format=format_name) as container:
            return list(_lines(container, None))
    except (OSError, av.error.FFmpegError, ValueError):
        return []


def read_subtitle_tracks(path: str, cancel: threading.Event | None = None) -> list[SubtitleLine]:
    """The lines of all text tracks inside a video. Any thread; a long file takes MAX_SECONDS at most.

    A file without such a track costs no more than its opening; one that cannot be read has no lines.
    """
    import av
    from av.stream import Discard

    try:
        with open_container(path) as container:
            if not container.streams.subtitles:
                return []
            for stream in container.streams:
                if stream.type != "subtitle":
                    stream.discard = Discard.all
            return list(_lines(container, cancel))
    except (OSError, MediaError, av.error.FFmpegError, ValueError):
        return []


def _lines(container: InputContainer, cancel: threading.Event | None) -> Iterator[SubtitleLine]:
    """Lines until the end, the limits or an error: what was read before it counts."""
    import av

    deadline = time.monotonic() + MAX_SECONDS
    begin = (container.start_time or 0) / av.time_base
    count = 0
    try:
        for packet in container.demux(*container.streams.subtitles):
            if count >= MAX_LINES or time.monotonic() > deadline or (cancel is not None and cancel.is_set()):
                return
            if packet.pts is None or not packet.size:
                continue
            start = max(0.0, float(packet.pts * packet.time_base) - begin)
            end = start + float((packet.duration or 0) * packet.time_base)
            for text in _texts(packet):
                count += 1
                yield SubtitleLine(start, end, text)
    except (av.error.FFmpegError, IndexError):  # damaged, or a stream turned up late
        return


def _texts(packet: object) -> Iterator[str]:
    import av
    from av.subtitles.subtitle import AssSubtitle

    try:
        rects = packet.stream.codec_context.decode2(packet)  # type: ignore[attr-defined]
    except (av.error.FFmpegError, AttributeError):  # one bad line; a codec unknown to this FFmpeg
        return
    for rect in rects or ():
        if isinstance(rect, AssSubtitle):
            text = _MARKUP.sub("", _BREAK.sub(" ", rect.dialogue.decode("utf-8", "replace")))
            if text.strip():
                yield " ".join(text.split())


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(data, final=len(data) < MAX_FILE)
    except UnicodeDecodeError:
        return data.decode("latin-1")
