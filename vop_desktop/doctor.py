"""One page on the state of the program and the machine, for a report of a fault: `vop doctor`.

Every line stands for itself: what cannot be found out says so and keeps no other line from being found.
No line names a folder of the person: the home is `~`, the folders of a library are counted only.
"""

from __future__ import annotations

import ctypes
import importlib.metadata
import json
import os
import platform
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from vop_desktop import __version__, paths
from vop_desktop.errors import VopDesktopError

PACKAGES = (
    "torch", "torchvision", "open_clip_torch", "safetensors", "numpy", "decord", "decord2", "av", "pillow",
    "PySide6-Essentials", "PySide6-Addons", "sqlite-utils", "pebble", "huggingface_hub", "tokenizers",
)  # fmt: skip

# What Qt and its player load on Linux, and the package of Debian and Ubuntu that brings it.
SYSTEM_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libpulse.so.0": "libpulse0",
}

Lines = Iterator[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: a title, and lines of a name and what was found."""

    title: str
    lines: tuple[tuple[str, str], ...]


def examine(library: Path | None = None, pack: str = "", device: str = "") -> tuple[Section, ...]:
    """Looks at everything, in seconds; longer the first time that a pack is loaded. Any thread.

    Nothing is changed but the memory of how fast the precisions are.

    Args:
        library: the library file; the default one if None.
        pack, device: those of the settings if empty.
    """
    from vop_desktop.settings import OPTIONS, Settings

    values = {name: option.default for name, option in OPTIONS.items()}
    damage = _settings_damage()
    if not damage:  # which `Settings` would move aside
        settings = Settings()
        values = {name: settings.get(name) for name in OPTIONS}
    where = library or paths.default_library()
    asked_pack, asked_device = pack or str(values["pack"]), device or str(values["device"])
    parts: dict[str, Callable[[], Lines]] = {
        "Versions": _versions,
        "System": _system,
        "Disk space": _disks,
        "Computing": lambda: _computing(asked_pack, asked_device),
        "Video codecs": _codecs,
        "Model packs": _packs,
        "Library": lambda: _library(where),
        "System libraries": _system_libraries,
        "Settings that differ": lambda: _settings(values, damage),
    }
    return tuple(_section(title, make, where) for title, make in parts.items())


def as_text(page: tuple[Section, ...]) -> str:
    """The page as plain text."""
    blocks = []
    for section in page:
        width = max((len(name) for name, _ in section.lines), default=0)
        lines = [f"  {name:{width}}  {value}" for name, value in section.lines] or ["  none"]
        blocks.append("\n".join([section.title, *lines]))
    return "\n\n".join(blocks)


def _section(title: str, make: Callable[[], Lines], library: Path) -> Section:
    found: list[tuple[str, str]] = []
    try:
        found.extend(make())
    except Exception as error:  # what was found before it stands
        found.append(("not found out", f"{type(error).__name__}: {error}"))
    return Section(title, tuple((_private(name, library), _private(value, library)) for name, value in found))


def _ask(question: Callable[[], str]) -> str:
    """The answer, or that and why there is none."""
    try:
        return question()
    except VopDesktopError as error:
        return str(error)
    except Exception as error:
        return f"not found out ({type(error).__name__}: {error})"


def _private(text: str, library: Path) -> str:
    """A text without the places of a person, on one line, in letters that can be shown."""
    places = [(str(library), "the library")]
    if home := os.environ.get("VOP_DESKTOP_HOME"):
        places.append((str(Path(home).expanduser().absolute()), "$VOP_DESKTOP_HOME"))
    homes = (str(Path.home()), os.path.realpath(Path.home()))
    places += [(home, "~") for home in homes if len(home) > 1]  # a home of / would take every slash
    for place, shown in places:
        text = text.replace(place, shown)
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())


def _bytes(count: float) -> str:
    return f"{count / 2**30:.1f} GiB" if count >= 2**30 else f"{count / 2**20:.1f} MiB"


# --- the parts ----------------------------------------------------------------------------------------


def _versions() -> Lines:
    yield "VoP Desktop", __version__ + (" (bundle)" if getattr(sys, "frozen", False) else "")
    yield "Python", f"{platform.python_implementation()} {platform.python_version()}"
    for name in PACKAGES:
        try:
            yield name, importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            if name not in {"decord", "decord2"}:  # one of the two is enough
                yield name, "not installed"
    yield "SQLite", sqlite3.sqlite_version

    def ffmpeg() -> str:
        from vop_desktop.media.codecs import ffmpeg_versions

        return ", ".join(f"{name} {version}" for name, version in ffmpeg_versions().items())

    yield "FFmpeg of PyAV", _ask(ffmpeg)


def _system() -> Lines:
    yield "system", _ask(platform.platform)
    yield "distribution", _ask(lambda: platform.freedesktop_os_release()["PRETTY_NAME"])
    yield "architecture", platform.machine() or "unknown"

    def cores() -> str:
        usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        return f"{os.cpu_count()}, {usable} of them usable"

    def memory() -> str:
        import psutil

        now = psutil.virtual_memory()
        return f"{_bytes(now.total)}, {_bytes(now.available)} of it free"

    yield "cores", _ask(cores)
    yield "memory", _ask(memory)
    screens = [name for name in ("WAYLAND_DISPLAY", "DISPLAY") if os.environ.get(name)]
    yield "screen variables", ", ".join(screens) or "none set"
    locale = os.environ.get("LC_ALL") or os.environ.get("LANG") or "not set"
    yield "file names", f"{sys.getfilesystemencoding()}, locale {locale}"


def _disks() -> Lines:
    places = {"data": paths.data_dir(), "cache": paths.cache_dir(), "temporary": Path(tempfile.gettempdir())}
    for name, place in places.items():
        yield name, _ask(lambda place=place: _disk(place))  # type: ignore[misc]


def _disk(place: Path) -> str:
    there = next((folder for folder in (place, *place.parents) if folder.exists()), place)
    writable = "" if os.access(there, os.W_OK) else ", cannot be written to"
    usage = shutil.disk_usage(there)
    return f"{_bytes(usage.free)} free of {_bytes(usage.total)}{writable}"


def _computing(pack: str, device: str) -> Lines:
    from vop_desktop.model.lazy import LazyEncoder

    def present() -> str:
        from vop_desktop.model.devices import device_name, present_devices

        return ", ".join(f"{name} ({device_name(name)})" for name in present_devices())

    yield "devices", _ask(present)
    yield "pack", pack
    yield "device asked for", device
    lazy = LazyEncoder(pack, device=device)
    try:
        encoder = lazy.load()
    except VopDesktopError as error:
        yield "in use", f"nothing: {error}"
        return
    yield "in use", encoder.description
    yield "chosen because", encoder.why
    yield "segments at once", str(encoder.segment_batch)
    for number, notice in enumerate(encoder.take_notices(), 1):
        yield f"notice {number}", notice


def _codecs() -> Lines:
    from vop_desktop.media.codecs import codec_faults

    for name, fault in codec_faults().items():
        yield name, fault or "can be decoded"


def _packs() -> Lines:
    from vop_desktop.model.packs import PACK_FILE, list_packs, read_pack

    installed = {pack.folder: pack for pack in list_packs()}
    folders = [path.parent for path in sorted((paths.data_dir() / "packs").glob(f"*/{PACK_FILE}"))]
    for folder in dict.fromkeys([*installed, *folders]):

        def state(folder: Path = folder) -> str:
            pack = installed.get(folder) or read_pack(folder)  # which says what is wrong with it
            pack.check()
            known = "intact" if pack.sha256 else "no checksum known"
            return f"{_bytes(pack.weights.stat().st_size)}, {known}"

        yield folder.name, _ask(state)


def _library(path: Path) -> Lines:
    from vop_desktop.library.checkup import check_up

    yield "place", "the default one" if path == paths.default_library() else "another one than the default"
    found = check_up(path)
    if found is None:
        yield "state", "there is none yet"
        return
    yield "size", f"{_bytes(found.size)}, thumbnails {_bytes(found.thumbnails)}"
    yield "schema", str(found.schema)
    yield "integrity", found.integrity
    states = ", ".join(f"{count} {state}" for state, count in sorted(found.states.items()))
    yield "videos", f"{sum(found.states.values())}" + (f" ({states})" if states else "")
    for name, count in found.counts.items():
        yield name, str(count)
    yield "models", ", ".join(found.models) or "none"


def _system_libraries() -> Lines:
    if sys.platform != "linux":
        yield "missing", "none are needed on this system"
        return
    missing = [name for name in SYSTEM_LIBRARIES if not _loads(name)]
    yield "missing", ", ".join(missing) or "none"
    if missing:
        yield "Debian, Ubuntu", "apt install " + " ".join(SYSTEM_LIBRARIES[name] for name in missing)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _settings_damage() -> str:
    """Why the settings file cannot be read; nothing where it can, or where there is none."""
    try:
        stored = json.loads(paths.settings_path().read_text("utf-8"))
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        return f"cannot be read: {error}"
    return "" if isinstance(stored, dict) else "holds no table of settings"


def _settings(values: dict[str, str | int | float | bool], damage: str) -> Lines:
    from vop_desktop.settings import OPTIONS

    if damage:
        yield "settings file", damage
    for name, option in OPTIONS.items():
        value = values[name]
        if value != option.default:  # free texts may hold anything
            plain = bool(option.choices) or not isinstance(value, str) or name == "pack"
            yield name, str(value) if plain else "changed"
