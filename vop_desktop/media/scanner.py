"""Finds the video files below folders, whatever else lies there."""

from __future__ import annotations

import fnmatch
import os
import stat
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from vop_desktop.errors import Cancelled, MediaError
from vop_desktop.media.sniff import reason_of
from vop_desktop.records import Failure, VideoFile, is_service_name

VIDEO_EXTENSIONS = frozenset(
    ".mp4 .m4v .mov .mkv .webm .avi .wmv .asf .flv .mpg .mpeg .m2v .ts .mts .m2ts .vob .ogv .3gp .3g2 "
    ".mxf .dv .rm .gif .h264 .h265".split()
)
SIDECAR_EXTENSIONS = (".txt", ".srt", ".vtt", ".json")
_CAPTION_TABLE = "captions.csv"


class ScannedVideo(NamedTuple):
    """A video file, and the texts of the same name beside it (`clip.mp4`; `clip.txt`, `clip.srt`)."""

    file: VideoFile
    sidecars: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScannedFolder:
    """A folder that was walked. Comes before the videos in it.

    Attributes:
        captions_csv: its `captions.csv`, if any.
        mounted: whether it lies on another drive than the folder around it.
        texts: whether texts lie in it that may belong to its videos.
    """

    path: str
    captions_csv: str | None
    mounted: bool = False
    texts: bool = False


Scanned = ScannedVideo | ScannedFolder | Failure


def scan(
    folders: Sequence[str], *, excludes: Sequence[str] = (), cancel: threading.Event | None = None
) -> Iterator[Scanned]:
    """Walks folders (or takes single files) and yields what lies in them, folder by folder, sorted by name.

    Links are followed, each folder and file is visited once however many ways lead there. Hidden names,
    the bins and service folders of the systems and what `excludes` matches are left out, as is everything
    that is not an ordinary file. A file that vanishes meanwhile is left out silently.

    Args:
        folders: folders or files; made absolute, links in them kept as given.
        excludes: glob patterns; one without a separator is matched against names, else against whole paths.
        cancel: set it from any thread to stop.

    Yields:
        `ScannedFolder` and `ScannedVideo`; `Failure` (stage `scan`) for a folder that cannot be read.

    Raises:
        MediaError: stage `scan`, from the call itself: a folder does not exist.
        Cancelled: `cancel` was set; raised while iterating.
    """
    starts = [os.path.abspath(folder) for folder in folders]
    for start in starts:
        try:
            Path(start).stat()
        except FileNotFoundError as error:
            raise MediaError("scan", f"the folder {start} does not exist") from error
        except OSError:
            pass  # told as a failure when the walk gets there
    return _Walk(excludes, cancel).run(starts)


def is_video_name(name: str) -> bool:
    """Whether the name carries a video extension, in any case."""
    return os.path.splitext(name)[1].lower() in VIDEO_EXTENSIONS


class _Walk:
    """One scan: what was visited, what is left out."""

    def __init__(self, excludes: Sequence[str], cancel: threading.Event | None) -> None:
        self._name_globs = [glob.lower() for glob in excludes if "/" not in glob and os.sep not in glob]
        self._path_globs = [glob.rstrip("/" + os.sep) for glob in excludes if "/" in glob or os.sep in glob]
        self._cancel = cancel
        self._folders: set[tuple[int, int] | str] = set()
        self._real_folders: set[str] = set()  # their files are met there, so links to these are passed over
        self._linked: set[str] = set()  # files that were met through a link, or named by themselves

    def run(self, starts: Iterable[str]) -> Iterator[Scanned]:
        for start in starts:
            try:
                status = Path(start).stat()
            except OSError as error:
                yield Failure(start, "scan", reason_of(error))
                continue
            if stat.S_ISDIR(status.st_mode):
                yield from self._walk(start)
            elif stat.S_ISREG(status.st_mode) and self._first_link(os.path.realpath(start)):
                yield ScannedVideo(_video(start, status), sidecars_of(start))

    def _walk(self, start: str) -> Iterator[Scanned]:
        pending: list[tuple[str, int | None]] = [(start, None)]  # with the drive of the folder around it
        while pending:
            self._check()
            folder, drive = pending.pop()
            try:
                status = Path(folder).stat()
                # By number, which tells bind mounts and loops; some network drives have none.
                key = (status.st_dev, status.st_ino) if status.st_ino else os.path.realpath(folder)
                if key in self._folders:
                    continue
                self._folders.add(key)
                with os.scandir(folder) as listing:
                    entries = sorted(listing, key=attrgetter("name"))
            except FileNotFoundError:
                continue
            except OSError as error:
                yield Failure(folder, "scan", f"the folder cannot be read: {error.strerror or error}")
                continue
            below: list[str] = []
            yield from self._folder(folder, entries, below, mounted=drive not in (None, status.st_dev))
            pending += ((path, status.st_dev) for path in reversed(below))

    def _folder(
        self, folder: str, entries: Sequence[os.DirEntry[str]], below: list[str], *, mounted: bool
    ) -> Iterator[ScannedFolder | ScannedVideo]:
        """Yields the folder and its videos; puts the folders in it into `below`. As lean as it can be."""
        real = os.path.realpath(folder)
        self._real_folders.add(real)
        files: list[os.DirEntry[str]] = []
        texts: dict[str, str] = {}
        table = None
        for entry in entries:
            name = entry.name
            ending = name[name.rfind(".") :].lower()
            if ending in VIDEO_EXTENSIONS:
                files.append(entry)
            elif ending in SIDECAR_EXTENSIONS:
                texts[name.lower()] = name
            elif name.lower() == _CAPTION_TABLE:
                table = os.path.join(folder, name)
            elif self._is_folder(entry):
                below.append(entry.path)
        yield ScannedFolder(folder, table, mounted, bool(texts))
        for number, entry in enumerate(files):
            if number % 64 == 0:
                self._check()
            status = self._status(entry, real, below)
            if status is not None:
                path = entry.path
                yield ScannedVideo(
                    VideoFile(path, status.st_size, status.st_mtime_ns),
                    _sidecars(path, texts) if texts else (),
                )

    def _is_folder(self, entry: os.DirEntry[str]) -> bool:
        try:
            return entry.is_dir() and not self._left_out(entry)
        except OSError:
            return False

    def _status(self, entry: os.DirEntry[str], real: str, below: list[str]) -> os.stat_result | None:
        """What the file is, if it is an ordinary one that was not met yet."""
        if entry.name[0] == "." or ((self._name_globs or self._path_globs) and self._left_out(entry)):
            return None
        try:
            status = os.stat(entry.path)  # noqa: PTH116  (half as long as through a Path)
            if not stat.S_ISREG(status.st_mode):
                if stat.S_ISDIR(status.st_mode) and not self._left_out(entry):
                    below.append(entry.path)
                return None
            if entry.is_symlink():
                return status if self._first_link(os.path.realpath(entry.path)) else None
            if self._linked and os.path.join(real, entry.name) in self._linked:
                return None
        except OSError:
            return None  # vanished, or a link that leads nowhere
        return status

    def _left_out(self, entry: os.DirEntry[str]) -> bool:
        name = entry.name.lower()
        if is_service_name(name):
            return True
        return any(fnmatch.fnmatchcase(name, glob) for glob in self._name_globs) or any(
            fnmatch.fnmatch(entry.path, glob) for glob in self._path_globs
        )

    def _first_link(self, target: str) -> bool:
        """Marks a file as met through a link. Hard links of a file count as files of their own."""
        folder, name = os.path.split(target)
        if target in self._linked or (
            folder in self._real_folders and is_video_name(name) and name[0] != "."
        ):
            return False
        self._linked.add(target)
        return True

    def _check(self) -> None:
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled("the scan was stopped")


def _video(path: str, status: os.stat_result) -> VideoFile:
    return VideoFile(path, status.st_size, status.st_mtime_ns)


def is_sidecar_name(name: str) -> bool:
    """Whether a file of this name may hold captions of the video beside it, or is a table of captions."""
    return name.lower().endswith(SIDECAR_EXTENSIONS) or name.lower() == _CAPTION_TABLE


def sidecars_of(path: str) -> tuple[str, ...]:
    """The texts beside a video, found without listing its folder."""
    stem = os.path.splitext(path)[0]
    names = [next((stem + e for e in (ending, ending.upper()) if os.path.isfile(stem + e)), None)
             for ending in SIDECAR_EXTENSIONS]  # fmt: skip
    return tuple(name for name in names if name is not None)


def _sidecars(path: str, texts: dict[str, str]) -> tuple[str, ...]:
    folder, name = os.path.split(path)
    stem = os.path.splitext(name)[0].lower()
    found = [texts[stem + ending] for ending in SIDECAR_EXTENSIONS if stem + ending in texts]
    return tuple(os.path.join(folder, text) for text in found)
