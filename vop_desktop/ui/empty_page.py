"""What stands in the middle when there is nothing to show: why, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from vop_desktop.ui.sentences import said
from vop_desktop.ui.theme import SPACING
from vop_desktop.ui.widgets import button, label

Offer = tuple[str, Callable[[], object]]
WIDTH = 540  # pixels


class EmptyPage(QWidget):
    """A title, a sentence, and up to two buttons.

    Args:
        add_folder: lets the person choose a folder.
        add_samples: adds the sample clips.
    """

    def __init__(self, add_folder: Callable[[], object], add_samples: Callable[[], object]) -> None:
        super().__init__()
        self._add_folder, self._add_samples = add_folder, add_samples
        self._title = label(role="title", wrap=True)
        self._text = label(role="muted", wrap=True)
        self._buttons = QHBoxLayout()
        self._pack = QCheckBox()
        self._pack.hide()
        self._pack.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pack_offer = ""
        self._first = False
        for widget in (self._title, self._text):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            widget.setFixedWidth(WIDTH)
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACING)
        layout.addStretch(2)
        layout.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._text, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(self._buttons)
        layout.addWidget(self._pack, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

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
        self._pack.setFocusPolicy(Qt.FocusPolicy.StrongFocus if text else Qt.FocusPolicy.NoFocus)
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
            text = self.tr("The first videos appear as soon as they are read.")
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
            self._show(self.tr("No videos to show"), text, [add])

    def _show(self, title: str, text: str, offers: Sequence[Offer] = ()) -> None:
        """The first offer is the recommended one."""
        for part, words in ((self._title, title), (self._text, text)):
            part.setText(words)
            part.setMinimumHeight(part.heightForWidth(WIDTH))
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # it goes when the event is over, and the new ones come at once
                widget.deleteLater()
        self._buttons.addStretch()
        for number, (name, pressed) in enumerate(offers):
            self._buttons.addWidget(button(name, pressed, primary=number == 0))
        self._buttons.addStretch()
