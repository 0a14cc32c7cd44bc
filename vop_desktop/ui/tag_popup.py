"""Tags of the selected videos: put on by typing, taken off by a click."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vop_desktop.ui.chips import Chip
from vop_desktop.ui.flow_layout import FlowLayout
from vop_desktop.ui.messages import VideoTags
from vop_desktop.ui.widgets import button, label


class TagPopup(QDialog):
    """A small window beside the results; never modal.

    Signals:
        tag_wanted(object, str): put this tag on the videos of these ids.
        untag_wanted(object, str): take it off.
    """

    tag_wanted = Signal(object, str)
    untag_wanted = Signal(object, str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setModal(False)
        self.setWindowTitle(self.tr("Tags"))
        self._video_ids: tuple[int, ...] = ()
        self._common: tuple[str, ...] = ()
        self._heading = label(role="heading")
        self._known = QStringListModel(self)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Type a tag, then press Enter"))
        self.field.setAccessibleName(self.tr("Tag"))
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.field.setCompleter(completer)
        self._chips = QWidget()
        self._row = FlowLayout(self._chips)
        self._none = label(self.tr("No tag that all of them have."), role="muted")
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(button(self.tr("Add"), self._add, primary=True))
        buttons.addWidget(button(self.tr("Close"), self.hide))
        layout = QVBoxLayout(self)
        for widget in (self._heading, self.field, self._chips, self._none):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        self.resize(380, 160)

    def ask(self, video_ids: tuple[int, ...]) -> None:
        """Shows itself for these videos; their tags come in a moment."""
        self._video_ids = video_ids
        self._heading.setText(self.tr("Tags of the selected videos: {0}").format(len(video_ids)))
        self.show_tags(VideoTags(video_ids, (), ()))
        self.field.clear()
        self.show()
        self.raise_()
        self.activateWindow()
        self.field.setFocus()

    @property
    def tags(self) -> list[str]:
        """The tags that all selected videos have."""
        return list(self._common)

    def show_tags(self, tags: VideoTags) -> None:
        """The tags of these videos; those of others come too late."""
        if tags.video_ids != self._video_ids:
            return
        self._common = tags.common
        self._known.setStringList(list(tags.known))
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for tag in tags.common:
            self._row.addWidget(Chip(tag, partial(self.untag_wanted.emit, self._video_ids, tag)))
        self._chips.setVisible(bool(tags.common))
        self._none.setVisible(not tags.common)

    def _add(self) -> None:
        tag = self.field.text().strip()
        if tag:
            self.tag_wanted.emit(self._video_ids, tag)
            self.field.clear()
