"""Composition root of the window: paths, log, settings, hooks, application, workers, window."""

from __future__ import annotations

import argparse
import atexit
import faulthandler
import gc
import logging
import logging.handlers
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, NoReturn

from vop_desktop import __version__, paths
from vop_desktop.ui.crash_notes import CrashNote, begin_run, end_run

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from vop_desktop.model.lazy import LazyEncoder
    from vop_desktop.settings import Settings
    from vop_desktop.ui.main_window import MainWindow
    from vop_desktop.ui.single_instance import Call, SingleInstance

log = logging.getLogger("vop_desktop")

LOG_BYTES, LOG_FILES = 1_000_000, 3
SWITCH_SECONDS = 0.0003  # how long a busy Python thread may keep the window waiting for the interpreter


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
    parser.add_argument(
        "paths", nargs="*", metavar="FOLDER or CLIP", help="add and index these folders; captions of a clip"
    )
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
    instance = None if options.screenshot else make_instance(library_path(options))
    if instance is not None and instance.hand_over(call_of(options)):
        return 0
    sys.setswitchinterval(SWITCH_SECONDS)
    application = QApplication([sys.argv[0]])
    application.setApplicationName("VoP Desktop")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName(paths.APP_NAME)
    note = None if options.screenshot else begin_run(paths.log_dir())
    try:
        if options.screenshot:
            return run_screenshot(application, options)
        return run(application, options, instance, note)
    finally:
        end_run(paths.log_dir())
        faulthandler.disable()
        if crash_log is not None:
            crash_log.close()


def run(
    application: QApplication,
    options: argparse.Namespace,
    instance: SingleInstance | None,
    note: CrashNote | None,
) -> int:
    """Shows the window, does what the options ask for, and stays until it is closed."""
    from vop_desktop.ui.session import Session

    window, problems = open_window(application, options)
    window.model_loaded.connect(gc.freeze)  # what lives as long as the program is not looked through again
    session = Session(window, instance)
    window.show()
    window.start()
    session.tell_crash(note)
    for problem in problems:
        window.tell(problem, lasting=True)
    session.take(call_of(options))
    try:
        code = application.exec()
    finally:
        session.close()
    if window.starts_again:
        start_again(options)
    return leave(window, code)


def start_again(options: argparse.Namespace) -> None:
    """Starts the program anew on the same library; what else the options asked for is done."""
    from vop_desktop.ui import restart

    end_run(paths.log_dir())  # else the new one would tell of a crash
    restart.start_again(*(["--library", str(library_path(options))] if options.library else []))


def run_screenshot(application: QApplication, options: argparse.Namespace) -> int:
    """Shows the window until all is done, saves its picture and reports what it shows."""
    from vop_desktop.ui.screenshot import ScreenshotJob

    window, _ = open_window(application, options)
    window.show()
    window.start()
    if options.paths:
        window.add_folders([os.path.abspath(path) for path in options.paths])
    if options.samples:
        window.add_samples()
    clip = os.path.abspath(options.drop) if options.drop else ""
    job = ScreenshotJob(window, options.screenshot, options.search, clip)
    job.done.connect(application.exit)
    code = application.exec()
    window.close()
    print(job.report)  # noqa: T201
    if job.failure:
        print(f"vop-desktop: {job.failure}", file=sys.stderr)  # noqa: T201
    return leave(window, code)


def end_process(code: int) -> NoReturn:
    """Ends the process at once, after `main`: all is closed and written by then.

    Python would take down torch and Qt piece by piece, which takes seconds on a busy machine. What was
    registered for the end is run all the same.
    """
    atexit._run_exitfuncs()
    _flush()
    os._exit(code)


def leave(window: MainWindow, code: int) -> int:
    """The exit code; where a thread cannot be stopped, the process ends here with it.

    A library that is just being loaded hears nothing until it is there, and Qt aborts when a running thread
    is taken apart. What is stored is stored in transactions, so nothing is lost.
    """
    if window.running:
        log.warning("A thread did not end in time; the program ends without it.")
        end_run(paths.log_dir())
        logging.shutdown()
        _flush()
        os._exit(code)
    return code


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # Windows gives a window none
            stream.flush()


def open_window(application: QApplication, options: argparse.Namespace) -> tuple[MainWindow, tuple[str, ...]]:
    """Settings, language, colours, and the window with its workers, not shown yet; and what went wrong."""
    from vop_desktop.settings import Settings
    from vop_desktop.ui import icon, language
    from vop_desktop.ui.theme import Theme

    settings = Settings()
    problems = (settings.problem, language.load(application, str(settings.get("language"))))
    application.setWindowIcon(icon.application_icon())
    theme = Theme(application, str(settings.get("appearance")))
    window = make_window(settings, library_path(options), keep_geometry=not options.screenshot)
    theme.apply_sheet()
    theme.changed.connect(window.update)
    window.setting_changed.connect(  # same thread
        lambda name: theme.choose(str(settings.get(name))) if name == "appearance" else None
    )
    window.closed.connect(application.quit)
    return window, tuple(filter(None, problems))


def library_path(options: argparse.Namespace) -> Path:
    """The library file that the options name, or the default one."""
    return Path(options.library).expanduser().absolute() if options.library else paths.default_library()


def call_of(options: argparse.Namespace) -> Call:
    """What the options ask a window for, whichever window it is."""
    from vop_desktop.ui.single_instance import Call

    clip = [options.drop] if options.drop else []
    return Call(
        tuple(os.path.abspath(path) for path in [*options.paths, *clip]), options.search, options.samples
    )


def make_instance(library: Path) -> SingleInstance | None:
    """What tells and hears other starts; None where Qt's network library cannot be loaded."""
    try:
        from vop_desktop.ui.single_instance import SingleInstance
    except ImportError as error:
        log.warning("Other starts cannot be heard: %s", error)
        return None
    return SingleInstance(library)


def make_window(settings: Settings, path: Path, *, keep_geometry: bool) -> MainWindow:
    """The window with its workers, not started yet."""
    from vop_desktop.model.lazy import LazyEncoder
    from vop_desktop.ui.indexing_controller import habits_of
    from vop_desktop.ui.main_window import MainWindow, Places
    from vop_desktop.ui.workers import Workers

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
