#!/usr/bin/env python3
"""The pictures of the README and of docs/, made by the program itself on drawn sample clips.

    .venv/bin/python packaging/screenshots.py                the chosen ones, into docs/images
    .venv/bin/python packaging/screenshots.py --all DIR      every state, in eight folders: light and dark,
                                                             English and Chinese, 100 % and 200 %
    .venv/bin/python packaging/screenshots.py --only NAME …  these states only; with or without --all
    .venv/bin/python packaging/screenshots.py --all DIR --text 200       the same with large text

No screen is needed. The states are in packaging/window_states.py. Some pictures show paths: with
`--keep /home/anna` the clips are drawn there, like a person's, and kept for the next time. Text is set in the
first of FONTS that is installed; Debian has them in fonts-noto-core and fonts-noto-cjk.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from window_states import STATES, Stage

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtWidgets import QWidget

ROOT = Path(__file__).resolve().parents[1]
SCREEN = {
    "screens": [{"name": "wide", "x": 0, "y": 0, "width": 3840, "height": 2400, "logicalDpi": 96}]
}  # on which no window has to be made smaller, also at 200 %
IMAGES = ROOT / "docs" / "images"
FONTS = ("Noto Sans", "Inter", "Cantarell", "DejaVu Sans")
FONTS_ZH = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "Droid Sans Fallback")
POINTS = 10
QUALITY = 86  # of the chosen pictures, WebP
BUDGET = 2_500_000  # bytes of all that lies in docs/images
TUNE_MS = 15 * 60_000


@dataclass(frozen=True, slots=True)
class Look:
    """How one set of pictures looks: `light` or `dark`, `en` or `zh`, and pixels for each point."""

    appearance: str
    language: str
    scale: int

    @property
    def locale(self) -> str:
        """Whose dates and numbers are shown."""
        return {"en": "en_GB.UTF-8", "zh": "zh_CN.UTF-8"}[self.language]

    def holds(self, state: str) -> bool:
        """Whether docs/images has a picture of a state in this look."""
        return f"{self.language}-{self.appearance}" in STATES[state].chosen

    def target(self, state: str, folder: Path | None) -> Path:
        """Where a picture is kept: in docs/images, or below a folder for looking through."""
        if folder is not None:
            return folder / f"{self.language}-{self.appearance}-{self.scale}00" / f"{state}.png"
        parts = [part for part in (self.language, self.appearance) if part not in ("en", "light")]
        return IMAGES / f"{'-'.join([state, *parts])}.webp"


LOOKS = [Look(*each) for each in itertools.product(("light", "dark"), ("en", "zh"), (1, 2))]


def main() -> int:
    """Parses the command line, draws the library, and takes the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--all", metavar="DIR", type=Path, help="every state in every look, into this folder")
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=list(STATES), help=", ".join(STATES))
    parser.add_argument("--keep", metavar="DIR", type=Path, help="keep the drawn library there for next time")
    parser.add_argument("--text", metavar="PERCENT", type=int, default=100, help="how large text is")
    parser.add_argument("--look", type=int, help=argparse.SUPPRESS)  # of a process that this one starts
    options = parser.parse_args()
    names = options.only or list(STATES)
    if options.look is not None:
        return take(options.keep, options.all, names, LOOKS[options.look], options.text)
    with tempfile.TemporaryDirectory(prefix="vop-pictures-") as temporary:
        place = (options.keep or Path(temporary) / "Anna").absolute()
        screen = Path(temporary) / "screen.json"
        screen.write_text(json.dumps(SCREEN), "utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
        if not (place / "ready").exists():
            prepare(place)
        codes = [start(place, options.all, names, look, options.text) for look in LOOKS]
    if not options.all:
        size = sum(path.stat().st_size for path in IMAGES.iterdir())
        print(f"docs/images: {size / 1e6:.2f} MB")
        if size > BUDGET:
            print(f"That is over {BUDGET / 1e6} MB.", file=sys.stderr)
            return 1
    return max(codes)


def start(place: Path, folder: Path | None, names: list[str], look: Look, text: int) -> int:
    """Takes one set of pictures in a process of its own: language and scale hold for a whole process."""
    if folder is None:
        names = [name for name in names if look.holds(name) and look.scale == 1]
    if not names:
        return 0
    into = [] if folder is None else ["--all", str(folder.absolute())]
    environment = {
        **os.environ,
        "QT_SCALE_FACTOR": str(look.scale),
        "HF_HUB_OFFLINE": "",
        "LANG": look.locale,
    }
    command = [sys.executable, __file__, "--look", str(LOOKS.index(look)), "--keep", str(place), *into]
    command += ["--text", str(text)]
    code = subprocess.run([*command, "--only", *names], check=False, env=environment).returncode
    if code < 0:
        print(f"{look}: ended by signal {-code}", file=sys.stderr)
    return abs(code)


# --- one set of pictures ------------------------------------------------------------------------------------


def take(place: Path, folder: Path | None, names: list[str], look: Look, text: int) -> int:
    """Takes the pictures of one look; 1 if one of them failed."""
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler
    from PySide6.QtGui import QFont, QFontDatabase
    from PySide6.QtWidgets import QApplication

    from vop_desktop.model.lazy import LazyEncoder
    from vop_desktop.ui import icon, language
    from vop_desktop.ui.theme import Theme

    fatal = QtMsgType.QtFatalMsg
    # The rest is of what a platform without a screen cannot do.
    qInstallMessageHandler(lambda kind, _, text: print(text, file=sys.stderr) if kind == fatal else None)
    application = QApplication(["vop-desktop"])
    application.setCursorFlashTime(0)
    application.setWindowIcon(icon.application_icon())
    installed = set(QFontDatabase.families())
    fonts = [font for font in (FONTS_ZH + FONTS if look.language == "zh" else FONTS) if font in installed]
    if look.language == "zh" and fonts[:1] not in [[font] for font in FONTS_ZH]:
        print("No Chinese font is installed: apt-get install fonts-noto-cjk", file=sys.stderr)
        return 1
    application.setFont(QFont(fonts, POINTS * text // 100))
    language.load(application, {"zh": "zh_CN"}.get(look.language, look.language))
    Theme(application, look.appearance).apply_sheet()
    encoder = LazyEncoder("starter", device="cpu")
    failed = [name for name in names if not take_one(Stage(place, encoder), name, look.target(name, folder))]
    return 1 if failed else 0


def take_one(stage: Stage, name: str, target: Path) -> bool:
    """Takes one picture; False if that failed."""
    begin = time.monotonic()
    with stage:
        try:
            shown = STATES[name].show(stage)
            stage.settle(turns=3)
            target.parent.mkdir(parents=True, exist_ok=True)
            quality = QUALITY if target.suffix == ".webp" else -1
            if not picture_of(shown).save(str(target), None, quality):
                raise OSError("it could not be written")
        except (AssertionError, AttributeError, OSError, TimeoutError) as error:
            print(f"failed: {target.name}: {error!r}", file=sys.stderr)
            return False
    print(
        f"{target.stat().st_size / 1000:7.0f} kB  {time.monotonic() - begin:4.1f} s  {target}",
        flush=True,
    )
    return True


def picture_of(shown: QWidget) -> QImage:
    """A widget as it is on the screen, with what stands over it."""
    from PySide6.QtCore import QPoint, QRect
    from PySide6.QtGui import QPainter, QPalette
    from PySide6.QtWidgets import QApplication

    picture = shown.grab().toImage()
    painter = QPainter(picture)
    paint_videos(painter, shown)
    over = [] if shown.parentWidget() else QApplication.topLevelWidgets()
    for other in over:
        if other.isVisible() and other is not shown:
            place = other.pos() - shown.mapToGlobal(QPoint(0, 0))
            painter.drawPixmap(place, other.grab())
            painter.setPen(other.palette().color(QPalette.ColorRole.Mid))
            painter.drawRect(QRect(place, other.size()).adjusted(-1, -1, 0, 0))  # its frame, more or less
    painter.end()
    return picture


def paint_videos(painter: QPainter, shown: QWidget) -> None:
    """What plays within a widget: a video goes to the screen past what `grab` sees."""
    from PySide6.QtCore import QPoint, QRect, Qt
    from PySide6.QtMultimediaWidgets import QVideoWidget

    for video in shown.findChildren(QVideoWidget):
        frame = video.videoSink().videoFrame().toImage()
        if video.isVisible() and not frame.isNull():
            area = QRect(video.mapTo(shown, QPoint(0, 0)), video.size())
            place = QRect(QPoint(0, 0), frame.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio))
            place.moveCenter(area.center())
            painter.drawImage(place, frame)


# --- the library that they show -----------------------------------------------------------------------------


def prepare(place: Path) -> None:
    """Draws clips, reads them, and keeps what a person would have after a while.

    Below `place` are folders of clips, and `homes`, the states of the program to begin with.
    """
    from vop_desktop.samples import write_samples

    shutil.rmtree(place, ignore_errors=True)
    videos, disk, desktop = place / "Videos", place / "Travel disk", place / "Desktop"
    for folder, count, seed in (
        (videos / "Holidays", 36, 0), (videos / "Garden", 18, 3), (disk, 12, 5), (desktop, 1, 14),
    ):  # fmt: skip
        print(f"drawing {folder.name}")
        write_samples(folder, count=count, seed=seed)
    spoil(videos / "Holidays")
    (place / "Papers").mkdir()
    (place / "Papers" / "letter.txt").write_text("No video here.", "utf-8")
    homes = place / "homes"
    read = homes / "read"
    vop(read, "index", videos, disk, expected=(0, 3))
    clips = sorted((videos / "Holidays").glob("*.mp4"))
    for tag, chosen in (("family", clips[2:7]), ("to edit", clips[5:8]), ("best of", clips[::6])):
        vop(read, "tag", "add", tag, *chosen)
    for text in ("a boat at night", "snow longer:2s", "tag:family"):
        vop(read, "searches", "save", text)
    multiply(sorted(videos.rglob("*.mp4")), place / "Archive")
    (homes / "empty" / "data").mkdir(parents=True)
    print("drawing in chalk")
    write_samples(place / "Chalk", count=120, seed=11, style="chalk")
    vop(homes / "tuned", "index", place / "Chalk")
    tune(homes / "tuned")
    (place / "ready").touch()


def spoil(folder: Path) -> None:
    """Files as they come from a broken card: cut off, without an index, not a video at all."""
    whole = sorted(folder.glob("*.mp4"))[-1].read_bytes()
    (folder / "DSC_0412 (cut off).mp4").write_bytes(whole[: len(whole) // 2])
    (folder / "recording never finished.mp4").write_bytes(whole[:40])
    (folder / "shopping list.mp4").write_text("milk, bread, apples\n" * 40, "utf-8")
    (folder / "empty.mov").touch()


def multiply(clips: list[Path], folder: Path) -> None:
    """Many files of different contents in no time: each clip with some free space at its end."""
    folder.mkdir()
    for size in range(8, 8 + 3):
        for clip in clips:
            free = size.to_bytes(4, "big") + b"free" + bytes(size - 8)
            (folder / f"{clip.parent.name} {clip.stem} {size - 7}.mp4").write_bytes(clip.read_bytes() + free)


def vop(home: Path, *arguments: str | Path, expected: tuple[int, ...] = (0,)) -> None:
    """Runs a command of the program with a home of its own."""
    words = [str(argument) for argument in arguments]
    print("vop", " ".join(words[:2]))
    call = "from vop_desktop.__main__ import cli_main; cli_main()"
    environment = {**os.environ, "VOP_DESKTOP_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", call, *words], check=False, env=environment, capture_output=True, text=True
    )
    if done.returncode not in expected:
        raise SystemExit(f"vop {' '.join(words)}: {done.stderr}")


def tune(home: Path) -> None:
    """Teaches the starter the words of the drawn captions, as the window does."""
    from PySide6.QtCore import QCoreApplication, QTimer

    from vop_desktop.ui.tuning_messages import TuneRequest
    from vop_desktop.ui.tuning_worker import TuneWorker

    print("tuning; this takes a minute or two")
    os.environ["VOP_DESKTOP_HOME"] = str(home)
    application = QCoreApplication(["vop-desktop"])
    worker = TuneWorker("tuning", home / "data" / "library.sqlite")
    worker.busy_changed.connect(lambda: None if worker.busy else application.quit())
    worker.refused.connect(lambda why: print(why, file=sys.stderr))
    worker.start()
    worker.run(TuneRequest("our-holidays", "starter", "vop_fp", epochs=20, device="cpu"))
    QTimer.singleShot(TUNE_MS, application.quit)
    application.exec()
    worker.stop()
    worker.wait(10_000)
    if not (home / "data" / "packs" / "our-holidays").exists():
        raise SystemExit("the tuning did not end well")


if __name__ == "__main__":
    sys.exit(main())
