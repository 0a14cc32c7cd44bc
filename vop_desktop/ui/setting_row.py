"""One setting as a line of the page: what it is, its value, what it costs, the way back to the default."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from vop_desktop.settings import HOUR, Option, Settings, Value
from vop_desktop.ui.language import OWN_NAMES
from vop_desktop.ui.setting_editors import HourBox, leave_wheel
from vop_desktop.ui.widgets import button, label


def setting_text(text: str) -> str:
    """A title, unit or cost of the table in the person's language."""
    return QCoreApplication.translate("Settings", text)


def choice_text(option: Option, value: str) -> str:
    """A value to choose, in the person's language; languages by their own names."""
    if value in OWN_NAMES and option.name == "language":
        return OWN_NAMES[value]
    return setting_text(option.label(value))


class SettingRow(QWidget):
    """One setting: what it is, its value, what it costs, and the way back to the default.

    Signals:
        changed(str): the setting of this name was given another value.
        restart_wanted(): it is to hold now, and needs a new start for that.
    """

    changed = Signal(str)
    restart_wanted = Signal()

    def __init__(self, option: Option, settings: Settings) -> None:
        super().__init__()
        self.option = option
        self._settings = settings
        self._holds = self.value
        self.editor = self._make_editor()
        if isinstance(self.editor, QComboBox | QSpinBox):
            leave_wheel(self.editor)
        self.editor.setAccessibleName(setting_text(option.title))
        self._reset = button(self.tr("Reset"), self.reset)
        self._reset.setAccessibleName(self.tr("Reset: {0}").format(setting_text(option.title)))
        self._restart = button(self.tr("Restart now"), self.restart_wanted.emit)
        top = QHBoxLayout()
        name = label(setting_text(option.title), wrap=True)
        name.setBuddy(self.editor)
        top.addWidget(name, 1)
        top.addWidget(self.editor)
        top.addWidget(self._reset)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 4, 0, 4)
        self._lines.addLayout(top)
        if option.cost:
            below = QHBoxLayout()
            below.addWidget(label(setting_text(option.cost), role="muted", wrap=True), 1)
            below.addWidget(self._restart, 0, Qt.AlignmentFlag.AlignTop)
            self._lines.addLayout(below)
        self.refresh()

    def matches(self, words: list[str]) -> bool:
        """Whether all of these words, in small letters, occur in what the row says or lets choose."""
        option = self.option
        texts = (option.title, option.cost, option.page)
        choices = (choice_text(option, value) for value in option.choices)
        said = " ".join((option.name, *map(setting_text, texts), *choices)).lower()
        return all(word in said for word in words)

    def reset(self) -> None:
        """Back to the default."""
        self._settings.reset(self.option.name)
        self.refresh()
        self.changed.emit(self.option.name)

    @property
    def value(self) -> Value:
        """What holds now."""
        found: Value = self._settings.get(self.option.name)
        return found

    @property
    def differs(self) -> bool:
        """Whether the person chose something else than the default."""
        return self.value != self.option.default

    def give(self, value: Value) -> None:
        """Gives the setting this value."""
        self._store(value)
        self.refresh()

    def refresh(self) -> None:
        """Shows the value that holds."""
        value = self._settings.get(self.option.name)
        self.editor.blockSignals(True)
        if isinstance(self.editor, QCheckBox):
            self.editor.setChecked(bool(value))
        elif isinstance(self.editor, QComboBox):
            self.editor.setCurrentIndex(self.editor.findData(str(value)))
        elif isinstance(self.editor, QSpinBox):
            self.editor.setValue(int(value))
            if isinstance(self.editor, HourBox):
                self.editor.renew()
        elif isinstance(self.editor, QLineEdit):
            self.editor.setText(str(value))
        self.editor.blockSignals(False)
        self._show_buttons()

    def _show_buttons(self) -> None:
        self._reset.setVisible(self.differs)
        self._restart.setVisible(self.option.at_start and self.value != self._holds)

    def _make_editor(self) -> QWidget:
        option = self.option
        if isinstance(option.default, bool):
            switch = QCheckBox()
            far = Qt.LayoutDirection.LeftToRight if self.isRightToLeft() else Qt.LayoutDirection.RightToLeft
            switch.setLayoutDirection(far)  # its box ends where the other fields end
            switch.toggled.connect(self._store)
            return switch
        if option.choices:
            choice = QComboBox()
            for value in option.choices:
                choice.addItem(choice_text(option, value), value)
            choice.currentIndexChanged.connect(self._store_choice)
            return choice
        if isinstance(option.default, int):
            number = HourBox(self._never) if option.unit == HOUR else QSpinBox()
            number.setRange(int(option.low), int(min(option.high, 2**31 - 1)))
            number.setGroupSeparatorShown(True)
            if option.unit and option.unit != HOUR:
                number.setSuffix(f" {setting_text(option.unit)}")
            number.setSpecialValueText(setting_text(option.lowest) if option.lowest else "")
            number.setKeyboardTracking(False)  # half a number is no wish
            number.valueChanged.connect(self._store)
            return number
        words = QLineEdit()
        words.editingFinished.connect(self._store_text)
        return words

    def _never(self, hour: int) -> bool:
        """Whether quiet hours that begin then do not exist: they end at the same hour."""
        return self.option.name == "quiet_from" and hour == self._settings.get("quiet_until")

    @Slot(bool)
    @Slot(int)
    @Slot(str)
    def _store(self, value: Value) -> None:
        if value == self._settings.get(self.option.name) or not self.option.accepts(value):
            return
        self._settings.set(self.option.name, value)
        self._show_buttons()
        self.changed.emit(self.option.name)

    @Slot()
    def _store_choice(self) -> None:
        if isinstance(self.editor, QComboBox):
            self._store(str(self.editor.currentData()))

    @Slot()
    def _store_text(self) -> None:
        if isinstance(self.editor, QLineEdit):
            self._store(self.editor.text().strip())
