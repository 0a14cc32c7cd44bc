"""Captions as a Qt model: of a whole clip, or grouped by its moments; each with its fit and its marks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from vop_desktop.records import OWN_WORDS, CaptionHit, Confidence
from vop_desktop.ui.texts import clock, confidence_word

if TYPE_CHECKING:
    from vop_desktop.search.clip_captions import MomentCaptions

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROW = Qt.ItemDataRole.UserRole + 1
STANDS_OUT = 3.0  # a margin that fills the bar; a best one that is larger fills it as well
NEAR_BEST, HALF_BEST = 0.8, 0.5  # shares of the margin of the best one


class CaptionRow(NamedTuple):
    """A caption of the list.

    Attributes:
        hit: in the wording it has now.
        suggested: as it was suggested.
        level: how far it stands out, from 0 to 1.
        confidence: the same in a word.
        lead: by how much its score exceeds that of the next one.
        start, end: of the moment that it belongs to, seconds; None for one of the whole clip.
        is_caption, is_tag: whether the video has it.
        is_kept: accepted, though the library does not have the clip.
    """

    hit: CaptionHit
    suggested: str
    level: float
    confidence: Confidence
    lead: float | None = None
    start: float | None = None
    end: float | None = None
    is_caption: bool = False
    is_tag: bool = False
    is_kept: bool = False

    @property
    def text(self) -> str:
        """What it says."""
        return self.hit.text


class MomentRow(NamedTuple):
    """The title of a group: a part of the clip, seconds, and its best caption."""

    start: float
    end: float


def caption_rows(
    hits: Sequence[CaptionHit], start: float | None = None, end: float | None = None
) -> list[CaptionRow]:
    """Rows for captions, best first."""
    best = max((hit.margin for hit in hits if hit.rated), default=0.0)
    rows = []
    for number, hit in enumerate(hits):
        both = [other for other in hits[number : number + 2] if other.rated]
        lead = both[0].score - both[1].score if len(both) == 2 else None
        rows.append(CaptionRow(hit, hit.text, *_fit(hit, best), lead, start, end))
    return rows


def _fit(hit: CaptionHit, best: float) -> tuple[float, Confidence]:
    """Level and confidence of a caption beside a best one of this margin."""
    if not hit.rated:
        return 0.0, "weak"
    return max(0.0, min(1.0, hit.margin / max(best, STANDS_OUT))), _confidence(hit, best)


def _confidence(hit: CaptionHit, best: float) -> Confidence:
    """What the pack makes of it, unless others fit the clip far better."""
    if hit.word == "likely" and hit.margin >= NEAR_BEST * best:
        return "likely"
    return "maybe" if hit.word != "weak" and hit.margin >= HALF_BEST * best else "weak"


class CaptionModel(QAbstractListModel):
    """Captions, best first; with moments a title before each group.

    Signals:
        reworded(str, str): a caption was given another wording: the old one, the new one.
    """

    reworded = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[CaptionRow | MomentRow] = []
        self._marks: tuple[frozenset[str], frozenset[str], frozenset[str]] = (frozenset(),) * 3

    def show_captions(self, hits: Sequence[CaptionHit]) -> None:
        """Those of a whole clip."""
        self._show(list(caption_rows(hits)))

    def show_moments(self, moments: Sequence[MomentCaptions]) -> None:
        """Those of its parts."""
        rows: list[CaptionRow | MomentRow] = []
        for moment in moments:
            rows.append(MomentRow(moment.start, moment.end))
            rows += caption_rows(moment.captions, moment.start, moment.end)
        self._show(rows)

    def take_over(self, hits: Sequence[CaptionHit]) -> None:
        """The same captions in their order, some in other words or with a score now; more may follow them."""
        there = [number for number, row in enumerate(self.rows) if isinstance(row, CaptionRow)]
        for number, hit in zip(there, hits, strict=False):
            row = self.rows[number]
            if isinstance(row, CaptionRow) and row.hit != hit:
                self._rewrite(number, row, hit)
        if added := hits[len(there) :]:
            first = len(self.rows)
            self.beginInsertRows(NOWHERE, first, first + len(added) - 1)
            best = max((row.hit.margin for row in self.captions if row.hit.rated), default=0.0)
            self.rows += [self._marked(CaptionRow(hit, hit.text, *_fit(hit, best))) for hit in added]
            self.endInsertRows()

    def _rewrite(self, number: int, row: CaptionRow, hit: CaptionHit) -> None:
        """Another hit in a row; its neighbours may not be next to it any more."""
        hits = [hit, *(other.hit for other in self.captions if other.start == row.start)]
        level, confidence = _fit(hit, max((each.margin for each in hits if each.rated), default=0.0))
        changed = row._replace(hit=hit, level=level, confidence=confidence, lead=None)
        self.rows[number] = self._marked(changed)
        above = self.rows[number - 1] if number else None
        if isinstance(above, CaptionRow):
            self.rows[number - 1] = above._replace(lead=None)
        self.dataChanged.emit(self.index(max(0, number - 1)), self.index(number))

    def mark(self, captions: Collection[str], tags: Collection[str], kept: Collection[str]) -> None:
        """Says which texts the video has, and which are kept for it."""
        self._marks = (
            frozenset(captions), frozenset(tag.casefold() for tag in tags), frozenset(kept)
        )  # fmt: skip
        self.rows = [self._marked(row) for row in self.rows]
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    @property
    def captions(self) -> list[CaptionRow]:
        """All of them, without the titles."""
        return [row for row in self.rows if isinstance(row, CaptionRow)]

    def _show(self, rows: list[CaptionRow | MomentRow]) -> None:
        self.beginResetModel()
        self.rows = [self._marked(row) for row in rows]
        self.endResetModel()

    def _marked(self, row: CaptionRow | MomentRow) -> CaptionRow | MomentRow:
        if isinstance(row, MomentRow):
            return row
        captions, tags, kept = self._marks
        text = " ".join(row.text.split())
        return row._replace(is_caption=text in captions, is_tag=text.casefold() in tags, is_kept=text in kept)

    # --- what Qt asks ---------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Captions and titles."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Captions can be edited."""
        flags = super().flags(index)
        if index.isValid() and isinstance(self.rows[index.row()], CaptionRow):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words; what is painted is asked for with `ROW`."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if isinstance(row, MomentRow):
            spoken = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole
            return f"{clock(row.start)} – {clock(row.end)}" if role in spoken else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(self._facts(row))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((row.text, *self._marks_in_words(row), *self._facts(row)))
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Gives a caption another wording; an empty one leaves it as it is."""
        row = self.rows[index.row()] if index.isValid() else None
        text = " ".join(str(value).split())
        if role != Qt.ItemDataRole.EditRole or not isinstance(row, CaptionRow) or text in ("", row.text):
            return False
        self._rewrite(index.row(), row, CaptionHit(text, 0.0, OWN_WORDS, rated=False))
        self.reworded.emit(row.text, text)
        return True

    def _facts(self, row: CaptionRow) -> list[str]:
        text = self.tr("It has no score: not compared yet, or in words that the model never met.")
        if row.hit.rated:
            fit = confidence_word(row.confidence), f"{row.hit.score:.2f}", f"{row.hit.margin:.1f}"
            text = self.tr("{0}: its score is {1}, {2} spreads above what captions get from this clip.")
            text = text.format(*fit)
        facts = [text]
        if row.lead is not None:
            facts.append(self.tr("It is ahead of the next one by {0}.").format(f"{row.lead:.2f}"))
        if row.hit.set == OWN_WORDS:
            facts.append(self.tr("In your own words"))
        else:
            facts.append(self.tr("From the set “{0}”").format(row.hit.set))
        if row.text != row.suggested:
            facts.append(self.tr("Suggested was: {0}").format(row.suggested))
        return facts

    def marks_of(self, row: CaptionRow) -> list[str]:
        """What it is to the video, a word or two each."""
        marks = []
        if row.is_caption:
            marks.append(self.tr("caption"))
        if row.is_tag:
            marks.append(self.tr("tag"))
        if row.is_kept:
            marks.append(self.tr("kept"))
        return marks

    def _marks_in_words(self, row: CaptionRow) -> list[str]:
        return [self.tr("accepted: {0}").format(mark) for mark in self.marks_of(row)]
