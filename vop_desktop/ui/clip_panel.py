"""A dropped clip, on the right: its picture, its captions and those of its moments, the videos like it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QHideEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from vop_desktop.records import CaptionHit, Hit
from vop_desktop.ui.actions import Actions
from vop_desktop.ui.caption_list import CaptionList
from vop_desktop.ui.caption_model import CaptionModel, CaptionRow, MomentRow
from vop_desktop.ui.clip_list import ClipList, ClipListModel
from vop_desktop.ui.clip_messages import ClipEntry, ClipPlace
from vop_desktop.ui.flow_layout import FlowLayout
from vop_desktop.ui.focus_return import FocusReturn
from vop_desktop.ui.messages import ClipOpened, PackNotice, SimilarAnswer
from vop_desktop.ui.question_bar import QuestionBar
from vop_desktop.ui.results_model import ResultsModel
from vop_desktop.ui.results_view import ResultsView
from vop_desktop.ui.sentences import said
from vop_desktop.ui.steady_button import SteadyButton
from vop_desktop.ui.texts import clock, file_name
from vop_desktop.ui.thumbnails import ThumbnailCache, tile_picture
from vop_desktop.ui.widgets import button, label

PICTURE = QSize(300, 170)
SMALL_PICTURE = QSize(112, 84)  # below a list of clips
LINES_FOR_PICTURE, LINES_FOR_BUTTONS = 30, 22  # of text that the panel has to be high for them
TILE_WIDTH = 128
ACTIONS = "accept_caption", "accept_tag", "edit_caption", "play_caption", "write_sidecar", "export_captions"
IN_MENU_ONLY = "play_caption", "write_sidecar", "export_captions"  # where there is little room


class ClipPanel(QFrame):
    """Shows one clip at a time, and above it the list where several were dropped.

    Signals:
        opened(Hit): one of the similar videos, or the clip at a moment, is to be played.
        closed(): the person is done with the clip.
        copied(str): what went to the clipboard.
        accepted(): Enter on a caption, or a double click on one that is not accepted yet.
        looked_at(): another caption is the current one.
        folder_wanted(): the clip's folder is to be added to the library.
    """

    opened = Signal(object)
    closed = Signal()
    copied = Signal(str)
    accepted = Signal()
    looked_at = Signal()
    folder_wanted = Signal()

    def __init__(self, thumbnails: ThumbnailCache, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("panel")
        FocusReturn(self)
        self._path = ""
        self._duration = 0.0
        self._facts = ""
        self.clips = ClipList(ClipListModel(self))
        self.clips.hide()
        self._name = label(role="heading", wrap=True)
        self._state = label(role="muted", wrap=True)
        self._state.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._picture = label()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._limits = label(role="muted", wrap=True)  # of the model
        self._limits.hide()
        self._place = label(role="muted", wrap=True)
        self._add_folder = button(self.tr("Add its folder"), self.folder_wanted.emit)
        self.question = QuestionBar()
        self.whole = self._caption_list(self.tr("Captions that fit the clip"))
        self.moments = self._caption_list(self.tr("Captions of its moments"))
        self._model = ResultsModel(thumbnails, self)
        self._similar = ResultsView(self._model, TILE_WIDTH)
        self._similar.setAccessibleName(self.tr("Videos like the clip"))
        self._similar.opened.connect(self.opened)
        self._pages = QStackedWidget()
        self._tabs = QButtonGroup(self)
        self._tabs.idClicked.connect(self._choose_page)
        self._copy = QToolButton()
        self._copy.setText(self.tr("Copy"))
        self._copy.clicked.connect(self._copy_one)
        self._copy_all = QToolButton()
        self._copy_all.setText(self.tr("Copy all"))
        self._copy_all.clicked.connect(self._copy_every)
        for name in ("accept_caption", "accept_tag", "edit_caption"):
            actions.keep_to(name, self)  # before there are buttons that follow them
        self._build(actions)
        self._refresh_buttons()

    def _caption_list(self, name: str) -> CaptionList:
        made = CaptionList(CaptionModel(self))
        made.setAccessibleName(name)
        made.chosen.connect(self._chosen)
        made.double_clicked.connect(self._double_clicked)
        made.looked_at.connect(self._refresh_buttons)
        made.looked_at.connect(self.looked_at)
        return made

    def _build(self, actions: Actions) -> None:
        top = QHBoxLayout()
        top.addWidget(self._name, 1)
        top.addWidget(button(self.tr("Close"), self.hide), 0, Qt.AlignmentFlag.AlignTop)
        place = QHBoxLayout()
        place.addWidget(self._place, 1)
        place.addWidget(self._add_folder, 0, Qt.AlignmentFlag.AlignTop)
        self._head = QWidget()
        tabs = FlowLayout(self._head)
        pages = (
            (self.tr("Captions"), self.whole), (self.tr("Moments"), self.moments),
            (self.tr("Videos like it"), self._similar),
        )  # fmt: skip
        for number, (name, page) in enumerate(pages):
            tab = QToolButton()
            tab.setText(name)
            tab.setCheckable(True)
            tab.setProperty("slim", True)
            tab.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._tabs.addButton(tab, number)
            self._pages.addWidget(page)
            tabs.addWidget(tab)
        self._buttons = QWidget()
        self._lesser: list[QToolButton] = []
        self._action_buttons: dict[str, SteadyButton] = {}
        row = FlowLayout(self._buttons)
        for name in ACTIONS:
            made = SteadyButton(actions[name])
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard to words being written
            made.setProperty("primary", name == "accept_caption")
            made.setProperty("slim", True)
            row.addWidget(made)
            self._action_buttons[name] = made
            if name in IN_MENU_ONLY:
                self._lesser.append(made)
            actions[name].changed.connect(self._buttons.updateGeometry)
        for copy in (self._copy, self._copy_all):
            copy.setProperty("slim", True)
            copy.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            row.addWidget(copy)
        self._sections = (self._head, self._pages, self._buttons)
        layout = QVBoxLayout(self)
        facts = QVBoxLayout()
        for line in (self._state, self._limits):
            facts.addWidget(line)
        facts.addLayout(place)
        facts.addStretch()
        self._about = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._about.addWidget(self._picture)
        self._about.addLayout(facts, 1)
        layout.addWidget(self.clips, 3)
        layout.addLayout(top)
        layout.addLayout(self._about)
        layout.addWidget(self._head)
        layout.addWidget(self._pages, 4)
        layout.addWidget(self.question)
        layout.addWidget(self._buttons)
        layout.addStretch(0)

    # --- what the window tells it -------------------------------------------------------------------

    def keep_room(self, name: str, texts: Iterable[str]) -> None:
        """Says which texts the button of a command may get."""
        self._action_buttons[name].keep_room(texts)

    def show_many(self, many: bool) -> None:
        """With a list of clips the picture is small and stands beside the facts."""
        self.clips.setVisible(many)
        way = QBoxLayout.Direction
        self._about.setDirection(way.LeftToRight if many else way.TopToBottom)
        wide = QSizePolicy.Policy.Fixed if many else QSizePolicy.Policy.Ignored
        self._picture.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        self._picture.setMinimumWidth(SMALL_PICTURE.width() if many else 0)
        self._picture.setFixedHeight((SMALL_PICTURE if many else PICTURE).height())

    @Slot(object, bool)
    def show_notice(self, notice: PackNotice, read: bool) -> None:
        """What the model in use can see, while that is not everything; in short where that was `read`."""
        text = self.tr("{0} understands {1}. A pack for your own videos: Library, “Model packs…”.")
        text = text.format(said(notice.title), said(notice.understands))
        short = self.tr("{0} does not know everything: what it does not know, it guesses.")
        self._limits.setToolTip(text if read else "")
        self._limits.setText((short.format(said(notice.title)) if read else text) if notice.limited else "")
        self._show_sections(not self._head.isHidden())

    def begin(self, path: str) -> None:
        """Another clip is shown; what it is comes in a moment."""
        self._path, self._duration, self._facts = path, 0.0, ""
        self._show_sections(True)
        self._name.setText(self.tr("Clip: {0}").format(file_name(path)))
        self.setWindowTitle(self._name.text())
        self._state.setText(self.tr("Reading the clip…"))
        self._picture.clear()
        self.question.hide()
        for view in (self.whole, self.moments):
            view.captions.show_captions(())
            view.captions.mark((), (), ())
        self._tabs.button(1).hide()
        self.choose_page(0)
        self._model.set_hits((), ranked=True)
        self._place.setText("")
        self._add_folder.hide()
        self._refresh_buttons()

    def show_waiting(self, entry: ClipEntry) -> None:
        """A clip of a list that was not read yet, or is not going to be."""
        self._state.setText(
            self.tr("It was not read: the reading was stopped.")
            if entry.state == "stopped"
            else self.tr("It is read in a moment.")
        )

    def show_clip(self, clip: ClipOpened) -> None:
        """The clip is read; its captions are on the way, or there already."""
        size = PICTURE if self.clips.isHidden() else SMALL_PICTURE
        self._picture.setPixmap(QPixmap.fromImage(tile_picture(clip.filmstrip, clip.filmstrip.poster, size)))
        facts = f"{clock(clip.info.duration)} · {clip.info.width} × {clip.info.height}"
        warning = f"\n{said(clip.warning)}" if clip.warning else ""
        self._duration = clip.info.duration
        self._facts = facts + warning
        told = "" if self.whole.captions.rows else " · " + self.tr("finding captions…")
        self._state.setText(facts + told + warning)

    def show_caption_progress(self, done: int, total: int) -> None:
        """The caption sets are read for the first time with this model."""
        self._state.setText(
            self.tr("{0} · reading the caption sets, {1} of {2}").format(self._facts, done, total)
        )

    def show_captions(self, entry: ClipEntry) -> None:
        """The captions, best first, and those of its moments."""
        found = entry.found
        if found is None:
            return
        none = self.tr("There are no captions to choose from.")
        self._state.setText(self._facts if found.captions else none)
        self._duration = found.duration
        if self.whole.captions.rows:
            self.whole.captions.take_over(found.captions)
        elif found.captions:
            self.whole.captions.show_captions(found.captions)
            self.whole.setCurrentIndex(self.whole.captions.index(0))
        if self.moments.captions.rows:
            self.moments.captions.take_over([hit for moment in found.moments for hit in moment.captions])
        elif found.moments:
            self.moments.captions.show_moments(found.moments)
            self.moments.setCurrentIndex(self.moments.captions.index(1))
        self._tabs.button(1).setVisible(bool(found.moments))
        self._refresh_buttons()
        self.looked_at.emit()

    def show_place(self, place: ClipPlace) -> None:
        """What the library knows of the clip, and which captions are kept for it."""
        if place.video_id and place.known_as:
            text = self.tr("A copy of {0}, which is in your library.").format(file_name(place.known_as))
        elif place.video_id:
            text = self.tr("In your library.")
        elif place.root:
            text = self.tr("Its folder is watched, but the clip has not been read yet.")
        else:
            text = self.tr("Not in your library. Captions you accept are kept for when you add its folder.")
        self._place.setText(text)
        self._add_folder.setVisible(not place.video_id and not place.root)
        for view in (self.whole, self.moments):
            view.captions.mark(place.captions, place.tags, place.kept)
        self.looked_at.emit()

    def show_similar(self, answer: SimilarAnswer) -> None:
        """The videos like it, best first."""
        self._similar.show_hits(answer.hits, ranked=True, keep_place=False)

    def show_failure(self, entry: ClipEntry) -> None:
        """Why it is no clip, and what can be done."""
        self._show_sections(False)
        reason = self.tr("This cannot be used as a clip: {0}.").format(said(entry.reason))
        advice = {
            "archive": self.tr("Unpack it first, then drop the video."),
            "empty": self.tr("It may not have been copied or downloaded to the end."),
            "image": self.tr("Drop it on the search field to find videos that look like it."),
            "text": self.tr("Captions out of such a file are read when it lies beside its video."),
            "": self.tr("If no player opens it either, copy it anew."),
        }.get(entry.kind, "")
        self._state.setText(f"{reason} {advice}".strip())
        self._place.setText("")
        self._add_folder.hide()

    def _show_sections(self, shown: bool) -> None:
        for widget in self._sections:
            widget.setVisible(shown)
        room = self.height() >= LINES_FOR_PICTURE * self.fontMetrics().height()
        self._picture.setVisible(shown and room)
        self._limits.setVisible(shown and room and bool(self._limits.text()))
        room = self.height() >= LINES_FOR_BUTTONS * self.fontMetrics().height()
        for widget in self._lesser:
            widget.setVisible(room)

    def choose_page(self, number: int) -> None:
        """Captions (0), moments (1) or similar videos (2)."""
        self._tabs.button(number).setChecked(True)
        self._choose_page(number)

    def _choose_page(self, number: int) -> None:
        self._pages.setCurrentIndex(number)
        self._refresh_buttons()
        self.looked_at.emit()

    # --- what it holds ------------------------------------------------------------------------------

    @property
    def state_text(self) -> str:
        """The line under the picture."""
        return self._state.text()

    @property
    def place_text(self) -> str:
        """Whether the library has it."""
        return self._place.text()

    def captions(self) -> list[CaptionHit]:
        """What is listed for the whole clip."""
        return [row.hit for row in self.whole.captions.captions]

    @property
    def list_in_view(self) -> CaptionList | None:
        """The captions, or those of the moments; None where neither is in view."""
        page = self._pages.currentWidget()
        return page if isinstance(page, CaptionList) else None

    @property
    def current(self) -> CaptionRow | None:
        """The caption that the person is at."""
        view = self.list_in_view
        row = view.current if view is not None and not self._head.isHidden() else None
        return row if isinstance(row, CaptionRow) else None

    @property
    def similar_model(self) -> ResultsModel:
        """The videos like it."""
        return self._model

    def play(self) -> None:
        """Plays the clip, from the moment of the current row if it has one."""
        view = self.list_in_view
        row = view.current if view is not None else None
        start = (row.start if row is not None else None) or 0.0
        end = (row.end if row is not None else None) or self._duration
        score = 1.0 if start else 0.0
        self.opened.emit(
            Hit(self._path, start, end, start, score, "likely", offline=False, duration=self._duration)
        )

    def _chosen(self, row: CaptionRow | MomentRow) -> None:
        if row.start is not None:
            self.play()
        else:
            self.accepted.emit()

    def _double_clicked(self, row: CaptionRow | MomentRow) -> None:
        """As Enter; but who clicks once more than needed takes nothing off."""
        if row.start is not None or not (row.is_caption or row.is_kept):
            self._chosen(row)

    def _refresh_buttons(self) -> None:
        self._copy.setEnabled(self.current is not None)
        self._copy_all.setEnabled(bool(self.whole.captions.rows))

    def _copy_one(self) -> None:
        if self.current is not None:
            self._put(self.current.text)

    def _copy_every(self) -> None:
        self._put("\n".join(hit.text for hit in self.captions()))

    def _put(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where text is large or the window low, captions go before the picture."""
        super().resizeEvent(event)
        self._show_sections(not self._head.isHidden())

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed by its button or by Escape; not when the whole window goes away."""
        super().hideEvent(event)
        if not event.spontaneous() and self.isHidden():
            self.closed.emit()
