"""“Why this match?”: the frames with their similarity, what each word adds, the rank and what is ahead."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from vop_desktop.ui.messages import WhyAnswer
from vop_desktop.ui.strip_widget import StripWidget
from vop_desktop.ui.texts import clock, confidence_word, file_name
from vop_desktop.ui.thumbnails import tile_pictures
from vop_desktop.ui.tool_window import ToolWindow
from vop_desktop.ui.widgets import button, label

PICTURE = QSize(160, 90)


class WhyPanel(ToolWindow):
    """Explains one hit; never modal."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Why this match?"))
        self._title = label(role="heading", wrap=True)
        self._rank = label(wrap=True)
        self._why = label(role="muted", wrap=True)
        self._strip = StripWidget()
        self._parts = QWidget()
        self._words = QGridLayout(self._parts)
        self._words.setContentsMargins(0, 0, 0, 0)
        self._ahead = label(role="muted", wrap=True)
        self._headings = (
            label(self.tr("Similarity of each frame by itself"), role="heading"),
            label(self.tr("What each word adds"), role="heading"),
            label(self.tr("Just ahead of it"), role="heading"),
        )
        layout = QVBoxLayout(self)
        for widget in (
            self._title, self._rank, self._why, self._headings[0], self._strip,
            self._headings[1], self._parts, self._headings[2], self._ahead,
        ):  # fmt: skip
            layout.addWidget(widget)
        layout.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(button(self.tr("Close"), self.hide))
        layout.addLayout(buttons)
        self.resize(880, 300)

    @property
    def text(self) -> str:
        """All that is said, line by line."""
        return "\n".join((self._title.text(), self._rank.text(), self._why.text(), self._ahead.text()))

    def ask(self, path: str) -> None:
        """The answer is on its way."""
        self._title.setText(file_name(path))
        self._say(self.tr("Looking…"))
        self.bring_up()

    def show_answer(self, answer: WhyAnswer) -> None:
        """The explanation, or why there is none."""
        explanation = answer.explanation
        if explanation is None:
            self._say(
                self.tr("There is nothing to explain: type what is to be seen, then ask again.")
                if not answer.text
                else self.tr("This video was not ranked by what is seen in it.")
            )
            return
        hit = explanation.hit
        together = self.tr("Similarity {0} of its frames seen together.").format(f"{hit.score:.3f}")
        match = self.tr("Match: {0}, at {1}.").format(confidence_word(hit.confidence), clock(hit.moment))
        fit = together if answer.only_unwanted else f"{match} {together}"
        place = self.tr("Place {0} of {1} videos for “{2}”.").format(
            explanation.rank, explanation.searched, answer.text
        )
        outside = self.tr("The conditions of “{0}” leave it out.").format(answer.text)
        self._rank.setText(f"{place if explanation.rank else outside} {fit}")
        self._why.setText(
            self.tr("What speaks for it: {0}.").format(", ".join(evidence_word(word) for word in hit.why))
        )
        similarities = explanation.similarities.tolist()
        low, high = min(similarities, default=0.0), max(similarities, default=0.0)
        strip = answer.filmstrip
        pictures = () if strip is None else tile_pictures(strip, range(strip.tiles), PICTURE)
        self._strip.show_pictures(
            pictures[: len(similarities)],
            [f"{value:.2f}" for value in similarities],
            similarities.index(high) if similarities else -1,
            [0.1 + 0.9 * (value - low) / (high - low) if high > low else 1.0 for value in similarities],
        )
        self._show_words([(word.text, word.share) for word in explanation.words])
        ahead = []
        for other in explanation.ahead:
            parts = [file_name(other.path), clock(other.moment), confidence_word(other.confidence)]
            ahead.append(" · ".join((*parts[: 2 if answer.only_unwanted else 3], f"{other.score:.3f}")))
        self._ahead.setText("\n".join(ahead))
        self._show_sections(
            frames=bool(pictures), words=bool(explanation.words), ahead=bool(explanation.ahead)
        )

    def _say(self, text: str) -> None:
        self._rank.setText(text)
        self._why.clear()
        self._ahead.clear()
        self._show_sections(frames=False, words=False, ahead=False)

    def _show_sections(self, *, frames: bool, words: bool, ahead: bool) -> None:
        parts = ((self._strip, frames), (self._parts, words), (self._ahead, ahead))
        for heading, (widget, shown) in zip(self._headings, parts, strict=True):
            heading.setVisible(shown)
            widget.setVisible(shown)

    def _show_words(self, shares: list[tuple[str, float]]) -> None:
        while (item := self._words.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        most = max((abs(share) for _, share in shares), default=1.0) or 1.0
        for row, (word, share) in enumerate(shares):
            bar = QProgressBar()
            bar.setTextVisible(False)
            bar.setRange(0, 100)
            bar.setValue(round(100 * max(0.0, share) / most))
            bar.setAccessibleName(f"{word}: {share:+.3f}")
            self._words.addWidget(label(word), row, 0)
            self._words.addWidget(bar, row, 1)
            self._words.addWidget(label(f"{share:+.3f}"), row, 2)
        self._words.setColumnStretch(1, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; Enter does nothing."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)


def evidence_word(why: str) -> str:
    """What speaks for a hit, in the person's language: `content`, `name`, `subtitle at 1:23`, …"""
    translate = QCoreApplication.translate
    words = {
        "content": translate("Evidence", "what is seen"),
        "name": translate("Evidence", "its name"),
        "caption": translate("Evidence", "a caption"),
        "tag": translate("Evidence", "a tag"),
        "folder": translate("Evidence", "its folder"),
    }
    if why.startswith("subtitle at "):
        return translate("Evidence", "the subtitle at {0}").format(why.removeprefix("subtitle at "))
    return words.get(why, why)
