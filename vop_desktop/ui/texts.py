"""Times, paths and counts as people read them."""

from __future__ import annotations

import os

from PySide6.QtCore import QCoreApplication, QLocale

from vop_desktop.records import Confidence, Hit, IndexProgress, display_path

CONFIDENCE_SIGNS: dict[Confidence, str] = {"likely": "●", "maybe": "◐", "weak": "○"}  # not by colour alone


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


def confidence_text(hit: Hit, *, exact: bool) -> str:
    """`● likely`, and the number where it is looked at closely."""
    word = f"{CONFIDENCE_SIGNS[hit.confidence]} {confidence_word(hit.confidence)}"
    return f"{word} · {hit.score:.2f}" if exact and hit.score else word


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
    parts = [translate("Progress", "Reading videos: {0} of {1}").format(progress.done, progress.total)]
    if progress.held:
        parts.append(held_text(progress.held))
    elif progress.rate > 0:
        parts.append(translate("Progress", "{0} videos/min").format(_figure(60 * progress.rate)))
        if progress.speed > 0:
            parts.append(translate("Progress", "{0} × real time").format(_figure(progress.speed)))
    left = time_left(progress.seconds_left)
    if left and progress.done >= 3 and not progress.held:
        parts.append(left)
    return " · ".join(parts)


def held_text(reason: str) -> str:
    """Why reading waits, for people."""
    translate = QCoreApplication.translate
    words = {
        "paused": translate("Progress", "paused"),
        "quiet hours": translate("Progress", "waits: it is a quiet hour"),
        "on battery": translate("Progress", "waits: on battery"),
    }
    return words.get(reason, reason)


def size_words(size: float) -> str:
    """Bytes as the person's language writes them."""
    return QLocale().formattedDataSize(
        round(size), 1 if size >= 1e9 else 0, QLocale.DataSizeFormat.DataSizeSIFormat
    )


def span_words(seconds: float) -> str:
    """A length of time, as coarse as an estimate deserves."""
    translate = QCoreApplication.translate
    if seconds < 90:
        return translate("Progress", "{0} s").format(max(1, round(seconds)))
    if seconds < 5400:
        return translate("Progress", "{0} min").format(round(seconds / 60))
    return translate("Progress", "{0} h").format(_figure(seconds / 3600))


def _figure(value: float) -> str:
    """Two figures that count."""
    return QLocale().toString(value, "f", 1 if value < 10 else 0)
