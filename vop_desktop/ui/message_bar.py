"""A strip on top for what the person should know now; never a dialogue that blocks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from vop_desktop.ui.sentences import said
from vop_desktop.ui.widgets import announce, button, label

SECONDS_WITH_OFFER = 12
Message = tuple[str, str, Callable[[], object] | None, bool]


class MessageBar(QFrame):
    """One message at a time, with one thing to do about it at most."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bar")
        self._text = label(wrap=True)
        self._offer = button("", self._take_offer)
        self._offer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._take: Callable[[], object] | None = None
        self._lasting = False
        self._waiting: list[Message] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._offer)
        layout.addWidget(button(self.tr("Close"), self.hide))
        self.hide()

    @property
    def text(self) -> str:
        """What is said now; empty while the bar is hidden."""
        return "" if self.isHidden() else self._text.text()

    def say(
        self, text: str, *, offer: str = "", take: Callable[[], object] | None = None, lasting: bool = False
    ) -> None:
        """Shows a text in place of the one before.

        Args:
            text: for the person; sentences of the lower layers are translated here.
            offer: such as Undo; with one the text goes away by itself after a while.
            take: what the offer does.
            lasting: stays until the person closes it or takes the offer; what comes meanwhile waits.
        """
        text = said(text)
        if self._lasting and not self.isHidden():
            if text not in (self._text.text(), *(message[0] for message in self._waiting)):
                self._waiting.append((text, offer, take, lasting))
            return
        self._lasting = lasting
        self._text.setText(text)
        self._take = take
        self._offer.setText(offer)
        self._offer.setVisible(bool(offer))
        self._offer.setFocusPolicy(Qt.FocusPolicy.StrongFocus if offer else Qt.FocusPolicy.NoFocus)
        self._timer.stop()
        if offer and not lasting:
            self._timer.start(SECONDS_WITH_OFFER * 1000)
        self.show()
        announce(self, text)

    def _take_offer(self) -> None:
        take, self._take = self._take, None
        self.hide()
        if take is not None:
            take()

    def hideEvent(self, event: QHideEvent) -> None:
        """The next message, if one waits; not when the whole window goes away."""
        super().hideEvent(event)
        if not event.spontaneous() and self.isHidden() and self._waiting:
            text, offer, take, lasting = self._waiting.pop(0)
            QTimer.singleShot(0, self, lambda: self.say(text, offer=offer, take=take, lasting=lasting))
