"""Every setting, declared once, and the file they are kept in."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any, NamedTuple

from vop_desktop import paths

log = logging.getLogger(__name__)

Value = str | int | float | bool
LATER = "From the next start on."


class Option(NamedTuple):
    """One setting.

    Attributes:
        name: key in the file and in code.
        default: value used where none, or a senseless one, is stored; its type is the setting's type.
        title: what the settings page calls it.
        page: the heading it stands under; empty for what the window keeps to itself.
        cost: what a change brings and costs, in a sentence.
        unit: of the value, empty for words and switches.
        choices: allowed values; empty for a free one.
        labels: what people read for each of the choices; the values themselves where there are none.
        lowest: what people read for the lowest number, where that means something of its own.
        low, high: bounds of a number.
    """

    name: str
    default: Value
    title: str
    page: str = ""
    cost: str = ""
    unit: str = ""
    choices: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    lowest: str = ""
    low: float = 0.0
    high: float = 1e9

    @property
    def at_start(self) -> bool:
        """Whether another value holds from the next start on."""
        return self.cost.endswith(LATER)

    def label(self, value: str) -> str:
        """What people read for one of the choices."""
        return self.labels[self.choices.index(value)] if self.labels and value in self.choices else value

    def accepts(self, value: object) -> bool:
        """Whether a stored value can be used for this setting."""
        if isinstance(self.default, bool) or isinstance(value, bool):
            return isinstance(self.default, bool) and isinstance(value, bool)
        if isinstance(self.default, str):
            return isinstance(value, str) and (not self.choices or value in self.choices)
        kind = int if isinstance(self.default, int) else int | float
        return isinstance(value, kind) and self.low <= value <= self.high


APPEARANCE, SEARCH, LIBRARY, MODEL, PLAYER, TECHNICAL = PAGES = (
    "Appearance", "Search", "Folders and videos", "Model", "Player", "Technical",
)  # fmt: skip
HOUR = "o'clock"  # the unit of hours of the day

OPTIONS: dict[str, Option] = {
    option.name: option
    for option in (
        Option(
            "appearance", "system", "Appearance", APPEARANCE,
            "The theme: light, dark, or as the system has it.",
            choices=("system", "light", "dark"), labels=("As the system", "Light", "Dark"),
        ),
        Option(
            "language", "system", "Language", APPEARANCE,
            f"What the window speaks; what the model understands is the pack's matter. {LATER}",
            choices=("system", "en", "zh_CN"), labels=("As the system", "English", "简体中文"),
        ),
        Option("tile_size", 220, "Size of the pictures", APPEARANCE, unit="pixels", low=120, high=480),
        Option(
            "hover_scrub", True, "Go through a video by moving the pointer over its picture", APPEARANCE
        ),
        Option(
            "notify", True, "Tell when a long job has ended", APPEARANCE,
            "A note of the system, and only while the window is not in front.",
        ),
        Option(
            "tray", False, "Icon beside the clock", APPEARANCE,
            "It shows the window, pauses and ends the program. Closing the window ends the program too.",
        ),
        Option(
            "result_limit", 500, "Results shown", SEARCH,
            "Of a search: the best ones come first in any case. Without words all videos are listed.",
            unit="videos", low=10, high=5000,
        ),
        Option(
            "caption_limit", 10, "Captions shown for a clip", SEARCH, unit="captions", low=1, high=200
        ),
        Option(
            "watch_folders", True, "Watch the folders", LIBRARY,
            "New and changed videos are taken in by themselves; else “Look for changes” finds them.",
        ),
        Option(
            "index_order", "newest", "Order of reading", LIBRARY,
            "Newest first begins with the files that were changed last.",
            choices=("newest", "found"), labels=("Newest first", "Folder by folder, by name"),
        ),
        Option(
            "detail", "normal", "Detail", LIBRARY,
            "How densely videos over 24 seconds are looked at: “Whole” is quick and finds no moments, "
            f"“Normal” looks every 2 seconds, “Fine” every second and takes twice the time. {LATER}",
            choices=("whole", "normal", "fine"), labels=("Whole", "Normal", "Fine"),
        ),
        Option(
            "quiet_from", 0, "Do not read videos from", LIBRARY,
            "The hour at which reading videos in the background waits; the same as the next one for never.",
            unit=HOUR, high=24,
        ),
        Option(
            "quiet_until", 0, "Do not read videos until", LIBRARY,
            "The hour at which it goes on; it may lie past midnight.",
            unit=HOUR, high=24,
        ),
        Option(
            "index_on_battery", True, "Read videos while on battery", LIBRARY,
            "Without this, reading waits for the mains.",
        ),
        Option(
            "missing_days", 30, "Keep videos whose files are gone for", LIBRARY,
            "Then they are forgotten, which you can undo. A drive that is not plugged in does not count.",
            unit="days", low=1, high=3650,
        ),
        Option(
            "pack", "starter", "Model pack", MODEL,
            "Another pack reads all videos anew, and the old one answers until then; what it read is kept.",
        ),
        Option(
            "outside_player", "auto", "Other player", PLAYER,
            "“Automatic” takes the first that is installed and can begin at the moment; “As the system” is "
            "the one that opens videos on this computer, mostly from their start.",
            choices=("auto", "system", "VLC", "mpv", "MPC-HC", "MPC-BE", "PotPlayer", "IINA"),
            labels=(
                "Automatic", "As the system", "VLC", "mpv", "MPC-HC", "MPC-BE", "PotPlayer", "IINA",
            ),
        ),
        Option(
            "play_selected", False, "Play a result as soon as it is selected", PLAYER,
            "In the inspector. Without this it plays when you click its picture there.",
        ),
        Option(
            "index_low_priority", False, "Let all other programs go first", TECHNICAL,
            "Decode processes take what time of processor and disk the others leave; reading takes longer.",
        ),
        Option(
            "decode_workers", 0, "Videos read at the same time", TECHNICAL,
            "“Automatic” takes as many as the machine allows. Each one is a process of its own and takes up "
            f"to 400 MB. {LATER}",
            unit="videos", lowest="Automatic", high=16,
        ),
        Option(
            "device", "auto", "Compute device", TECHNICAL,
            f"“Automatic” takes the fastest that works. {LATER}",
            choices=("auto", "cpu", "cuda", "mps", "xpu"),
            labels=(
                "Automatic", "Processor (CPU)", "NVIDIA graphics (CUDA)", "Apple graphics (MPS)",
                "Intel graphics (XPU)",
            ),
        ),
        Option(
            "search_delay", 200, "Wait after the last key before searching", TECHNICAL,
            "Shorter feels quicker and searches more often while you type.",
            unit="ms", lowest="Not at all", low=0, high=2000,
        ),
        Option(
            "thumbnail_limit", 2048, "Room for thumbnails", TECHNICAL,
            "What is over goes, first what you did not look at for longest; it is made again when needed.",
            unit="MB", low=100, high=1_000_000,
        ),
        Option("view", "grid", "How results are shown", choices=("grid", "list", "filmstrip")),
        Option("order", "relevance", "Order of the results of a query"),
        Option("library_order", "relevance", "Order of the library while nothing is searched"),
        Option("all_moments", False, "Whether each moment is a result of its own"),
        Option("columns", "", "Columns of the list"),
        Option("open_folders", "", "Folders that are open in the sidebar"),
        Option("across", "", "Widths of sidebar, results and panel"),
        Option("below", 0, "Height of the panels below the results; 0 for what they need", unit="pixels"),
        Option("player_volume", 100, "Volume of the player", unit="%", high=100),
        Option("player_muted", False, "Whether the player is muted"),
        Option("player_loop", False, "Whether the player loops the match"),
        Option("folders", "", "Where file dialogs were left"),
        Option("sidebar", True, "Whether the sidebar is shown"),
        Option("inspector", True, "Whether the inspector is shown"),
        Option("folded", "", "Parts of the inspector that are folded"),
        Option("place", "", "What was searched, selected and in sight last"),
        Option("told_packs", "", "Packs whose limits were read"),
        Option("check_updates", False, "Ask whether a newer version is out"),
        Option("update_address", "", "Where new versions are announced"),
        Option("window", "", "Place and size of the window"),
        Option("reading", "on", "Whether videos are read", choices=("on", "paused", "stopped")),
        Option("next_pack", "", "The pack that the library is being read with, to be used then"),
        Option("keys", "", "Shortcuts that differ from the built-in ones"),
    )
}  # fmt: skip


class Settings:
    """The settings in memory, read once from a JSON file and written whole on each change.

    A file that cannot be read counts as empty and is set aside, so that a damaged file costs the
    settings and not the start. Not thread-safe: the GUI thread owns it.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path if path is not None else paths.settings_path()
        self._values: dict[str, Any] = {}
        self.problem = ""  # why the defaults are used, in words
        try:
            stored = json.loads(self._path.read_text("utf-8"))
            if not isinstance(stored, dict):
                raise ValueError("not a table of settings")
            self._values = stored
        except FileNotFoundError:
            pass
        except (OSError, ValueError) as error:
            log.warning("Settings could not be read (%s); defaults are used.", error)
            self.problem = self._set_aside()

    def _set_aside(self) -> str:
        aside = self._path.with_suffix(".damaged.json")
        try:
            self._path.replace(aside)
        except OSError:
            log.warning("The damaged settings file could not be moved aside.")
            problem = "The settings file cannot be read, so the built-in settings are used."
        else:
            problem = (
                f"The settings file was damaged and is kept as {aside.name}; the built-in settings are used."
            )
        return problem

    def get(self, name: str) -> Any:
        """The stored value of a declared setting, or its default. KeyError for an undeclared one."""
        option = OPTIONS[name]
        value = self._values.get(name, option.default)
        return value if option.accepts(value) else option.default

    def reset(self, name: str) -> None:
        """Takes a setting back to its default."""
        self.set(name, OPTIONS[name].default)

    def set(self, name: str, value: Value) -> None:
        """Changes a setting and writes the file. ValueError for a value out of bounds."""
        option = OPTIONS[name]
        if not option.accepts(value):
            raise ValueError(f"{value!r} is no value for {option.title}")
        self._values[name] = value
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._path.with_suffix(".part")
        temporary.write_text(json.dumps(self._values, indent=2, ensure_ascii=False), "utf-8")
        temporary.replace(self._path)
