"""The search field, what it found in a line, and what the model can see."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vop_desktop.ui.chips import Chips
from vop_desktop.ui.messages import PackNotice, QueryChip, SearchAnswer
from vop_desktop.ui.pack_hints import foreign_text, search_hint
from vop_desktop.ui.search_field import SearchField
from vop_desktop.ui.sentences import said
from vop_desktop.ui.widgets import announce, button, label

FOLDER = "folder:"
SEARCHING_MS = 250  # after which a search that has no answer yet is mentioned
SHORTEST = 2  # letters from which typing alone starts a search


class SearchHeader(QWidget):
    """Typing searches after a short wait, Enter at once; Escape clears the words, then the example.

    Signals:
        edited(): somebody types.
        query_changed(str): search for this; empty means the whole library.
        meant(str): this query was not only typed on the way: worth remembering.
        example_dropped(): the example is not wanted any more.
        notice_dismissed(str): the line about the pack of that title was read.
        packs_wanted(): the window of all packs.
        left(): the person moves on to the results with the down key.
    """

    edited = Signal()
    query_changed = Signal(str)
    meant = Signal(str)
    example_dropped = Signal()
    notice_dismissed = Signal(str)
    packs_wanted = Signal()
    left = Signal()

    def __init__(self, delay: int) -> None:
        super().__init__()
        self._sent = ""
        self._has_example = False
        self.within_word = False  # whether the caret stood directly behind the last letter then
        self.on_the_way = False  # whether the query was sent by a pause in typing: a word may be half typed
        self.field = SearchField()
        self.field.setPlaceholderText(search_hint(None))
        self.field.setAccessibleName(self.tr("Search"))
        self.field.textEdited.connect(self.edited)
        self.field.textEdited.connect(self._edited)
        self.field.returnPressed.connect(self._entered)
        self.field.textChanged.connect(self._cleared)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(delay)
        self._timer.timeout.connect(self._waited)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SEARCHING_MS)
        self._patience.timeout.connect(self._say_searching)
        self.chips = Chips()
        self._rules: tuple[QueryChip, ...] = ()  # of the query as it stands
        self.chips.rest_wanted.connect(self._search_rest)
        self.chips.example_dropped.connect(self.example_dropped)
        self._summary = label(wrap=True)
        self._summary.hide()
        self._notice = label(role="muted", wrap=True)
        self._notice_title = ""
        self._notice_row = QWidget()
        self._foreign = label(wrap=True)
        self._foreign_row = QWidget()
        self._lay_out()
        self.setFocusProxy(self.field)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._notice_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._notice, 1)
        row.addWidget(button(self.tr("Understood"), self._dismiss_notice))
        self._notice_row.hide()
        row = QHBoxLayout(self._foreign_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._foreign, 1)
        row.addWidget(button(self.tr("Model packs…"), self.packs_wanted.emit))
        self._foreign_row.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 4)
        for widget in (self.field, self.chips, self._summary, self._foreign_row, self._notice_row):
            layout.addWidget(widget)

    @property
    def query(self) -> str:
        """What was searched last."""
        return self._sent

    @property
    def waiting(self) -> bool:
        """Whether typing has not been searched yet."""
        return self._timer.isActive()

    @property
    def summary(self) -> str:
        """The line under the field."""
        return self._summary.text()

    def set_delay(self, delay: int) -> None:
        """How long to wait after the last key, in ms."""
        self._timer.setInterval(delay)

    def search(self, text: str) -> None:
        """Puts a text into the field and searches at once."""
        self.field.setText(text)
        self._send()

    def add_condition(self, condition: str) -> None:
        """Adds a condition to the query; a folder takes the place of another one, if that stands alone."""
        query = self.query
        if f" {condition} " in f" {query} ":
            return
        if condition.startswith(FOLDER):
            others = [rule.rest for rule in self._rules if rule.label.startswith(FOLDER)]
            query = others[0] if len(others) == 1 else query
        self.search(f"{query} {condition}".strip())

    @Slot(str, bool)
    def try_rule(self, example: str, added: bool) -> None:
        """Puts the example of a rule into the field, in place of what stands there or after it."""
        before = self.field.text().split() if added else []
        self._search_rest(" ".join(before if example in before else [*before, example]))

    def take_focus(self) -> None:
        """Ready to type; what is there is selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    @Slot(str)
    def type_in(self, letters: str) -> None:
        """Goes on with what somebody began to type elsewhere."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.end(False)
        self.field.insert(f" {letters}" if self.query and not self.field.text().endswith(" ") else letters)

    @Slot(object)
    def show_notice(self, notice: PackNotice, *, read: bool = False) -> None:
        """What the model in use can see, as long as that is not everything and the line was not `read`."""
        self.field.setPlaceholderText(search_hint(notice))
        text = self.tr("{0} understands {1}. A pack for your own videos: Library, “Model packs…”.")
        self._notice.setText(text.format(said(notice.title), said(notice.understands)))
        self._notice_title = notice.title
        self._notice_row.setVisible(notice.limited and not read)

    @property
    def notice(self) -> str:
        """What is said of the pack; empty once it was read."""
        return "" if self._notice_row.isHidden() else self._notice.text()

    @property
    def foreign(self) -> str:
        """What is said of a query in a language that the pack does not know."""
        return "" if self._foreign_row.isHidden() else self._foreign.text()

    def _dismiss_notice(self) -> None:
        self._notice_row.hide()
        self.notice_dismissed.emit(self._notice_title)

    def show_answer(
        self, answer: SearchAnswer, *, picture: QPixmap | None = None, closest: bool = True
    ) -> None:
        """How many hits, how sure, the rules of the query, and what else there is to say.

        Args:
            answer: what was found.
            picture: of the example.
            closest: whether hits that fit weakly are shown.
        """
        self._patience.stop()
        self._rules = answer.chips if answer.text == self.query else ()
        self.chips.show_rules(answer.chips, answer.example, picture)
        count = self._describe(answer, closest)
        self._has_example = answer.example is not None
        told = [said(note) for note in (answer.notes if answer.hits else ())]
        if answer.mixed and answer.example is not None:
            text = self.tr("Your words and what {0} shows count together.")
            told.append(text.format(answer.example.label))
        notes = " ".join(told)
        apart = " " if count.endswith((".", "。")) else " · "
        self._summary.setText(apart.join(line for line in (count, notes) if line))
        self._summary.setVisible(bool(self._summary.text()))
        foreign = answer.foreign if answer.hits and closest else None  # else the page below says it
        self._foreign.setText("" if foreign is None else foreign_text(foreign))
        self._foreign_row.setVisible(foreign is not None)
        if self._summary.text():
            announce(self._summary, self._summary.text())

    def _describe(self, answer: SearchAnswer, closest: bool) -> str:
        count = len(answer.hits)
        if answer.cut:
            return self.tr("The newest {0} videos").format(count)
        if not answer.asks:
            return self.tr("{0} videos").format(count) if count else ""
        if not count or not closest:
            return ""  # the page below says why
        written = any(hit.confidence == "likely" for hit in answer.hits)  # names and captions: no guess
        if answer.unknown and not written:
            words = ", ".join(f"“{word}”" for word in answer.unknown)
            return self.tr("This model has never met {0}. What follows is a guess.").format(words)
        if not answer.ranked:
            return self.tr("{0} videos").format(count)  # those that filters leave over
        sure = [sum(hit.confidence == word for hit in answer.hits) for word in ("likely", "maybe")]
        if not any(sure):
            return self.tr("Nothing here fits well. These come closest.")
        return self.tr("{0} likely, {1} maybe, {2} weak").format(*sure, count - sum(sure))

    @Slot()
    def _edited(self) -> None:
        self._timer.start()

    @Slot(str)
    def _cleared(self, text: str) -> None:
        if not text and self._sent:
            self._send()

    @Slot(str)
    def _search_rest(self, text: str) -> None:
        self.search(text)
        self.take_focus()
        self.field.end(False)

    @Slot()
    def _waited(self) -> None:
        text = self.field.text().strip()
        if not 0 < len(text) < SHORTEST or not text.isascii():  # one sign may be a whole word
            self._send(on_the_way=True)

    @Slot()
    def _entered(self) -> None:
        self._send()
        if self._sent:
            self.meant.emit(self._sent)

    def _send(self, *, on_the_way: bool = False) -> None:
        self._timer.stop()
        self.on_the_way = on_the_way
        text = self.field.text()
        at_end = self.field.cursorPosition() == len(text)
        self.within_word = on_the_way and at_end and not text[-1:].isspace()
        self._sent = self.field.text().strip()
        self.expect_answer()
        self.query_changed.emit(self._sent)

    def expect_answer(self) -> None:
        """A search began; if it takes long, that is said."""
        self._patience.start()

    @Slot()
    def give_up(self) -> None:
        """No answer will come: what went wrong is said elsewhere."""
        self._patience.stop()
        if self._summary.text() == self.tr("Searching…"):
            self._summary.clear()
            self._summary.hide()

    @Slot()
    def _say_searching(self) -> None:
        self._summary.setText(self.tr("Searching…"))
        self._summary.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes to the results; Escape clears the words, or else the example."""
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
        elif event.key() == Qt.Key.Key_Escape and self._has_example:
            self._has_example = False
            self.example_dropped.emit()
        else:
            super().keyPressEvent(event)
