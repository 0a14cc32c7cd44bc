"""Model packs in the window: fetched from a real server, imported, taken into use beside the old one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WAIT, WindowFactory, settle
from tests.helpers.encoders import MeanColourEncoder
from tests.helpers.web import Site
from vop_desktop import paths
from vop_desktop.ui.language import language_name
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.packs_card import CardView
from vop_desktop.ui.packs_window import PacksWindow


def opened(qtbot: QtBot, window: MainWindow) -> PacksWindow:
    window._actions["packs"].trigger()
    settle(qtbot, window)
    assert window._packs.window is not None
    assert window._packs.window.isVisible()
    return window._packs.window


def card(window: MainWindow, name: str) -> CardView:
    assert window._packs.window is not None
    return window._packs.window.cards[name]


def test_the_cards_say_what_a_pack_is_and_costs(qtbot: QtBot, direct: None, window: MainWindow) -> None:
    shown = opened(qtbot, window)
    assert next(iter(shown.cards)) == "starter"
    assert card(window, "starter").said.startswith("In use")
    main = card(window, "vop-msrvtt")
    assert main.said == "Recommended"
    facts = "\n".join([*main._paragraphs(), main._facts()])
    for said in (
        "You search in English only.",
        "size and its form are checked",
        "not stated by its makers",
        "To fetch: about",
        "Memory: about",
        "ModelScope",
    ):
        assert said in facts
    many = card(window, "clip-vit-b32-multilingual")._languages()
    assert many.startswith("You search in English, Chinese")
    assert many.endswith("or one of 27 other languages.")
    assert shown.notice == ""


def test_offline_mode_is_said(
    qtbot: QtBot, direct: None, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert opened(qtbot, window).notice.startswith("Offline mode is on")
    card(window, "vop-msrvtt").press("download")
    settle(qtbot, window)
    assert "Offline mode is on" in card(window, "vop-msrvtt").fault


def test_a_download_is_cancelled_and_goes_on_where_it_was(
    qtbot: QtBot, pack_site: Site, window: MainWindow
) -> None:
    opened(qtbot, window)
    pack_site.pause = 0.05
    card(window, "tiny").press("download")
    qtbot.waitUntil(lambda: "a second" in card(window, "tiny").said, timeout=WAIT)
    assert " of " in card(window, "tiny").said
    card(window, "tiny").press("cancel")
    settle(qtbot, window)
    assert card(window, "tiny").said.startswith("Download stopped Fetched so far")
    pack_site.pause = 0
    card(window, "tiny").press("download")
    settle(qtbot, window)
    assert card(window, "tiny").said.startswith("Installed")
    size = len(pack_site.files["/tiny/weights.safetensors"].content)
    assert sum(asked.sent for asked in pack_site.bodies("/tiny/weights.safetensors")) < 1.5 * size
    card(window, "tiny").press("remove")
    settle(qtbot, window)
    question = window._packs.window.question
    assert question.text.startswith("Remove “Tiny (random weights)” from this computer? That frees")
    assert "It can be downloaded again." in question.text
    question.answer(1)
    settle(qtbot, window)
    assert card(window, "tiny").said.startswith("Installed")
    card(window, "tiny").press("remove")
    question.answer(0)
    settle(qtbot, window)
    assert card(window, "tiny").said == ""
    assert window._packs.window.message.text == "“Tiny (random weights)” was removed."
    assert not (paths.data_dir() / "packs" / "tiny").exists()


def test_a_server_that_refuses_is_named_on_the_card(
    qtbot: QtBot, pack_site: Site, window: MainWindow
) -> None:
    opened(qtbot, window)
    del pack_site.files["/tiny/weights.safetensors"]
    card(window, "tiny").press("download")
    settle(qtbot, window)
    assert "404" in card(window, "tiny").fault or "not there" in card(window, "tiny").fault
    assert card(window, "starter").said.startswith("In use")


def test_what_went_wrong_is_forgotten_when_the_window_opens_again(
    qtbot: QtBot, pack_site: Site, window: MainWindow
) -> None:
    shown = opened(qtbot, window)
    del pack_site.files["/tiny/weights.safetensors"]
    card(window, "tiny").press("download")
    settle(qtbot, window)
    shown.say("Something was refused.")
    assert card(window, "tiny").fault
    window._packs.show()  # it is in front already: nothing is forgotten
    assert card(window, "tiny").fault
    shown.close()
    opened(qtbot, window)
    assert card(window, "tiny").fault == shown.notice == ""


def test_a_new_list_stays_where_it_was_scrolled_to(qtbot: QtBot, direct: None, window: MainWindow) -> None:
    shown = opened(qtbot, window)
    bar = shown._scroll.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place, before = bar.value(), dict(shown.cards)
    assert place
    window._packs.refresh()
    settle(qtbot, window)
    assert bar.value() == place
    assert shown.cards == before  # what has not changed is not made anew
    window._packs._downloading.append("tinyclip-vit-40m-32")
    window._packs._show()
    qtbot.wait(30)
    assert bar.value() == place
    assert shown.cards != before
    assert list(shown.cards) == list(before)


def test_removing_tells_how_many_videos_would_be_read_again(
    qtbot: QtBot, direct: None, window: MainWindow, clips: Path, made_pack: Path
) -> None:
    window.add_folders([str(clips)])
    window._packs.import_from(str(made_pack))
    settle(qtbot, window)
    opened(qtbot, window)
    for name in ("tiny", "starter"):
        window._packs.use(name)
        qtbot.waitUntil(lambda name=name: window._settings.get("pack") == name, timeout=WAIT)
        settle(qtbot, window)
    window._packs.refresh()
    settle(qtbot, window)
    card(window, "tiny").press("remove")
    assert window._packs.window is not None
    text = window._packs.window.question.text
    assert "It has read 3 videos" in text
    assert "It cannot be downloaded again" in text


def drop(window: PacksWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(20, 20), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    window.dropEvent(event)
    assert event.isAccepted()


def test_a_dropped_folder_becomes_a_pack_and_junk_is_refused(
    qtbot: QtBot, direct: None, window: MainWindow, made_pack: Path, tmp_path: Path
) -> None:
    shown = opened(qtbot, window)
    drop(shown, made_pack)
    settle(qtbot, window)
    assert card(window, "tiny").said == "Installed"
    junk = tmp_path / "letter.pt"
    junk.write_text("Dear all, this is no model.", "utf-8")
    drop(shown, junk)
    settle(qtbot, window)
    assert "letter.pt" in shown.notice
    assert shown._bar.isHidden()


def test_another_pack_reads_beside_the_old_one_and_takes_over(
    qtbot: QtBot, direct: None, make_window: WindowFactory, clips: Path, made_pack: Path
) -> None:
    old = MeanColourEncoder()
    window = make_window(old)
    window.add_folders([str(clips)])
    settle(qtbot, window)
    window._packs.import_from(str(made_pack))
    settle(qtbot, window)
    opened(qtbot, window)
    window.search("green")
    settle(qtbot, window)
    window._results.page.enter()
    window._actions["like_this"].trigger()
    settle(qtbot, window)
    window._actions["pause"].trigger()
    card(window, "tiny").press("use")
    settle(qtbot, window) if not window._workers.index.busy else qtbot.wait(200)
    assert window._settings.get("next_pack") == "tiny"
    assert window._settings.get("pack") == "starter"
    assert card(window, "tiny").said.startswith("Being prepared")
    assert Path(window.hits[0].path).name == "green clip.mp4"  # the old one answers
    window._actions["pause"].trigger()
    qtbot.waitUntil(lambda: window._settings.get("pack") == "tiny", timeout=WAIT)
    settle(qtbot, window)
    assert window._settings.get("next_pack") == ""
    assert card(window, "tiny").said.startswith("In use")
    assert len(window.hits) == 3
    assert "is in use now" in window._message.text
    assert not window.failure
    for worker in window._workers.all:
        assert getattr(worker, "_encoder", None) is not old, worker
    assert window._workers.search._search_engine._encoder.model_id.startswith("tiny-")


def test_a_change_of_pack_outlives_the_program(
    qtbot: QtBot, direct: None, make_window: WindowFactory, clips: Path, made_pack: Path
) -> None:
    window = make_window()
    window.add_folders([str(clips)])
    window._packs.import_from(str(made_pack))
    settle(qtbot, window)
    window._actions["pause"].trigger()
    window._packs.use("tiny")
    window.close()
    assert window._settings.get("next_pack") == "tiny"
    from vop_desktop.app import make_window as composed

    again = composed(window._settings, str(clips.parent / "library.sqlite"), keep_geometry=False)
    qtbot.addWidget(again)
    again.show()
    again.start()
    settle(qtbot, again)
    assert again._workers.index.encoder is not again._workers.search.encoder
    again._actions["pause"].trigger()
    qtbot.waitUntil(lambda: again._settings.get("pack") == "tiny", timeout=WAIT)
    settle(qtbot, again)
    assert len(again.hits) == 3
    again.close()
    assert not again.running


def test_the_check_of_the_computer_can_be_copied(qtbot: QtBot, direct: None, window: MainWindow) -> None:
    window._actions["check_computer"].trigger()
    settle(qtbot, window)
    report = window._packs.report
    assert report is not None
    assert "VoP Desktop" in report.text
    assert "cores" in report.text
    report._copy()
    assert QGuiApplication.clipboard().text() == report.text


def test_languages_have_names() -> None:
    assert [language_name(code) for code in ("de", "zh", "uk")] == ["German", "Chinese", "Ukrainian"]
