"""Video-text pairs to tune on or to be examined with, and their frames, decoded once.

A video's split (train, validation, test) follows from its content and the seed, so that a resumed run, or
one with a few more videos, keeps apart what it kept apart before.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, overload

import numpy as np

from vop_desktop.errors import Cancelled, TuneError
from vop_desktop.media.decode import DecodePool, DecodeRequest, SegmentsDecoded, VideoDone
from vop_desktop.media.fingerprint import fingerprint
from vop_desktop.records import ByteArray, Failure, display_path, pad_frames

Split = Literal["train", "validation", "test"]

TEST_SHARE, VALIDATION_SHARE = 0.25, 0.15
LONGEST_CAPTION = 2000  # letters; more is no caption but a file in the wrong place


@dataclass(frozen=True, slots=True)
class CaptionedVideo:
    """One video with its captions; `key` is its content's fingerprint."""

    path: str
    key: str
    captions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairSet:
    """What a source of pairs came to.

    Attributes:
        videos: readable as files; whether they decode shows later.
        problems: lines and files that were left out, each with its reason.
    """

    videos: tuple[CaptionedVideo, ...]
    problems: tuple[Failure, ...]

    @property
    def captions(self) -> int:
        """Number of pairs."""
        return sum(len(video.captions) for video in self.videos)


def read_pairs(source: Path, folder: Path | None = None) -> PairSet:
    """Reads pairs from a CSV file with the columns `file` and `caption`, or from a folder that holds one.

    A file name is taken relative to `folder`, or else the CSV's own. A folder without `captions.csv` gives
    its videos' sidecar texts (`name.txt`, a line a caption). Bad lines are listed and passed over.

    Raises:
        TuneError: there is nothing to read at all.
    """
    table = source / "captions.csv" if source.is_dir() else source
    if source.is_dir() and not table.exists():
        rows, problems = _sidecars(source), list[Failure]()
    else:
        rows, problems = _read_table(table)
    by_path: dict[str, dict[str, None]] = {}
    for name, caption in rows:
        by_path.setdefault(os.path.join(folder or table.parent, name), {})[caption] = None
    videos: dict[str, CaptionedVideo] = {}
    for path, captions in by_path.items():
        try:
            key = fingerprint(path)
        except OSError as error:
            problems.append(Failure(path, "scan", error.strerror or str(error)))
            continue
        except Exception as error:
            problems.append(Failure(path, "scan", str(error)))
            continue
        before = videos[key].captions if key in videos else ()
        videos[key] = CaptionedVideo(path, key, tuple(dict.fromkeys((*before, *captions))))
    if not videos:
        why = f" {display_path(problems[0].path)}: {problems[0].reason}." if problems else ""
        raise TuneError(f"{display_path(str(source))} names no video that is there.{why}")
    return PairSet(tuple(videos.values()), tuple(problems))


def _read_table(table: Path) -> tuple[list[tuple[str, str]], list[Failure]]:
    text = _decode(table)
    reader = csv.reader(io.StringIO(text, newline=""))
    rows: list[tuple[str, str]] = []
    problems: list[Failure] = []
    name = str(table)
    try:
        header = [cell.strip().lower() for cell in next(reader)]
        columns = header.index("file"), header.index("caption")
    except (StopIteration, ValueError) as error:
        raise TuneError(
            f"{display_path(name)} has no first line with the columns file and caption."
        ) from error
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) <= max(columns) or not row[columns[0]].strip() or not row[columns[1]].strip():
                problems.append(
                    Failure(name, "scan", f"line {reader.line_num}: a file or a caption is missing")
                )
            elif len(row[columns[1]]) > LONGEST_CAPTION:
                problems.append(
                    Failure(name, "scan", f"line {reader.line_num}: this is no caption but a long text")
                )
            else:
                rows.append((row[columns[0]].strip(), " ".join(row[columns[1]].split())))
    except csv.Error as error:
        problems.append(
            Failure(name, "scan", f"line {reader.line_num}: {error}; the lines after it are left out")
        )
    return rows, problems


def _decode(table: Path) -> str:
    """The text of a file in UTF-8 or UTF-16, with or without a mark, or else in Latin-1."""
    try:
        raw = table.read_bytes()
    except OSError as error:
        raise TuneError(f"{display_path(str(table))} cannot be read: {error.strerror or error}.") from error
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _sidecars(folder: Path) -> list[tuple[str, str]]:
    rows = []
    for text in sorted(folder.glob("*.txt")):
        videos = [other for other in sorted(folder.glob(f"{_escape(text.stem)}.*")) if other.suffix != ".txt"]
        lines = [line.strip() for line in _decode(text).splitlines() if line.strip()]
        rows += [(videos[0].name, line) for line in lines if videos]
    return rows


def _escape(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def split_of(key: str, seed: int) -> Split:
    """Which part of the data a video belongs to; captions of one video never part."""
    digest = hashlib.blake2b(f"{seed}/{key}".encode(), digest_size=8).digest()
    place = int.from_bytes(digest, "big") / 2**64
    if place < TEST_SHARE:
        return "test"
    return "validation" if place < TEST_SHARE + VALIDATION_SHARE else "train"


@dataclass(frozen=True, slots=True, eq=False)
class Clips:
    """Videos with their frames, ready for a model.

    Attributes:
        videos: those that could be decoded.
        frames: uint8 [N, T, S, S, 3], read from the cache.
    """

    videos: tuple[CaptionedVideo, ...]
    frames: Sequence[ByteArray]

    def part(self, split: Split, seed: int) -> list[int]:
        """Rows of one part of the data."""
        return [row for row, video in enumerate(self.videos) if split_of(video.key, seed) == split]

    def stacked(self, rows: Sequence[int]) -> ByteArray:
        """uint8 [B, T, S, S, 3]."""
        return np.stack([self.frames[row] for row in rows])


def load_frames(
    pairs: PairSet,
    cache: Path,
    *,
    image_size: int,
    num_frames: int,
    seconds: float | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancel: threading.Event | None = None,
) -> tuple[Clips, tuple[Failure, ...]]:
    """Uniform frames of every video, decoded the first time and read from `cache` after that.

    Args:
        pairs: the videos.
        cache: folder for one `.npy` file a video and size; may be deleted at any time.
        image_size: S, pixels.
        num_frames: T; short videos repeat their last frame.
        seconds: the part of a video that is looked at, from its start; None for all of it.
        progress: called with videos done and videos in all.
        cancel: set to stop; what was decoded stays in the cache.

    Returns:
        The clips, and the videos that could not be decoded with the reason.
    """
    cache.mkdir(parents=True, exist_ok=True)
    part = "" if seconds is None else f"-{seconds:g}s"
    files = {v.path: cache / f"{v.key}-{num_frames}x{image_size}{part}.npy" for v in pairs.videos}
    waiting = [path for path, file in files.items() if not file.exists()]
    done, failed = len(files) - len(waiting), list[Failure]()
    if progress is not None:
        progress(done, len(files))
    longest = math.inf if seconds is None else seconds
    with DecodePool(DecodeRequest(image_size, num_frames, "whole", longest=longest)) as pool:
        for event in pool.decode(waiting, cancel=cancel):
            if isinstance(event, SegmentsDecoded) and event.first == 0:
                _save(files[event.path], pad_frames(event.segments[0].frames, num_frames))
            elif isinstance(event, VideoDone):
                done += 1
                if event.state == "failed":
                    failed.append(Failure(event.path, event.stage, event.reason))
                if progress is not None:
                    progress(done, len(files))
    if cancel is not None and cancel.is_set():
        raise Cancelled("stopped")
    kept = [video for video in pairs.videos if files[video.path].exists()]
    return Clips(tuple(kept), FrameFiles([files[video.path] for video in kept])), tuple(failed)


class FrameFiles(Sequence[ByteArray]):
    """The frames of videos in the cache, read when asked for: thousands of mapped files were too many."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files

    def __len__(self) -> int:
        return len(self._files)

    @overload
    def __getitem__(self, row: int) -> ByteArray: ...
    @overload
    def __getitem__(self, row: slice) -> FrameFiles: ...
    def __getitem__(self, row: int | slice) -> ByteArray | FrameFiles:
        if isinstance(row, slice):
            return FrameFiles(self._files[row])
        frames: ByteArray = np.load(self._files[row])
        return frames


def _save(file: Path, frames: ByteArray) -> None:
    part = file.with_suffix(f".{os.getpid()}.part")  # two runs may decode the same video
    try:
        with part.open("wb") as stream:
            np.save(stream, frames)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise TuneError(
            f"The frame cache {file.parent} cannot be written: {error.strerror or error}."
        ) from error
