"""Adding and removing packs on disk: whole or not at all. No torch here.

A pack is made in a folder whose name begins with a dot, which is no pack to anyone, and renamed when it is
complete. What a killed run left behind goes when the next pack is added.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from vop_desktop.errors import PackError
from vop_desktop.model.packs import Pack, builtin_dir, installed_dir, read_pack
from vop_desktop.records import display_path

NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # Windows keeps these
SPARE = 64 << 20  # bytes that have to stay free
FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


def pack_name(wish: str) -> str:
    """A name that a pack may have, made from a file's or a folder's."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", wish)[:60].strip(".-_").lower()
    return name if name and not RESERVED.fullmatch(name) else f"pack-{name}".strip("-")


def check_name(name: str) -> None:
    """PackError if a pack cannot have this name, or another one has it."""
    if not NAME.fullmatch(name) or RESERVED.fullmatch(name):
        raise PackError(
            f"A pack cannot be called “{name}”: letters, digits, dots and dashes, at most 64, beginning and "
            "ending with a letter or digit."
        )
    if name.casefold() in _taken(builtin_dir()):
        raise PackError(
            f"“{name}” is a pack of the program itself. Give this one another name: rename its folder or "
            "file, or use --name."
        )
    if name.casefold() in _taken(installed_dir()):
        raise PackError(
            f"There is already a pack called “{name}”. Remove that one first, or give this one another name: "
            "rename its folder or file, or use --name."
        )


def _taken(folder: Path) -> set[str]:
    return {each.name.casefold() for each in folder.iterdir()} if folder.is_dir() else set()


def check_space(size: int) -> None:
    """PackError if the disk cannot take so many bytes more."""
    installed_dir().mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(installed_dir()).free
    if free < size + SPARE:
        raise PackError(
            f"There is not enough space on the disk for this pack: it takes {_megabytes(size)}, and "
            f"{_megabytes(free)} are free."
        )


@contextmanager
def staging() -> Iterator[Path]:
    """A new folder for a pack in the making; gone at the end, if `install` has not moved it.

    Raises:
        PackError: the disk is full, or refuses to be written.
    """
    parent = installed_dir()
    folder = None
    try:
        parent.mkdir(parents=True, exist_ok=True)
        _sweep(parent)
        folder = Path(tempfile.mkdtemp(prefix=f".new-{os.getpid()}-", dir=parent))
        yield folder
    except OSError as error:
        if error.errno in FULL:
            raise PackError(
                "The disk is full: the pack was not added. Free some space and try again."
            ) from error
        where = f" ({display_path(str(error.filename))})" if error.filename else ""
        raise PackError(f"The pack was not added: {error.strerror or error}{where}.") from error
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def install(folder: Path, name: str) -> Pack:
    """Gives a complete pack in a staging folder its place. PackError if the name was taken meanwhile."""
    check_name(name)
    folder.chmod(0o755)  # a temporary folder is the owner's alone
    for path in folder.iterdir():
        _to_disk(path)
    target = installed_dir() / name
    try:
        folder.rename(target)
    except OSError as error:
        if error.errno in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR):
            check_name(name)
        raise
    if os.name == "posix":
        _to_disk(target.parent)
    return read_pack(target)


def remove_pack(name: str) -> None:
    """Deletes an added pack. What was embedded with it stays in the libraries.

    Raises:
        PackError: it belongs to the program, is not there, or is in use.
    """
    folder = _added(name)
    away = folder.with_name(f".old-{os.getpid()}-{folder.name}")
    try:
        shutil.rmtree(away, ignore_errors=True)
        folder.rename(away)  # at once: half a pack is never listed
        shutil.rmtree(away)
    except OSError as error:
        raise PackError(
            f"The pack “{name}” cannot be removed: {error.strerror or error}. Close what uses it and try "
            "again."
        ) from error


def _added(name: str) -> Path:
    parent = installed_dir()
    if name and Path(name).name == name and not name.startswith(".") and (parent / name).is_dir():
        return parent / name
    if name.casefold() in _taken(builtin_dir()):
        raise PackError(f"“{name}” is a pack of the program itself; it cannot be removed.")
    known = ", ".join(sorted(each.name for each in parent.glob("[!.]*"))) if parent.is_dir() else ""
    raise PackError(f"There is no added pack called “{name}”. Added packs: {known or 'none'}.")


def _sweep(parent: Path) -> None:
    """Removes what runs left that were killed."""
    for folder in parent.glob(".*-*-*"):
        pid = folder.name.split("-")[1]
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)


def _to_disk(path: Path) -> None:
    with suppress(PermissionError):  # Windows opens no folder, and no read-only file for this
        handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _megabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
