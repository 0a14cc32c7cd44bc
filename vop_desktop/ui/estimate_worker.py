"""How much video there is: counted in the background, from the files' sizes and a sample of their lengths."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from vop_desktop.errors import MediaError
from vop_desktop.ui.messages import VideoAmount
from vop_desktop.ui.tasks import CancelToken, Worker

SAMPLE = 24  # files that are opened


class EstimateWorker(Worker):
    """Scans folders and opens a few of the videos in them.

    Signals:
        measured(VideoAmount): what lies there.
    """

    measured = Signal(object)

    def __init__(self) -> None:
        super().__init__("estimate")

    def measure(self, folders: list[str]) -> None:
        """Asks how much video lies below these folders. GUI thread."""
        self.post(self._measure, folders)

    def _measure(self, token: CancelToken, folders: list[str]) -> None:
        from vop_desktop.media.scanner import ScannedVideo, scan

        sizes: dict[str, int] = {}
        try:
            for entry in scan(folders, cancel=token):
                if isinstance(entry, ScannedVideo):
                    sizes[entry.file.path] = entry.file.size
        except MediaError:
            return  # the indexer says what is wrong with the folder
        seconds = _seconds(sizes, token)
        if not token.is_set():
            self.measured.emit(VideoAmount(len(sizes), seconds))


def _seconds(sizes: dict[str, int], token: CancelToken) -> float:
    """Seconds of video in all: those of a sample, by the bytes that they take."""
    from vop_desktop.media.probe import probe

    known_bytes = known_seconds = 0.0
    for path in _spread(sorted(sizes, key=lambda path: sizes[path])):
        if token.is_set():
            return 0.0
        try:
            info = probe(path)
        except MediaError:
            continue
        known_bytes += sizes[path]
        known_seconds += info.duration
    return known_seconds * sum(sizes.values()) / known_bytes if known_bytes else 0.0


def _spread(paths: Sequence[str]) -> list[str]:
    """Some of them, small and large ones alike."""
    step = max(1.0, len(paths) / SAMPLE)
    return [paths[int(number * step)] for number in range(min(SAMPLE, len(paths)))]
