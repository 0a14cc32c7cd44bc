"""A dropped clip, on the right: its picture, its captions, the videos like it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout

from vop_desktop.records import CaptionHit
from vop_desktop.ui.messages import ClipCaptions, ClipFailed, ClipOpened, SimilarAnswer
from vop_desktop.ui.results_model import ResultsModel
from vop_desktop.ui.results_view import ResultsView
from vop_desktop.ui.sentences import said
from vop_desktop.ui.texts import clock, file_name
from vop_desktop.ui.thumbnails import ThumbnailCache, tile_picture
from vop_desktop.ui.widgets import button, label

PICTURE = QSize(300, 170)
TILE_WIDTH = 128
CAPTION = Qt.ItemDataRole.UserRole


class ClipPanel(QFrame):
    """Shows one clip at a time. Answers to older clips are the window's to drop.

    Signals:
        opened(Hit): one of the similar videos is to be played.
        closed(): the person is done with the clip.
        copied(str): what went to the clipboard.
    """

    opened = Signal(object)
    closed = Signal()
    copied = Signal(str)

    def __init__(self, thumbnails: ThumbnailCache) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._name = label(role="heading", wrap=True)
        self._state = label(role="muted", wrap=True)
        self._picture = label()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._captions = QListWidget()
        self._captions.setWordWrap(True)
        self._captions.setTextElideMode(Qt.TextElideMode.ElideNone)
        self._captions.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._captions.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._captions.setAccessibleName(self.tr("Captions that fit the clip"))
        self._captions.currentItemChanged.connect(self._refresh_buttons)
        self._captions.itemActivated.connect(self._copy_one)
        self._copy = button(self.tr("Copy"), self._copy_one)
        self._copy_all = button(self.tr("Copy all"), self._copy_every)
        self._model = ResultsModel(thumbnails, self)
        self._similar = ResultsView(self._model, TILE_WIDTH)
        self._similar.setAccessibleName(self.tr("Videos like the clip"))
        self._similar.opened.connect(self.opened)
        self._similar_title = label(self.tr("Videos like it"), role="heading")
        self._facts = ""
        self._build()
        self._refresh_buttons()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._name, 1)
        top.addWidget(button(self.tr("Close"), self._close))
        copying = QHBoxLayout()
        heading = label(self.tr("Captions"), role="heading")
        self._sections = (
            heading, self._copy, self._copy_all, self._captions, self._similar_title, self._similar
        )  # fmt: skip
        copying.addWidget(heading, 1)
        copying.addWidget(self._copy)
        copying.addWidget(self._copy_all)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self._picture)
        layout.addWidget(self._state)
        layout.addLayout(copying)
        layout.addWidget(self._captions, 3)
        layout.addWidget(self._similar_title)
        layout.addWidget(self._similar, 2)
        layout.addStretch(0)

    # --- what the window tells it -------------------------------------------------------------------

    def begin(self, path: str) -> None:
        """A clip is being read."""
        self._show_sections(True)
        self._name.setText(file_name(path))
        self._state.setText(self.tr("Reading the clip…"))
        self._picture.clear()
        self._captions.clear()
        self._model.set_hits((), ranked=True)
        self._refresh_buttons()

    def show_clip(self, clip: ClipOpened) -> None:
        """The clip is read; its captions are on the way."""
        picture = tile_picture(clip.filmstrip, clip.filmstrip.poster, PICTURE)
        self._picture.setPixmap(QPixmap.fromImage(picture))
        facts = f"{clock(clip.info.duration)} · {clip.info.width} × {clip.info.height}"
        warning = f"\n{said(clip.warning)}" if clip.warning else ""
        self._state.setText(f"{facts} · " + self.tr("finding captions…") + warning)
        self._facts = facts + warning

    def show_caption_progress(self, done: int, total: int) -> None:
        """The caption sets are read for the first time with this model."""
        self._state.setText(
            self.tr("{0} · reading the caption sets, {1} of {2}").format(self._facts, done, total)
        )

    def show_captions(self, answer: ClipCaptions) -> None:
        """The captions, best first."""
        self._state.setText(
            self._facts if answer.captions else self.tr("There are no captions to choose from.")
        )
        self._captions.clear()
        for hit in answer.captions:
            item = QListWidgetItem(f"{hit.score:.2f}   {hit.text}")
            item.setData(CAPTION, hit)
            item.setToolTip(self.tr("From the set “{0}”").format(hit.set))
            self._captions.addItem(item)
        if answer.captions:
            self._captions.setCurrentRow(0)
        self._refresh_buttons()

    def show_similar(self, answer: SimilarAnswer) -> None:
        """The videos like it, best first."""
        self._similar.show_hits(answer.hits, ranked=True, keep_place=False)

    def show_failure(self, failure: ClipFailed) -> None:
        """Why it is no clip."""
        self._show_sections(False)
        self._state.setText(self.tr("This cannot be used as a clip: {0}.").format(said(failure.reason)))

    def _show_sections(self, shown: bool) -> None:
        for widget in self._sections:
            widget.setVisible(shown)

    # --- what it holds ------------------------------------------------------------------------------

    @property
    def state_text(self) -> str:
        """The line under the picture."""
        return self._state.text()

    def captions(self) -> list[CaptionHit]:
        """What is listed."""
        return [self._captions.item(row).data(CAPTION) for row in range(self._captions.count())]

    @property
    def similar_model(self) -> ResultsModel:
        """The videos like it."""
        return self._model

    def _refresh_buttons(self) -> None:
        self._copy.setEnabled(self._captions.currentItem() is not None)
        self._copy_all.setEnabled(self._captions.count() > 0)

    def _copy_one(self) -> None:
        item = self._captions.currentItem()
        if item is not None:
            self._put(item.data(CAPTION).text)

    def _copy_every(self) -> None:
        self._put("\n".join(hit.text for hit in self.captions()))

    def _put(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(text)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
