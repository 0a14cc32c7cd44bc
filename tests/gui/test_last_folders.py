"""Where file dialogs open."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from vop_desktop.settings import Settings
from vop_desktop.ui.last_folders import LastFolders
from vop_desktop.ui.main_window import MainWindow


def test_file_dialogs_open_where_they_were_left(
    window: MainWindow, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    movies = tmp_path / "Movies"
    movies.mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(movies))
    window._actions["add_folder"].trigger()
    (dialog,) = window.findChildren(QFileDialog)
    assert Path(dialog.directory().absolutePath()) == movies
    chosen = tmp_path / "trips" / "snow"
    chosen.mkdir(parents=True)
    dialog.fileSelected.disconnect()
    LastFolders(settings).prepare(dialog, "videos")
    dialog.fileSelected.emit(str(chosen))
    dialog.close()
    folders = LastFolders(settings)
    assert folders.folder("videos") == str(tmp_path / "trips")
    assert folders.folder("clip") == str(movies)
    assert folders.folder("captions", first=str(chosen)) == str(chosen)
    chosen.rmdir()
    chosen.parent.rmdir()
    assert folders.folder("videos") == str(movies)  # a folder that is gone
    settings.set("folders", "no table")
    folders.keep("clip", str(movies / "a.mp4"))
    assert json.loads(settings.get("folders")) == {"clip": str(movies)}
