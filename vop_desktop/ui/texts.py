"""Times, paths and counts as people read them."""

from __future__ import annotations

import os

from PySide6.QtCore import QCoreApplication

from vop_desktop.records import Confidence, IndexProgress, display_path


def clock(seconds: float) -> str:
    """Seconds as `1:23` or `1:02:03`."""
    whole = max(0, int(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def file_name(path: str) -> str:
    """The last part of a path, fit to be shown."""
    return display_path(os.path.basename(path.rstrip(os.sep)) or path)


def folder_of(path: str) -> str:
    """The folder of a path, fit to be shown."""
    return display_path(os.path.dirname(path))


def confidence_word(confidence: Confidence) -> str:
    """`likely`, `maybe` and `weak` in the person's language."""
    words = {
        "likely": QCoreApplication.translate("Confidence", "likely"),
        "maybe": QCoreApplication.translate("Confidence", "maybe"),
        "weak": QCoreApplication.translate("Confidence", "weak"),
    }
    return words[confidence]


def time_left(seconds: float | None) -> str:
    """An estimate, as coarse as it deserves."""
    if seconds is None:
        return ""
    translate = QCoreApplication.translate
    if seconds < 90:
        return translate("Progress", "about {0} s left").format(max(1, round(seconds)))
    if seconds < 5400:
        return translate("Progress", "about {0} min left").format(round(seconds / 60))
    return translate("Progress", "about {0} h left").format(round(seconds / 3600))


def progress_text(progress: IndexProgress) -> str:
    """One line on what the background work is at."""
    translate = QCoreApplication.translate
    if progress.phase == "drawing":
        return translate("Progress", "Drawing sample clips: {0} of {1}").format(progress.done, progress.total)
    if progress.phase == "scanning":
        return translate("Progress", "Looking through the folders: {0} videos so far").format(progress.total)
    line = translate("Progress", "Reading videos: {0} of {1}").format(progress.done, progress.total)
    if progress.rate > 0:
        line += " · " + translate("Progress", "{0} a second").format(f"{progress.rate:.1f}")
    left = time_left(progress.seconds_left)
    return f"{line} · {left}" if left and progress.done >= 3 else line
