"""Texts beside a video: captions that lie there, and one that a person wants written there."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vop_desktop.errors import LibraryError
from vop_desktop.library.caption_files import CAPTION_COLUMNS, Problems, plain_text, stream_captions
from vop_desktop.library.captions import clean_captions, read_sidecar, read_text, read_whole_text
from vop_desktop.records import display_path

MAX_SPOKEN = 64 * 1024  # bytes of subtitles; more are the words of a film, which describe no clip
MAX_CUES = 50


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside a video.

    Attributes:
        captions: out of `.txt` and `.json`: they describe it.
        spoken: lines of a short `.srt` or `.vtt`. They are captions to choose from, but no words of the
            video's own: as subtitles they are found at their times.
    """

    captions: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()


def read_beside(files: Iterable[str]) -> Beside:
    """Reads the sidecars of one video. What cannot be read, or is something else, has no captions."""
    captions: list[str] = []
    spoken: list[str] = []
    for name in files:
        path = Path(name)
        ending = path.suffix.lower()
        if ending == ".txt":
            captions += map(plain_text, read_sidecar(path))
        elif ending == ".json":
            captions += map(plain_text, _described(path))
        else:
            spoken += _cues(path)
    return Beside(tuple(clean_captions(captions)), tuple(clean_captions(spoken)))


def _described(path: Path) -> list[str]:
    """Captions in a `.json`: a list of texts or objects, or an object with a text under a known name."""
    try:
        whole = json.loads(read_text(path))
    except (OSError, ValueError, RecursionError):
        return []
    return _texts(whole, path.stem)


def _texts(value: Any, stem: str) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for entry in value if isinstance(entry, str | dict) for text in _texts(entry, stem)]
    if not isinstance(value, dict):
        return []
    for name in CAPTION_COLUMNS:
        found = _texts(value.get(name), stem)
        kept = [text for text in found if text.strip() and not _is_file_name(text, stem)]
        if kept:
            return kept
    return []


def _is_file_name(text: str, stem: str) -> bool:
    """Photo programs write the file's own name where a title would stand."""
    return os.path.splitext(text.strip())[0].casefold() == os.path.splitext(stem)[0].casefold()


def _cues(path: Path) -> list[str]:
    try:
        if path.stat().st_size > MAX_SPOKEN:
            return []
        found = list(stream_captions(path, Problems()))
    except (OSError, LibraryError):
        return []
    return found if len(found) <= MAX_CUES else []


def sidecar_there(video: str | os.PathLike[str]) -> Path | None:
    """The `.txt` that lies beside a video already. Any thread."""
    path = Path(os.fspath(video))
    names = (path.with_suffix(".txt"), path.with_suffix(".TXT"))
    return next((name for name in names if os.path.lexists(name)), None)


def write_sidecar(video: str | os.PathLike[str], captions: Sequence[str]) -> Path:
    """Writes captions to a new `.txt` beside a video, a line each. The video itself is not touched.

    The file appears whole or not at all, and none that is there is ever replaced. Any thread.

    Returns:
        The file.

    Raises:
        LibraryError: there is one already, there is nothing to write, or the folder cannot be written.
    """
    target = Path(os.fspath(video)).with_suffix(".txt")
    data = _as_lines(captions, target)
    there = sidecar_there(video)
    if there is not None:
        raise LibraryError(f"{display_path(str(there))} is there already, and was left as it is.")
    name = display_path(str(target))
    try:
        _write_new(target, data)
    except FileExistsError as error:
        raise LibraryError(f"{name} is there already, and was left as it is.") from error
    except OSError as error:
        raise LibraryError(f"{name} cannot be written: {error.strerror or error}.") from error
    return target


def rewrite_sidecar(video: str | os.PathLike[str], captions: Sequence[str], *, keep: bool) -> Path:
    """Writes captions to the `.txt` that lies beside a video: only where a person has said so.

    The file is changed whole or not at all; where it is a link, the file that it leads to. Any thread.

    Args:
        video: the video, which is not touched.
        captions: a line each.
        keep: after the lines that are there, those that are there already left out; else in their place.

    Returns:
        The file.

    Raises:
        LibraryError: there is nothing to write, or the file cannot be read or written.
    """
    target = sidecar_there(video)
    if target is None:
        return write_sidecar(video, captions)
    file = target.resolve()
    name = display_path(str(target))
    data = _as_lines(captions, target)
    try:
        if keep:
            before = read_whole_text(file)
            lines = before.splitlines()
            new = [line for line in clean_captions(captions) if line not in lines]
            end = "" if not before or before.endswith("\n") else "\n"
            data = (before + end + "".join(f"{line}\n" for line in new)).encode("utf-8", "replace")
        _replace(file, data)
    except OSError as error:
        raise LibraryError(f"{name} cannot be written: {error.strerror or error}.") from error
    return target


def _as_lines(captions: Sequence[str], target: Path) -> bytes:
    lines = clean_captions(captions)
    if not lines:
        raise LibraryError(f"There is no caption to write to {display_path(str(target))}.")
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _replace(file: Path, data: bytes) -> None:
    handle, part = tempfile.mkstemp(prefix=".vop-", suffix=".part", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        shutil.copymode(file, part)
        Path(part).replace(file)
    finally:
        Path(part).unlink(missing_ok=True)


def _write_new(target: Path, data: bytes) -> None:
    """Writes a file that must not be there. FileExistsError if another one was quicker."""
    handle, part = tempfile.mkstemp(prefix=".vop-", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(part, 0o644)  # noqa: PTH101  (what mkstemp makes is for its owner alone)
        _name(Path(part), target)
    finally:
        Path(part).unlink(missing_ok=True)


def _name(part: Path, target: Path) -> None:
    """Gives a finished file its name, which must be free: a rename would replace what has it."""
    if os.name == "nt":
        part.rename(target)  # there it never replaces
        return
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:  # no links on this disk, a stick's for one: the name is taken first
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
        part.replace(target)
