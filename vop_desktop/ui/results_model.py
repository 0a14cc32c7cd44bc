"""The hits as a Qt list model."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QUrl,
    Slot,
)

from vop_desktop.records import Hit, display_path
from vop_desktop.ui.texts import clock, confidence_word, file_name
from vop_desktop.ui.thumbnails import Key, ThumbnailCache, key_of

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What a tile can be asked beside Qt's own roles."""

    HIT = Qt.ItemDataRole.UserRole + 1
    PICTURE = Qt.ItemDataRole.UserRole + 2
    RANKED = Qt.ItemDataRole.UserRole + 3


class ResultsModel(QAbstractListModel):
    """Hits best first. A tile's picture comes later; then that one tile is repainted."""

    def __init__(self, thumbnails: ThumbnailCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: list[Hit] = []
        self._ranked = False
        self._rows: dict[Key, list[int]] = {}
        self._thumbnails = thumbnails
        thumbnails.arrived.connect(self._picture_arrived)

    @property
    def hits(self) -> Sequence[Hit]:
        """What is shown."""
        return self._hits

    def set_hits(self, hits: Sequence[Hit], *, ranked: bool) -> None:
        """Shows other hits; `ranked` is whether they answer a query, so that scores mean something."""
        if list(hits) == self._hits and ranked == self._ranked:
            return
        self.beginResetModel()
        self._hits, self._ranked = list(hits), ranked
        self._rows = {}
        for row, hit in enumerate(self._hits):
            self._rows.setdefault(key_of(hit), []).append(row)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of hits; a hit has no children."""
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Never waits: a picture that is not there yet is None."""
        if not index.isValid() or index.row() >= len(self._hits):
            return None
        hit = self._hits[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return file_name(hit.path)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tool_tip(hit)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(hit)
            case Role.HIT:
                return hit
            case Role.PICTURE:
                return self._thumbnails.picture(hit)
            case Role.RANKED:
                return self._ranked
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
        """The videos as file URLs."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(self._hits[index.row()].path) for index in indexes])
        return data

    @Slot(object)
    def _picture_arrived(self, key: Key) -> None:
        for row in self._rows.get(key, ()):
            index = self.index(row)
            self.dataChanged.emit(index, index, [int(Role.PICTURE)])

    def _tool_tip(self, hit: Hit) -> str:
        lines = [display_path(hit.path)]
        if self._ranked:
            fit = self.tr("{0} match at {1}, similarity {2}")
            lines.append(fit.format(confidence_word(hit.confidence), clock(hit.moment), f"{hit.score:.3f}"))
        if hit.offline:
            lines.append(self.tr("The file cannot be reached now."))
        return "\n".join(lines)

    def _spoken(self, hit: Hit) -> str:
        parts = [file_name(hit.path), clock(hit.moment)]
        if self._ranked:
            parts.append(self.tr("{0} match").format(confidence_word(hit.confidence)))
        if hit.offline:
            parts.append(self.tr("offline"))
        return ", ".join(parts)
