"""Whether the last run ended in a crash, and what can be told of it. No Qt; called before the window is made.

Each run keeps a note beside the log while it lasts. A note whose process is gone tells of a run that did not
close: a crash, a power cut, or a kill.
"""

from __future__ import annotations

import json
import logging
import os
import platform
import re
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from vop_desktop import __version__

log = logging.getLogger(__name__)

CRASH_FILE, LOG_FILE = "crash.log", "vop-desktop.log"
NOTE = "running-{0}.json"
CLOCK_SECONDS = 2.0  # by which the system's clocks may differ
TAIL_BYTES, TAIL_LINES = 64_000, 120
LEFT_OUT = "[left out]"
OWN_CODE = re.compile(r'(\s*File )"[^"]*?((?:vop_desktop|site-packages|lib/python[\d.]+)[/\\][^"]*)"(.*)')
HEAD = re.compile(r"^(\d{4}-\d\d-\d\d [\d:,]+ [A-Z]+ [\w.]+: )")  # of a line of the log
SUSPECT = re.compile(r"""["'“‘(]|(?<![\w.])[~.]*[/\\]|[A-Za-z]:[/\\]|\\\\|file:""")  # where a path may begin
MEDIA_NAME = re.compile(r"\.(?:mp4|m4v|mov|mkv|webm|avi|wmv|flv|mpe?g|m?ts|mts|m2ts|3gp|ogv|vob|mxf|gif|jpe?g"
                        r"|png|txt|srt|vtt|json|csv)\b", re.IGNORECASE)  # fmt: skip


class CrashNote(NamedTuple):
    """A run that did not close.

    Attributes:
        fault: what the interpreter wrote down when it died; empty for a kill or a power cut.
        lines: the end of the log.
    """

    fault: tuple[str, ...]
    lines: tuple[str, ...]

    def report(self, *, with_names: bool = False) -> str:
        """Text to copy: version, system, the fault, the last lines of the log.

        Args:
            with_names: as they are; otherwise whatever may be the name of a file or folder is left out.
        """
        kept = [*(line if with_names else without_names(line) for line in self.lines)]
        fault = [*(line if with_names else without_names(line) for line in self.fault)]
        parts = [system_text(), "", "Fault:", *(fault or ["none was written down"]), "", "Log:", *kept]
        return "\n".join(parts) + "\n"


def system_text() -> str:
    """Version and system in a few lines; no name of a person or machine."""
    lines = [
        f"VoP Desktop {__version__}",
        f"System: {platform.system()} {platform.release()} ({platform.machine()})",
        f"Python {platform.python_version()}",
    ]
    with suppress(ImportError):
        from PySide6 import __version__ as qt

        lines.append(f"Qt {qt}")
    return "\n".join(lines)


def without_names(line: str) -> str:
    """A line of a log with everything left out that may name a person's file."""
    frame = OWN_CODE.fullmatch(line)
    if frame is not None:
        return f'{frame[1]}"{frame[2]}"{frame[3]}'
    head = HEAD.match(line)
    start = head.end() if head is not None else 0
    rest = line[start:]
    if MEDIA_NAME.search(rest):
        return line[:start] + LEFT_OUT
    suspect = SUSPECT.search(rest)
    return line if suspect is None else line[: start + suspect.start()] + LEFT_OUT


def begin_run(folder: Path) -> CrashNote | None:
    """Notes that this process runs now; tells of an earlier one that did not close.

    Args:
        folder: where the log lies. One that cannot be written to is no reason not to start.
    """
    crashed, known = False, 0
    for note in sorted(folder.glob(NOTE.format("*"))):
        pid = note.stem.rpartition("-")[2]
        began, size = _read_note(note)
        if not pid.isdecimal() or _runs(int(pid), began):
            continue
        crashed, known = True, max(known, size)
        with suppress(OSError):
            note.unlink()
    found = None
    if crashed:
        found = CrashNote(_tail(folder / CRASH_FILE, known), _tail(folder / LOG_FILE))
    with suppress(OSError):
        values = {"began": time.time(), "crash_bytes": _size(folder / CRASH_FILE)}
        (folder / NOTE.format(os.getpid())).write_text(json.dumps(values), "utf-8")
    return found


def end_run(folder: Path) -> None:
    """This process closed as it should."""
    with suppress(OSError):
        (folder / NOTE.format(os.getpid())).unlink()


def _read_note(note: Path) -> tuple[float, int]:
    """When it was written, and how large the crash file was then; zeros for a damaged note."""
    try:
        values = json.loads(note.read_text("utf-8"))
        return float(values["began"]), int(values["crash_bytes"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0.0, sys.maxsize


def _runs(pid: int, began: float) -> bool:
    """Whether a process of this number lives and is the one that was noted."""
    if pid == os.getpid():
        return False  # the number was given out anew
    made = _made(pid)
    return bool(made) and (not began or made < began + CLOCK_SECONDS)  # a later one was given its number


def _made(pid: int) -> float:
    """When a process was made; 0 if there is none."""
    import psutil

    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error:
        return 0.0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _tail(path: Path, start: int = 0) -> tuple[str, ...]:
    """The last lines of a file, none from before `start`."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            stream.seek(max(min(start, size), size - TAIL_BYTES))
            text = stream.read().decode("utf-8", "replace")
    except OSError:
        return ()
    return tuple(text.splitlines()[-TAIL_LINES:])
