"""Checking, repairing and exporting: what is wrong is told, and put right with the least loss."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.odd_names import ODD_NAMES
from tests.helpers.snapshot import snapshot
from tests.helpers.stored import add_video
from vop_desktop.library import Library, changes
from vop_desktop.library.captions import StoredCaption, put_caption_embeddings, set_file_captions
from vop_desktop.library.export import export_lines
from vop_desktop.library.forget import Forget
from vop_desktop.library.health import check
from vop_desktop.library.posters import ChoosePoster
from vop_desktop.library.repair import repair
from vop_desktop.library.tags import AddTag
from vop_desktop.records import display_path

HARMS = {
    "dangling": "INSERT INTO tags VALUES (99, 'x')",
    "dangling root": "UPDATE files SET root_id = 99 WHERE video_id = 1",
    "short blob": "UPDATE segments SET embeddings = substr(embeddings, 3) WHERE video_id = 1",
    "no blob": "UPDATE segments SET times = '' WHERE video_id = 1",
    "caption blob": "UPDATE caption_embeddings SET embedding = substr(embedding, 2) WHERE caption_id = 1",
    "empty caption blob": "UPDATE caption_embeddings SET embedding = '' WHERE caption_id = 2",
    "excludes": "UPDATE roots SET excludes = '[1'",
    "excludes of numbers": "UPDATE roots SET excludes = '[1]'",
    "changes": "UPDATE changes SET data = 'x'",
    "paths": "INSERT INTO forgotten VALUES (2, 1, 0)",
    "other paths": "INSERT INTO forgotten_files VALUES ('/videos/x', 2, NULL, 1, 1, NULL)",
}


@pytest.fixture
def full(library: Library) -> Library:
    add_video(library, "/videos/a.mp4", [[1, 0], [0, 1]], content="a")
    add_video(library, ["/videos/b.mp4", "/videos/c.mp4"], [[1, 1]], content="b")
    set_file_captions(library, {"/videos/a.mp4": ["one", "two", "three", "four"]})
    captions = [StoredCaption(n, "", "") for n in (1, 2, 3, 4)]
    put_caption_embeddings(library, "fake-1", captions, np.ones((4, 8), np.float32))
    changes.do(library, AddTag([1], "tag"))
    return library


def harm(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        for statement in statements:
            other.execute(statement)


def test_a_sound_library_is_called_so_and_repairing_it_changes_nothing(full: Library) -> None:
    before = snapshot(full)
    assert check(full) == []
    assert repair(full.path) == []
    assert snapshot(full) == before


@pytest.mark.parametrize("statement", HARMS.values(), ids=HARMS)
def test_each_harm_is_told_and_put_right(full: Library, statement: str) -> None:
    harm(full.path, statement)
    (finding,) = check(full)
    assert finding.count >= 1
    assert finding.text.endswith(".")
    assert len(repair(full.path)) >= 1
    assert check(full) == []
    assert {row[0] for row in full.query("SELECT fingerprint FROM videos")} == {"a", "b"}
    assert len(full.query("SELECT 1 FROM files UNION ALL SELECT 1 FROM forgotten_files")) >= 3


def test_a_damaged_text_index_is_rebuilt(full: Library) -> None:
    full.execute("CREATE VIRTUAL TABLE words USING fts5 (text)")
    full.execute("INSERT INTO words VALUES ('dog on the beach')")
    harm(full.path, "DELETE FROM words_data WHERE id > 10")
    assert [finding.kind for finding in check(full)] == ["text index"]
    assert repair(full.path) == ["Rebuilt the text index words."]
    assert check(full) == []
    assert full.query("SELECT text FROM words WHERE words MATCH 'beach'") == [("dog on the beach",)]


def test_removed_embeddings_are_made_again_by_the_next_indexing(full: Library) -> None:
    harm(full.path, HARMS["short blob"])
    repair(full.path)
    assert full.indexed_videos("fake-1", "normal") == {2}


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_an_export_tells_all_of_a_video_in_one_line(library: Library, name: str) -> None:
    path = f"/videos/{name}"
    add_video(library, [path, "/videos/copy"], [[1, 0]], content="x")
    set_file_captions(library, {path: ["from a file"]})
    for change in (AddTag([1], "tag"), ChoosePoster(1, 2.5), Forget([1])):
        changes.do(library, change)
    head, root, video = [json.loads(line) for line in export_lines(library)]
    assert (head["format"], head["version"]) == ("vop-library", 1)
    assert root == {"root": {"path": "/videos", "excludes": []}}
    video = video["video"]
    assert [file["path"] for file in video["files"]] == [display_path(path), "/videos/copy"]
    assert ("path_base64" in video["files"][0]) == (display_path(path) != path)
    assert (video["fingerprint"], video["state"], video["tags"], video["poster"]) == (
        "x",
        "complete",
        ["tag"],
        2.5,
    )
    assert (video["forgotten"], video["captions"]) == (True, [{"text": "from a file", "source": "file"}])
    assert video["models"] == [{"model_id": "fake-1", "detail": "normal", "segments": 1}]
    for line in export_lines(library):
        line.encode()
        assert len(line.splitlines()) == 1
