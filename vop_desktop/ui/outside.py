"""Players of other makers that can be told where to begin, and the arguments that tell them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QProcess, QProcessEnvironment

AUTO, SYSTEM = "auto", "system"
OURS = (
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "QT_PLUGIN_PATH",
    "QT_QPA_PLATFORM_PLUGIN_PATH",
    "QML2_IMPORT_PATH",
)

Arguments = Callable[[str, float], list[str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A player that takes a time.

    Attributes:
        name: what people call it.
        programs: names of its program, without `.exe`.
        places: where it lies besides the search path; a leading `~` or `%NAME%` is filled in.
        arguments: what it is started with for a path and seconds.
    """

    name: str
    programs: tuple[str, ...]
    places: tuple[str, ...]
    arguments: Arguments


@dataclass(frozen=True, slots=True)
class OutsidePlayer:
    """A player that is installed here; `program` is a path."""

    name: str
    program: str


def _equals(option: str) -> Arguments:
    return lambda path, seconds: [f"{option}={seconds:.2f}", path]


def _milliseconds(path: str, seconds: float) -> list[str]:
    return [path, "/start", str(round(seconds * 1000))]


def _pot(path: str, seconds: float) -> list[str]:
    whole = int(seconds)
    return [path, f"/seek={whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"]


_FILES, _FILES_32, _LOCAL = "%ProgramFiles%", "%ProgramFiles(x86)%", "%LOCALAPPDATA%"
_FLATPAK = ("/var/lib/flatpak/exports/bin", "~/.local/share/flatpak/exports/bin")
_BREW = ("/opt/homebrew/bin", "/usr/local/bin")

KINDS = (
    Kind(
        "VLC", ("vlc", "org.videolan.VLC", "VLC"),
        (f"{_FILES}/VideoLAN/VLC", f"{_FILES_32}/VideoLAN/VLC", *_FLATPAK, "/snap/bin",
         "/Applications/VLC.app/Contents/MacOS", "~/Applications/VLC.app/Contents/MacOS"),
        _equals("--start-time"),
    ),
    Kind("mpv", ("mpv", "io.mpv.Mpv"), (f"{_FILES}/mpv", f"{_LOCAL}/Programs/mpv", *_FLATPAK, *_BREW),
         _equals("--start")),
    Kind("MPC-HC", ("mpc-hc64", "mpc-hc"),
         (f"{_FILES}/MPC-HC", f"{_FILES_32}/MPC-HC", f"{_FILES_32}/K-Lite Codec Pack/MPC-HC64"),
         _milliseconds),
    Kind("MPC-BE", ("mpc-be64", "mpc-be"),
         (f"{_FILES}/MPC-BE", f"{_FILES}/MPC-BE x64", f"{_FILES_32}/MPC-BE"),
         _milliseconds),
    Kind("PotPlayer", ("PotPlayerMini64", "PotPlayerMini"),
         (f"{_FILES}/DAUM/PotPlayer", f"{_FILES_32}/DAUM/PotPlayer"), _pot),
    Kind("IINA", ("iina-cli", "iina"), ("/Applications/IINA.app/Contents/MacOS", *_BREW),
         _equals("--mpv-start")),
)  # fmt: skip


def installed_players() -> tuple[OutsidePlayer, ...]:
    """The players found on this computer, in the order of the table. Not in the GUI thread."""
    found = ((kind.name, _program_of(kind)) for kind in KINDS)
    return tuple(OutsidePlayer(name, program) for name, program in found if program)


def arguments_for(name: str, path: str, seconds: float) -> list[str]:
    """What a player is started with to show a file from a time on."""
    kind = next(kind for kind in KINDS if kind.name == name)
    return kind.arguments(os.path.abspath(path), max(0.0, seconds))


def start_outside(path: str, seconds: float, preferred: str = AUTO) -> str:
    """Starts a player at a time; it outlives this program. Not in the GUI thread.

    Args:
        path: the video.
        seconds: where to begin.
        preferred: name of a player that goes first, or `auto`; with `system` none is started.

    Returns:
        Its name; empty where none is installed or none would start.
    """
    if preferred == SYSTEM:
        return ""
    players = sorted(installed_players(), key=lambda player: player.name != preferred)
    return next((player.name for player in players if _start(player, path, seconds)), "")


def _start(player: OutsidePlayer, path: str, seconds: float) -> bool:
    process = QProcess()
    process.setProgram(player.program)
    process.setArguments(arguments_for(player.name, path, seconds))
    process.setProcessEnvironment(_environment())
    process.setStandardInputFile(QProcess.nullDevice())
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    started: Any = process.startDetached()  # with or without the id, as the binding has it
    return bool(started[0] if isinstance(started, tuple) else started)


def _environment() -> QProcessEnvironment:
    """As it was before an installed program of ours set the paths of its own libraries."""
    environment = QProcessEnvironment.systemEnvironment()
    if getattr(sys, "frozen", False):
        for name in OURS:
            before = environment.value(f"{name}_ORIG")
            if before:
                environment.insert(name, before)
            else:
                environment.remove(name)
    return environment


def _program_of(kind: Kind) -> str:
    for name in kind.programs:
        found = shutil.which(name) or next(_in_places(name, kind.places), "")
        if found:
            return found
    return ""


def _in_places(name: str, places: Iterable[str]) -> Iterator[str]:
    for place in places:
        folder = os.path.expandvars(Path(place).expanduser())
        if "%" in folder:
            continue  # a place of another system
        for ending in ("", ".exe"):
            program = Path(folder, name + ending)
            if program.is_file() and os.access(program, os.X_OK):
                yield str(program)
