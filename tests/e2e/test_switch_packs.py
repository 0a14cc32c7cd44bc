"""Choosing another pack: the library is indexed beside the old one, through a kill, and the old one serves."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from pathlib import Path

import pytest

from tests.e2e.conftest import Vop
from tests.helpers.packs import write_tiny_pack
from vop_desktop.library import Library
from vop_desktop.library.states import delete_model

LONG = bool(os.environ.get("VOP_LONG_TESTS"))
CLIPS = 200 if LONG else 12


def stored(library: Path, model: str) -> int:
    """Videos that have embeddings of a model."""
    connection = sqlite3.connect(f"file:{library}?mode=ro", uri=True)
    try:
        query = "SELECT count(*) FROM segments WHERE model_id LIKE ?"
        return int(connection.execute(query, [model + "-%"]).fetchone()[0])
    finally:
        connection.close()


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_killed_switch_goes_on_where_it_was_and_search_answers_throughout(
    vop: Vop, tiny_pack: Path, tmp_path: Path
) -> None:
    clips, library = tmp_path / "clips", vop.home / "data" / "library.sqlite"
    new_pack = write_tiny_pack(tmp_path / "new", name="new", seed=1)
    assert vop("samples", clips, "--count", str(CLIPS)).code == 0
    assert vop("index", clips, "--pack", tiny_pack).code == 0
    before = vop("search", "a red car", "--pack", tiny_pack, "--limit", "1000", "--json").document["hits"]
    assert len(before) == CLIPS

    switch = vop.start("index", clips, "--pack", new_pack)
    while stored(library, "new") < CLIPS // 3:
        assert switch.poll() is None
        time.sleep(0.02)
    during = vop("search", "a red car", "--pack", tiny_pack, "--limit", "1000", "--json").document["hits"]
    switch.kill()
    switch.communicate()
    kept = stored(library, "new")
    after_kill = vop("search", "a red car", "--pack", tiny_pack, "--limit", "1000", "--json").document["hits"]
    resumed = vop("index", clips, "--pack", new_pack, "--json").document

    assert before == during == after_kill
    assert CLIPS // 3 <= kept <= CLIPS
    assert (resumed["complete"], resumed["unchanged"], resumed["segments"]) == (CLIPS, kept, CLIPS - kept)
    assert vop("index", clips, "--pack", new_pack, "--json").document["frames"] == 0
    assert vop("index", clips, "--pack", tiny_pack, "--json").document["frames"] == 0
    with Library.open(library) as lib:
        # a row that is stored again takes a new number: there are no more numbers than videos and models
        assert lib.query("SELECT count(*), max(seq) FROM segments") == [(2 * CLIPS, 2 * CLIPS)]
        assert lib.query("SELECT count(*) FROM encodings WHERE state = 'complete'") == [(2 * CLIPS,)]
        (old,) = [model for model in lib.status().packs if model.startswith("tiny-")]
        assert delete_model(lib, old) == CLIPS
    hits = vop("search", "a red car", "--pack", new_pack, "--limit", "1000", "--json").document["hits"]
    assert {hit["path"] for hit in hits} == {hit["path"] for hit in before}
    print(f"{CLIPS} clips: killed with {kept} done under the new pack, {CLIPS - kept} encoded after that")
    shutil.rmtree(clips)
