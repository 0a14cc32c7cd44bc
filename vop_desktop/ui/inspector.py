"""The selected result, on the right: picture and player, captions, videos like it, details."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from vop_desktop.records import Hit
from vop_desktop.ui.alike_view import AlikeView
from vop_desktop.ui.fold import Fold
from vop_desktop.ui.inspect_messages import AlikeAnswer, DetailsAnswer
from vop_desktop.ui.inspector_captions import CaptionList
from vop_desktop.ui.inspector_details import Details
from vop_desktop.ui.inspector_picture import InspectorPicture
from vop_desktop.ui.results_model import ResultsModel
from vop_desktop.ui.texts import clock, confidence_text, file_name
from vop_desktop.ui.thumbnails import ThumbnailCache
from vop_desktop.ui.widgets import button, label


class Inspector(QFrame):
    """Shows one result at a time; says so where none, or several, are selected.

    Args:
        thumbnails: pictures of the videos like it.
        commands: what can be done with the file, as buttons.

    Signals:
        appeared(): it is to be seen again, and may show what is selected.
        gone(): it is hidden.
        closed(): the person does not want it any more.
        opened(Hit): one of the videos like it is to be played.
        folds_changed(): a part was folded or opened.
    """

    appeared = Signal()
    gone = Signal()
    closed = Signal()
    opened = Signal(object)
    folds_changed = Signal()

    def __init__(self, thumbnails: ThumbnailCache, commands: Sequence[QAction]) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName(self.tr("Inspector"))
        self._name = label(role="heading", wrap=True)
        self._fit = label(role="muted", wrap=True)
        self._notice = label(wrap=True)
        self.picture = InspectorPicture()
        self.captions = CaptionList()
        self.model = ResultsModel(thumbnails, self)
        self.alike = AlikeView(self.model)
        self.alike.setAccessibleName(self.tr("Videos like it"))
        self.alike.opened.connect(self.opened)
        self._no_alike = label(self.tr("No other video looks like it."), role="muted", wrap=True)
        self.details = Details(commands)
        self.folds = {
            "captions": Fold(self.tr("Captions"), self.captions),
            "similar": Fold(self.tr("Videos like it"), self._make_similar()),
            "details": Fold(self.tr("Details"), self.details),
        }
        for fold in self.folds.values():
            fold.folded.connect(self.folds_changed)
        self._message = label(role="muted", wrap=True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._message)
        self._pages.addWidget(self._make_page())
        self._build()
        self.show_nothing()

    def _make_similar(self) -> QWidget:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.alike)
        layout.addWidget(self._no_alike)
        return body

    def _make_page(self) -> QWidget:
        """Picture on top, the parts below it; only these scroll."""
        parts = QWidget()
        below = QVBoxLayout(parts)
        below.setContentsMargins(0, 0, 8, 0)
        below.setSpacing(8)
        for fold in self.folds.values():
            below.addWidget(fold)
        below.addStretch(1)
        self._scroll = _Scroll()
        self._scroll.setWidget(parts)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self._fit, self._notice, self.picture):
            layout.addWidget(widget)
        layout.addWidget(self._scroll, 1)
        return page

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._name, 1)
        top.addWidget(button(self.tr("Close"), self.closed.emit), 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self._pages, 1)

    # --- what is shown --------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """The name of what is shown."""
        return self._name.text()

    @property
    def message(self) -> str:
        """Why no single result is shown; empty while one is."""
        return self._message.text() if self._pages.currentIndex() == 0 else ""

    @property
    def notice(self) -> str:
        """What is wrong with the result; empty where nothing is."""
        return "" if self._notice.isHidden() else self._notice.text()

    def show_nothing(self) -> None:
        """No result is selected."""
        self._say(
            self.tr("Inspector"),
            self.tr(
                "Select a result. Here you can play it and see where it fits, its captions, the videos like "
                "it, and its details."
            ),
        )

    def show_many(self, results: int, videos: int, seconds: float) -> None:
        """Several results are selected, which last so long together."""
        text = self.tr("Videos: {0}. Together they last {1}.").format(videos, clock(seconds))
        self._say(self.tr("{0} selected").format(results), text)

    def _say(self, title: str, text: str) -> None:
        self.picture.stop()
        self._name.setText(title)
        self._message.setText(text)
        self._pages.setCurrentIndex(0)

    def begin(self, hit: Hit, *, ranked: bool, asked: bool) -> None:
        """Another result, or the same one for another query; what is known of it follows."""
        self._name.setText(file_name(hit.path))
        fit = self.tr("{0} at {1}").format(confidence_text(hit, exact=True), clock(hit.moment))
        self._fit.setText(fit)
        self._fit.setVisible(ranked)
        self._notice.setText(
            self.tr(
                "The file cannot be reached now: it was moved or deleted, or its drive is not connected. "
                "What was read of it can be seen all the same."
            )
        )
        self._notice.setVisible(hit.offline)
        self.picture.show_hit(hit, asked=asked)
        self._pages.setCurrentIndex(1)

    def forget_video(self, video_id: int) -> None:
        """Another video: nothing is known of it yet."""
        self.captions.begin()
        self.folds["captions"].set_count(0)
        self.details.begin(video_id)
        self.show_alike(AlikeAnswer(0, ()), known=False)
        self._scroll.verticalScrollBar().setValue(0)

    def show_details(self, answer: DetailsAnswer) -> None:
        """What the library keeps of the video."""
        self.captions.show_captions(answer.captions)
        self.folds["captions"].set_count(len(answer.captions))
        self.details.show_answer(answer)

    def show_alike(self, answer: AlikeAnswer, *, known: bool = True) -> None:
        """The videos like it, best first."""
        self.alike.show_hits(answer.hits, ranked=True, keep_place=False)
        self.alike.setVisible(bool(answer.hits))
        self._no_alike.setVisible(known and not answer.hits)

    # --- whether it is to be seen ---------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Says that it may be filled."""
        super().showEvent(event)
        if not event.spontaneous():
            self.appeared.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stops what is played; a window that is only minimised goes on."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.picture.stop()
            self.gone.emit()


class _Scroll(QScrollArea):
    """Scrolls up and down only: never narrower than what is in it."""

    def minimumSizeHint(self) -> QSize:
        """As wide as its widget has to be."""
        widget, least = self.widget(), super().minimumSizeHint()
        if widget is None:
            return least
        room = widget.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return least.expandedTo(QSize(room, 0))
