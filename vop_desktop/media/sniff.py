"""What a file is, told from its first bytes, so that no decoder has to guess and blame the wrong thing."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vop_desktop.errors import MediaError

HEAD_BYTES = 64 * 1024
Kind = Literal["video", "empty", "text", "lfs-pointer", "image", "audio", "archive", "other"]

_MAGIC: tuple[tuple[int, bytes, Kind, str], ...] = (
    (0, b"\xff\xd8\xff", "image", "a JPEG picture, not a video"),
    (0, b"\x89PNG\r\n\x1a\n", "image", "a PNG picture, not a video"),
    (0, b"II*\x00", "image", "a TIFF picture, not a video"),
    (0, b"MM\x00*", "image", "a TIFF picture, not a video"),
    (0, b"8BPS", "image", "a Photoshop picture, not a video"),
    (0, b"ID3", "audio", "an MP3 sound file, not a video"),
    (0, b"fLaC", "audio", "a FLAC sound file, not a video"),
    (0, b"FORM", "audio", "an AIFF sound file, not a video"),
    (0, b"MThd", "audio", "a MIDI file, not a video"),
    (0, b"PK\x03\x04", "archive", "a ZIP archive, not a video"),
    (0, b"PK\x05\x06", "archive", "a ZIP archive, not a video"),
    (0, b"Rar!\x1a\x07", "archive", "a RAR archive, not a video"),
    (0, b"7z\xbc\xaf\x27\x1c", "archive", "a 7z archive, not a video"),
    (0, b"\x1f\x8b\x08", "archive", "a gzip archive, not a video"),
    (0, b"BZh", "archive", "a bzip2 archive, not a video"),
    (0, b"\xfd7zXZ\x00", "archive", "an xz archive, not a video"),
    (0, b"\x28\xb5\x2f\xfd", "archive", "a zstd archive, not a video"),
    (257, b"ustar", "archive", "a tar archive, not a video"),
    (0, b"%PDF-", "other", "a PDF document, not a video"),
    (0, b"\x7fELF", "other", "a program, not a video"),
    (0, b"SQLite format 3\x00", "other", "a database, not a video"),
)
_RIFF: dict[bytes, tuple[Kind, str]] = {
    b"WAVE": ("audio", "a WAV sound file, not a video"),
    b"WEBP": ("image", "a WebP picture, not a video"),
}
_FTYP: dict[bytes, tuple[Kind, str]] = {
    b"heic": ("image", "a HEIC picture, not a video"),
    b"heix": ("image", "a HEIC picture, not a video"),
    b"mif1": ("image", "a HEIF picture, not a video"),
    b"avif": ("image", "an AVIF picture, not a video"),
}
_BMP_HEADERS = (b"\x28\x00\x00\x00", b"\x7c\x00\x00\x00")
_TEXT_CONTROLS = frozenset(b"\t\n\x0b\x0c\r\x1b")


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What the first bytes say. `reason` is empty for `video`, which is also what the unknown counts as."""

    kind: Kind
    reason: str


PLAUSIBLE = Sniffed("video", "")


def sniff(head: bytes) -> Sniffed:
    """Tells what a file is from its first bytes (up to 64 KiB; none at all for an empty file)."""
    if not head:
        return Sniffed("empty", "the file is empty")
    if not head.strip(b"\x00"):
        return Sniffed("other", "nothing but zeros at its start: it was never written or downloaded")
    for offset, magic, kind, reason in _MAGIC:
        if head.startswith(magic, offset):
            return Sniffed(kind, reason)
    if _is_text(head):
        if head.startswith(b"version https://git-lfs.github.com/spec/"):
            return Sniffed(
                "lfs-pointer", "a Git LFS pointer, not the video itself: fetch it with git lfs pull"
            )
        return Sniffed("text", "a text file, not a video")
    return _by_container(head)


def _by_container(head: bytes) -> Sniffed:
    if head.startswith(b"RIFF") and head[8:12] in _RIFF:
        return Sniffed(*_RIFF[head[8:12]])
    if head[4:8] == b"ftyp" and head[8:12] in _FTYP:
        return Sniffed(*_FTYP[head[8:12]])
    if head.startswith(b"BM") and head[6:10] == b"\x00" * 4 and head[14:18] in _BMP_HEADERS:
        return Sniffed("image", "a BMP picture, not a video")
    return PLAUSIBLE


def sniff_file(path: str) -> Sniffed:
    """Reads the head of a file and tells what it is.

    Raises:
        MediaError: stage `scan`: the file is gone or cannot be read.
    """
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode) and not os.path.isdir(path):
            raise MediaError("scan", "not a file with content, but a device, a pipe or a socket")
        with Path(path).open("rb") as file:
            return sniff(file.read(HEAD_BYTES))
    except OSError as error:
        raise MediaError("scan", reason_of(error)) from error


def reason_of(error: OSError) -> str:
    """An operating system error in plain words, without the path."""
    if isinstance(error, FileNotFoundError):
        return "the file is no longer there"
    if isinstance(error, PermissionError):
        return "no permission to read the file"
    if isinstance(error, IsADirectoryError):
        return "a folder, not a file"
    return f"the file cannot be read: {error.strerror or error}"


def _is_text(head: bytes) -> bool:
    """UTF-8 or UTF-16 without control characters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
        return "\ufffd" not in text[:-1] and "\x00" not in text
    if any(byte < 0x20 and byte not in _TEXT_CONTROLS for byte in head):
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4 and len(head) >= HEAD_BYTES  # cut within a character
    return True
