"""The results in one of three views, with what says how they are shown; or why there are none."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QSlider,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from vop_desktop.records import Hit
from vop_desktop.settings import OPTIONS
from vop_desktop.ui.actions import Actions
from vop_desktop.ui.filmstrip_view import FilmstripView
from vop_desktop.ui.flow_layout import GAP, FlowLayout
from vop_desktop.ui.ordering import Facts, Order, order_of, order_text, order_titles
from vop_desktop.ui.results_list import ResultsList
from vop_desktop.ui.results_model import ResultsModel
from vop_desktop.ui.results_view import ResultsView, replace_hits, select_rows, selected_hits
from vop_desktop.ui.theme import SPACING
from vop_desktop.ui.tile_delegate import MARGIN
from vop_desktop.ui.tool_window import Scrolled
from vop_desktop.ui.widgets import action_button, announce, button, label

VIEWS = ("grid", "list", "filmstrip")


class ResultsPage(QWidget):
    """Three views of one model, which share what is selected.

    Signals:
        opened(Hit): the person wants to see it.
        menu_wanted(QPoint): the context menu, at a global position.
        order_wanted(Order): the results in this order.
        width_wanted(int): pictures of this width.
        closest_wanted(): what fits weakly is to be shown all the same.
        everything_wanted(): the whole library is to be shown.
        picked(): the person went to a result, by a click or a key.
    """

    opened = Signal(object)
    menu_wanted = Signal(object)
    order_wanted = Signal(object)
    width_wanted = Signal(int)
    closest_wanted = Signal()
    everything_wanted = Signal()
    picked = Signal()

    def __init__(self, model: ResultsModel, actions: Actions, tile_width: int) -> None:
        super().__init__()
        self._model = model
        self.grid = ResultsView(model, tile_width)
        self.grid.setViewportMargins(SPACING - MARGIN, 0, 0, 0)  # pictures begin where the buttons above do
        self.list = ResultsList(model)
        self.filmstrip = FilmstripView(model, tile_width)
        self._views = QStackedWidget()
        self._shown: tuple[str, QAbstractItemView] = ("grid", self.grid)
        for view in (self.grid, self.list, self.filmstrip):
            self._views.addWidget(view)
            view.setSelectionModel(self.grid.selectionModel())
            view.opened.connect(self.opened)
            view.menu_wanted.connect(self.menu_wanted)
            view.clicked.connect(self.picked)
            view.walked.connect(self.picked)
        self.list.order_wanted.connect(self.order_wanted)
        self.setFocusProxy(self.grid)
        self._nothing = self._make_nothing(actions)
        self._views.addWidget(self._nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._make_tools(actions, tile_width))
        layout.addWidget(self._views, 1)

    def _make_tools(self, actions: Actions, tile_width: int) -> FlowLayout:
        self._order = QComboBox()
        self._order.setAccessibleName(self.tr("Order of the results"))
        self._order.setToolTip(self.tr("Order of the results"))
        self._order.setPlaceholderText(self.tr("By column"))
        self._order.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._order.activated.connect(self._order_chosen)
        option = OPTIONS["tile_size"]
        self._size = QSlider(Qt.Orientation.Horizontal)
        self._size.setRange(int(option.low), int(option.high))
        self._size.setPageStep(40)
        self._size.setValue(tile_width)
        self._size.setFixedWidth(100)
        self._size.setAccessibleName(self.tr("Size of the pictures"))
        self._size.setToolTip(self.tr("Size of the pictures"))
        self._size.valueChanged.connect(self.width_wanted)
        self._tools: dict[str, QToolButton] = {}
        tools = FlowLayout()
        tools.setContentsMargins(SPACING, 0, SPACING, 0)
        for name in (*(f"view_{name}" for name in VIEWS), "all_moments"):
            if name == "all_moments":
                tools.push()
            made = self._tools[name] = action_button(actions[name])
            made.setProperty("slim", True)
            tools.addWidget(made)
        tools.addWidget(self._order)
        tools.addWidget(self._size)
        return tools

    def _make_nothing(self, actions: Actions) -> QWidget:
        page = QWidget()
        self._why = label(role="title", wrap=True)
        self._why.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._hint = label(role="muted", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._closest = button(self.tr("Show the closest anyway"), self.closest_wanted.emit, primary=True)
        buttons = FlowLayout(centred=True)
        buttons.addWidget(self._closest)
        buttons.addWidget(button(self.tr("Show the whole library"), self.everything_wanted.emit))
        rules, packs = actions["search_rules"], actions["packs"]
        buttons.addWidget(button(rules.text(), rules.trigger))
        self._packs = button(packs.text(), packs.trigger)
        buttons.addWidget(self._packs)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(48, 0, 48, 0)
        layout.addStretch(2)
        layout.addWidget(self._why)
        layout.addWidget(self._hint)
        layout.addSpacing(8)
        layout.addLayout(buttons)
        layout.addStretch(3)
        return Scrolled(page)

    # --- what is shown --------------------------------------------------------------------------------

    @property
    def view(self) -> QAbstractItemView:
        """The view that was chosen."""
        return self._shown[1]

    @property
    def view_name(self) -> str:
        """`grid`, `list` or `filmstrip`."""
        return self._shown[0]

    @property
    def reason(self) -> str:
        """Why there is nothing to see; empty while there is something."""
        return self._why.text() if self._views.currentWidget() is self._nothing else ""

    def choose_view(self, name: str) -> None:
        """Shows another view; what is selected stays selected, and is in sight."""
        view = {"grid": self.grid, "list": self.list, "filmstrip": self.filmstrip}[name]
        focused = self.view.hasFocus()
        self.grid.stop_scrub()
        rows = {index.row() for index in self.view.selectedIndexes()}
        current = self.view.currentIndex().row() if self.view.currentIndex().isValid() else None
        empty = self._views.currentWidget() is self._nothing
        self._shown = (name, view)
        select_rows(view, self._model, rows, current)
        self.setFocusProxy(view)
        if not empty:
            self._views.setCurrentWidget(view)
        self._give_room()
        if self._model.rowCount() and view.currentIndex().isValid():
            view.scrollTo(view.currentIndex())
        if focused:
            view.setFocus()

    def show_hits(
        self, hits: tuple[Hit, ...], *, ranked: bool, keep_place: bool, facts: Facts | None = None
    ) -> None:
        """Shows other hits; with `keep_place` selection and scrolling stay where they were."""
        self.grid.stop_scrub()
        replace_hits(self.view, self._model, hits, ranked=ranked, keep_place=keep_place, facts=facts)
        self._views.setCurrentWidget(self.view)

    def show_nothing(self, why: str, hint: str, *, closest: bool, packs: bool = False) -> None:
        """Says why there are no results; `closest` offers those that fit weakly, `packs` other models."""
        self._why.setText(why)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._closest.setVisible(closest)
        self._packs.setVisible(packs)
        self._views.setCurrentWidget(self._nothing)
        announce(self._why, why)

    def selected_hits(self) -> list[Hit]:
        """In the order of the results."""
        return selected_hits(self.view)

    def enter(self) -> None:
        """Takes the keyboard; the first tile is selected if none is."""
        if self._views.currentWidget() is self._nothing:
            (self._closest if self._closest.isVisible() else self._nothing).setFocus()
            return
        self.view.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.view.selectedIndexes():
            select_rows(self.view, self._model, [0], 0)

    def step(self, step: int) -> Hit | None:
        """Selects the result so many further on; gives it, or None at an end."""
        row = self.view.currentIndex().row() + step
        if not 0 <= row < self._model.rowCount():
            return None
        select_rows(self.view, self._model, [row], row)
        self.view.scrollTo(self._model.index(row, 0))
        return self._model.hits[row]

    def _give_room(self) -> None:
        """The slider goes where it would need a row of its own; keys and the menu change the size too."""
        wide = sum(part.sizeHint().width() + GAP for part in (self._tools["all_moments"], self._order))
        room = self.width() - 2 * SPACING - wide
        self._size.setVisible(self.view_name != "list" and self._size.width() <= room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for more."""
        super().resizeEvent(event)
        self._give_room()

    # --- how it is shown ------------------------------------------------------------------------------

    def show_order(self, order: Order, *, ranked: bool) -> None:
        """Says in which order the results are; the library has no best match."""
        self._order.clear()
        for each, title in order_titles(ranked=ranked).items():
            self._order.addItem(title, order_text(each))
        self._order.setCurrentIndex(self._order.findData(order_text(order)))
        self._give_room()
        self.list.show_order(order)

    @property
    def tile_width(self) -> int:
        """What the pictures are wanted to be wide, in pixels."""
        return self._size.value()

    def set_tile_width(self, width: int) -> None:
        """Makes the pictures larger or smaller."""
        self._size.blockSignals(True)
        self._size.setValue(width)
        self._size.blockSignals(False)
        self.grid.set_tile_width(width)
        self.filmstrip.set_tile_width(width)

    @Slot(int)
    def _order_chosen(self, place: int) -> None:
        self.order_wanted.emit(order_of(self._order.itemData(place)))
