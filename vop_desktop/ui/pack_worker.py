"""Model packs in the background: what there is, downloads, imports, removals, the check of the computer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from vop_desktop.errors import Cancelled, LibraryError, PackError, VopDesktopError
from vop_desktop.ui.library_worker import LibraryWorker
from vop_desktop.ui.messages import PackCard, PackList
from vop_desktop.ui.tasks import CancelToken

if TYPE_CHECKING:
    from vop_desktop.model.catalogue import CatalogueEntry
    from vop_desktop.model.packs import Pack


class PackWorker(LibraryWorker):
    """One for what takes long, one for the rest, so that a list never waits for a download.

    Signals:
        listed(PackList): what there is.
        downloading(str, DownloadProgress): how far the download of a pack is.
        importing(int, int): bytes done, of how many.
        installed(str): a pack is there now, by name.
        stopped(str): a download was stopped by the person; what was fetched is kept.
        refused(str, str): name of a pack, or of a file to be imported, and why not.
        removed(str): a pack is gone.
        examined(str): the page about this computer.
    """

    listed = Signal(object)
    downloading = Signal(str, object)
    importing = Signal(int, int)
    installed = Signal(str)
    stopped = Signal(str)
    refused = Signal(str, str)
    removed = Signal(str)
    examined = Signal(str)

    # --- called from the GUI thread -----------------------------------------------------------------

    def list_packs(self) -> None:
        """Asks what there is."""
        self.post(self._list)

    def download(self, name: str) -> None:
        """Fetches and installs a pack of the catalogue; goes on where it was stopped."""
        self.post(self._download, name)

    def import_from(self, path: str) -> None:
        """Makes a pack of a file or folder."""
        self.post(self._import, path)

    def remove(self, name: str) -> None:
        """Deletes a pack that was added."""
        self.post(self._remove, name)

    def discard(self, name: str) -> None:
        """Throws away what a stopped download has left."""
        self.post(self._discard, name)

    def examine(self, library: str) -> None:
        """Asks for the page about this computer."""
        self.post(self._examine, library)

    # --- in the worker's thread ---------------------------------------------------------------------

    def _list(self, token: CancelToken) -> None:
        from vop_desktop.model.hosts import is_offline

        self.listed.emit(PackList(tuple(_cards(self._videos_read())), is_offline()))

    def _videos_read(self) -> dict[str, int]:
        """How many videos each model has read, by its id; none where the library cannot be opened."""
        try:
            rows = self._library.query("SELECT model_id, count(*) FROM segments GROUP BY model_id")
        except LibraryError:  # those who show the library say so
            return {}
        return {str(model): int(count) for model, count in rows}

    def _download(self, token: CancelToken, name: str) -> None:
        from vop_desktop.model.catalogue import find_entry
        from vop_desktop.model.download import download_pack

        try:
            download_pack(
                find_entry(name), progress=lambda how: self.downloading.emit(name, how), cancel=token
            )
        except Cancelled:
            self.stopped.emit(name)
        except VopDesktopError as error:
            self.refused.emit(name, str(error))
        else:
            self.installed.emit(name)

    def _import(self, token: CancelToken, path: str) -> None:
        from vop_desktop.model.importing import import_pack

        try:
            pack = import_pack(Path(path), on_progress=self.importing.emit, cancel=token)
        except Cancelled:
            self.stopped.emit("")
        except VopDesktopError as error:
            self.refused.emit("", str(error))
        else:
            self.installed.emit(pack.name)

    def _remove(self, token: CancelToken, name: str) -> None:
        from vop_desktop.model.staging import remove_pack

        try:
            remove_pack(name)
        except VopDesktopError as error:
            self.refused.emit(name, str(error))
        else:
            self.removed.emit(name)

    def _discard(self, token: CancelToken, name: str) -> None:
        from vop_desktop.model.download import discard

        discard(name)
        self._list(token)

    def _examine(self, token: CancelToken, library: str) -> None:
        from vop_desktop.doctor import as_text, examine

        self.examined.emit(as_text(examine(Path(library))))


def _cards(read: Mapping[str, int]) -> Iterator[PackCard]:
    """Built-in packs, added ones, damaged ones, then what the catalogue has besides."""
    from vop_desktop.model.catalogue import load_catalogue
    from vop_desktop.model.packs import PACK_FILE, builtin_dir, installed_dir, list_packs, read_pack

    try:
        entries = load_catalogue()
    except PackError:
        entries = {}
    seen: set[str] = set()
    for pack in list_packs():
        seen.add(pack.name)
        built_in = pack.folder.parent == builtin_dir()
        card = _installed(pack, entries.get(pack.name), built_in=built_in)
        own = not pack.video_model_id  # else its base has read them
        yield card._replace(videos=read.get(pack.model_id, 0) if own else 0)
    for folder in sorted(path.parent for path in installed_dir().glob(f"*/{PACK_FILE}")):
        if folder.name in seen or folder.name.startswith("."):
            continue
        try:
            read_pack(folder)
        except PackError as error:
            seen.add(folder.name)
            yield PackCard(
                folder.name,
                folder.name,
                "",
                "",
                (),
                "",
                "",
                "damaged",
                known=folder.name in entries,
                fault=str(error),
            )
    for entry in entries.values():
        if entry.name not in seen:
            yield _available(entry)


def _installed(pack: Pack, entry: CatalogueEntry | None, *, built_in: bool) -> PackCard:
    try:
        size, fault = pack.weights.stat().st_size, ""
    except OSError as error:
        size, fault = 0, f"Its weights cannot be read: {error.strerror or error}. Remove it and get it again."
    return PackCard(
        pack.name, pack.title, pack.description, pack.understands, pack.languages, pack.licence,
        entry.licence_note if entry else "", "built-in" if built_in else "installed",
        memory=entry.memory if entry else 0, installed_size=size, embed_dim=pack.config.embed_dim,
        recommended=bool(entry and entry.recommended), base=pack.base, known=entry is not None, fault=fault,
    )  # fmt: skip


def _available(entry: CatalogueEntry) -> PackCard:
    from vop_desktop.model.download import kept_bytes

    kept = kept_bytes(entry.name)
    return PackCard(
        entry.name, entry.title, entry.description, entry.understands, entry.languages, entry.licence,
        entry.licence_note, "begun" if kept else "available",
        download_size=entry.download_size, memory=entry.memory, installed_size=entry.installed_size,
        kept=kept, embed_dim=entry.config.embed_dim, unverified=entry.unverified,
        recommended=entry.recommended, sources=tuple(source.title for source in entry.sources),
    )  # fmt: skip
