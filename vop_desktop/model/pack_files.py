"""A pack of ours that someone hands over, as a folder or a zip file: only what belongs to it, and no more."""

from __future__ import annotations

import json
import re
import stat
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from vop_desktop.errors import PackError
from vop_desktop.model.packs import MAX_TOKENIZER, PACK_FILE, Pack, read_pack
from vop_desktop.model.staging import check_space
from vop_desktop.records import display_path

MAX_MEMBERS = 1000
MAX_SMALL = 4 << 20  # bytes of pack.json, captions and cards
MAX_WEIGHTS = 16 << 30
BOMB_FROM, BOMB_RATIO = 64 << 20, 10  # weights hardly shrink in a zip: 1.1 times at best
CARDS = ("MODEL_CARD.md", "README.md", "LICENSE", "LICENSE.txt", "figures.json")
BARE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_. -]{0,100}")
CHUNK = 1 << 20

Opened = Callable[[str], BinaryIO]


def is_pack_folder(path: Path) -> bool:
    """Whether this is the folder of one of our packs."""
    return path.is_dir() and (path / PACK_FILE).is_file()


def is_pack_zip(path: Path) -> bool:
    """Whether this is a zip file that is no checkpoint of torch, so can only be one of our packs."""
    try:
        if not path.is_file() or not zipfile.is_zipfile(path):
            return False
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False
    return not any(name.split("/", 1)[-1] == "data.pkl" for name in names[:MAX_MEMBERS])


def copy_pack(folder: Path, target: Path) -> Pack:
    """Copies a pack's files into a staging folder. PackError says what is wrong with it."""

    def opened(name: str) -> BinaryIO:
        path = folder / name
        if not path.is_file():
            raise FileNotFoundError(name)
        return path.open("rb")

    weights = folder / read_pack(folder).weights.name
    if weights.is_file():
        check_space(weights.stat().st_size)
    return _take(opened, target, display_path(folder.name))


def unzip_pack(path: Path, target: Path) -> Pack:
    """Takes a pack out of a zip file into a staging folder.

    Raises:
        PackError: damaged, no pack, members that lead elsewhere, or far more inside than a pack can hold.
    """
    file = display_path(path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_members(file, members, path.stat().st_size)
            check_space(sum(member.file_size for member in members))
            top = _top(file, members)

            def opened(name: str) -> BinaryIO:
                try:
                    return archive.open(top + name)  # type: ignore[return-value]
                except KeyError as error:
                    raise FileNotFoundError(name) from error

            return _take(opened, target, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise PackError(f"{file} is damaged: it cannot be unpacked. Get the file again.") from error


def _check_members(file: str, members: list[zipfile.ZipInfo], size: int) -> None:
    if len(members) > MAX_MEMBERS:
        raise PackError(f"{file} is no pack: it holds {len(members):,} files.")
    names = [member.filename for member in members]
    if len(set(names)) != len(names):
        raise PackError(f"{file} was not unpacked: it holds two files of the same name.")
    for member in members:
        name = display_path(member.filename)
        parts = PurePosixPath(member.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in member.filename:
            raise PackError(f"{file} was not unpacked: {name} would be written outside of the pack's folder.")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise PackError(f"{file} was not unpacked: {name} is a link to another place.")
        if member.flag_bits & 1:
            raise PackError(f"{file} was not unpacked: it is locked with a password.")
    total = sum(member.file_size for member in members)
    if total > MAX_WEIGHTS or (total > BOMB_FROM and total > BOMB_RATIO * size):
        raise PackError(
            f"{file} was not unpacked: {size / 1e6:.1f} MB would become {total / 1e9:.1f} GB, which no pack "
            "does."
        )


def _top(file: str, members: list[zipfile.ZipInfo]) -> str:
    """The folder inside the zip file that the pack lies in: none, or one."""
    found = [member.filename for member in members if PurePosixPath(member.filename).name == PACK_FILE]
    found = [name for name in found if name.count("/") <= 1]
    if len(found) != 1:
        raise PackError(f"{file} holds no model pack: no {PACK_FILE} in it, or more than one.")
    return found[0].removesuffix(PACK_FILE)


def _take(opened: Opened, target: Path, called: str) -> Pack:
    _copy(opened, PACK_FILE, target, MAX_SMALL, called)
    pack = read_pack(target, called=called)
    files = ((pack.weights.name, MAX_WEIGHTS), (pack.captions, MAX_SMALL), (pack.tokenizer, MAX_TOKENIZER))
    for name, most in files:
        if not name:
            continue
        if not BARE.fullmatch(name) or name == PACK_FILE:
            raise PackError(f"The pack in {called} is damaged: {PACK_FILE} names the file “{name}”.")
        _copy(opened, name, target, most, called)
    for name in CARDS:
        if name not in (pack.weights.name, pack.captions, pack.tokenizer):
            with suppress(FileNotFoundError):
                _copy(opened, name, target, MAX_SMALL, called, needed=False)
    return pack


def _copy(opened: Opened, name: str, target: Path, most: int, called: str, *, needed: bool = True) -> None:
    try:
        stream = opened(name)
    except FileNotFoundError as error:
        if not needed:
            raise
        raise PackError(f"The pack in {called} is not complete: {name} is missing.") from error
    written = 0
    with stream, (target / name).open("xb") as copy:
        while chunk := stream.read(CHUNK):
            written += len(chunk)
            if written > most:
                raise PackError(f"The pack in {called} is damaged: {name} is far too large.")
            copy.write(chunk)


def change_entry(folder: Path, **values: Any) -> None:
    """Rewrites some fields of the `pack.json` in a staging folder."""
    path = folder / PACK_FILE
    entry = {**json.loads(path.read_text("utf-8")), **values}
    path.write_text(json.dumps(entry, ensure_ascii=False, indent=2) + "\n", "utf-8")
