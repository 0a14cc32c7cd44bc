"""The hits as a Qt model: a list for the tiles, a table for the columns."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QUrl,
    Slot,
)

from vop_desktop.records import Hit, display_path
from vop_desktop.ui.ordering import RELEVANCE, Column, Facts, Order, cell_text, column_titles, ordered
from vop_desktop.ui.texts import clock, confidence_word, file_name
from vop_desktop.ui.thumbnails import Key, StripKey, ThumbnailCache, key_of, strip_key_of

Index = QModelIndex | QPersistentModelIndex


COLUMNS = len(Column)


class Role(IntEnum):
    """What a tile can be asked beside Qt's own roles."""

    HIT = Qt.ItemDataRole.UserRole + 1
    PICTURE = Qt.ItemDataRole.UserRole + 2
    RANKED = Qt.ItemDataRole.UserRole + 3
    STRIP = Qt.ItemDataRole.UserRole + 4
    FACTS = Qt.ItemDataRole.UserRole + 5


class ResultsModel(QAbstractTableModel):
    """Hits in the order chosen. A tile's picture comes later; then that one tile is repainted."""

    def __init__(self, thumbnails: ThumbnailCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._answer: list[Hit] = []  # best first
        self._hits: list[Hit] = []
        self._facts: Facts = {}
        self._order = RELEVANCE
        self._ranked = False
        self._row_of: dict[int, int] = {}  # by video
        self._rows_of: dict[int, list[int]] = {}  # the same, where a video has several
        self._thumbnails = thumbnails
        self._titles = column_titles()
        thumbnails.arrived.connect(self._picture_arrived)
        thumbnails.strip_arrived.connect(self._strip_arrived)

    @property
    def hits(self) -> Sequence[Hit]:
        """What is shown."""
        return self._hits

    @property
    def ranked(self) -> bool:
        """Whether the hits answer a query."""
        return self._ranked

    @property
    def order(self) -> Order:
        """What the rows go by."""
        return self._order

    def set_hits(self, hits: Sequence[Hit], *, ranked: bool, facts: Facts | None = None) -> None:
        """Shows other hits.

        Args:
            hits: best first.
            ranked: whether they answer a query, so that scores mean something.
            facts: what the library knows of their videos.
        """
        facts = facts or {}
        if list(hits) == self._answer and ranked == self._ranked and facts == self._facts:
            return
        self.beginResetModel()
        self._answer, self._ranked, self._facts = list(hits), ranked, facts
        self._put_in_order()
        self.endResetModel()

    def set_order(self, order: Order) -> None:
        """Shows the hits in another order; what is selected stays selected."""
        if order == self._order:
            return
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        shown = [self._hits[index.row()] for index in held]
        self._order = order
        self._put_in_order()
        rows = {id(hit): row for row, hit in enumerate(self._hits)}
        moved = [self.index(rows[id(hit)], index.column()) for hit, index in zip(shown, held, strict=True)]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _put_in_order(self) -> None:
        """As quick as can be: it is done for ten thousand rows while somebody scrolls."""
        self._hits = ordered(self._answer, self._facts, self._order)
        videos = [hit.video_id for hit in self._hits]
        self._row_of = dict(zip(videos, range(len(videos)), strict=True))
        self._rows_of = {}
        if len(self._row_of) < len(videos):  # moments: a video may have several
            for row, video_id in enumerate(videos):
                self._rows_of.setdefault(video_id, []).append(row)

    def rows_of(self, video_id: int) -> Sequence[int]:
        """The rows that show a video, in their order."""
        if self._rows_of:
            return self._rows_of.get(video_id, ())
        row = self._row_of.get(video_id)
        return () if row is None else (row,)

    def row_of(self, hit: Hit) -> int | None:
        """Where the same moment is, or else the same video: its best moment may be another now."""
        rows = self.rows_of(hit.video_id)
        same = (row for row in rows if self._hits[row].segment == hit.segment)
        return next(same, rows[0] if rows else None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of hits; a hit has no children."""
        return 0 if parent.isValid() else len(self._hits)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of columns of the list."""
        return 0 if parent.isValid() else COLUMNS

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The titles of the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._titles[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Never waits: a picture that is not there yet is None."""
        if not index.isValid() or index.row() >= len(self._hits):
            return None
        hit = self._hits[index.row()]
        match role:
            case Role.HIT:
                return hit
            case Role.PICTURE:
                return self._thumbnails.picture(hit)
            case Role.STRIP:
                return self._thumbnails.strip(hit)
            case Role.RANKED:
                return self._ranked
            case Role.FACTS:
                return self._facts.get(hit.video_id)
            case Qt.ItemDataRole.DisplayRole:
                return cell_text(index.column(), hit, self._facts.get(hit.video_id), ranked=self._ranked)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tool_tip(hit)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(hit) if index.column() == 0 else None
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Tiles can be dragged to other programs."""
        return super().flags(index) | (
            Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags
        )

    def mimeTypes(self) -> list[str]:
        """Files."""
        return ["text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The videos as file URLs, each once."""
        data = QMimeData()
        rows = dict.fromkeys(index.row() for index in indexes)
        paths = dict.fromkeys(self._hits[row].path for row in rows)
        data.setUrls([QUrl.fromLocalFile(path) for path in paths])
        return data

    @Slot(object)
    def _picture_arrived(self, key: Key) -> None:
        rows = self.rows_of(key[0])
        self._repaint([row for row in rows if key_of(self._hits[row]) == key], Role.PICTURE)

    @Slot(object)
    def _strip_arrived(self, key: StripKey) -> None:
        rows = self.rows_of(key[0])
        self._repaint([row for row in rows if strip_key_of(self._hits[row]) == key], Role.STRIP)

    def _repaint(self, rows: Sequence[int], role: Role) -> None:
        for row in rows:
            index = self.index(row, 0)
            self.dataChanged.emit(index, index, [int(role)])

    def _tool_tip(self, hit: Hit) -> str:
        lines = [display_path(hit.path)]
        if self._ranked:
            fit = self.tr("{0} match at {1}, similarity {2}")
            lines.append(fit.format(confidence_word(hit.confidence), clock(hit.moment), f"{hit.score:.3f}"))
        if hit.others:
            lines.append(self.tr("More moments of it that fit: {0}").format(hit.others))
        lines += self._states(hit, long=True)
        return "\n".join(lines)

    def _spoken(self, hit: Hit) -> str:
        parts = [file_name(hit.path), clock(hit.moment)]
        if self._ranked:
            parts.append(self.tr("{0} match").format(confidence_word(hit.confidence)))
        return ", ".join([*parts, *self._states(hit, long=False)])

    def _states(self, hit: Hit, *, long: bool) -> list[str]:
        facts = self._facts.get(hit.video_id)
        states = []
        if hit.offline:
            states.append(self.tr("The file cannot be reached now.") if long else self.tr("offline"))
        if facts is not None and facts.state == "partial":
            states.append(self.tr("Only a part of it could be read.") if long else self.tr("partial"))
        if facts is not None and facts.copies > 1:
            states.append(self.tr("The same video lies in {0} places.").format(facts.copies) if long
                          else self.tr("{0} copies").format(facts.copies))  # fmt: skip
        return states
