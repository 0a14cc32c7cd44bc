"""Choosing another pack: it indexes beside the old one, through a kill, and the old one serves meanwhile."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.e2e.conftest import Vop
from tests.helpers.packs import write_tiny_pack
from vop_desktop.indexing import index_folders
from vop_desktop.library import Library
from vop_desktop.library.states import delete_model
from vop_desktop.model import load_encoder
from vop_desktop.records import Hit
from vop_desktop.samples.write import write_samples
from vop_desktop.search import SearchEngine

CLIPS = 200 if os.environ.get("VOP_LONG_TESTS") else 12


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_killed_switch_goes_on_where_it_was_and_search_answers_throughout(
    vop: Vop, tiny_pack: Path, tmp_path: Path
) -> None:
    clips, path = tmp_path / "clips", vop.home / "data" / "library.sqlite"
    new_pack = write_tiny_pack(tmp_path / "new", name="new", seed=1)
    write_samples(clips, count=CLIPS)
    old, new = load_encoder(str(tiny_pack)), load_encoder(str(new_pack))
    path.parent.mkdir(parents=True)
    with Library.open(path) as library:
        index_folders(library, old, [clips])
        engine = SearchEngine(library, old)

        def search() -> list[Hit]:
            return engine.search("a red car", limit=1000)

        before, answers = search(), 0
        switch = vop.start("index", clips, "--pack", new_pack)
        while len(library.indexed_videos(new.model_id, "normal")) < CLIPS // 3:
            assert switch.poll() is None
            assert search() == before
            answers += 1
            time.sleep(0.02)
        switch.kill()
        switch.communicate()
        kept = len(library.indexed_videos(new.model_id, "normal"))
        assert search() == before
        resumed = vop("index", clips, "--pack", new_pack, "--json").document

        assert (len(before), kept < CLIPS, answers > 0) == (CLIPS, True, True)
        assert (resumed["complete"], resumed["unchanged"], resumed["segments"]) == (CLIPS, kept, CLIPS - kept)
        assert search() == before
        # a row that is stored again takes a new number: there are no more numbers than videos and models
        assert library.query("SELECT count(*), max(seq) FROM segments") == [(2 * CLIPS, 2 * CLIPS)]
        for encoder in (old, new):
            assert index_folders(library, encoder, [clips]).frames == 0
        assert delete_model(library, old.model_id) == CLIPS
        found = SearchEngine(library, new).search("a red car", limit=1000)
        assert {hit.path for hit in found} == {hit.path for hit in before}
