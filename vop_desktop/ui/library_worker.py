"""A worker with a connection of its own to the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vop_desktop.ui.tasks import Worker

if TYPE_CHECKING:
    from vop_desktop.library import Library


class LibraryWorker(Worker):
    """Opens the library in its own thread when it is first needed, and closes it at the end."""

    def __init__(self, name: str, library: Path, *, yields: bool = False) -> None:
        super().__init__(name, yields=yields)
        self._path = library
        self._opened: Library | None = None

    @property
    def _library(self) -> Library:
        """The connection of this thread. LibraryError says why there is none."""
        if self._opened is None:
            from vop_desktop.library import Library

            self._opened = Library.open(self._path)
        return self._opened

    def _clean_up(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None
