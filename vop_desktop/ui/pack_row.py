"""The setting of the model pack: those that are installed by their titles, and the way to all the others."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from vop_desktop.settings import Option, Settings, Value
from vop_desktop.ui.messages import PackList
from vop_desktop.ui.sentences import said
from vop_desktop.ui.setting_row import SettingRow
from vop_desktop.ui.widgets import button

USABLE = ("built-in", "installed")


class PackRow(SettingRow):
    """Another pack is not only written down: the library is read with it, and then it takes over.

    Signals:
        wanted(str): the library is to be read and searched with this pack.
        packs_wanted(): the window of all packs.
    """

    wanted = Signal(str)
    packs_wanted = Signal()

    def __init__(self, option: Option, settings: Settings) -> None:
        self._packs = PackList((), False)
        super().__init__(option, settings)
        more = button(self.tr("Model packs…"), self.packs_wanted.emit)
        self._lines.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def value(self) -> Value:
        """The pack that is chosen: the one that is being prepared, or else the one in use."""
        return str(self._settings.get("next_pack") or self._settings.get("pack"))

    def show_packs(self, packs: PackList) -> None:
        """Offers these; until then there is only the chosen one, by its name."""
        self._packs = packs
        self.refresh()

    def refresh(self) -> None:
        """Shows what is chosen; where that is no pack that can be used, it says so."""
        assert isinstance(self.editor, QComboBox)
        self.editor.blockSignals(True)
        self.editor.clear()
        usable = [card for card in self._packs.cards if card.state in USABLE and not card.fault]
        for card in usable:
            self.editor.addItem(said(card.title), card.name)
        chosen = str(self.value)
        if self.editor.findData(chosen) < 0:
            title = next((said(card.title) for card in self._packs.cards if card.name == chosen), chosen)
            text = self.tr("“{0}”, not on this computer").format(title) if usable else chosen
            self.editor.addItem(text, chosen)
        self.editor.setCurrentIndex(self.editor.findData(chosen))
        self.editor.blockSignals(False)
        self._show_buttons()

    def reset(self) -> None:
        """Back to the pack that comes with the program."""
        self._store(self.option.default)

    def _make_editor(self) -> QWidget:
        choice = QComboBox()
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(24)
        choice.currentIndexChanged.connect(self._store_choice)
        return choice

    def _store(self, value: Value) -> None:
        if value == self.value or not self.option.accepts(value):
            return
        self.wanted.emit(str(value))
        self.refresh()
        self.changed.emit(self.option.name)
