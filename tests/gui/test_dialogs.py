"""Settings, shortcuts and the list of all commands, in a real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WindowFactory, settle
from vop_desktop.model.lazy import LazyEncoder
from vop_desktop.settings import OPTIONS, PAGES, Settings
from vop_desktop.ui import command_palette
from vop_desktop.ui.command_palette import CommandPalette
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.player import Player
from vop_desktop.ui.setting_editors import HourBox
from vop_desktop.ui.settings_dialog import SettingsDialog
from vop_desktop.ui.shortcuts_dialog import ShortcutsDialog


@pytest.fixture
def dialog(window: MainWindow) -> SettingsDialog:
    window._actions["settings"].trigger()
    assert window._dialogs.settings is not None
    return window._dialogs.settings


@pytest.fixture
def sheet(window: MainWindow) -> ShortcutsDialog:
    window._actions["shortcuts"].trigger()
    assert window._dialogs.shortcuts is not None
    return window._dialogs.shortcuts


def test_every_setting_of_a_page_has_a_row_and_no_dialogue_is_modal(dialog: SettingsDialog) -> None:
    assert set(dialog.rows) == {name for name, option in OPTIONS.items() if option.page}
    assert {option.page for option in OPTIONS.values()} <= {*PAGES, ""}
    assert dialog.isVisible()
    assert not dialog.isModal()


def test_a_number_is_applied_and_kept_at_once(
    window: MainWindow, dialog: SettingsDialog, settings: Settings
) -> None:
    editor = dialog.rows["tile_size"].editor
    assert isinstance(editor, QSpinBox)
    editor.setValue(300)
    assert settings.get("tile_size") == 300
    assert window._results.page.grid._wanted_width == 300
    dialog.rows["tile_size"].reset()
    assert settings.get("tile_size") == OPTIONS["tile_size"].default == editor.value()


def test_a_choice_reaches_whoever_waits_for_it(
    qtbot: QtBot, window: MainWindow, dialog: SettingsDialog, settings: Settings
) -> None:
    editor = dialog.rows["appearance"].editor
    assert isinstance(editor, QComboBox)
    with qtbot.waitSignal(window.setting_changed, check_params_cb=lambda name: name == "appearance"):
        editor.setCurrentText("Dark")
    assert settings.get("appearance") == "dark"


def test_what_holds_from_the_next_start_on_offers_one(
    qtbot: QtBot, window: MainWindow, dialog: SettingsDialog
) -> None:
    later = [name for name, option in OPTIONS.items() if option.at_start]
    assert later == ["language", "detail", "decode_workers", "device"]
    rows = dialog.rows
    rows["appearance"].give("dark")
    assert not any(row._restart.isVisible() for row in rows.values())
    rows["language"].give("zh_CN")
    assert [name for name, row in rows.items() if row._restart.isVisible()] == ["language"]
    rows["language"].reset()
    assert not rows["language"]._restart.isVisible()  # as it is now
    rows["language"].give("zh_CN")
    with qtbot.waitSignal(window.closed):
        rows["language"]._restart.click()
    assert window.starts_again
    assert not window._workers.index.running


def turn(field: QWidget) -> bool:
    """One step of the wheel over a field; whether the field took it."""
    middle = QPointF(field.rect().center())
    event = QWheelEvent(
        middle, QPointF(field.mapToGlobal(middle)), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(field, event)
    return event.isAccepted()


def test_the_wheel_scrolls_the_page_and_changes_only_a_field_in_use(
    qtbot: QtBot, dialog: SettingsDialog, settings: Settings
) -> None:
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    for name in ("tile_size", "appearance"):
        before, editor = settings.get(name), dialog.rows[name].editor
        assert not editor.hasFocus()
        assert not turn(editor)  # it goes on to the page
        assert settings.get(name) == before
        editor.setFocus()
        assert turn(editor)
        assert settings.get(name) != before


def test_what_people_change_first_comes_first_and_the_technical_last(dialog: SettingsDialog) -> None:
    assert [PAGES[0], PAGES[1], PAGES[-1]] == ["Appearance", "Search", "Technical"]
    assert list(dialog.rows)[:2] == ["appearance", "language"]
    assert OPTIONS[list(dialog.rows)[-1]].page == "Technical"


def test_values_are_shown_as_people_read_them(dialog: SettingsDialog, settings: Settings) -> None:
    texts = {name: row.editor.text() for name, row in dialog.rows.items() if isinstance(row.editor, QSpinBox)}
    assert texts["decode_workers"] == "Automatic"
    assert texts["quiet_from"] == "Never"
    assert texts["missing_days"] == "30 days"
    settings.set("search_delay", 0)
    dialog.refresh()
    assert dialog.rows["search_delay"].editor.text() == "Not at all"  # type: ignore[attr-defined]
    device = dialog.rows["device"].editor
    assert isinstance(device, QComboBox)
    assert device.currentText() == "Automatic"


def test_quiet_hours_are_never_until_they_have_two_ends(dialog: SettingsDialog, settings: Settings) -> None:
    begin, end = dialog.rows["quiet_from"].editor, dialog.rows["quiet_until"].editor
    assert isinstance(begin, HourBox)
    assert isinstance(end, HourBox)
    end.setValue(6)
    assert begin.text() != "Never"
    assert begin.text() == end.textFromValue(0)
    begin.setValue(begin.valueFromText(end.textFromValue(22)))
    assert settings.get("quiet_from") == 22
    end.setValue(22)
    assert begin.text() == "Never"
    assert begin.valueFromText("7") == 7
    assert begin.valueFromText("nonsense") == 22
    assert end.textFromValue(24) == "24:00"


def test_typing_finds_a_setting_by_any_of_its_words(qtbot: QtBot, dialog: SettingsDialog) -> None:
    qtbot.keyClicks(dialog._search, "400 mb")
    shown = [name for name, row in dialog.rows.items() if not row.isHidden()]
    assert shown == ["decode_workers"]
    for word in ("dark", "theme"):
        dialog._search.setText(word)
        assert not dialog.rows["appearance"].isHidden()
    dialog._search.setText("no such word")
    assert all(row.isHidden() for row in dialog.rows.values())
    assert not dialog._nothing.isHidden()


def test_reset_all_takes_back_what_differs_and_can_be_undone(
    dialog: SettingsDialog, settings: Settings
) -> None:
    settings.set("caption_limit", 33)
    settings.set("appearance", "dark")
    dialog.refresh()
    told: list[str] = []
    dialog.changed.connect(told.append)
    dialog.reset_all()
    assert settings.get("caption_limit") == OPTIONS["caption_limit"].default
    assert settings.get("appearance") == "system"
    assert dialog.message.text == f"Settings that were reset: {len(told)}."
    dialog.message._offer.click()
    assert settings.get("caption_limit") == 33
    assert settings.get("appearance") == "dark"
    assert not dialog.rows["caption_limit"]._reset.isHidden()
    assert told[: len(told) // 2] == told[len(told) // 2 :]  # whoever follows a setting hears of it again


def test_the_packs_that_are_here_are_chosen_by_their_titles(
    qtbot: QtBot,
    direct: None,
    window: MainWindow,
    dialog: SettingsDialog,
    made_pack: Path,
) -> None:
    settle(qtbot, window)
    settings, editor = window._settings, dialog.rows["pack"].editor
    assert isinstance(editor, QComboBox)
    assert editor.currentText() == "Starter (drawn scenes)"
    window._packs.import_from(str(made_pack))
    settle(qtbot, window)
    assert [editor.itemData(row) for row in range(editor.count())] == ["starter", "tiny"]
    editor.setCurrentIndex(1)
    settle(qtbot, window)
    assert settings.get("pack") == "tiny"  # the library is empty: there is nothing to read first
    assert isinstance(window._workers.search.encoder, LazyEncoder)
    assert window._workers.search.encoder.name == "tiny"
    dialog.rows["pack"].reset()
    settle(qtbot, window)
    assert settings.get("pack") == "starter"
    assert editor.currentData() == "starter"


def test_the_setting_of_the_pack_leads_to_all_packs(
    qtbot: QtBot, direct: None, window: MainWindow, dialog: SettingsDialog
) -> None:
    found = next(each for each in dialog.pack.findChildren(QPushButton) if each.text() == "Model packs…")
    found.click()
    settle(qtbot, window)
    assert window._packs.window is not None
    assert window._packs.window.isVisible()


def test_a_pack_that_is_set_and_not_here_is_shown_as_such(
    qtbot: QtBot, direct: None, window: MainWindow, dialog: SettingsDialog, settings: Settings
) -> None:
    settings.set("pack", "gone")
    dialog.refresh()
    settle(qtbot, window)
    editor = dialog.rows["pack"].editor
    assert isinstance(editor, QComboBox)
    assert editor.currentText() == "“gone”, not on this computer"


def test_a_key_that_is_taken_is_refused_in_words(window: MainWindow, sheet: ShortcutsDialog) -> None:
    sheet.choose("rescan")
    sheet.use("Ctrl+O")
    assert "Add folder" in sheet.problem
    assert window._actions["rescan"].shortcut().toString() == "F5"


def test_a_new_key_works_at_once_and_after_a_restart(
    qtbot: QtBot, window: MainWindow, sheet: ShortcutsDialog, make_window: WindowFactory
) -> None:
    sheet.choose("show_problems")
    sheet.use("F8")
    assert sheet.problem == ""
    sheet.hide()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: not window._indexing.problems.isHidden())
    again = make_window(start=False)
    assert again._actions["show_problems"].shortcut().toString() == "F8"


def test_the_built_in_key_comes_back(window: MainWindow, sheet: ShortcutsDialog) -> None:
    sheet.choose("rescan")
    sheet.use("F9")
    sheet._restore()
    assert window._actions["rescan"].shortcut().toString() == "F5"
    assert window._actions.changed_keys() == ""


def menu_texts(window: MainWindow, title: str) -> list[str]:
    found = next(action.menu() for action in window.menuBar().actions() if action.text() == title)
    assert isinstance(found, QMenu)
    return [action.text() for action in found.actions()]


def test_captions_for_a_clip_are_asked_for_in_the_menu_of_files_and_in_that_of_clips(
    window: MainWindow,
) -> None:
    text = window._actions["open_clip"].text()
    assert text in menu_texts(window, "&File")
    assert menu_texts(window, "&Clip")[:2] == [text, ""]  # by itself, above a line


@pytest.mark.parametrize("typed", ["sample clips", "example", "videos to try"])
def test_the_sample_clips_are_offered_at_any_time_and_found_by_what_they_are_for(
    qtbot: QtBot, make_window: WindowFactory, stored_clips: Path, typed: str
) -> None:
    window = make_window()
    text = window._actions["samples"].text()
    assert menu_texts(window, "&File")[:2] == [window._actions["add_folder"].text(), text]
    window._actions["commands"].trigger()
    palette = window._dialogs.palette
    assert palette is not None
    qtbot.keyClicks(palette._field, typed)
    assert palette.texts() == [text]


def test_commands_that_have_the_words_in_their_names_come_first(qtbot: QtBot, window: MainWindow) -> None:
    window._actions["commands"].trigger()
    palette = window._dialogs.palette
    assert palette is not None
    qtbot.keyClicks(palette._field, "folder")
    assert [text.split("   ")[0] for text in palette.texts()] == ["Add folder", "Add the sample clips"]


@pytest.mark.parametrize("stored", ["", "nonsense", "[1]", '{"rescan": 5}', '{"no such command": ["F5"]}'])
def test_stored_keys_that_make_no_sense_change_nothing(window: MainWindow, stored: str) -> None:
    window._actions.restore_keys(stored)
    assert window._actions.changed_keys() == ""


def test_a_few_letters_and_enter_run_a_command(qtbot: QtBot, window: MainWindow) -> None:
    window._actions["commands"].trigger()
    palette = window._dialogs.palette
    assert isinstance(palette, CommandPalette)
    qtbot.keyClicks(palette._field, "larg")
    assert [text.split("  ")[0] for text in palette.texts()] == ["Larger pictures"]
    before = window._results.page.grid._wanted_width
    qtbot.keyClick(palette._field, Qt.Key.Key_Return)
    assert palette.isHidden()
    assert window._results.page.grid._wanted_width > before
    settle(qtbot, window)


def test_arrows_move_in_the_list_and_what_cannot_be_done_is_not_offered(
    qtbot: QtBot, window: MainWindow
) -> None:
    window._actions["commands"].trigger()
    palette = window._dialogs.palette
    assert palette is not None
    assert not any(text.startswith("Play at") for text in palette.texts())  # nothing is selected
    qtbot.keyClick(palette._field, Qt.Key.Key_Down)
    assert palette._list.currentRow() == 1
    qtbot.keyClick(palette._field, Qt.Key.Key_Up)
    qtbot.keyClick(palette._field, Qt.Key.Key_Up)
    assert palette._list.currentRow() == palette._list.count() - 1


def test_a_list_without_a_command_says_so(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(command_palette, "announce", lambda _, text: told.append(text))
    window._actions["commands"].trigger()
    palette = window._dialogs.palette
    assert palette is not None
    assert palette.reason == ""
    qtbot.keyClicks(palette._field, "xy")
    assert palette.reason == "Nothing that can be done now is called “xy”."
    assert told[-1] == palette.reason
    qtbot.keyClick(palette._field, Qt.Key.Key_Return)
    assert palette.isVisible()
    qtbot.keyClick(palette._field, Qt.Key.Key_Backspace)
    qtbot.keyClick(palette._field, Qt.Key.Key_Backspace)
    assert palette.reason == ""
    assert palette._list.isVisible()


def test_the_key_of_the_results_is_on_the_sheet(sheet: ShortcutsDialog) -> None:
    sheet.choose("play")
    item = sheet._tree.currentItem()
    assert item is not None
    assert item.text(1) == "Return"


def test_keys_of_the_program_work_in_every_window_of_it(
    qtbot: QtBot, window: MainWindow, dialog: SettingsDialog
) -> None:
    player = Player(window)
    player.show()
    for other in (dialog, player):
        other.activateWindow()
        qtbot.waitUntil(other.isActiveWindow)
        qtbot.keyClick(other, Qt.Key.Key_F1)
        sheet = window._dialogs.shortcuts
        assert sheet is not None
        assert sheet.isVisible()
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)
        assert sheet.isHidden()
        other.activateWindow()
        qtbot.waitUntil(other.isActiveWindow)
        qtbot.keyClick(other, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
        assert other.isHidden()
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    with qtbot.waitSignal(window.closed):
        qtbot.keyClick(dialog, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
