"""What became of a change of the library, as a sentence; its title only says what was to be done."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QCoreApplication

from vop_desktop.ui.sentences import said


def told(title: str) -> str:
    """That the change of this title, as `library.changes` writes it, is done."""
    for pattern, number in _patterns():
        match = pattern.fullmatch(title)
        if match is not None:
            return _sentences()[number].format(*match.groups())
    return QCoreApplication.translate("Changes", "Done: {0}.").format(said(title))


TITLES = (
    "Tag 1 video (“.*”)", r"Tag (\d+) videos (“.*”)",
    "Take tag (“.*”) off 1 video", r"Take tag (“.*”) off (\d+) videos",
    "Forget 1 video", r"Forget (\d+) videos", "Bring back 1 video", r"Bring back (\d+) videos",
    "Leave out (“.*”)", r"Leave out (\d+) files or folders", "Take in again (“.*”)",
    "Add caption (“.*”)", "Edit caption (“.*”)", "Remove caption (“.*”)",
    "Remove folder (“.*”)",
    "Choose the picture of a video", "Let the program choose the picture of a video",
)  # fmt: skip


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], int]]:
    return [(re.compile(title, re.DOTALL), number) for number, title in enumerate(TITLES)]


def _sentences() -> tuple[str, ...]:
    """In the order of `TITLES`, in the person's language."""
    translate = QCoreApplication.translate
    return (
        translate("Changes", "1 video tagged {0}."),
        translate("Changes", "{0} videos tagged {1}."),
        translate("Changes", "Tag {0} taken off 1 video."),
        translate("Changes", "Tag {0} taken off {1} videos."),
        translate("Changes", "1 video forgotten. The file itself stays where it is."),
        translate("Changes", "{0} videos forgotten. The files themselves stay where they are."),
        translate("Changes", "1 video is back."),
        translate("Changes", "{0} videos are back."),
        translate("Changes", "Left out: {0}. The files themselves stay where they are."),
        translate("Changes", "{0} files or folders are left out. They themselves stay where they are."),
        translate("Changes", "Taken in again: {0}."),
        translate("Changes", "Caption added: {0}."),
        translate("Changes", "Caption changed; it was {0}."),
        translate("Changes", "Caption removed: {0}."),
        translate("Changes", "{0} is no longer shown. Nothing was deleted, and what was read of it is kept."),
        translate("Changes", "This picture stands for the video from now on."),
        translate("Changes", "The program chooses the picture of the video again."),
    )
