"""Composition root of the window: paths, log, settings, hooks, application, workers, window."""

from __future__ import annotations

import argparse
import faulthandler
import logging
import logging.handlers
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

from vop_desktop import __version__, paths

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from vop_desktop.model.lazy import LazyEncoder
    from vop_desktop.settings import Settings
    from vop_desktop.ui.main_window import MainWindow

log = logging.getLogger("vop_desktop")

LOG_BYTES, LOG_FILES = 1_000_000, 3
SWITCH_SECONDS = 0.001  # how long a busy Python thread may keep the window waiting for the interpreter


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of `vop-desktop` (DESIGN §7)."""
    parser = argparse.ArgumentParser(
        prog="vop-desktop", description="Find moments in your own videos by typing what happens in them."
    )
    parser.add_argument("--version", action="version", version=f"vop-desktop {__version__}")
    parser.add_argument("--library", metavar="FILE", help="the library file; the default one if not given")
    parser.add_argument("--samples", action="store_true", help="draw the sample clips and add their folder")
    parser.add_argument("--search", metavar="TEXT", default="", help="search for this")
    parser.add_argument("--drop", metavar="CLIP", default="", help="show the captions of this clip")
    parser.add_argument(
        "--screenshot", metavar="FILE", default="",
        help="wait until all is done, save a picture of the window, print what it shows as JSON, and quit",
    )  # fmt: skip
    parser.add_argument("folders", nargs="*", metavar="FOLDER", help="add and index these folders")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Runs the window until it is closed; gives the exit code."""
    options = parse(arguments)
    crash_log = start_log()
    if problem := no_display():
        print(f"vop-desktop: {problem}", file=sys.stderr)  # noqa: T201
        return 1
    try:
        from PySide6.QtWidgets import QApplication
    except ImportError as error:
        print(f"vop-desktop: the window's libraries cannot be loaded: {error}", file=sys.stderr)  # noqa: T201
        return 1
    sys.setswitchinterval(SWITCH_SECONDS)
    application = QApplication([sys.argv[0]])
    application.setApplicationName("VoP Desktop")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName(paths.APP_NAME)
    try:
        return run(application, options)
    finally:
        faulthandler.disable()
        if crash_log is not None:
            crash_log.close()


def run(application: QApplication, options: argparse.Namespace) -> int:
    """Shows the window and does what the options ask for."""
    from vop_desktop.settings import Settings
    from vop_desktop.ui.screenshot import ScreenshotJob
    from vop_desktop.ui.theme import Theme

    settings = Settings()
    theme = Theme(application, str(settings.get("appearance")))
    window = make_window(settings, options.library, keep_geometry=not options.screenshot)
    theme.changed.connect(window.update)
    window.setting_changed.connect(  # same thread
        lambda name: theme.choose(str(settings.get(name))) if name == "appearance" else None
    )
    window.closed.connect(application.quit)
    window.show()
    window.start()
    if options.folders:
        window.add_folders([os.path.abspath(folder) for folder in options.folders])
    if options.samples:
        window.add_samples()
    clip = os.path.abspath(options.drop) if options.drop else ""
    if not options.screenshot:
        if options.search:
            window.search(options.search)
        if clip:
            window.open_clip(clip)
        return application.exec()
    job = ScreenshotJob(window, options.screenshot, options.search, clip)
    job.done.connect(application.exit)
    code = application.exec()
    window.close()
    print(job.report)  # noqa: T201
    if job.failure:
        print(f"vop-desktop: {job.failure}", file=sys.stderr)  # noqa: T201
    return code


def make_window(settings: Settings, library: str | None, *, keep_geometry: bool) -> MainWindow:
    """The window with its workers, not started yet."""
    from vop_desktop.model.lazy import LazyEncoder
    from vop_desktop.ui.indexing_controller import habits_of
    from vop_desktop.ui.main_window import MainWindow, Places
    from vop_desktop.ui.workers import Workers

    path = Path(library).expanduser().absolute() if library else paths.default_library()
    encoder = LazyEncoder(str(settings.get("pack")), device=str(settings.get("device")))
    workers = Workers.make(path, encoder, habits_of(settings), reading=_reading(settings))
    places = Places(str(path), str(paths.data_dir() / "samples"), str(paths.log_dir()))
    return MainWindow(workers, settings, places, keep_geometry=keep_geometry)


def _reading(settings: Settings) -> LazyEncoder | None:
    """The pack that the library is being read with to be used then, if there is one."""
    from vop_desktop.model.lazy import LazyEncoder
    from vop_desktop.model.packs import is_installed

    name = str(settings.get("next_pack"))
    if not name:
        return None
    if not is_installed(name):  # it was removed meanwhile
        settings.set("next_pack", "")
        return None
    return LazyEncoder(name, device=str(settings.get("device")))


def start_log() -> IO[str] | None:
    """A log file of bounded size; faults and crashes go there. A place that cannot be written is no reason
    not to start."""
    sys.excepthook = _log_exception
    folder = paths.log_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / "vop-desktop.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8"
        )
        crash_log = (folder / "crash.log").open("a", encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    faulthandler.enable(crash_log)
    return crash_log


def _log_exception(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, traceback)
        return
    log.critical("A fault of the program", exc_info=(kind, error, traceback))


def no_display() -> str:
    """Why no window can be shown, or nothing. Qt itself would end the process without a word to catch."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    return "there is no screen to show a window on. Set DISPLAY, or use the command line: vop --help."
