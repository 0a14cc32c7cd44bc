"""A real window on a real library, with an encoder that tells colours."""

from __future__ import annotations

import gc
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThread, QtMsgType, qInstallMessageHandler
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.helpers import web
from tests.helpers.encoders import NAMED_COLOURS, MeanColourEncoder
from tests.helpers.packs import TINY_CONFIG, write_tiny_pack
from tests.helpers.videos import solid, write_video
from tests.helpers.web import Served, Site
from vop_desktop import paths
from vop_desktop.indexing import index_folders
from vop_desktop.library import Library
from vop_desktop.library.roots import locate_root
from vop_desktop.records import Encoder
from vop_desktop.settings import Settings
from vop_desktop.ui.index_worker import Habits
from vop_desktop.ui.main_window import MainWindow, Places
from vop_desktop.ui.workers import Workers

WAIT = 30_000  # ms; a busy machine is no failure
HARMLESS = (
    "propagateSizeHints",
    "does not support raise",
    "support grabbing",
    "XDG_RUNTIME_DIR",
    "PulseAudio",
    "RHI",
)

WindowFactory = Callable[..., MainWindow]


@pytest.fixture(autouse=True)
def qt_warnings() -> Iterator[list[str]]:
    """A warning of Qt fails the test that caused it."""
    heard: list[str] = []

    def hear(kind: QtMsgType, context: object, text: str) -> None:
        serious = kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        if serious and not any(part in text for part in HARMLESS):
            heard.append(text)

    before = qInstallMessageHandler(hear)
    yield heard
    qInstallMessageHandler(before)
    assert not heard


@pytest.fixture(autouse=True)
def started_threads(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[QThread]]:
    """A thread that a test starts and leaves running fails it."""
    started: list[QThread] = []
    start = QThread.start

    def begin(thread: QThread, *arguments: object) -> None:
        started.append(thread)
        start(thread, *arguments)

    monkeypatch.setattr(QThread, "start", begin)
    yield started
    assert names_of_running(started) == []


def names_of_running(threads: list[QThread]) -> list[str]:
    return [thread.objectName() for thread in threads if isValid(thread) and thread.isRunning()]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(tmp_path / "settings.json")
    made.set("search_delay", 20)
    return made


@pytest.fixture
def make_window(qtbot: QtBot, tmp_path: Path, settings: Settings) -> Iterator[WindowFactory]:
    """Makes windows on `tmp_path/library.sqlite`; each has to close with all its threads ended."""
    made: list[MainWindow] = []

    def make(encoder: Encoder | None = None, *, start: bool = True) -> MainWindow:
        workers = Workers.make(
            tmp_path / "library.sqlite", encoder or MeanColourEncoder(), Habits(decoders=1)
        )
        places = Places(str(tmp_path / "library.sqlite"), str(tmp_path / "samples"), str(tmp_path / "log"))
        window = MainWindow(workers, settings, places)
        qtbot.addWidget(window)
        made.append(window)
        if start:
            if not settings.get("window"):
                window.resize(1240, 800)  # which the screen of the tests is too small for
            window.show()
            window.start()
            qtbot.waitUntil(lambda: window.settled, timeout=WAIT)
        return window

    yield make
    for window in made:
        window.close()
        assert not window.running, "a thread outlived its window"
    gc.collect()


@pytest.fixture
def window(make_window: WindowFactory) -> MainWindow:
    return make_window()


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    """A folder of three clips of one colour each, with captions beside two of them."""
    folder = tmp_path / "videos"
    folder.mkdir()
    for name in ("red", "green", "blue"):
        write_video(folder / f"{name} clip.mp4", [solid(NAMED_COLOURS[name])] * 24)
    (folder / "red clip.txt").write_text("red", "utf-8")
    (folder / "blue clip.txt").write_text("blue", "utf-8")
    return folder


@pytest.fixture(scope="session")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the three clips in `videos`, and a library that has read them."""
    home = tmp_path_factory.mktemp("read once")
    (home / "videos").mkdir()
    for name in ("red", "green", "blue"):
        write_video(home / "videos" / f"{name} clip.mp4", [solid(NAMED_COLOURS[name])] * 24)
    (home / "videos" / "red clip.txt").write_text("red", "utf-8")
    (home / "videos" / "blue clip.txt").write_text("blue", "utf-8")
    with Library.open(home / "library.sqlite") as library:
        index_folders(library, MeanColourEncoder(), [str(home / "videos")], workers=1)
    return home


@pytest.fixture
def stored_clips(tmp_path: Path, read_once: Path) -> Path:
    """The folder of `clips`, with a library at `tmp_path` that holds them already: quicker than reading."""
    return copy_home(read_once, tmp_path)


def copy_home(home: Path, target: Path) -> Path:
    """Copies a library and its folder `videos`, so that a test may change them; gives the folder."""
    copy_library(home, target)
    folder = target / "videos"
    shutil.copytree(home / "videos", folder)
    with Library.open(target / "library.sqlite") as library:
        for root in library.roots():
            locate_root(library, root.path, str(folder))
    return folder


def copy_library(home: Path, target: Path) -> None:
    """The library alone, with its thumbnails."""
    for path in home.glob("*.sqlite*"):
        shutil.copy2(path, target / path.name)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Waits until nothing goes on in the background, twice: one answer may lead to the next question."""
    for _ in range(2):
        qtbot.waitUntil(lambda: window.settled, timeout=WAIT)
        qtbot.wait(30)


@pytest.fixture
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets requests to this machine pass."""
    web.direct(monkeypatch)


@pytest.fixture(scope="session")
def made_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small pack with random weights, not installed."""
    return write_tiny_pack(tmp_path_factory.mktemp("made") / "tiny")


@pytest.fixture
def pack_site(direct: None, made_pack: Path) -> Iterator[Site]:
    """A server that has the small pack, and a catalogue that names it."""
    files = []
    with web.website() as site:
        for path in sorted(made_pack.iterdir()):
            content = path.read_bytes()
            site.files[f"/tiny/{path.name}"] = Served(content)
            digest = hashlib.sha256(content).hexdigest()
            files.append({"path": path.name, "size": len(content), "sha256": digest})
        source = {"kind": "url", "location": f"{site.address}/tiny", "files": files}
        pack = {
            "name": "tiny", "title": "Tiny", "licence": "Apache-2.0", "config": TINY_CONFIG,
            "description": "For tests.", "languages": ["en", "zh"], "memory": 1e8, "sources": [source],
        }  # fmt: skip
        paths.data_dir().mkdir(parents=True, exist_ok=True)
        document = json.dumps({"format": 1, "packs": [pack]})
        (paths.data_dir() / "catalogue.json").write_text(document, "utf-8")
        yield site
