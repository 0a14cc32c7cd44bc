"""A strip on top for what the person should know now; never a dialogue that blocks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout

from vop_desktop.ui.widgets import button, label

SECONDS_WITH_OFFER = 12


class MessageBar(QFrame):
    """One message at a time, with one thing to do about it at most."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bar")
        self._text = label(wrap=True)
        self._offer = button("", self._take_offer)
        self._take: Callable[[], object] | None = None
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

    def say(self, text: str, *, offer: str = "", take: Callable[[], object] | None = None) -> None:
        """Shows a text; with an offer such as Undo it goes away by itself after a while."""
        self._text.setText(text)
        self._take = take
        self._offer.setText(offer)
        self._offer.setVisible(bool(offer))
        self._timer.stop()
        if offer:
            self._timer.start(SECONDS_WITH_OFFER * 1000)
        self.show()

    def _take_offer(self) -> None:
        take, self._take = self._take, None
        self.hide()
        if take is not None:
            take()
