"""What was dragged in, as paths."""

from __future__ import annotations

from PySide6.QtCore import QMimeData


def local_paths(data: QMimeData) -> list[str]:
    """The files and folders of this computer among the dropped things, in order; none are looked at."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile() and url.toLocalFile()]
