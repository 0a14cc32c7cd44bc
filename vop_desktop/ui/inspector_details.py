"""The details of one video: its files, its format, how it was read, its tags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from vop_desktop.records import display_path
from vop_desktop.ui.flow_layout import FlowLayout
from vop_desktop.ui.inspect_messages import DetailsAnswer
from vop_desktop.ui.messages import VideoTags
from vop_desktop.ui.sentences import said
from vop_desktop.ui.tag_editor import TagEditor
from vop_desktop.ui.texts import clock, size_words
from vop_desktop.ui.widgets import action_button, label

if TYPE_CHECKING:
    from vop_desktop.library.details import VideoDetails

BREAK = "\u200b"  # where a path may go on in the next line
SHOWN_OF_FINGERPRINT = 16  # characters
MOST_PLACES = 20


class Details(QWidget):
    """Names on the left, values on the right; buttons of commands below; tags at the end."""

    def __init__(self, commands: Sequence[QAction]) -> None:
        super().__init__()
        self._lines: tuple[tuple[str, str, str], ...] = ()
        self._table = QWidget()
        self._form = QFormLayout(self._table)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        self._form.setFormAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        buttons = QWidget()
        row = FlowLayout(buttons)
        for command in commands:
            made = action_button(command)
            made.setProperty("slim", True)
            row.addWidget(made)
        self.tags = TagEditor(self.tr("It has no tags."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._table)
        layout.addWidget(buttons)
        layout.addWidget(label(self.tr("Tags"), role="heading"))
        layout.addWidget(self.tags)

    @property
    def lines(self) -> dict[str, str]:
        """What is shown, by name; a name that stands several times has its last value."""
        return {name: value.replace(BREAK, "") for name, value, _ in self._lines}

    def begin(self, video_id: int) -> None:
        """Another video: what is known of it comes in a moment."""
        self._show(())
        self.tags.ask((video_id,))

    def show_answer(self, answer: DetailsAnswer) -> None:
        """What the library keeps of the video."""
        self._show(tuple(self._describe(answer)))
        self.tags.show_tags(VideoTags((answer.video_id,), answer.tags, answer.known_tags))

    def _describe(self, answer: DetailsAnswer) -> list[tuple[str, str, str]]:
        """Name, value and tool tip of each line; what is not known has none."""
        found = answer.details
        if found is None:
            return [(self.tr("Status"), self.tr("It is not in the library any more."), "")]
        lines = []
        for number, place in enumerate(found.places[:MOST_PLACES]):
            path = display_path(place.path)
            value = path.replace("/", f"/{BREAK}").replace("\\", f"\\{BREAK}").replace("_", f"_{BREAK}")
            away = "" if place.there else " · " + self.tr("cannot be reached now")
            lines.append((self.tr("File") if number == 0 else self.tr("Also as"), value + away, path))
        if found.places:
            lines.append((self.tr("Size"), size_words(found.places[0].size), ""))
            lines.append((self.tr("Changed"), _moment_words(found.places[0].changed), ""))
        lines.append((self.tr("Length"), clock(found.duration), f"{found.duration:.3f} s"))
        if found.width:
            lines.append((self.tr("Picture size"), f"{found.width} × {found.height}", ""))
        if found.fps:
            rate = QLocale().toString(found.fps, "f", 0 if found.fps == round(found.fps) else 2)
            lines.append((self.tr("Pictures a second"), rate, ""))
        lines.append((self.tr("Format"), _format_words(found), ""))
        lines.append((self.tr("Status"), self._status(answer), ""))
        if answer.pack:
            lines.append((self.tr("Model pack"), self._reading(answer), ""))
        lines.append((self.tr("In the library since"), _moment_words(found.added), ""))
        short = found.fingerprint[:SHOWN_OF_FINGERPRINT]
        lines.append((self.tr("Fingerprint"), short, found.fingerprint))
        return [line for line in lines if line[1]]

    def _status(self, answer: DetailsAnswer) -> str:
        found = answer.details
        assert found is not None
        reason = f": {said(found.reason)}" if found.reason else ""
        if found.state == "complete":
            return self.tr("read whole")
        if found.state == "partial":
            return self.tr("read in part") + reason
        return self.tr("could not be read") + reason

    def _reading(self, answer: DetailsAnswer) -> str:
        found = answer.details
        assert found is not None
        if not found.segments:
            return self.tr("{0} · has not read it yet").format(said(answer.pack))
        return self.tr("{0} · pieces it has read: {1}").format(said(answer.pack), found.segments)

    def _show(self, lines: tuple[tuple[str, str, str], ...]) -> None:
        if lines == self._lines:
            return
        self._lines = lines
        while self._form.rowCount():
            self._form.removeRow(0)
        for name, value, tip in lines:
            shown = _Value(value)
            shown.setToolTip(tip)
            shown.setAccessibleName(f"{name}: {tip or value}")
            if BREAK not in value:
                shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._form.addRow(label(name, role="muted"), shown)


class _Value(QLabel):
    """A text as high as it is at the width it got: the form reckons with another one where names are long."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Asks for what is missing."""
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))


def _format_words(found: VideoDetails) -> str:
    """`h264 · mp4`: of the names of a family of containers that of the file, where it is one."""
    names = found.container.split(",")
    ending = found.places[0].path.rpartition(".")[2].lower() if found.places else ""
    return " · ".join(filter(None, (found.codec, ending if ending in names else names[0])))


def _moment_words(seconds: float) -> str:
    """Day and time as the person's country writes them."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(seconds)), QLocale.FormatType.ShortFormat)
