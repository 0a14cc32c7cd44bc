"""A pack of the catalogue, from the click to the installed folder.

The files of one source go to a staging folder in the cache place, are checked there one by one, and only then
handed to the installer, which makes the pack and puts it in place whole. Whatever stops a download, what was
installed before still works, and the next run goes on where this one ended.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from vop_desktop import paths
from vop_desktop.errors import PackError
from vop_desktop.model.catalogue import CatalogueEntry, PackSource, staged_path
from vop_desktop.model.download_progress import DownloadCallback, DownloadMeter, DownloadProgress, size_text
from vop_desktop.model.hosts import is_offline, offers
from vop_desktop.model.link import Link, Patience
from vop_desktop.model.packs import Pack
from vop_desktop.model.transfer import RemoteFile, StorageError, Transfer, is_note, storage_error

__all__ = ["Download", "DownloadProgress", "Patience", "discard", "download_pack", "kept_bytes"]

MARGIN = 100_000_000  # bytes of the disk that stay free

Installer = Callable[[Path, CatalogueEntry], Pack]


@dataclass(frozen=True, slots=True)
class Download:
    """A finished download.

    Attributes:
        pack: what was installed.
        source: where it came from, for people.
        fetched: bytes received in this run.
        seconds: it took, installing included.
    """

    pack: Pack
    source: str
    fetched: int
    seconds: float


def import_installer(folder: Path, entry: CatalogueEntry, *, cancel: threading.Event | None = None) -> Pack:
    """Makes a pack of downloaded files. PackError says what is wrong with them."""
    from vop_desktop.model.importing import import_pack

    return import_pack(
        folder,
        name=entry.name,
        expected=entry.config,
        title=entry.title,
        description=entry.description,
        understands=entry.understands,
        licence=entry.licence,
        languages=entry.languages,
        sources=[asdict(source) for source in entry.sources],
        cancel=cancel,
    )


def download_pack(
    entry: CatalogueEntry,
    *,
    progress: DownloadCallback | None = None,
    cancel: threading.Event | None = None,
    install: Installer | None = None,
    patience: Patience | None = None,
) -> Download:
    """Downloads and installs a pack; goes on where an earlier run stopped.

    Blocks; call it from a worker thread. Sources are tried in their order.

    Args:
        entry: of the catalogue.
        progress: called in this thread, at most ten times a second.
        cancel: set it from any thread to stop; it is obeyed within a second while fetching.
        install: makes the pack of the folder with the files, and puts it in place whole or not at all; the
            entry it gets names only the source that was used. By default the files are imported.
        patience: time-outs and tries.

    Raises:
        PackError: says which server or file is at fault and what to do.
        Cancelled: `cancel` was set; what was fetched is kept.
    """
    if is_offline():
        raise PackError(
            "Offline mode is on (HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE is set), so nothing is downloaded. "
            "Unset it, or install from files with: vop packs import"
        )
    from filelock import FileLock, Timeout

    begun = time.monotonic()
    meter = DownloadMeter(progress, entry.download_size)
    staging = _staging(entry.name)
    try:
        staging.parent.mkdir(parents=True, exist_ok=True)
        with (
            FileLock(f"{staging}.lock", timeout=0),
            Link(cancel or threading.Event(), patience or Patience()) as link,
        ):
            link.tick = meter.tick
            source, folder, certain = _fetch(entry, link, meter)
            meter.phase("installing")
            chosen = install or partial(import_installer, cancel=link.cancel)
            pack = _install(chosen, folder, replace(entry, sources=(source,)), certain=certain)
            shutil.rmtree(staging, ignore_errors=True)
    except Timeout as error:
        raise PackError(
            f"“{entry.title}” is being downloaded already, by another window or command."
        ) from error
    except OSError as error:
        raise storage_error(error) from error
    meter.phase("done")
    return Download(pack, source.title, meter.fetched, time.monotonic() - begun)


def kept_bytes(name: str) -> int:
    """Bytes that an unfinished download of that name has left."""
    size = 0
    for path in _staging(name).rglob("*"):
        with suppress(FileNotFoundError):  # the download may be going on
            size += path.stat().st_size if path.is_file() and not is_note(path) else 0
    return size


def discard(name: str) -> None:
    """Throws away what an unfinished download has left."""
    shutil.rmtree(_staging(name), ignore_errors=True)


def _staging(name: str) -> Path:
    return paths.cache_dir() / "downloads" / name


def _fetch(entry: CatalogueEntry, link: Link, meter: DownloadMeter) -> tuple[PackSource, Path, bool]:
    """The first source that gives everything, its folder, and whether every file's SHA-256 was known."""
    faults: list[str] = []
    for number, source in enumerate(entry.sources):
        folder = _staging(entry.name) / f"{number}-{source.kind}"
        try:
            meter.phase("connecting")
            meter.total = source.size
            remotes = link.persist(partial(offers, source, link), told=meter.told)
            meter.total = sum(remote.expected for remote in remotes)
            check_space(entry, folder, remotes)
            for remote in remotes:
                Transfer(link, remote, staged_path(folder, remote.file), meter).run()
            return source, folder, all(remote.sha256 for remote in remotes)
        except StorageError:
            raise
        except PackError as error:
            faults.append(str(error))
            meter.restart()
    kept = "What was fetched is kept: start it again to go on." if kept_bytes(entry.name) else ""
    raise PackError(" ".join([*dict.fromkeys(faults), kept]).rstrip())


def _install(install: Installer, folder: Path, entry: CatalogueEntry, *, certain: bool) -> Pack:
    try:
        return install(folder, entry)
    except PackError:
        if not certain:  # what could not be checked may be at fault: the next run fetches it anew
            shutil.rmtree(folder, ignore_errors=True)
        raise


def check_space(entry: CatalogueEntry, folder: Path, remotes: list[RemoteFile]) -> None:
    """StorageError when what is missing and the installed pack do not fit on the disks."""
    missing = sum(remote.expected for remote in remotes) - sum(_present(folder, remote) for remote in remotes)
    needs: dict[int, tuple[Path, int]] = {}
    for place, size in ((folder, max(missing, 0)), (paths.data_dir(), entry.installed_size)):
        there = _existing(place)
        device = there.stat().st_dev
        needs[device] = (there, needs.get(device, (there, 0))[1] + size)
    for there, size in needs.values():
        free = shutil.disk_usage(there).free
        if free < size + MARGIN:
            raise StorageError(
                f"There is not enough room for “{entry.title}”: it needs {size_text(size + MARGIN)} on the "
                f"disk of {there}, where {size_text(free)} are free. Nothing was fetched; make room and try "
                "again."
            )


def _present(folder: Path, remote: RemoteFile) -> int:
    target = staged_path(folder, remote.file)
    for path in (target, target.with_name(target.name + ".part")):
        if path.is_file():
            return path.stat().st_size
    return 0


def _existing(place: Path) -> Path:
    while not place.exists():
        place = place.parent
    return place
