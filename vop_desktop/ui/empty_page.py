"""What stands in the middle when there is nothing to show: why, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vop_desktop.ui.flow_layout import FlowLayout
from vop_desktop.ui.sentences import said
from vop_desktop.ui.theme import SPACING
from vop_desktop.ui.tool_window import Scrolled
from vop_desktop.ui.widgets import WrappedCheckBox, button, label

Offer = tuple[str, Callable[[], object]]
WIDTH = 76  # letters


class EmptyPage(Scrolled):
    """A title, a sentence, and up to two buttons.

    Args:
        add_folder: lets the person choose a folder.
        add_samples: adds the sample clips.
    """

    def __init__(self, add_folder: Callable[[], object], add_samples: Callable[[], object]) -> None:
        page = QWidget()
        super().__init__(page)
        self._add_folder, self._add_samples = add_folder, add_samples
        self._title = label(role="title", wrap=True)
        self._text = label(role="muted", wrap=True)
        self._buttons = FlowLayout(centred=True)
        self._pack = WrappedCheckBox()
        self._pack.hide()
        self._pack_offer = ""
        self._first = False
        for widget in (self._title, self._text):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        middle = QWidget()
        middle.setMaximumWidth(WIDTH * self.fontMetrics().averageCharWidth())
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING)
        column.addStretch(2)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(self._buttons)
        column.addWidget(self._pack)
        column.addStretch(3)
        layout = QHBoxLayout(page)
        layout.addStretch(1)
        layout.addWidget(middle, 1000)  # as wide as it may be, then the rest is shared
        layout.addStretch(1)

    @property
    def title(self) -> str:
        """What is said."""
        return self._title.text()

    @property
    def first(self) -> bool:
        """Whether this is the page of a library without folders."""
        return self._first

    def offer_pack(self, text: str) -> None:
        """Offers a larger pack on the page of the first start; an empty text takes the offer away."""
        self._pack_offer = text
        self._pack.setText(text)
        self._pack.setVisible(bool(text) and self._first)

    def take_pack_wish(self) -> bool:
        """Whether the larger pack was asked for; asked for once."""
        wanted = bool(self._pack_offer) and self._pack.isChecked()
        self._pack.setChecked(False)
        return wanted

    def explain(
        self, failure: str, *, watching: bool, busy: bool, opening: bool = False, problems: bool = False
    ) -> None:
        """Says why there are no videos to show.

        Args:
            failure: why the library cannot be shown, or nothing.
            watching: whether the library has folders.
            busy: whether videos are being read.
            opening: whether nobody knows yet what the library holds.
            problems: whether there are some that could not be read.
        """
        self._first = not failure and not watching and not busy
        self._pack.setVisible(self._first and bool(self._pack_offer))
        add = (self.tr("Add folder…"), self._add_folder)
        samples = (self.tr("Try it with sample clips"), self._add_samples)
        if failure:
            self._show(self.tr("The library cannot be shown"), said(failure))
        elif not watching and busy:
            opened = self.tr("The first videos appear as soon as they are read.")
            text = self.tr("Your library is being opened.") if opening else opened
            self._show(self.tr("One moment…"), text)
        elif not watching:
            text = self.tr(
                "Add a folder of videos, or drop one here, then type what happens in them. "
                "It is all done on this computer, and nothing leaves it."
            )
            self._show(self.tr("Find moments in your own videos"), text, [add, samples])
        elif busy:
            text = self.tr("The first ones appear in a moment. You can search while the rest is read.")
            self._show(self.tr("Reading your videos…"), text)
        elif opening:
            self._show(self.tr("One moment…"), self.tr("Your library is being opened."))
        else:
            text = (
                self.tr("There are none in your folders that could be read. “Problems” lists the others.")
                if problems
                else self.tr("There are none in your folders. Add another one, or put videos there.")
            )
            self._show(self.tr("No videos to show"), text, [add, samples])

    def _show(self, title: str, text: str, offers: Sequence[Offer] = ()) -> None:
        """The first offer is the recommended one."""
        self._title.setText(title)
        self._text.setText(text)
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # it goes when the event is over, and the new ones come at once
                widget.deleteLater()
        for number, (name, pressed) in enumerate(offers):
            self._buttons.addWidget(button(name, pressed, primary=number == 0))
