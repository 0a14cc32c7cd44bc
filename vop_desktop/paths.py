"""Where the program keeps its things: `VOP_DESKTOP_HOME` if set, else the system's own places."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

APP_NAME = "vop-desktop"
INDEX_CACHE_SUFFIXES = ".rows", ".groups"  # with rows in the order of the library, and in groups


def _place(kind: str) -> Path:
    home = os.environ.get("VOP_DESKTOP_HOME")
    if home:
        return Path(home).expanduser().absolute() / kind
    import platformdirs

    dirs = platformdirs.PlatformDirs(APP_NAME, appauthor=False)
    return Path({"data": dirs.user_data_dir, "cache": dirs.user_cache_dir, "log": dirs.user_log_dir}[kind])


def data_dir() -> Path:
    """Libraries, packs and settings: what must not be lost."""
    return _place("data")


def cache_dir() -> Path:
    """What can be made again: thumbnails, temporary frames."""
    return _place("cache")


def log_dir() -> Path:
    """Log files and crash notes."""
    return _place("log")


def default_library() -> Path:
    """The library that is opened when none is named."""
    return data_dir() / "library.sqlite"


def thumbnails_path(library: Path) -> Path:
    """The thumbnail cache of a library: in the cache place for the default one, else beside the file."""
    if library == default_library():
        return cache_dir() / "thumbnails.sqlite"
    return library.with_name(library.name + ".thumbnails")


def index_cache_path(library: Path, model_id: str) -> Path:
    """The beginning of the names of a library's index caches for a model; where `thumbnails_path` is."""
    name = f"index-{hashlib.blake2b(model_id.encode(), digest_size=6).hexdigest()}"
    if library == default_library():
        return cache_dir() / name
    return library.with_name(f"{library.name}.{name}")


def caption_cache_path(library: Path, model_id: str, name: str) -> Path:
    """The cache of the embeddings of a large caption set; where the index caches are."""
    place = index_cache_path(library, f"captions {name}\n{model_id}")
    return place.with_name(f"{place.name}.captions.rows")


def backups_dir() -> Path:
    """Copies of libraries, wherever the libraries lie."""
    return data_dir() / "backups"


def settings_path() -> Path:
    """The settings file."""
    return data_dir() / "settings.json"
