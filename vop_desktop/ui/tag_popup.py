"""Tags of the selected videos, in a small window."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vop_desktop.ui.messages import VideoTags
from vop_desktop.ui.tag_editor import TagEditor
from vop_desktop.ui.tool_window import ToolWindow
from vop_desktop.ui.widgets import button, label


class TagPopup(ToolWindow):
    """A small window beside the results; never modal.

    Signals:
        tag_wanted(object, str): put this tag on the videos of these ids.
        untag_wanted(object, str): take it off.
    """

    tag_wanted = Signal(object, str)
    untag_wanted = Signal(object, str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Tags"))
        self._heading = label(role="heading")
        self._editor = TagEditor(self.tr("No tag that all of them have."))
        self._editor.tag_wanted.connect(self.tag_wanted)
        self._editor.untag_wanted.connect(self.untag_wanted)
        buttons = QHBoxLayout()
        buttons.addStretch()
        closing = button(self.tr("Close"), self.hide)
        closing.setAutoDefault(False)
        buttons.addWidget(closing)
        layout = QVBoxLayout(self)
        layout.addWidget(self._heading)
        layout.addWidget(self._editor)
        layout.addLayout(buttons)
        self.resize(380, 0)

    def ask(self, video_ids: tuple[int, ...]) -> None:
        """Shows itself for these videos; their tags come in a moment."""
        self._heading.setText(self.tr("Tags of the selected videos: {0}").format(len(video_ids)))
        self._editor.ask(video_ids)
        self.bring_up()
        self.field.setFocus()

    @property
    def field(self) -> QLineEdit:
        """Where a tag is typed."""
        return self._editor.field

    @property
    def tags(self) -> list[str]:
        """The tags that all selected videos have."""
        return self._editor.tags

    def show_tags(self, tags: VideoTags) -> None:
        """The tags of these videos; those of others come too late."""
        self._editor.show_tags(tags)
        QTimer.singleShot(0, self._fit)  # chips that are taken away are gone only then

    @Slot()
    def _fit(self) -> None:
        """As high as the tags need."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))
