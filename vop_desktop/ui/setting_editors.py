"""Fields of the settings page that Qt has not quite: hours of the day, and the wheel left to the page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, QTime
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QSpinBox, QWidget

DAY = 24  # hours


class WheelGuard(QObject):
    """Lets the wheel change a field only while the keyboard is on it: else it scrolls the page below."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A wheel that is not taken here goes to the parent."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


def leave_wheel(field: QWidget) -> None:
    """The wheel over this field belongs to the page, until somebody clicks the field or tabs to it."""
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.installEventFilter(WheelGuard(field))


class HourBox(QSpinBox):
    """An hour of the day, as clocks in the person's country show it.

    Args:
        never: whether this hour means that it never comes; None where every hour is one.
    """

    def __init__(self, never: Callable[[int], bool] | None = None) -> None:
        super().__init__()
        self._never = never
        self.setWrapping(True)

    def textFromValue(self, value: int) -> str:
        """`22:00`."""
        if self._never is not None and self._never(value):
            return self.tr("Never")
        if value == DAY:
            return "24:00"
        return QLocale().toString(QTime(value, 0), QLocale.FormatType.ShortFormat)

    def valueFromText(self, text: str) -> int:
        """The hour of what was typed: a number is enough."""
        time = QLocale().toTime(text.strip(), QLocale.FormatType.ShortFormat)
        if time.isValid():
            return time.hour()
        digits = text.strip().partition(":")[0]
        return int(digits) if digits.isdecimal() else self.value()

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Anything may stand there on the way."""
        number = self.valueFromText(text)
        fits = self.minimum() <= number <= self.maximum()
        return (QValidator.State.Acceptable if fits else QValidator.State.Invalid, text, place)

    def renew(self) -> None:
        """Shows the value again, after what it means has changed."""
        self.setSuffix(self.suffix())
