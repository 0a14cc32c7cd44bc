"""A strip for what the person should know now, laid over the page; never a dialogue that blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QHBoxLayout, QWidget

from vop_desktop.ui.focus_return import FocusReturn
from vop_desktop.ui.sentences import said
from vop_desktop.ui.widgets import announce, button, label

LEAST_SECONDS, MOST_SECONDS = 6, 20  # that a message stays
OFFERED_SECONDS = 30  # that an offer stays; what it does can be done otherwise as well
LETTERS_A_SECOND = 12  # slow reading
LINE = 34  # letters that a text gets beside the buttons; where there is room for fewer they go below it
GAP = 12  # pixels to the edges of what it lies over


class Message(NamedTuple):
    """What is said, what can be done about it, and what it hangs on; see `MessageBar.say`."""

    text: str
    offer: str = ""
    take: Callable[[], object] | None = None
    lasting: bool = False
    about: str = ""


class MessageBar(QFrame):
    """One message at a time, with one thing to do about it at most."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bar")
        self._text = label(wrap=True)
        self._offer = button("", self._take_offer)
        self._offer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._message = Message("")
        self._waiting: list[Message] = []
        self._area: QWidget | None = None
        self._left = 0  # seconds
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._offer)
        row.addWidget(button(self.tr("Close"), self.hide))
        self._column = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._column.addWidget(self._text, 1)
        self._column.addWidget(self._buttons)
        FocusReturn(self)
        self.hide()

    def lie_over(self, area: QWidget) -> None:
        """Lays it over the lower edge of a widget beside it, which stays as it is; else a layout holds it."""
        self._area = area
        self.setProperty("floating", True)
        area.installEventFilter(self)
        self._place()

    @property
    def text(self) -> str:
        """What is said now; empty while the bar is hidden."""
        return "" if self.isHidden() else self._text.text()

    def say(
        self,
        text: str,
        *,
        offer: str = "",
        take: Callable[[], object] | None = None,
        lasting: bool = False,
        about: str = "",
    ) -> None:
        """Shows a text in place of the one before; it goes by itself when it has been read.

        Args:
            text: for the person; sentences of the lower layers are translated here.
            offer: such as Undo.
            take: what the offer does.
            lasting: stays until the person closes it or takes the offer, and comes back after what is said
                meanwhile; another one that lasts waits.
            about: what has to be there for it to make sense, for `forget`.
        """
        message = Message(said(text), offer, take, lasting, about)
        if self._message.lasting and not self.isHidden():
            if lasting:
                if message.text not in (self._text.text(), *(other.text for other in self._waiting)):
                    self._waiting.append(message)
                return
            self._waiting.insert(0, self._message)
        self._message = message
        self._text.setText(message.text)
        self._offer.setText(offer)
        self._offer.setVisible(bool(offer))
        self._offer.setFocusPolicy(Qt.FocusPolicy.StrongFocus if offer else Qt.FocusPolicy.NoFocus)
        read = min(max(LEAST_SECONDS, len(message.text) // LETTERS_A_SECOND), MOST_SECONDS)
        self._left = OFFERED_SECONDS if offer else read
        if lasting:
            self._clock.stop()
        else:
            self._clock.start()
        self.show()
        self._place()
        announce(self, message.text)

    def forget(self, about: str) -> None:
        """What some messages were about is gone, and so are they."""
        self._waiting = [message for message in self._waiting if message.about != about]
        if self._message.about == about and not self.isHidden():
            self.hide()

    @Slot()
    def _tick(self) -> None:
        """Time counts while the person can read it, and does not while they are at it."""
        focus = QApplication.focusWidget()
        inside = self.underMouse() or (focus is not None and self.isAncestorOf(focus))
        if inside or QGuiApplication.applicationState() != Qt.ApplicationState.ApplicationActive:
            return
        self._left -= 1
        if self._left <= 0:
            self.hide()

    def _take_offer(self) -> None:
        take = self._message.take
        self.hide()
        if take is not None:
            take()

    # --- where it lies --------------------------------------------------------------------------------

    def _place(self) -> None:
        """Along the lower edge of the area; a long text grows upwards."""
        parent = self.parentWidget()
        if self._area is None or parent is None or self.isHidden():
            return
        room = self._area.geometry().adjusted(GAP, 0, -GAP, -GAP)
        beside = room.width() - self._buttons.sizeHint().width()
        narrow = beside < LINE * self.fontMetrics().averageCharWidth()
        way = QBoxLayout.Direction
        self._column.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        height = self._column.totalHeightForWidth(room.width())
        height = max(height, self._column.totalSizeHint().height() if height < 0 else 0)
        height = min(height, parent.height() - GAP)
        self.setGeometry(QRect(room.left(), room.bottom() + 1 - height, room.width(), height))
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The area has another size or place, or shows another page."""
        kinds = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.ZOrderChange)
        if watched is self._area and event.type() in kinds:
            self._place()
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters take more room."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._place()

    def showEvent(self, event: QShowEvent) -> None:
        """The window is there again."""
        super().showEvent(event)
        self._place()

    def hideEvent(self, event: QHideEvent) -> None:
        """The next message, if one waits; not when the whole window goes away."""
        super().hideEvent(event)
        if event.spontaneous() or not self.isHidden():
            return
        self._clock.stop()
        if self._waiting:
            QTimer.singleShot(0, self, self._say_next)

    @Slot()
    def _say_next(self) -> None:
        if self._waiting and self.isHidden():
            new = self._waiting.pop(0)
            self.say(new.text, offer=new.offer, take=new.take, lasting=new.lasting, about=new.about)
