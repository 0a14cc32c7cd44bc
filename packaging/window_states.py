"""What the window looks like from the first start on: one small function for each state, see screenshots.py.

A state brings a window to what it is to show, as a person would, and returns the widget to take a picture of.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from vop_desktop.model.lazy import LazyEncoder
    from vop_desktop.ui.main_window import MainWindow

WAIT_SECONDS = 300.0
QUIET = 6  # looks in a row that find nothing going on


@dataclass(frozen=True, slots=True)
class State:
    """One thing to show.

    Attributes:
        show: brings a window there.
        chosen: language and look of the pictures that docs/images holds of it, such as `en-light`.
    """

    show: Callable[[Stage], QWidget]
    chosen: tuple[str, ...]


STATES: dict[str, State] = {}


def state(*chosen: str) -> Callable[[Callable[[Stage], QWidget]], Callable[[Stage], QWidget]]:
    """Registers a state by the name of its function."""

    def register(show: Callable[[Stage], QWidget]) -> Callable[[Stage], QWidget]:
        STATES[show.__name__.replace("_", "-")] = State(show, chosen)
        return show

    return register


class Stage:
    """A window on a copy of one of the prepared homes, closed in the end.

    Args:
        place: what `screenshots.prepare` made.
        encoder: shared by all windows.
    """

    def __init__(self, place: Path, encoder: LazyEncoder) -> None:
        self.place = place
        self.videos, self.disk = place / "Videos", place / "Travel disk"
        self.clip = next((place / "Desktop").glob("*.mp4"))
        self.reading = False
        self._encoder = encoder
        self._window: MainWindow | None = None
        self._hidden: list[tuple[Path, Path]] = []

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *_: object) -> None:
        window = self._window
        if window is not None:
            window.close()
            self.until(lambda: not window.running, "an end of all threads")
            window.deleteLater()
        for shown, hidden in self._hidden:
            hidden.rename(shown)

    def open(self, home: str = "read", *, notice: bool = False, **values: Any) -> MainWindow:
        """Opens the window on a copy of a home; settings by name. `notice`: the pack's limits are new."""
        from vop_desktop.settings import Settings
        from vop_desktop.ui.indexing_controller import habits_of
        from vop_desktop.ui.main_window import MainWindow, Places
        from vop_desktop.ui.workers import Workers

        copy = self.place / "home"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.place / "homes" / home, copy)
        os.environ["VOP_DESKTOP_HOME"] = str(copy)
        settings = Settings()
        for name, value in {"search_delay": 0, "notify": False, **values}.items():
            settings.set(name, value)
        library = copy / "data" / "library.sqlite"
        workers = Workers.make(library, self._encoder, habits_of(settings))
        places = Places(str(library), str(copy / "data" / "samples"), str(copy / "log"))
        self._window = window = MainWindow(workers, settings, places, keep_geometry=False)
        window.show()
        window.start()
        self.settle()
        if not notice:
            window._results.header._dismiss_notice()
        return window

    def hide(self, folder: Path) -> None:
        """Takes a folder away, as when a drive is unplugged, until the picture is taken."""
        hidden = folder.with_name(f".{folder.name}")
        folder.rename(hidden)
        self._hidden.append((folder, hidden))

    def until(self, done: Callable[[], object], what: str) -> None:
        """Lets the window work until something is so. TimeoutError after a while."""
        end = time.monotonic() + WAIT_SECONDS
        while not done():
            if time.monotonic() > end:
                raise TimeoutError(what)
            self._work()
            time.sleep(0.01)
        self._work()

    @staticmethod
    def _work() -> None:
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as a running loop does

    def settle(self, turns: int = QUIET) -> None:
        """Waits until nothing has gone on for some looks in a row, unless reading is to be seen."""
        for _ in range(turns):
            if not self.reading:
                self.until(self._settled, "nothing to do any more")
            self.pause(0.05)

    def _settled(self) -> bool:
        return self._window is None or self._window.settled

    def pause(self, seconds: float) -> None:
        """Lets the window work for a time."""
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > end, "time")

    def found(self, text: str, home: str = "read", **values: Any) -> MainWindow:
        """A window that has answered a query; the first result is selected."""
        window = self.open(home, **values)
        window.search(text)
        self.settle()
        if window.hits:
            window._results.page.view.setCurrentIndex(window._results.model.index(0, 0))
            self.settle()
        return window


def child(found: QWidget | None) -> QWidget:
    """A window beside the window, which has to be there."""
    assert found is not None
    return found


# --- the first minutes --------------------------------------------------------------------------------------


@state("en-light", "zh-light")
def first_run(stage: Stage) -> QWidget:
    """The first start."""
    return stage.open("empty", notice=True)


@state()
def empty_library(stage: Stage) -> QWidget:
    """A folder was added that has no videos."""
    window = stage.open("empty")
    window.add_folders([str(stage.place / "Papers")])
    stage.pause(0.5)
    stage.settle()
    return window


@state("en-light")
def indexing(stage: Stage) -> QWidget:
    """Videos are being read, and can be searched already."""
    window = stage.open("empty", decode_workers=1)
    stage.reading = True
    window.add_folders([str(stage.place / "Archive")])
    window._actions["show_work"].trigger()
    stage.until(lambda: window._indexing.counts.complete >= 20 and len(window.hits) >= 8, "videos")
    return window


# --- results ------------------------------------------------------------------------------------------------


@state("en-light", "en-dark", "zh-light")
def window(stage: Stage) -> QWidget:
    """A search, its results, and the captions of a dropped clip."""
    shown = stage.found("a boat", tile_size=200)
    shown.open_clip(str(stage.clip))
    stage.settle()
    return shown


@state()
def results_grid(stage: Stage) -> QWidget:
    """Results as a grid."""
    return stage.found("a boat at night")


@state("en-light")
def results_list(stage: Stage) -> QWidget:
    """Results as a list."""
    return stage.found("a boat", view="list")


@state("en-dark")
def results_filmstrip(stage: Stage) -> QWidget:
    """Results as filmstrips."""
    return stage.found("a bird", view="filmstrip")


@state()
def all_moments(stage: Stage) -> QWidget:
    """Every good moment by itself."""
    return stage.found("a bird", all_moments=True)


@state("en-light")
def rules(stage: Stage) -> QWidget:
    """A query with rules, which are shown as chips."""
    return stage.found("boat -night folder:Holidays longer:1s")


@state("en-light")
def nothing_fits(stage: Stage) -> QWidget:
    """No video is likely to show it."""
    return stage.found("people signing a contract")


@state()
def closest_anyway(stage: Stage) -> QWidget:
    """The closest videos, though nothing fits."""
    shown = stage.found("people signing a contract")
    shown._results._show_closest()
    return shown


@state()
def nothing_found(stage: Stage) -> QWidget:
    """Rules that leave no video."""
    return stage.found("boat longer:2h")


@state("en-light")
def offline_folder(stage: Stage) -> QWidget:
    """A drive is not plugged in; its videos are found all the same."""
    stage.hide(stage.disk)
    shown = stage.found("folder:Travel")
    stage.settle()
    return shown


@state()
def quick_look(stage: Stage) -> QWidget:
    """Space on a result."""
    shown = stage.found("a boat")
    shown._actions["quick_look"].trigger()
    stage.settle()
    return shown


@state("en-light")
def why(stage: Stage) -> QWidget:
    """Why a result is where it is."""
    shown = stage.found("a boat at night")
    shown._actions["why"].trigger()
    stage.settle()
    return child(shown._results.closer.why)


@state()
def like_this(stage: Stage) -> QWidget:
    """A result as the query, with words beside it."""
    shown = stage.found("a boat")
    shown._actions["like_this"].trigger()
    stage.settle()
    shown.search("at night")
    stage.settle()
    return shown


@state("en-light")
def tags(stage: Stage) -> QWidget:
    """Tagging a result."""
    shown = stage.found("tag:family")
    shown._actions["tag"].trigger()
    stage.settle()
    return shown


@state()
def suggestions(stage: Stage) -> QWidget:
    """What the field suggests."""
    shown = stage.open()
    field = shown._results.header.field
    field.setFocus()
    field.setText("a gr")
    field.textEdited.emit("a gr")
    stage.settle()
    return shown


@state("en-light")
def inspector(stage: Stage) -> QWidget:
    """All that is known of a result, and the result played."""
    shown = stage.found("a boat", tile_size=200)
    picture = shown._inspector.panel.picture
    picture.play()
    play_a_while(stage, child(picture.player))
    return shown


@state()
def inspector_still(stage: Stage) -> QWidget:
    """A result that is not played."""
    return stage.found("a boat", tile_size=200)


@state("en-light")
def player(stage: Stage) -> QWidget:
    """The player in a window of its own, with a marked piece."""
    shown = stage.found("a boat at night")
    shown._results.tiles.play()
    made = shown._results.tiles.player
    assert made is not None
    play_a_while(stage, made.view)
    made.view.seek(1.0)
    made.view._mark_in()
    made.view.seek(3.0)
    made.view._mark_out()
    stage.pause(1.0)
    return made


def play_a_while(stage: Stage, view: Any) -> None:
    """Plays until a picture has come, and holds it."""
    stage.until(lambda: view.playback._seen or view.message, "a picture of the player")
    stage.settle()
    stage.pause(0.5)
    view.playback.pause()
    stage.pause(0.5)


@state()
def many_selected(stage: Stage) -> QWidget:
    """Several results, of which there is no picture."""
    shown = stage.found("a boat")
    shown._results.page.view.selectAll()
    stage.pause(0.3)
    stage.settle()
    return shown


def dropped(stage: Stage, *paths: Path) -> MainWindow:
    """A window on which these were dropped."""
    from PySide6.QtCore import QMimeData, QUrl

    shown = stage.open()
    given = QMimeData()
    given.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    shown._clips.take_drop(given)
    stage.pause(0.3)
    stage.settle()
    return shown


@state("en-light")
def clip_captions(stage: Stage) -> QWidget:
    """A dropped clip of the library; one caption and one tag were accepted."""
    shown = dropped(stage, sorted((stage.videos / "Holidays").glob("*.mp4"))[8])
    captions = shown._clips.panel.whole
    new = [number for number, row in enumerate(captions.captions.captions) if not row.is_caption]
    captions.setCurrentIndex(captions.captions.index(new[0]))
    shown._actions["accept_tag"].trigger()
    stage.settle()
    shown._actions["accept_caption"].trigger()
    stage.settle()
    captions.setFocus()
    return shown


@state()
def clip_editing(stage: Stage) -> QWidget:
    """A caption of a clip that the library does not have is given another wording."""
    shown = dropped(stage, stage.clip)
    shown._actions["accept_caption"].trigger()
    stage.settle()
    shown._actions["edit_caption"].trigger()
    stage.pause(0.2)
    return shown


@state()
def clips_many(stage: Stage) -> QWidget:
    """Several dropped clips, one of them no video."""
    holidays = stage.videos / "Holidays"
    shown = dropped(stage, stage.clip, *sorted(holidays.glob("*.mp4"))[4:9], holidays / "shopping list.mp4")
    shown._clips.panel.clips.select(2)
    stage.settle()
    return shown


@state()
def clip_similar(stage: Stage) -> QWidget:
    """The videos like a dropped clip."""
    shown = dropped(stage, stage.clip)
    shown._clips.panel.choose_page(2)
    stage.settle()
    return shown


@state()
def clip_refused(stage: Stage) -> QWidget:
    """A dropped file that is no video."""
    shown = stage.open()
    shown.open_clip(str(stage.videos / "Holidays" / "shopping list.mp4"))
    stage.settle()
    return shown


# --- background work ----------------------------------------------------------------------------------------


@state("en-dark")
def problems(stage: Stage) -> QWidget:
    """Files that could not be read."""
    shown = stage.open()
    shown._actions["show_problems"].trigger()
    stage.settle()
    return shown


@state()
def background_work(stage: Stage) -> QWidget:
    """Nothing is being read, and reading is paused."""
    shown = stage.open(reading="paused")
    shown._actions["show_work"].trigger()
    return shown


@state()
def undo(stage: Stage) -> QWidget:
    """A video was forgotten; the message offers the way back."""
    shown = stage.found("a boat")
    shown._actions["forget"].trigger()
    stage.settle()
    return shown


# --- windows beside it --------------------------------------------------------------------------------------


@state("en-light", "zh-light")
def packs(stage: Stage) -> QWidget:
    """Model packs: installed, and to be had."""
    shown = stage.open()
    shown._actions["packs"].trigger()
    stage.settle()
    return child(shown._packs.window)


@state()
def tuning(stage: Stage) -> QWidget:
    """Before a pack is taught anything."""
    shown = stage.open()
    shown._actions["tune"].trigger()
    stage.settle()
    return child(shown._tuning.window)


@state("en-light")
def tuning_result(stage: Stage) -> QWidget:
    """What tuning came to, on videos that were held out."""
    shown = stage.open("tuned")
    shown._actions["tune"].trigger()
    stage.settle()
    return child(shown._tuning.window)


@state("en-dark")
def settings(stage: Stage) -> QWidget:
    """The settings."""
    shown = stage.open()
    shown._actions["settings"].trigger()
    return child(shown._dialogs.settings)


@state("en-light")
def shortcuts(stage: Stage) -> QWidget:
    """All keys."""
    shown = stage.open()
    shown._actions["shortcuts"].trigger()
    return child(shown._dialogs.shortcuts)


@state()
def commands(stage: Stage) -> QWidget:
    """All commands, by typing."""
    shown = stage.open()
    shown._actions["commands"].trigger()
    return child(shown._dialogs.palette)


@state()
def about(stage: Stage) -> QWidget:
    """About the program."""
    shown = stage.open()
    shown._actions["about"].trigger()
    stage.settle()
    return child(shown._dialogs.about)


@state()
def computer_report(stage: Stage) -> QWidget:
    """The check of this computer."""
    shown = stage.open()
    shown._actions["check_computer"].trigger()
    stage.settle()
    return child(shown._packs.report)
