"""Which paths lie in a folder, and which of them its excludes leave out."""

from __future__ import annotations

import fnmatch
import glob
import os
import re
from collections.abc import Sequence
from pathlib import Path


def lies_in(path: str, folder: str) -> bool:
    """Whether a path is a folder or something below it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def folder_pattern(folder: str) -> str:
    """The exclude that leaves out one folder (or file), whatever signs its name holds."""
    return glob.escape(folder.rstrip(os.sep) or os.sep)


def pattern_text(pattern: str) -> str:
    """An exclude as a person reads it: for what `folder_pattern` made, the folder."""
    return re.sub(r"\[([*?[])\]", r"\1", pattern)


def is_excluded(path: str, root: str, excludes: Sequence[str]) -> bool:
    """Whether a scan of `root` with these excludes would pass `path` over.

    A pattern without a separator is matched against names in any case, else against whole paths; what lies
    below an excluded folder is excluded too.
    """
    if not excludes or not lies_in(path, root):
        return False
    names = [glob.lower() for glob in excludes if "/" not in glob and os.sep not in glob]
    paths = [glob.rstrip("/" + os.sep) for glob in excludes if "/" in glob or os.sep in glob]
    place = root.rstrip(os.sep)
    for name in Path(path).parts[len(Path(root).parts) :]:
        place = f"{place}{os.sep}{name}"
        if any(fnmatch.fnmatchcase(name.lower(), glob) for glob in names):
            return True
        if any(fnmatch.fnmatch(place, glob) for glob in paths):
            return True
    return False
