"""The title that a container holds, where it says more than the name of the file."""

from __future__ import annotations

import os
import re

from vop_desktop.errors import MediaError
from vop_desktop.media.probe import open_container
from vop_desktop.media.scanner import is_video_name

LONGEST = 300  # letters
FEWEST_WORDS = 2
_WORD = re.compile(r"[^\W\d_]{2,}")  # of letters
_JOINED = re.compile(r"[^\W_]_+[^\W_]")  # as in the names of files, never in prose
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{4,}")  # as much as some words


def read_title(path: str) -> str:
    """The title inside a video file, or nothing: where there is none, or it is a number or a file's name.

    Opens the file, 5 to 15 ms. Any thread; one that cannot be opened has none.
    """
    import av

    try:
        with open_container(path) as container:
            tags = {str(key).lower(): str(value) for key, value in container.metadata.items()}
    except (OSError, MediaError, av.error.FFmpegError, ValueError):
        return ""
    return telling_title(tags.get("title", ""), path)


def telling_title(title: str, path: str) -> str:
    """A title in one line if it describes anything, else nothing.

    A name describes nothing: what adds nothing to that of its own file, has words that are joined by
    underscores, ends as a video file does, or is one word.
    """
    line = " ".join(title.replace("\0", " ").split())
    if len(line) > LONGEST or _letters(line) in _letters(os.path.basename(path)):
        return ""
    if _JOINED.search(line) or is_video_name(line):
        return ""
    words = len(_WORD.findall(line)) if " " in line else 1
    return line if words >= FEWEST_WORDS or _UNSPACED.search(line) else ""


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
