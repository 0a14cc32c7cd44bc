"""The window in Chinese: no English is left, also in what comes from below; and what goes wrong is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WindowFactory, settle
from tests.helpers.translation import spoken
from tests.helpers.videos import write_moving
from vop_desktop.errors import MediaError
from vop_desktop.media.sniff import sniff, sniff_file
from vop_desktop.model.lazy import LazyEncoder
from vop_desktop.ui import language
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.outside import KINDS
from vop_desktop.ui.sentences import said
from vop_desktop.ui.settings_dialog import SettingsDialog

CHINESE = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{3,}")
NAMES = (
    *(kind.name for kind in KINDS),
    "VoP Desktop",
    "README",
    "Packs",
    "Esc",
    "Ctrl",
    "English",
    "CUDA",
    "CPU",
    "MPS",
    "XPU",
    "starter",
    "clip",
    "CLIP",
    "ViT",
    "OpenAI",
    "LAION",
    "DataComp",
    "Tiny",
    "MSR-VTT",
    "VoP",
)


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    with spoken(qapp, "zh_CN"):
        yield


@pytest.fixture
def window(chinese: None, make_window: WindowFactory) -> MainWindow:
    return make_window()


def is_english(text: str) -> bool:
    """Whether a text was left out: words, none of them Chinese, and no name."""
    if Path(text).is_absolute():
        return False
    for name in NAMES:
        text = text.replace(name, "")
    return bool(LATIN.search(text)) and not CHINESE.search(text)


def texts_of(root: QWidget) -> Iterator[str]:
    """Everything that a widget and its children say and are called."""
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.objectName().startswith("qt_") or widget.objectName().startswith("_q_"):
            continue
        yield from (widget.toolTip(), widget.accessibleName(), widget.windowTitle())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(row) for row in range(widget.count()))
        elif isinstance(widget, QTreeView):
            model = widget.model()
            columns = range(model.columnCount())
            yield from (str(model.headerData(column, Qt.Orientation.Horizontal)) for column in columns)
    for action in root.findChildren(QAction):
        yield action.text()


def test_no_english_is_left_in_the_window_and_its_dialogues(qtbot: QtBot, window: MainWindow) -> None:
    for name in ("settings", "shortcuts", "commands", "show_problems", "show_work", "packs", "tune", "about"):
        window._actions[name].trigger()
    settle(qtbot, window)
    left = sorted({text for text in texts_of(window) if is_english(text)})
    assert not left, left
    assert window._dialogs.about is not None
    assert CHINESE.search(window._dialogs.about.model_text)


def test_no_english_is_left_in_qts_own_file_dialogue(qtbot: QtBot, chinese: None) -> None:
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    assert {text for text in texts_of(dialog) if is_english(text)} == set()
    assert any("文件" in text for text in texts_of(dialog))


def test_what_is_wrong_with_a_file_is_said_in_chinese(qtbot: QtBot, window: MainWindow, clips: Path) -> None:
    (clips / "empty.mp4").touch()
    (clips / "text.mkv").write_text("no video", "utf-8")
    window.add_folders([str(clips)])
    settle(qtbot, window)
    model = window._indexing.problems._model
    causes = {model.index(row, 1).data() for row in range(2)}
    assert causes == {"文件是空的", "是文本文件，不是视频"}
    window.search("red")
    settle(qtbot, window)
    assert "个很可能" in window._results.header.summary
    assert CHINESE.search(window._results.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))


@pytest.mark.parametrize("head", [b"", b"%PDF-1.7", b"RIFF____WAVE", b"\x00" * 100, b"Dear all,"])
def test_what_the_lower_layers_say_is_known_again(chinese: None, head: bytes) -> None:
    reason = sniff(head).reason
    assert reason
    assert not is_english(said(reason))


def test_a_query_that_the_pack_cannot_read_is_answered_in_chinese(
    qtbot: QtBot, direct: None, chinese: None, make_window: WindowFactory, tmp_path: Path
) -> None:
    (tmp_path / "videos").mkdir()
    write_moving(tmp_path / "videos" / "a.mp4", seconds=1)
    window = make_window(LazyEncoder("starter"))
    window.add_folders([str(tmp_path / "videos")])
    settle(qtbot, window)
    window.search("红色的汽车")
    settle(qtbot, window)
    hint = window._results.page._hint.text()
    assert hint.startswith("您输入的是汉字，而正在使用的模型包只懂英语。")
    assert "clip-vit" not in hint
    assert not window._results.page._packs.isHidden()
    assert not is_english(window._results.header.field.placeholderText())


def test_the_person_is_addressed_politely() -> None:
    path = Path(str(files("vop_desktop.resources"))) / "translations" / "vop_desktop_zh_CN.ts"
    assert not [line for line in path.read_text("utf-8").splitlines() if "你" in line]


def test_values_and_causes_within_a_sentence_are_kept_and_translated(chinese: None, tmp_path: Path) -> None:
    with pytest.raises(MediaError) as caught:
        sniff_file(str(tmp_path / "gone.mp4"))
    assert said(caught.value.reason) == "文件已不在原处"
    assert said("cannot be opened as a video: it is damaged") == "无法作为视频打开：文件已损坏"
    assert said("3 of 12 frames could be read; the decoder crashed on this file") == (
        "12 帧画面中读取了 3 帧；解码器在此文件上崩溃了"
    )
    path = "/videos/a: b {0}.sqlite"
    assert path in said(
        f"{path} is not a VoP Desktop library. Choose another file; this one was not changed."
    )
    both = "No video has the tag “dog”. No video fulfils all of these conditions. Take one of them away."
    assert said(both) == "没有带标签“dog”的视频。没有视频同时满足所有条件。请去掉其中一个。"
    assert said("Something that nobody wrote down.") == "Something that nobody wrote down."


def test_in_english_nothing_is_looked_up(qapp: QApplication) -> None:
    assert language.load(qapp, "en") == ""
    assert said("the file is empty") == "the file is empty"


@pytest.mark.parametrize(
    ("wanted", "system", "spoken_language"),
    [
        ("en", ["zh-CN"], "en"),
        ("zh_CN", ["en-US"], "zh_CN"),
        ("system", ["zh-Hans-CN", "zh-CN", "en"], "zh_CN"),
        ("system", ["zh-TW"], "zh_CN"),
        ("system", ["de-DE", "zh-CN", "en-US"], "zh_CN"),
        ("system", ["en-GB", "zh-CN"], "en"),
        ("system", ["de-DE"], "en"),
        ("system", [], "en"),
        ("nonsense", ["C"], "en"),
    ],
)
def test_the_language_is_the_wanted_one_or_the_systems(
    wanted: str, system: list[str], spoken_language: str
) -> None:
    assert language.choose(wanted, system) == spoken_language


def test_a_missing_translation_is_said_and_the_window_speaks_english(
    qapp: QApplication, tmp_path: Path
) -> None:
    assert "简体中文 is missing or damaged" in language.load(qapp, "zh_CN", tmp_path)
    (tmp_path / "vop_desktop_zh_CN.qm").write_bytes(b"no translation")
    assert "speaks English" in language.load(qapp, "zh_CN", tmp_path)
    assert said("the file is empty") == "the file is empty"


def test_the_setting_offers_languages_by_their_own_names(window: MainWindow) -> None:
    window._actions["settings"].trigger()
    dialog = window._dialogs.settings
    assert isinstance(dialog, SettingsDialog)
    editor = dialog.rows["language"].editor
    assert isinstance(editor, QComboBox)
    assert [editor.itemText(row) for row in range(editor.count())] == ["跟随系统", "English", "简体中文"]
    editor.setCurrentIndex(1)
    assert window._settings.get("language") == "en"
