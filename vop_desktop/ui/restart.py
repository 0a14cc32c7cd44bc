"""Starting the program anew, the way it was started."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

log = logging.getLogger(__name__)


def command() -> list[str]:
    """What started this process, without the arguments of the program."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, *sys.orig_argv[1 : len(sys.orig_argv) - len(sys.argv[1:])]]
    folder = os.environ.get("APPDIR", "")
    if folder and Path(sys.executable).is_relative_to(folder):  # which goes away with this process
        return [os.environ["APPIMAGE"]]
    return [sys.executable]


def start_again(*arguments: str) -> None:
    """Starts the program in a process that outlives this one, which has to have let go of the library."""
    environment = {**os.environ, "PYINSTALLER_RESET_ENVIRONMENT": "1"}  # it is no helper of this process
    try:
        subprocess.Popen([*command(), *arguments], env=environment, start_new_session=True)
    except OSError as error:
        log.warning("The program could not be started again: %s", error)
