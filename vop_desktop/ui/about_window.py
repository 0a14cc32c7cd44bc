"""About the program: version, licences, the model in use and what it cannot do, where things are kept."""

from __future__ import annotations

import os
from functools import partial

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from vop_desktop import __version__, paths
from vop_desktop.ui.actions import Actions
from vop_desktop.ui.messages import PackCard
from vop_desktop.ui.sentences import said
from vop_desktop.ui.theme import SPACING
from vop_desktop.ui.tool_window import Scrolled, ToolWindow
from vop_desktop.ui.widgets import action_button, button, label

OTHERS = (
    "PyTorch (BSD-3-Clause), OpenCLIP (MIT), Qt and PySide6 (LGPL-3.0), FFmpeg (LGPL-2.1), "
    "PyAV (BSD-3-Clause), decord (Apache-2.0), SQLite (public domain), NumPy (BSD-3-Clause)"
)


class AboutWindow(ToolWindow):
    """Never modal.

    Args:
        library: path of the library file.
        actions: the check of this computer stands here as well.
    """

    def __init__(self, library: str, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About VoP Desktop"))
        self._model = label(wrap=True)
        self._limits = label(role="muted", wrap=True)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setSpacing(SPACING)
        layout.addWidget(label(self.tr("VoP Desktop {0}").format(__version__), role="title"))
        text = self.tr(
            "Finds moments in your own videos by what happens in them. Nothing leaves this computer: no "
            "video, no picture, no word that you type. The network is used only to fetch a pack you ask for."
        )
        layout.addWidget(label(text, wrap=True))
        layout.addWidget(label(self.tr("Model in use"), role="heading"))
        layout.addWidget(self._model)
        layout.addWidget(self._limits)
        layout.addWidget(label(self.tr("Where things are kept"), role="heading"))
        layout.addLayout(self._make_places(library))
        layout.addWidget(label(self.tr("Licences"), role="heading"))
        layout.addWidget(
            label(
                self.tr("This program: Apache-2.0. The weights of a pack have a licence of their own."),
                wrap=True,
            )
        )
        layout.addWidget(label(self.tr("It rests on: {0}.").format(OTHERS), role="muted", wrap=True))
        layout.addStretch(1)
        layout.addStretch(1)
        bottom = QHBoxLayout()
        bottom.addWidget(action_button(actions["check_computer"]))
        bottom.addWidget(action_button(actions["packs"]))
        bottom.addStretch(1)
        bottom.addWidget(button(self.tr("Close"), self.close, primary=True))
        whole = QVBoxLayout(self)
        whole.addWidget(Scrolled(page), 1)
        whole.addLayout(bottom)
        self.resize(640, 560)

    def _make_places(self, library: str) -> QGridLayout:
        grid = QGridLayout()
        self.places = {
            self.tr("Library, settings and packs"): str(paths.data_dir()),
            self.tr("Pictures and unfinished downloads"): str(paths.cache_dir()),
            self.tr("Log"): str(paths.log_dir()),
        }
        if library != str(paths.default_library()):
            self.places[self.tr("This library")] = library
        for row, (name, place) in enumerate(self.places.items()):
            shown = label(place, wrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            opener = button(self.tr("Open folder"), partial(self._open, place))
            opener.setAccessibleName(self.tr("Open folder: {0}").format(name))
            grid.addWidget(label(name, role="muted", wrap=True), row, 0)
            grid.addWidget(shown, row, 1)
            grid.addWidget(opener, row, 2)
        grid.setColumnMinimumWidth(0, 190)
        grid.setColumnStretch(1, 1)
        return grid

    @Slot(object)
    def show_pack(self, card: PackCard | None) -> None:
        """What the model in use is, and what it understands."""
        if card is None:
            self._model.setText(self.tr("None: the pack that was chosen is not here."))
            self._limits.clear()
            return
        licence = self.tr("not stated by its makers") if card.licence == "unstated" else card.licence
        self._model.setText(self.tr("{0} (licence of the weights: {1})").format(said(card.title), licence))
        self._limits.setText(said(card.understands))

    @property
    def model_text(self) -> str:
        """What is said of the model."""
        return f"{self._model.text()} {self._limits.text()}"

    def _open(self, place: str) -> None:
        folder = os.path.dirname(place) if place.endswith(".sqlite") else place
        QDesktopServices.openUrl(QUrl.fromLocalFile(folder))
