"""The first minutes, and the page about the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WAIT, WindowFactory, settle
from tests.gui.test_main_window import many_clips, slowly
from tests.helpers.encoders import MeanColourEncoder
from tests.helpers.web import Site
from vop_desktop import __version__, paths
from vop_desktop.ui import first_run
from vop_desktop.ui.main_window import MainWindow


def test_the_first_page_offers_the_full_pack_and_asks_for_nothing(
    qtbot: QtBot, make_window: WindowFactory
) -> None:
    window = make_window()
    settle(qtbot, window)
    page = window._empty
    assert page.first
    assert "nothing leaves it" in page._text.text()
    assert page._pack.isVisible()
    assert not page._pack.isChecked()
    assert "VoP for MSR-VTT" in page._pack.text()
    assert not (paths.cache_dir() / "downloads").exists()


def test_the_pack_comes_meanwhile_and_takes_over(
    qtbot: QtBot,
    pack_site: Site,
    make_window: WindowFactory,
    clips: Path,
) -> None:
    window = make_window()
    settle(qtbot, window)
    window._first_run._full = "tiny"  # as if the small one were the recommended one
    window._empty._pack.setChecked(True)
    window.add_folders([str(clips)])
    qtbot.waitUntil(lambda: len(window.hits) == 3, timeout=WAIT)  # the old pack answers
    qtbot.waitUntil(lambda: window._settings.get("pack") == "tiny", timeout=WAIT)
    settle(qtbot, window)
    assert len(window.hits) == 3
    assert not window._empty._pack.isVisible()


def test_the_amount_of_video_is_counted_from_a_sample(qtbot: QtBot, window: MainWindow, clips: Path) -> None:
    (clips / "bad.mp4").write_text("no video", "utf-8")
    window._workers.estimate.measure([str(clips)])
    qtbot.waitUntil(lambda: window._first_run._amount is not None, timeout=WAIT)
    amount = window._first_run._amount
    assert amount is not None
    assert amount.videos == 4
    assert amount.seconds == pytest.approx(3 * 24 / 25, rel=0.01)


def test_how_long_it_will_take_is_said_while_it_is_read(
    qtbot: QtBot, make_window: WindowFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_run, "MEASURE_SECONDS", 0.5)
    monkeypatch.setattr(first_run, "WORTH_SAYING", 0.0)
    window = make_window(MeanColourEncoder(hook=slowly))
    window.add_folders([str(many_clips(tmp_path / "many", 12))])
    qtbot.waitUntil(lambda: window._message.text.startswith("About "), timeout=WAIT)
    assert window._workers.index.busy
    assert "for 24 s of video (12 files), once." in window._message.text
    window._message.hide()
    settle(qtbot, window)
    assert not window._message.text


def test_about_names_version_model_and_places(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(QUrl(url).toLocalFile()))
    window._actions["about"].trigger()
    settle(qtbot, window)
    about = window._dialogs.about
    assert about is not None
    assert about.isVisible()
    said = " ".join(label.text() for label in about.findChildren(type(about._model)))
    assert __version__ in said
    assert "Nothing leaves this computer" in said
    assert "Starter" in about.model_text
    assert "Apache-2.0" in said
    assert str(paths.data_dir()) in said
    first = next(button for button in about.findChildren(QPushButton) if button.text() == "Open folder")
    first.click()
    assert opened == [str(paths.data_dir())]
