"""The program's own icon, and where all icons lie."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from PySide6.QtGui import QIcon

ICONS = Path(str(files("vop_desktop.resources") / "icons"))


def application_icon() -> QIcon:
    """A magnifying glass over a strip of film, sharp at every size."""
    return QIcon(str(ICONS / "vop-desktop.svg"))
