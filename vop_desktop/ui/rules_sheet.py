"""The rules of a search on one sheet: what each means, and an example to try."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from vop_desktop.ui.theme import SPACING
from vop_desktop.ui.tool_window import Scrolled, ToolWindow
from vop_desktop.ui.widgets import button, label


def meanings() -> dict[str, str]:
    """What each rule of `search.grammar` means, by its name, in the person's language."""
    translate = QCoreApplication.translate
    return {
        "words": translate("Rules", "What happens in the video; names, captions, tags, subtitles count too."),
        "without": translate("Rules", "Without it: a dash directly before the word."),
        "not": translate("Rules", "The same for several words, up to a comma."),
        "sum": translate("Rules", "Both are wanted."),
        "weight": translate("Rules", "The first counts twice."),
        "phrase": translate("Rules", "Exactly these words in a name, folder, caption, tag or subtitle."),
        "folder": translate("Rules", "Only in folders with that in their name."),
        "tag": translate("Rules", "Only with that tag."),
        "after": translate("Rules", "Changed in that year, month or day, or later. Also: {0}."),
        "before": translate("Rules", "Changed before that year, month or day. Also: {0}."),
        "longer": translate("Rules", "Videos of that length or longer. Also: {0}."),
        "shorter": translate("Rules", "Videos that are shorter. Also: {0}."),
        "is": translate("Rules", "The state or shape of the video. Also: {0}."),
        "-": translate("Rules", "All others: a dash goes before any filter."),
    }


def rules() -> list[tuple[str, str, bool]]:
    """Each rule as an example, what it means, and whether it narrows what is searched already."""
    from vop_desktop.search.grammar import FILTERS, SIGNS  # not for the window to appear

    said = meanings()
    found = [(sign.example, said[sign.name], False) for sign in SIGNS]
    for name, rule in FILTERS.items():
        example, *others = dict.fromkeys(rule.examples + rule.values)
        found.append((f"{name}:{example}", said[name].format(", ".join(others)), True))
    example = next(example for example, _, narrows in found if narrows)
    found.append((f"-{example}", said["-"], True))
    return found


class RulesSheet(ToolWindow):
    """Never modal, so that a rule can be tried beside it.

    Signals:
        example_wanted(str, bool): this example; whether it goes after what is typed already.
    """

    example_wanted = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Rules of a search"))
        sheet = QFrame()
        sheet.setObjectName("panel")
        grid = QGridLayout(sheet)
        grid.setHorizontalSpacing(2 * SPACING)
        grid.setColumnStretch(1, 1)
        self.examples: list[QToolButton] = []
        for row, (example, meaning, added) in enumerate(rules()):
            grid.addWidget(self._make_example(example, added), row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label(meaning, wrap=True), row, 1)
        grid.setRowStretch(len(self.examples), 1)
        intro = self.tr(
            "Type what is to be seen; the rest is optional, and anything that is no rule is searched as it "
            "stands. Press an example to try it."
        )
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(button(self.tr("Close"), self.close, primary=True))
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACING)
        layout.addWidget(label(intro, role="muted", wrap=True))
        layout.addWidget(Scrolled(sheet), 1)
        layout.addLayout(bottom)
        self.resize(640, 620)

    def _make_example(self, example: str, added: bool) -> QToolButton:
        made = QToolButton()
        made.setText(example)
        made.setProperty("chip", True)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        text = self.tr("Try: {0}").format(example)
        made.setToolTip(text)
        made.setAccessibleName(text)
        made.clicked.connect(partial(self._try, example, added))
        self.examples.append(made)
        return made

    def _try(self, example: str, added: bool) -> None:
        self.example_wanted.emit(example, added)
