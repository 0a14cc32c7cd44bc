"""Watching folders: what was added, changed, moved or deleted, told once it has come to rest."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vop_desktop.library.places import lies_in
from vop_desktop.library.reach import has_entries
from vop_desktop.media.scanner import is_sidecar_name, is_video_name
from vop_desktop.records import display_path

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

log = logging.getLogger(__name__)

SETTLE_SECONDS = 1.0
LOOK_SECONDS = 30.0  # between two looks whether the folders are there
SWEEP_SECONDS = 3600.0  # between two looks through everything: events get lost when too many come at once
POLL_SECONDS = 60.0  # between two walks through a folder that cannot report its changes
_NETWORK = frozenset(
    "9p afpfs afs ceph cifs davfs fuse.davfs2 fuse.rclone fuse.sshfs glusterfs nfs nfs4 smb2 smb3 smbfs "
    "vboxsf webdav".split()
)
_TELLING = frozenset({"created", "modified", "moved", "deleted", "closed"})

Look = tuple[int, int] | None  # size and time of change; None where there is no such file


@dataclass(slots=True)
class _Restless:
    """A path that changed: when it was last heard of, and how it looked at the last look."""

    heard: float
    look: Look = (-1, -1)


class FolderWatcher:
    """Tells which paths below some folders changed, in batches; `index_paths` takes them as they are.

    A file is told when it has neither changed nor grown for a while, a folder when nothing in it moves any
    more. A folder that goes away, or comes back, is told as a whole. Network folders are polled.

    Args:
        folders: what to watch, with all below them.
        changed: called with absolute paths, from the watcher's own thread; must not raise.
        trouble: called with a sentence for the person, from that thread.
        settle: seconds without an event after which a file is looked at, twice.
        look: seconds between two looks whether the folders are there.
        poll: seconds between two walks through a folder that has to be polled.
        polled: which folders those are.
    """

    def __init__(
        self,
        folders: Sequence[str],
        changed: Callable[[list[str]], None],
        *,
        trouble: Callable[[str], None] | None = None,
        settle: float = SETTLE_SECONDS,
        look: float = LOOK_SECONDS,
        poll: float = POLL_SECONDS,
        polled: Callable[[str], bool] | None = None,
    ) -> None:
        self._changed = changed
        self._trouble = trouble or (lambda text: log.warning("%s", text))
        self._settle = settle
        self._look_seconds = look
        self._poll = poll
        self._polled = polled or is_network_path
        self._roots: dict[str, tuple[int, int] | None] = dict.fromkeys(map(os.path.abspath, folders))
        self._observers: dict[str, BaseObserver] = {}
        self._restless: dict[str, _Restless] = {}
        self._lock = threading.Lock()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def start(self) -> None:
        """Begins to watch; returns when the folders that are there are watched. Any thread, once."""
        self._look_at_roots(first=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends watching within a second; nothing is told after that. Not from within `changed`."""
        self._end.set()
        if self._thread.ident is not None:
            self._thread.join()
        for root in list(self._observers):
            self._leave(root)

    def __enter__(self) -> FolderWatcher:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def notice(self, path: str) -> None:
        """Something happened at a path. Any thread."""
        with self._lock:
            self._restless[path] = _Restless(time.monotonic())

    # --- the watcher's thread -----------------------------------------------------------------------

    def _run(self) -> None:
        looked = swept = time.monotonic()
        while not self._end.wait(min(0.25, self._settle / 2)):
            now = time.monotonic()
            try:
                if now - looked >= self._look_seconds:
                    looked = now
                    self._look_at_roots()
                if now - swept >= SWEEP_SECONDS:
                    swept = now
                    for root in self._observers:
                        self.notice(root)
                settled = self._settled(now)
                if settled:
                    self._changed(settled)
            except Exception:
                log.exception("Watching failed; it goes on")

    def _settled(self, now: float) -> list[str]:
        """The paths that have come to rest; they are forgotten here."""
        with self._lock:
            quiet = {path: item for path, item in self._restless.items() if now - item.heard >= self._settle}
        ready = [path for path, item in quiet.items() if self._rests(path, item, now)]
        with self._lock:
            ready = [path for path in ready if self._restless.get(path) is quiet[path]]  # no event since
            waiting = self._restless.keys() - set(ready)
            ready = [path for path in ready if not any(lies_in(other, path) for other in waiting)]
            for path in ready:
                del self._restless[path]
        return sorted(ready)

    def _rests(self, path: str, item: _Restless, now: float) -> bool:
        try:
            status = os.stat(path)  # noqa: PTH116
        except OSError:
            return True  # gone
        if not os.path.isfile(path):
            return True
        look = (status.st_size, status.st_mtime_ns)
        if item.look == look:
            return True
        item.look, item.heard = look, now
        return False

    def _look_at_roots(self, *, first: bool = False) -> None:
        for root, before in self._roots.items():
            now = self._key(root)
            if now == before:
                continue
            self._leave(root)
            self._roots[root] = now
            if now is not None:
                self._watch(root)
            if not first:
                self.notice(root)

    def _key(self, root: str) -> tuple[int, int] | None:
        """Tells a folder from the one that lies there when a disk is unplugged, or another plugged in."""
        try:
            if has_entries(root) or (not self._polled(root) and os.path.isdir(root)):
                status = Path(root).stat()
                return status.st_dev, status.st_ino
        except OSError:
            pass
        return None

    def _watch(self, root: str) -> None:
        from watchdog.observers import Observer
        from watchdog.observers.polling import PollingObserver

        if not self._polled(root):
            try:
                self._observe(root, Observer())
                return
            except OSError as error:  # mostly: more folders than the system is set to watch
                reason = error.strerror or error
                self._trouble(
                    f"{display_path(root)} cannot be watched ({reason}); it is looked through every "
                    f"{self._poll:.0f} seconds instead."
                )
        self._observe(root, PollingObserver(timeout=self._poll))

    def _observe(self, root: str, observer: BaseObserver) -> None:
        try:
            observer.schedule(_Handler(self), root, recursive=True)  # type: ignore[arg-type]
            observer.start()
        except BaseException:
            if observer.is_alive():
                observer.stop()
            raise
        self._observers[root] = observer

    def _leave(self, root: str) -> None:
        observer = self._observers.pop(root, None)
        if observer is not None:
            observer.stop()
            observer.join(5)


class _Handler:
    """What watchdog calls, in threads of its own."""

    def __init__(self, watcher: FolderWatcher) -> None:
        self._watcher = watcher

    def dispatch(self, event: FileSystemEvent) -> None:
        """Passes on what can matter."""
        if event.event_type not in _TELLING or (event.is_directory and event.event_type == "modified"):
            return
        for name in (event.src_path, event.dest_path):
            path = os.fsdecode(name)
            if path and (event.is_directory or _matters(os.path.basename(path))):
                self._watcher.notice(path)


def _matters(name: str) -> bool:
    return is_video_name(name) or is_sidecar_name(name)


def is_network_path(path: str) -> bool:
    """Whether a folder lies on a network drive, which reports no changes that others make."""
    if sys.platform == "win32":
        import ctypes

        drive = os.path.splitdrive(os.path.abspath(path))[0]
        return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == 4
    import psutil

    mounts = [part for part in psutil.disk_partitions(all=True) if lies_in(path, part.mountpoint)]
    return bool(mounts) and max(mounts, key=lambda part: len(part.mountpoint)).fstype.lower() in _NETWORK
