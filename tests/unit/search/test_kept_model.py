"""A library whose pack is gone is listed by what that pack, or else another one, has read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.encoders import MeanColourEncoder
from tests.helpers.videos import solid, write_video
from vop_desktop.errors import PackError
from vop_desktop.indexing import index_folders
from vop_desktop.library import Library
from vop_desktop.search import SearchEngine
from vop_desktop.search.kept_model import kept_model


class Named(MeanColourEncoder):
    def __init__(self, model_id: str) -> None:
        super().__init__()
        self.model_id = model_id


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "videos").mkdir()
    write_video(tmp_path / "videos" / "a.mp4", [solid((200, 0, 0))] * 24)
    return Library.open(tmp_path / "library.sqlite")


def test_the_packs_own_reading_is_taken_before_that_of_others(library: Library, tmp_path: Path) -> None:
    for model in ("mine-0123456789ab", "other-0123456789ab"):
        index_folders(library, Named(model), [str(tmp_path / "videos")], workers=1)
    for pack in ("mine", str(tmp_path / "mine")):
        assert kept_model(library, pack, "gone").model_id == "mine-0123456789ab"
    assert kept_model(library, "third", "gone").model_id == "other-0123456789ab"


def test_it_lists_and_refuses_to_encode(library: Library, tmp_path: Path) -> None:
    index_folders(library, Named("mine-0123456789ab"), [str(tmp_path / "videos")], workers=1)
    engine = SearchEngine(library, kept_model(library, "mine", "It is gone."))
    assert len(engine.search("")) == 1
    with pytest.raises(PackError, match="It is gone"):
        engine.search("red")


def test_an_empty_library_has_nothing_to_list(library: Library) -> None:
    assert SearchEngine(library, kept_model(library, "mine", "It is gone.")).search("") == []
