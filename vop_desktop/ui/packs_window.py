"""The model packs: cards of those that are here and those to be had. A window of its own, never modal."""

from __future__ import annotations

from PySide6.QtCore import QDir, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from vop_desktop.ui.drop import local_paths
from vop_desktop.ui.flow_layout import FlowLayout
from vop_desktop.ui.last_folders import LastFolders
from vop_desktop.ui.message_bar import MessageBar
from vop_desktop.ui.messages import PackList
from vop_desktop.ui.packs_card import CardView
from vop_desktop.ui.question_bar import QuestionBar
from vop_desktop.ui.sentences import said
from vop_desktop.ui.theme import SPACING
from vop_desktop.ui.tool_window import ToolWindow
from vop_desktop.ui.widgets import button, label


class PacksWindow(ToolWindow):
    """Shows cards and passes on what is wanted.

    Signals:
        wanted(str, str): see `CardView`.
        import_wanted(str): make a pack of this file or folder.
        check_wanted(): the page about this computer.
    """

    wanted = Signal(str, str)
    import_wanted = Signal(str)
    check_wanted = Signal()

    def __init__(self, folders: LastFolders, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folders = folders
        self.setWindowTitle(self.tr("Model packs"))
        self.setAcceptDrops(True)
        self.cards: dict[str, CardView] = {}
        self._notice = label(role="danger", wrap=True)
        self._notice.hide()
        self.question = QuestionBar()
        self.message = MessageBar()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of the import"))
        self._bar.hide()
        self._column = QVBoxLayout()
        self._column.setSpacing(SPACING)
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.addLayout(self._column)
        whole.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(page)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        text = self.tr(
            "A pack is the model that looks at your videos. Nothing is fetched until you ask for it, and no "
            "video ever leaves this computer. Without a network: fetch a pack or a model file on another "
            "computer, bring it over, and import it with the buttons below, or drop it here."
        )
        layout.addWidget(label(text, role="muted", wrap=True))
        layout.addWidget(self._notice)
        layout.addWidget(self._bar)
        layout.addWidget(self.question)
        layout.addWidget(self.message)
        layout.addWidget(self._scroll, 1)
        bottom = FlowLayout()
        bottom.addWidget(button(self.tr("Import a file…"), self._choose_file))
        bottom.addWidget(button(self.tr("Import a folder…"), self._choose_folder))
        bottom.addWidget(button(self.tr("Measure how fast this computer is…"), self.check_wanted.emit))
        bottom.push()
        bottom.addWidget(button(self.tr("Close"), self.close))
        layout.addLayout(bottom)
        self.resize(720, 700)

    def show_packs(self, packs: PackList, *, in_use: str, coming: str, downloading: set[str]) -> None:
        """Shows these cards in place of the old ones; what a card had to say of a fault stays."""
        bar, old = self._scroll.verticalScrollBar(), self.cards
        place = bar.value()
        self.cards = {}
        order = sorted(packs.cards, key=lambda card: (card.name != in_use, card.name != coming))
        for card in order:
            name = card.name
            state = {"in_use": name == in_use, "coming": name == coming, "downloading": name in downloading}
            before = old.get(name)
            if before is not None and before.shows(card, **state):
                self.cards[name] = old.pop(name)
                continue
            view = self.cards[name] = CardView(card, **state)
            view.wanted.connect(self.wanted)
            if before is not None and before.fault and card.state in ("available", "begun", "installed"):
                view.show_fault(before.fault)
        for view in old.values():
            view.hide()
            view.deleteLater()
        for row, view in enumerate(self.cards.values()):
            self._column.insertWidget(row, view)
        bar.setValue(place)
        QTimer.singleShot(0, bar, lambda: bar.setValue(place))  # when the new cards have their heights
        if packs.offline:
            self.say(
                self.tr("Offline mode is on, so nothing can be downloaded. Packs can be imported from files.")
            )

    def say(self, text: str) -> None:
        """A sentence above the cards; empty for none."""
        self._notice.setText(said(text))
        self._notice.setVisible(bool(text))

    def forget_faults(self) -> None:
        """What went wrong before it was closed is past."""
        self.say("")
        self.message.hide()
        self.question.hide()
        for view in self.cards.values():
            view.forget_fault()

    @property
    def notice(self) -> str:
        """What is said above the cards."""
        return "" if self._notice.isHidden() else self._notice.text()

    @Slot(int, int)
    def show_import(self, done: int, total: int) -> None:
        """How far an import is; done and total equal ends it."""
        self._bar.setRange(0, 1000 if total else 0)
        self._bar.setValue(round(1000 * done / total) if total else 0)
        self._bar.setVisible(done < total or not total)

    def end_import(self) -> None:
        """No import goes on."""
        self._bar.hide()

    # --- files ------------------------------------------------------------------------------------------

    def _choose_file(self) -> None:
        self._choose(QFileDialog.FileMode.ExistingFile)

    def _choose_folder(self) -> None:
        self._choose(QFileDialog.FileMode.Directory)

    def _choose(self, mode: QFileDialog.FileMode) -> None:
        dialog = QFileDialog(self, self.tr("Import a model"))
        dialog.setFileMode(mode)
        self._folders.prepare(dialog, "model", first=QDir.homePath())
        dialog.setModal(False)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.import_wanted)
        dialog.show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders are welcome; nothing is opened to find out."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Each is imported."""
        event.acceptProposedAction()
        paths = local_paths(event.mimeData())
        if not paths:
            self.say(self.tr("Only files and folders of this computer can be imported."))
        for path in paths:
            self.import_wanted.emit(path)


class ReportWindow(ToolWindow):
    """A page of text that can be copied: the check of this computer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("This computer"))
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setAccessibleName(self.tr("What was found out about this computer"))
        layout = QVBoxLayout(self)
        layout.addWidget(
            label(
                self.tr(
                    "What this computer has, and how fast the model runs on it. It can be added to a report "
                    "of a fault: it names no folder of yours."
                ),
                role="muted",
                wrap=True,
            )
        )
        layout.addWidget(self._text, 1)
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(button(self.tr("Copy"), self._copy, primary=True))
        bottom.addWidget(button(self.tr("Close"), self.close))
        layout.addLayout(bottom)
        self.resize(720, 600)

    def show_text(self, text: str) -> None:
        """Shows a page."""
        self._text.setPlainText(text)

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text.toPlainText()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
