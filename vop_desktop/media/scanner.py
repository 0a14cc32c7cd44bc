"""Finds the video files below folders, whatever else lies there."""

from __future__ import annotations

import fnmatch
import itertools
import os
import stat
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
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
_BATCH = 64  # files between two looks at whether to stop

FileLook = tuple[str, int, int]  # what a `VideoFile` is made of, plain: most files are never more than that


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


class ScannedVideos(NamedTuple):
    """Some videos of one folder, and the texts beside those that have any, by the path of the video."""

    files: list[FileLook]
    sidecars: dict[str, tuple[str, ...]]


Scanned = ScannedVideo | ScannedFolder | Failure
ScannedBatch = ScannedVideos | ScannedFolder | Failure


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
    return _one_by_one(scan_in_batches(folders, excludes=excludes, cancel=cancel))


def scan_in_batches(
    folders: Sequence[str], *, excludes: Sequence[str] = (), cancel: threading.Event | None = None
) -> Iterator[ScannedBatch]:
    """The same as `scan`, with the videos of a folder some at a time: for whoever looks at very many."""
    starts = [os.path.abspath(folder) for folder in folders]
    for start in starts:
        try:
            Path(start).stat()
        except FileNotFoundError as error:
            raise MediaError("scan", f"the folder {start} does not exist") from error
        except OSError:
            pass  # told as a failure when the walk gets there
    return _Walk(excludes, cancel).run(starts)


def _one_by_one(batches: Iterable[ScannedBatch]) -> Iterator[Scanned]:
    for batch in batches:
        if isinstance(batch, ScannedVideos):
            for look in batch.files:
                yield ScannedVideo(VideoFile(*look), batch.sidecars.get(look[0], ()))
        else:
            yield batch


def is_video_name(name: str) -> bool:
    """Whether the name carries a video extension, in any case."""
    return os.path.splitext(name)[1].lower() in VIDEO_EXTENSIONS


@dataclass(slots=True)
class _Listing:
    """What lies in a folder, without what is hidden.

    Attributes:
        videos: names of what looks like a video, sorted.
        links: those of them that are links.
        texts: names of texts that may belong to videos, by their lower case.
        table: the table of captions.
        below: paths of the folders in it.
    """

    videos: list[str] = field(default_factory=list)
    links: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    table: str | None = None
    below: list[str] = field(default_factory=list)


class _Walk:
    """One scan: what was visited, what is left out."""

    def __init__(self, excludes: Sequence[str], cancel: threading.Event | None) -> None:
        self._name_globs = [glob.lower() for glob in excludes if "/" not in glob and os.sep not in glob]
        self._path_globs = [glob.rstrip("/" + os.sep) for glob in excludes if "/" in glob or os.sep in glob]
        self._cancel = cancel
        self._folders: set[tuple[int, int] | str] = set()
        self._real_folders: set[str] = set()  # their files are met there, so links to these are passed over
        self._linked: set[str] = set()  # files that were met through a link, or named by themselves

    def run(self, starts: Iterable[str]) -> Iterator[ScannedBatch]:
        for start in starts:
            try:
                status = Path(start).stat()
            except OSError as error:
                yield Failure(start, "scan", reason_of(error))
                continue
            if stat.S_ISDIR(status.st_mode):
                yield from self._walk(start)
            elif stat.S_ISREG(status.st_mode) and self._first_link(os.path.realpath(start)):
                beside = sidecars_of(start)
                look = (start, status.st_size, status.st_mtime_ns)
                yield ScannedVideos([look], {start: beside} if beside else {})

    def _walk(self, start: str) -> Iterator[ScannedBatch]:
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
                listing = self._list(folder)
            except FileNotFoundError:
                continue
            except OSError as error:
                yield Failure(folder, "scan", f"the folder cannot be read: {error.strerror or error}")
                continue
            mounted = drive not in (None, status.st_dev)
            yield ScannedFolder(folder, listing.table, mounted, bool(listing.texts))
            yield from self._videos(folder, listing)
            pending += ((path, status.st_dev) for path in reversed(listing.below))

    def _list(self, folder: str) -> _Listing:
        """Sorts out what lies in a folder, by name and kind alone. As lean as it can be."""
        found = _Listing()
        videos, links = found.videos, found.links
        texts: list[str] = []
        with os.scandir(folder) as entries:
            while batch := list(itertools.islice(entries, _BATCH)):
                self._check()
                for entry in batch:
                    name = entry.name
                    ending = name[name.rfind(".") :].lower()
                    if ending in VIDEO_EXTENSIONS:
                        if name[0] != ".":
                            videos.append(name)
                            if _is_link(entry):
                                links.add(name)
                    elif ending in SIDECAR_EXTENSIONS:
                        texts.append(name)
                    elif name.lower() == _CAPTION_TABLE:
                        found.table = max(found.table or "", entry.path)
                    elif self._is_folder(entry):
                        found.below.append(entry.path)
        videos.sort()
        found.below.sort()
        found.texts = {name.lower(): name for name in sorted(texts)}
        return found

    def _videos(self, folder: str, listing: _Listing) -> Iterator[ScannedVideos]:
        """Looks at the videos of a folder, a batch at a time. As lean as it can be.

        A folder that is named like a video joins the others of `listing`.
        """
        real = os.path.realpath(folder)
        self._real_folders.add(real)
        base = os.path.join(folder, "")
        choosy = bool(self._name_globs or self._path_globs)
        links = listing.links
        with _entered(folder) as at:
            for start in range(0, len(listing.videos), _BATCH):
                self._check()
                found: list[FileLook] = []
                for name in listing.videos[start : start + _BATCH]:
                    path = base + name
                    if choosy and self._left_out(name, path):
                        continue
                    try:
                        status = os.stat(path if at is None else name, dir_fd=at)
                    except OSError:
                        continue  # vanished, or a link that leads nowhere
                    if not stat.S_ISREG(status.st_mode):
                        if stat.S_ISDIR(status.st_mode) and not self._left_out(name, path):
                            listing.below.append(path)
                    elif not (links or self._linked) or self._is_new(path, real, linked=name in links):
                        found.append((path, status.st_size, status.st_mtime_ns))
                texts = listing.texts
                beside = {look[0]: _sidecars(look[0], texts) for look in found} if texts else {}
                yield ScannedVideos(found, {path: names for path, names in beside.items() if names})

    def _is_folder(self, entry: os.DirEntry[str]) -> bool:
        try:
            return entry.is_dir() and not self._left_out(entry.name, entry.path)
        except OSError:
            return False

    def _left_out(self, name: str, path: str) -> bool:
        name = name.lower()
        if is_service_name(name):
            return True
        return any(fnmatch.fnmatchcase(name, glob) for glob in self._name_globs) or any(
            fnmatch.fnmatch(path, glob) for glob in self._path_globs
        )

    def _is_new(self, path: str, real: str, *, linked: bool) -> bool:
        """Whether a file was not met yet; `real` is its folder, without links."""
        if linked:
            return self._first_link(os.path.realpath(path))
        return os.path.join(real, os.path.basename(path)) not in self._linked

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


@contextmanager
def _entered(folder: str) -> Iterator[int | None]:
    """A folder from which the system finds its files at once, not by the whole path; None where it cannot."""
    try:
        at = os.open(folder, os.O_RDONLY) if os.stat in os.supports_dir_fd else None
    except OSError:
        at = None
    try:
        yield at
    finally:
        if at is not None:
            os.close(at)


def _is_link(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_symlink()
    except OSError:
        return False  # then nothing can be told of the file it leads to either


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
