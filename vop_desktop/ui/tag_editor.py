"""Tags of videos: put on by typing, taken off by a click."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vop_desktop.ui.chips import Chip
from vop_desktop.ui.flow_layout import FlowLayout
from vop_desktop.ui.messages import VideoTags
from vop_desktop.ui.widgets import button, label


class TagEditor(QWidget):
    """A field and a chip for each tag that all of the videos have.

    Args:
        none: what is said where there is no tag.

    Signals:
        tag_wanted(object, str): put this tag on the videos of these ids.
        untag_wanted(object, str): take it off.
    """

    tag_wanted = Signal(object, str)
    untag_wanted = Signal(object, str)

    def __init__(self, none: str) -> None:
        super().__init__()
        self._video_ids: tuple[int, ...] = ()
        self._common: tuple[str, ...] = ()
        self._known = QStringListModel(self)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Type a tag, then press Enter"))
        self.field.setAccessibleName(self.tr("Tag"))
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.field.setCompleter(completer)
        self.field.returnPressed.connect(self.add)
        self._chips = QWidget()
        self._row = FlowLayout(self._chips)
        self._none = label(none, role="muted", wrap=True)
        typing = QHBoxLayout()
        typing.addWidget(self.field, 1)
        adding = button(self.tr("Add"), self.add)
        adding.setAutoDefault(False)  # Enter is the field's own, also in a dialogue
        typing.addWidget(adding)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(typing)
        layout.addWidget(self._chips)
        layout.addWidget(self._none)

    @property
    def tags(self) -> list[str]:
        """The tags that all of the videos have."""
        return list(self._common)

    def ask(self, video_ids: tuple[int, ...]) -> None:
        """Shows nothing yet for other videos; their tags come in a moment."""
        if video_ids != self._video_ids:
            self._video_ids = video_ids
            self.field.clear()
            self.show_tags(VideoTags(video_ids, (), ()))

    def show_tags(self, tags: VideoTags) -> None:
        """The tags of these videos; those of others come too late."""
        if tags.video_ids != self._video_ids:
            return
        self._known.setStringList(list(tags.known))
        if tags.common != self._common:
            self._common = tags.common
            self._show_chips()
        self._chips.setVisible(bool(tags.common))
        self._none.setVisible(not tags.common)

    def _show_chips(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for tag in self._common:
            self._row.addWidget(Chip(tag, partial(self.untag_wanted.emit, self._video_ids, tag)))

    def add(self) -> None:
        """Puts on what was typed."""
        tag = self.field.text().strip()
        if tag:
            self.tag_wanted.emit(self._video_ids, tag)
            self.field.clear()
