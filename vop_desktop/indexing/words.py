"""The words that come with videos: subtitles beside and inside them, titles, and the full-text index."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

from vop_desktop.library import keywords
from vop_desktop.library.captions import clean_captions, set_file_captions
from vop_desktop.library.rows import path_from_db
from vop_desktop.library.store import Library
from vop_desktop.media.subtitles import read_subtitle_file, read_subtitle_tracks, subtitle_files
from vop_desktop.media.titles import read_title, telling_title
from vop_desktop.records import SubtitleLine

NOTHING_BESIDE = "tracks"  # the stamp of a video that has no subtitles but those inside it


def read_words(
    library: Library, videos: Mapping[str, int], folders: Iterable[str], cancel: threading.Event
) -> None:
    """Reads the subtitles and titles of videos, and brings the full-text index up to date.

    The tracks and the title inside a video are read once; the files beside it whenever one of them has
    changed.

    Args:
        library: of this thread.
        videos: ids by path; a video may have several paths.
        folders: where files beside the videos may lie.
        cancel: set it to stop; what was read is kept, and the rest read at the next call.
    """
    _drop_names(library)
    beside = subtitle_files(folders)
    stamps = keywords.subtitle_stamps(library, set(videos.values()), unlike=NOTHING_BESIDE)
    changed: dict[int, list[str]] = {}
    for path, video_id in videos.items():
        if video_id in stamps or path in beside:
            changed.setdefault(video_id, []).append(path)
    for video_id, copies in changed.items():
        if cancel.is_set():
            return
        files = sorted({name for path in copies for name in beside.get(path, [])})
        stamp = "\n".join([NOTHING_BESIDE, *map(_stamp, files)]).encode("utf-8", "replace").decode("utf-8")
        if stamps.get(video_id, NOTHING_BESIDE) != stamp:
            lines = _read(copies[0], files, cancel)
            if not cancel.is_set():
                if stamps.get(video_id, NOTHING_BESIDE) is None:
                    set_file_captions(library, {copies[0]: clean_captions([read_title(copies[0])])}, "title")
                keywords.put_subtitles(library, video_id, lines, stamp)
    keywords.sync(library)


def words_wait(library: Library) -> bool:
    """Whether there is anything to read for `read_words` where no files lie beside the videos."""
    return keywords.subtitles_differ(library, NOTHING_BESIDE)


def _drop_names(library: Library) -> None:
    """Titles that were taken for captions and are names of files go."""
    rows = library.query(
        "SELECT c.text, min(f.path) FROM captions c JOIN files f ON f.video_id = c.video_id "
        "WHERE c.source = 'title' GROUP BY c.id"
    )
    names = [path for text, key in rows if not telling_title(text, path := path_from_db(key))]
    set_file_captions(library, {path: [] for path in names}, "title")


def _read(video: str, files: list[str], cancel: threading.Event) -> list[SubtitleLine]:
    return [
        *(line for name in files for line in read_subtitle_file(name)),
        *read_subtitle_tracks(video, cancel),
    ]


def _stamp(path: str) -> str:
    try:
        status = Path(path).stat()
    except OSError:
        return path
    return f"{os.path.basename(path)}:{status.st_size}:{status.st_mtime_ns}"
