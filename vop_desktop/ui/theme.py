"""Colours and measures in one place, for light and for dark, and the style sheet made of them."""

from __future__ import annotations

from typing import NamedTuple, cast

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from vop_desktop.ui.icon import ICONS

RADIUS = 8  # pixels, of tiles and fields
SPACING = 12
POINTS = 10.0  # of a text, where the system does not say


class Tokens(NamedTuple):
    """The colours of one appearance, as #rrggbb."""

    window: str
    panel: str
    raised: str
    line: str  # between panels
    edge: str  # around fields and buttons: has to be seen
    text: str
    muted: str
    accent: str
    on_accent: str
    likely: str
    maybe: str
    weak: str
    danger: str
    badge: str
    on_badge: str

    def confidence(self, word: str) -> str:
        """The colour that goes with `likely`, `maybe` or `weak`; the word itself is always shown too."""
        return {"likely": self.likely, "maybe": self.maybe}.get(word, self.weak)


LIGHT = Tokens(
    window="#f6f7f9",
    panel="#ffffff",
    raised="#eceef2",
    line="#d5d9e0",
    edge="#818896",
    text="#1c2026",
    muted="#5a6270",
    accent="#2f5fd0",
    on_accent="#ffffff",
    likely="#17713c",
    maybe="#8a5a00",
    weak="#5a6270",
    danger="#b3261e",
    badge="#1c2026",
    on_badge="#ffffff",
)
DARK = Tokens(
    window="#15181d",
    panel="#1d2127",
    raised="#282d35",
    line="#3a414c",
    edge="#777f8d",
    text="#e8eaee",
    muted="#a3abb8",
    accent="#8fb2ff",
    on_accent="#0d1a38",
    likely="#6fd398",
    maybe="#f0bf62",
    weak="#a3abb8",
    danger="#ff9c94",
    badge="#000000",
    on_badge="#ffffff",
)


class Theme(QObject):
    """Keeps the application's palette and style sheet in step with the system or with the person's choice.

    The sheet comes with `apply_sheet`.

    Signals:
        changed: the colours are other ones now; whoever paints by hand repaints.
    """

    changed = Signal()

    def __init__(self, application: QApplication, appearance: str) -> None:
        super().__init__(application)
        self._application = application
        self._appearance = appearance
        self.tokens = LIGHT
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._follow)
        self._colour()

    def apply_sheet(self) -> None:
        """Applies the style sheet to all windows that are there, and to those that are made from now on.

        A window is made sooner before: under a sheet Qt looks up the rules of all parts anew whenever a part
        is put into another one.
        """
        self._application.setStyleSheet(style_sheet(self.tokens, self._application.font().pointSizeF()))

    def choose(self, appearance: str) -> None:
        """`system`, `light` or `dark`, from now on."""
        self._appearance = appearance
        self._change()

    @Slot()
    def _follow(self) -> None:
        if self._appearance == "system":
            self._change()

    def _change(self) -> None:
        self._colour()
        self.apply_sheet()
        self.changed.emit()

    def _colour(self) -> None:
        system_dark = self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark
        dark = self._appearance == "dark" or (self._appearance == "system" and system_dark)
        self.tokens = DARK if dark else LIGHT
        self._application.setPalette(palette(self.tokens))


def current_tokens() -> Tokens:
    """The tokens that the running application shows; for code that paints by hand."""
    application = cast(QApplication, QApplication.instance())
    window = application.palette().color(QPalette.ColorRole.Window)
    return DARK if window.lightness() < 128 else LIGHT


def palette(tokens: Tokens) -> QPalette:
    """The tokens as Qt's colour roles."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.window, role.WindowText: tokens.text, role.Base: tokens.panel,
        role.AlternateBase: tokens.raised, role.Text: tokens.text, role.Button: tokens.raised,
        role.ButtonText: tokens.text, role.BrightText: tokens.danger, role.Link: tokens.accent,
        role.Highlight: tokens.accent, role.HighlightedText: tokens.on_accent,
        role.ToolTipBase: tokens.panel, role.ToolTipText: tokens.text, role.PlaceholderText: tokens.muted,
        role.Light: tokens.panel, role.Midlight: tokens.raised, role.Mid: tokens.line,
        role.Dark: tokens.line, role.Shadow: tokens.line, role.Accent: tokens.accent,
    }  # fmt: skip
    made = QPalette()
    for name, colour in colours.items():
        made.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.muted))
    return made


def style_sheet(t: Tokens, points: float = POINTS) -> str:
    """What the palette cannot say; `points` is the size of plain text, which titles are measured by."""
    points = points if points > 0 else POINTS  # a font that is measured in pixels has none
    return (
        _controls(t, points)
        + f"""
    QToolButton:checked {{ background: {t.panel}; border-color: {t.accent}; color: {t.accent}; }}
    QToolButton[slim="true"] {{ padding: 2px 10px; }}
    QToolButton[slim="true"]:focus {{ padding: 1px 9px; }}
    QToolButton[sign="true"] {{ padding: 3px 5px; }}
    QToolButton[sign="true"]:focus {{ padding: 2px 4px; }}
    QToolButton[sign="true"]::menu-indicator {{ image: none; }}
    QToolButton[chip="true"] {{ border-radius: 10px; padding: 2px 10px; background: {t.panel}; }}
    QToolButton[chip="true"]:focus {{ padding: 1px 9px; }}
    QToolButton[fold="true"] {{
        border: none; border-radius: 4px; background: {t.raised}; padding: 4px 6px; font-weight: 600;
        text-align: left; color: {t.text};
    }}
    QToolButton[fold="true"]:focus {{ border: 2px solid {t.accent}; padding: 2px 4px; }}
    QPushButton[slim="true"] {{ padding: 2px 8px; }}
    QPushButton[slim="true"]:focus {{ padding: 1px 7px; }}
    QFrame#quicklook, QFrame[popup="true"] {{ background: {t.panel}; border: 1px solid {t.edge}; }}
    QMenu::item {{ padding: 4px 20px 4px 24px; background: transparent; }}
    QMenu::item:disabled {{ color: {t.muted}; }}
    QMenu::item:selected {{ background: {t.accent}; color: {t.on_accent}; }}
    QMenu::item:disabled:selected {{ background: {t.raised}; color: {t.muted}; }}
    QMenu::separator {{ height: 1px; background: {t.line}; margin: 3px 8px; }}
    QMenu, QComboBox QAbstractItemView {{ background: {t.panel}; border: 1px solid {t.edge}; }}
    QFrame#panel, QWidget#panel {{ background: {t.panel}; }}
    QFrame#bar {{ background: {t.raised}; border: 1px solid {t.line}; border-radius: {RADIUS}px; }}
    QFrame#bar[floating="true"] {{ border-color: {t.edge}; }}
    QListView, QTreeView {{ background: {t.window}; border: none; outline: none; }}
    QTreeView::item:hover {{ background: {t.raised}; color: {t.text}; }}
    QTreeView::item:selected {{ background: {t.accent}; color: {t.on_accent}; }}
    QHeaderView::section {{
        background: {t.panel}; border: none; border-bottom: 1px solid {t.line}; padding: 4px 3px;
    }}
    QDialog QTreeView::item {{ padding: 3px 4px; }}
    QTableView {{
        background: {t.panel}; border: 1px solid {t.line}; gridline-color: {t.line}; outline: none;
    }}
    QTableView::item:focus {{ border: 1px solid {t.accent}; }}
    QFrame#panel QTreeView {{ background: {t.panel}; }}
    QFrame#panel QTreeView::item {{ padding: 3px 2px; }}
    QListView#suggestions {{ background: {t.panel}; border: 1px solid {t.edge}; }}
    QListView#suggestions::item {{ padding: 6px 12px; }}
    QListView#suggestions::item:selected {{ background: {t.accent}; color: {t.on_accent}; }}
    QFrame#panel QListView, QWidget#panel QListView {{ background: {t.panel}; }}
    QFrame#panel QListView::item {{ padding: 6px 4px; border-radius: 6px; }}
    QFrame#panel QListView::item:selected {{ background: {t.accent}; color: {t.on_accent}; }}
    QLabel[role="heading"] {{ font-weight: 600; font-size: {1.1 * points:.1f}pt; }}
    QLabel[role="title"] {{ font-weight: 600; font-size: {1.7 * points:.1f}pt; }}
    QLabel[role="muted"] {{ color: {t.muted}; }}
    QLabel[role="danger"] {{ color: {t.danger}; }}
    QProgressBar {{ background: {t.raised}; border: none; border-radius: 3px; max-height: 6px; }}
    QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
    QSplitter::handle {{ background: {t.line}; width: 1px; }}
    QStatusBar {{ background: {t.panel}; border-top: 1px solid {t.line}; }}
    QStatusBar::item {{ border: none; }}
    QToolTip {{ background: {t.panel}; color: {t.text}; border: 1px solid {t.edge}; padding: 4px; }}
    """
    )


def _controls(t: Tokens, points: float) -> str:
    """Fields, choices and buttons."""
    kind = "light" if t is LIGHT else "dark"
    check, up, down = ((ICONS / f"{name}-{kind}.svg").as_posix() for name in ("check", "up", "down"))
    return f"""
    QLineEdit#search {{
        background: {t.panel}; border: 1px solid {t.edge}; border-radius: 20px; padding: 9px 16px;
        font-size: {1.2 * points:.1f}pt;
    }}
    QLineEdit#search:focus {{ border: 2px solid {t.accent}; padding: 8px 15px; }}
    QLineEdit, QPlainTextEdit {{
        background: {t.panel}; border: 1px solid {t.edge}; border-radius: 4px; padding: 3px 6px;
    }}
    QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {t.accent}; padding: 2px 5px; }}
    QSpinBox QLineEdit, QComboBox QLineEdit {{ border: none; padding: 0; }}
    QSpinBox, QComboBox {{ border: 1px solid {t.edge}; border-radius: 4px; padding: 2px 4px; }}
    QSpinBox:focus, QComboBox:focus {{ border-color: {t.accent}; }}
    QSpinBox {{ padding-right: 18px; }}
    QSpinBox::up-button, QSpinBox::down-button {{ width: 16px; border: none; background: transparent; }}
    QSpinBox::up-button {{ subcontrol-position: top right; }}
    QSpinBox::down-button {{ subcontrol-position: bottom right; }}
    QSpinBox::up-arrow {{ image: url("{up}"); width: 10px; height: 10px; }}
    QSpinBox::down-arrow {{ image: url("{down}"); width: 10px; height: 10px; }}
    QComboBox::drop-down {{ border: none; width: 18px; }}
    QComboBox::down-arrow {{ image: url("{down}"); width: 12px; height: 12px; }}
    QCheckBox::indicator {{
        width: 15px; height: 15px; border: 1px solid {t.edge}; border-radius: 4px; background: {t.panel};
    }}
    QCheckBox::indicator:checked {{
        background: {t.accent}; border-color: {t.accent}; image: url("{check}");
    }}
    QCheckBox::indicator:focus {{ border: 2px solid {t.accent}; }}
    QRadioButton::indicator {{
        width: 15px; height: 15px; border: 1px solid {t.edge}; border-radius: 8px; background: {t.panel};
    }}
    QRadioButton::indicator:checked {{
        border-color: {t.accent};
        background: qradialgradient(
            cx: 0.5, cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5,
            stop: 0 {t.accent}, stop: 0.5 {t.accent}, stop: 0.6 {t.panel}, stop: 1 {t.panel}
        );
    }}
    QRadioButton::indicator:focus {{ border: 2px solid {t.accent}; }}
    QPushButton, QToolButton {{
        background: {t.raised}; border: 1px solid {t.edge}; border-radius: 6px; padding: 5px 12px;
    }}
    QPushButton:hover, QToolButton:hover {{ border-color: {t.accent}; }}
    QPushButton:focus, QToolButton:focus {{ border: 2px solid {t.accent}; padding: 4px 11px; }}
    QToolButton {{ padding: 3px 11px 4px 11px; }}
    QToolButton:focus {{ padding: 2px 10px 3px 10px; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {t.muted}; }}
    QFileDialog QToolButton {{ padding: 3px; }}
    QFileDialog QToolButton:focus {{ padding: 2px; }}
    QPushButton[primary="true"], QToolButton[primary="true"] {{
        background: {t.accent}; color: {t.on_accent}; border-color: {t.accent}; font-weight: 600;
    }}
    QPushButton[primary="true"]:disabled, QToolButton[primary="true"]:disabled {{
        background: {t.raised}; color: {t.muted}; border-color: {t.line};
    }}
    QPushButton[primary="true"]:focus, QToolButton[primary="true"]:focus,
    QCheckBox::indicator:checked:focus {{ border: 2px solid {t.text}; }}
    """
