"""The place at the right of the results: the inspector, and a dropped clip until it is closed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from vop_desktop.ui.flow_layout import FlowLayout

LEAST, WIDTH = 240, 340  # pixels; what it begins with
LONGEST_NAME = 180  # pixels of a button
USUAL, PASSING = 0, 1


class SidePlace(QWidget):
    """Hidden while there is nothing to show in it; two buttons choose where there are both.

    Args:
        usual: what is shown while it is wanted and there is nothing else.
        passing: comes to the front whenever it is shown, until it is hidden; its window title says on its
            button what it is about.

    Signals:
        asked_for(): something is to be seen in it, at the person's wish.
        arranged(): there may be something else to show in it, or nothing.
    """

    asked_for = Signal()
    arranged = Signal()

    def __init__(self, usual: QWidget, passing: QWidget) -> None:
        super().__init__()
        self._usual, self._passing = usual, passing
        self._wanted = self._needed = self._roomy = True
        self._front = PASSING
        self._frame = QWidget()  # is hidden in place of the passing one, which stays what it is
        frame = QVBoxLayout(self._frame)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(passing)
        self._choice = QWidget()
        choice = FlowLayout(self._choice)
        choice.setContentsMargins(8, 8, 8, 0)
        self._buttons = QButtonGroup(self)
        for number, title in ((USUAL, self.tr("Selected result")), (PASSING, self.tr("Dropped clip"))):
            made = QToolButton()
            made.setText(title)
            made.setCheckable(True)
            made.setProperty("slim", True)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._buttons.addButton(made, number)
            choice.addWidget(made)
        self._buttons.idClicked.connect(self.show_in_front)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._choice)
        for widget in (self._frame, usual):
            layout.addWidget(widget, 1)
        passing.installEventFilter(self)
        passing.windowTitleChanged.connect(self._name_passing)
        self._arrange()

    def want(self, wanted: bool) -> None:
        """Whether the person wants the usual one."""
        self._wanted = wanted
        self._front = USUAL if wanted else self._front
        self._arrange()
        if wanted:
            self.asked_for.emit()

    def need(self, needed: bool) -> None:
        """Whether there is something that the usual one could show."""
        self._needed = needed
        self._arrange()

    @Slot()
    def show_usual(self) -> None:
        """Brings the usual one to the front, where there are both."""
        self.show_in_front(USUAL)

    @Slot()
    def show_passing(self) -> None:
        """Brings the passing one to the front."""
        self.show_in_front(PASSING)

    @Slot(str)
    def _name_passing(self, title: str) -> None:
        made = self._buttons.button(PASSING)
        made.setText(made.fontMetrics().elidedText(title, Qt.TextElideMode.ElideMiddle, LONGEST_NAME))
        made.setToolTip(title)
        made.setAccessibleName(title)

    def give_room(self, roomy: bool) -> None:
        """Whether there is room for it in the window."""
        if roomy != self._roomy:
            self._roomy = roomy
            self.setVisible(self.wanted_now and roomy)

    @property
    def wanted_now(self) -> bool:
        """Whether it has something to show, be there room or not."""
        return (self._wanted and self._needed) or not self._passing.isHidden()

    @Slot(int)
    def show_in_front(self, which: int) -> None:
        """Brings the usual or the passing one to the front, where there are both."""
        self._front = which
        self._arrange()

    def _arrange(self) -> None:
        usual, passing = self._wanted and self._needed, not self._passing.isHidden()
        before = passing and (self._front == PASSING or not usual)
        self._buttons.button(PASSING if before else USUAL).setChecked(True)
        self._choice.setVisible(usual and passing)
        self._frame.setVisible(before)
        self._usual.setVisible(usual and not before)
        self.setVisible((usual or passing) and self._roomy)
        self.arranged.emit()

    def minimumSizeHint(self) -> QSize:
        """Wide enough for a picture."""
        return super().minimumSizeHint().expandedTo(QSize(LEAST, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The other one comes and goes by itself."""
        if event.type() == QEvent.Type.ShowToParent:
            self._front = PASSING
            self._arrange()
            self.asked_for.emit()
        elif event.type() == QEvent.Type.HideToParent:
            self._arrange()
        return False
