"""What a person who cannot see the window, or sees it badly, depends on."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle
from tests.gui.test_crash_report import NAMES
from vop_desktop.ui import status_line
from vop_desktop.ui.icon import ICONS
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.messages import LibraryCounts
from vop_desktop.ui.player import Player
from vop_desktop.ui.report_window import ReportWindow
from vop_desktop.ui.theme import DARK, LIGHT, Tokens, style_sheet

QTS_OWN = ("qt_", "_q_")  # names of parts that Qt makes for itself


@pytest.fixture
def everything(qtbot: QtBot, window: MainWindow, clips: object) -> MainWindow:
    """A window with results, a clip, and every dialogue made."""
    window.add_folders([str(clips)])
    settle(qtbot, window)
    window.open_clip(window.hits[0].path)
    for name in ("settings", "shortcuts", "commands", "show_problems"):
        window._actions[name].trigger()
    window.tell("A message.", offer="Undo")
    ReportWindow(NAMES, window)
    Player(window)
    settle(qtbot, window)
    return window


def parts(root: QWidget) -> list[QWidget]:
    """The widgets that are ours; not the insides of Qt's own, such as the list of a choice."""
    return [
        widget
        for widget in [root, *root.findChildren(QWidget)]
        if not widget.objectName().startswith(QTS_OWN)
        and not (isinstance(widget, QAbstractItemView) and type(widget.parent()) is QFrame)
    ]


def spoken_name(widget: QWidget) -> str:
    """What a screen reader says a widget is called."""
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name) if found is not None else ""


def test_everything_that_takes_the_keyboard_has_a_name(everything: MainWindow) -> None:
    reachable = [
        widget
        for widget in parts(everything)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
    ]
    assert len(reachable) > 60
    nameless = [f"{type(w).__name__} in {type(w.parent()).__name__}" for w in reachable if not spoken_name(w)]
    assert nameless == []


def test_every_tile_is_read_out(everything: MainWindow) -> None:
    view = QAccessible.queryAccessibleInterface(everything._results.page.grid)
    names = [view.child(row).text(QAccessible.Text.Name) for row in range(view.childCount())]
    assert len(names) == 3
    assert all(".mp4, 0:0" in name for name in names)


def test_every_model_keeps_the_rules(everything: MainWindow, qtmodeltester: ModelTester) -> None:
    models = [view.model() for view in everything.findChildren(QAbstractItemView)]
    models += everything.findChildren(QAbstractItemModel)
    for model in dict.fromkeys(model for model in models if model is not None):
        qtmodeltester.check(model, force_py=False)
    assert len(models) > 5


# --- contrast -----------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """Relative luminance of a colour, as WCAG defines it."""
    found = QColor(colour)
    parts_of = (found.redF(), found.greenF(), found.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts_of)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


GROUNDS = ("window", "panel", "raised")
TEXTS = [("text", g) for g in GROUNDS] + [("muted", g) for g in GROUNDS]
TEXTS += [(name, g) for name in ("likely", "maybe", "weak", "danger") for g in GROUNDS]
TEXTS += [("on_accent", "accent"), ("on_badge", "badge")]
POPUPS = {"QFrame#quicklook", "QMenu", "QListView#suggestions", "QToolTip"}
EDGES = [(name, ground) for name in ("accent", "edge") for ground in GROUNDS]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_texts_can_be_read(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), EDGES)
def test_focus_and_the_edges_of_controls_can_be_seen(tokens: Tokens, line: str, ground: str) -> None:
    assert contrast(getattr(tokens, line), getattr(tokens, ground)) >= 3


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_selected_and_where_a_popup_ends_can_be_seen(tokens: Tokens) -> None:
    rules = re.findall(r"([^{}]+) \{([^{}]*)\}", style_sheet(tokens))
    selected = [rule for names, rule in rules if "::item:selected" in names]
    popups = [rule for names, rule in rules if POPUPS & {name.strip() for name in names.split(",")}]
    assert len(selected) >= 4
    assert len(popups) >= 4
    for rule in selected:
        colours = dict(re.findall(r"(background|color): (#\w+)", rule))
        assert contrast(colours["background"], colours["color"]) >= 4.5
        assert all(contrast(colours["background"], getattr(tokens, ground)) >= 3 for ground in GROUNDS)
    for rule in popups:
        (edge,) = re.findall(r"border: 1px solid (#\w+)", rule)
        assert all(contrast(edge, getattr(tokens, ground)) >= 3 for ground in GROUNDS)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_time_on_a_picture_can_be_read_on_any_picture(tokens: Tokens) -> None:
    shown = QColor(tokens.badge)
    for picture in ("#ffffff", "#000000"):
        under = QColor(picture)
        mixed = [
            round(190 / 255 * a + 65 / 255 * b)
            for a, b in zip(shown.getRgb()[:3], under.getRgb()[:3], strict=True)
        ]
        assert contrast(tokens.on_badge, QColor(*mixed).name()) >= 4.5


def test_every_token_is_a_colour_that_is_looked_at() -> None:
    looked_at = {name for pair in TEXTS + EDGES for name in pair} | {"line"}  # which only parts panels
    assert set(Tokens._fields) == looked_at
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(("tokens", "kind"), [(LIGHT, "light"), (DARK, "dark")])
def test_the_signs_of_controls_have_the_colours_of_the_tokens(tokens: Tokens, kind: str) -> None:
    for name, colour in (("check", tokens.on_accent), ("up", tokens.text), ("down", tokens.text)):
        assert f'stroke="{colour}"' in (ICONS / f"{name}-{kind}.svg").read_text("utf-8")
        assert f"{name}-{kind}.svg" in style_sheet(tokens)


def test_a_pause_and_the_end_of_a_run_are_said_aloud_once(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(status_line, "announce", lambda _, text: said.append(text))
    status = window._indexing.status
    for _ in range(2):
        status.set_paused(True, 3)
    status.set_paused(False)
    for _ in range(2):
        status.show_outcome(LibraryCounts(7, 0, 0, 0, 9, 0), None, stopped=False)
    assert said == [
        "Paused. Videos that wait: 3. What was read can be searched.",
        "7 videos can be searched",
    ]


def test_larger_texts_grow_with_the_text_of_the_system() -> None:
    sizes = [
        [float(size) for size in re.findall(r"font-size: ([\d.]+)pt", style_sheet(LIGHT, at))]
        for at in (10, 20)
    ]
    assert sizes[0] and sizes[1] == pytest.approx([2 * size for size in sizes[0]], abs=0.2)
