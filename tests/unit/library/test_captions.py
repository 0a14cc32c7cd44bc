"""Captions: read from files of any making, tied to videos, kept in sets, embedded once a model."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from tests.helpers.stored import MODEL, add_video, unit
from vop_desktop.library import Library, captions
from vop_desktop.library.captions import (
    MAX_CAPTION,
    StoredCaption,
    caption_matrix,
    caption_sets,
    caption_state,
    captions_by_id,
    clean_captions,
    everyday_captions,
    install_everyday,
    put_caption_embeddings,
    read_captions_csv,
    read_sidecar,
    read_text,
    set_file_captions,
    unembedded_captions,
)
from vop_desktop.library.migrations import APPLICATION_ID, migrations
from vop_desktop.records import FloatArray


def embedded_captions(
    library: Library, model_id: str, sets: Sequence[str]
) -> tuple[list[StoredCaption], FloatArray]:
    """The captions that have an embedding, and these, float32 [N, D]."""
    ids, rows = caption_matrix(library, model_id, sets)
    return captions_by_id(library, ids.tolist()), rows.astype(np.float32)


def written(folder: Path, data: bytes, name: str = "a.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def texts(library: Library, video_id: int | None = None) -> set[str]:
    """Captions that are tied to a video; of the built-in set where none is given."""
    rows = library.query("SELECT text FROM captions WHERE video_id IS ?", video_id)
    assert len(rows) == len(set(rows))
    return {row[0] for row in rows}


def ship(monkeypatch: pytest.MonkeyPatch, *built_in: str) -> None:
    """Makes `built_in` the built-in captions."""
    monkeypatch.setattr(captions, "everyday_captions", lambda language="en": list(built_in))


# --- files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"], ids=["utf8", "utf8-bom", "utf16", "latin1"]
)
def test_a_sidecar_is_read_in_the_usual_encodings(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "ein Mädchen läuft\r\nün chien à vélo\r\n".encode(encoding))
    assert read_sidecar(path) == ["ein Mädchen läuft", "ün chien à vélo"]


def test_both_byte_orders_are_read(tmp_path: Path) -> None:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert read_text(written(tmp_path, mark + "花🌺 opens".encode(encoding))) == "花🌺 opens"


def test_a_cut_off_utf16_file_is_still_read(tmp_path: Path) -> None:
    assert read_text(written(tmp_path, "a dog".encode("utf-16")[:-1])).startswith("a do")


def test_text_that_is_no_utf8_is_taken_as_latin1_also_at_its_very_end(tmp_path: Path) -> None:
    assert read_text(written(tmp_path, b"un caf\xe9")) == "un café"


def test_a_huge_file_is_read_to_a_limit_that_may_fall_into_a_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "äöüßé".encode())  # two bytes a letter
    for limit, text in ((7, "äöü"), (8, "äöüß"), (9, "äöüß"), (10, "äöüßé"), (11, "äöüßé")):
        monkeypatch.setattr(captions, "MAX_CAPTION_FILE", limit)
        assert read_text(path) == text


def test_a_sidecar_that_cannot_be_read_has_no_captions(tmp_path: Path) -> None:
    assert read_sidecar(tmp_path / "gone.txt") == []
    assert read_sidecar(tmp_path) == []
    assert read_sidecar(written(tmp_path, b"")) == []
    assert read_sidecar(written(tmp_path, b"\xff\xfe")) == []


def test_captions_are_cleaned() -> None:
    assert clean_captions(
        ["  a   dog\truns ", "", " \n ", "a cat", "a dog runs", "x" * (MAX_CAPTION + 1)]
    ) == [
        "a dog runs",
        "a cat",
    ]
    assert clean_captions(["x" * MAX_CAPTION]) == ["x" * MAX_CAPTION]


# --- captions.csv -------------------------------------------------------------------------------------


def table(folder: Path, text: str | bytes) -> dict[str, list[str]]:
    data = text if isinstance(text, bytes) else text.encode()
    return read_captions_csv(written(folder, data, "captions.csv"))


@pytest.mark.parametrize("header", ["file,caption\n", "File, Caption \n", "\ufefffile,caption\n", ""])
def test_a_table_is_read_with_or_without_a_header(tmp_path: Path, header: str) -> None:
    assert table(tmp_path, header + "a.mp4,a dog runs\nb.mp4,a cat\na.mp4,a brown dog\n") == {
        "a.mp4": ["a dog runs", "a brown dog"],
        "b.mp4": ["a cat"],
    }


def test_only_the_first_row_can_be_a_header(tmp_path: Path) -> None:
    assert table(tmp_path, "a.mp4,one\nfile,caption\n") == {"a.mp4": ["one"], "file": ["caption"]}


def test_rows_of_any_length_are_taken_as_far_as_they_go(tmp_path: Path) -> None:
    rows = "file,caption\n\nlonely\n a.mp4 ,one,two,three\n,,\nb.mp4,\nc.mp4,  spaced   out \n"
    assert table(tmp_path, rows) == {"a.mp4": ["one"], "": [], "b.mp4": [], "c.mp4": ["spaced out"]}


def test_quoted_cells_may_hold_commas_quotes_and_lines(tmp_path: Path) -> None:
    assert table(tmp_path, '"a, b.mp4","a ""big"" dog,\r\nrunning"\r\n') == {
        "a, b.mp4": ['a "big" dog, running']
    }


def test_a_table_of_a_spreadsheet_in_utf16_or_latin1_is_read(tmp_path: Path) -> None:
    assert table(tmp_path, "file,caption\r\na.mp4,Mädchen\r\n".encode("utf-16")) == {"a.mp4": ["Mädchen"]}
    assert table(tmp_path, "file,caption\r\na.mp4,Mädchen\r\n".encode("latin-1")) == {"a.mp4": ["Mädchen"]}


def test_an_open_quote_does_not_cost_the_rows_before_it(tmp_path: Path) -> None:
    rows = 'a.mp4,a dog\nb.mp4,"never closed\n' + "c.mp4,a cat\n" * 20_000
    assert table(tmp_path, rows)["a.mp4"] == ["a dog"]


def test_a_table_that_is_not_there_or_binary_gives_nothing_that_fits(tmp_path: Path) -> None:
    assert read_captions_csv(tmp_path / "gone.csv") == {}
    assert read_captions_csv(tmp_path) == {}
    assert table(tmp_path, b"") == {}
    assert "a.mp4" not in table(tmp_path, bytes(range(256)) * 50)


# --- captions of videos -------------------------------------------------------------------------------


def test_captions_are_tied_to_the_video_of_a_path(library: Library) -> None:
    video_id = add_video(library, "/videos/a.mp4")
    set_file_captions(library, {"/videos/a.mp4": ["a dog", "a brown dog"], "/videos/unknown.mp4": ["a cat"]})
    assert texts(library, video_id) == {"a dog", "a brown dog"}
    assert library.query("SELECT count(*) FROM captions") == [(2,)]
    assert caption_sets(library) == ["library"]


def test_new_captions_of_a_file_replace_its_old_ones(library: Library) -> None:
    video_id, other = add_video(library, "/videos/a.mp4"), add_video(library, "/videos/b.mp4")
    set_file_captions(library, {"/videos/a.mp4": ["a dog", "an animal"], "/videos/b.mp4": ["a dog"]})
    kept = library.query("SELECT id FROM captions WHERE text = 'an animal'")
    set_file_captions(library, {"/videos/a.mp4": ["an animal", "a wolf", "a wolf"]})
    assert texts(library, video_id) == {"an animal", "a wolf"}
    assert library.query("SELECT id FROM captions WHERE text = 'an animal'") == kept
    assert texts(library, other) == {"a dog"}
    set_file_captions(library, {"/videos/a.mp4": []})
    assert texts(library, video_id) == set()


def test_captions_from_elsewhere_are_not_replaced(library: Library) -> None:
    video_id = add_video(library, "/videos/a.mp4")
    set_file_captions(library, {"/videos/a.mp4": ["a dog"]})
    library.execute(
        "INSERT INTO captions (set_id, video_id, text, source) VALUES (1, ?, 'typed in', 'person')", video_id
    )
    set_file_captions(library, {"/videos/a.mp4": ["typed in", "a wolf"]})
    set_file_captions(library, {"/videos/a.mp4": ["a wolf"]})
    assert texts(library, video_id) == {"typed in", "a wolf"}


def test_the_captions_of_all_copies_of_a_video_count(library: Library) -> None:
    video_id = add_video(library, ["/videos/a.mp4", "/videos/copy.mp4"])
    for _ in range(2):
        set_file_captions(
            library, {"/videos/a.mp4": ["a dog", "both"], "/videos/copy.mp4": ["both", "a wolf"]}
        )
        assert texts(library, video_id) == {"a dog", "both", "a wolf"}


def test_no_captions_change_nothing(library: Library) -> None:
    before = library.own_changes
    set_file_captions(library, {})
    assert library.own_changes == before
    assert caption_sets(library) == []


# --- what tells that a set has changed ----------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO captions (set_id, text) VALUES (1, 'a cow')",
        "UPDATE captions SET text = 'a cat' WHERE text = 'a dog'",  # as long as it was
        "UPDATE captions SET set_id = 2 WHERE text = 'a dog'",
        "DELETE FROM captions WHERE text = 'a dog'",
    ],
)
def test_each_change_of_a_caption_shows_in_the_state_of_its_set(library: Library, change: str) -> None:
    for name in ("mine", "other", "still"):
        captions.new_set_id(library, name)
    library.execute("INSERT INTO captions (set_id, text) SELECT id, 'a dog' FROM caption_sets WHERE id <> 2")
    library.execute("INSERT INTO captions (set_id, text) VALUES (2, 'a fox')")
    mine, other, still = (caption_state(library, [name]) for name in ("mine", "other", "still"))
    library.execute(change + (" AND set_id = 1" if "WHERE" in change else ""))
    assert caption_state(library, ["mine"]) != mine
    assert (caption_state(library, ["other"]) != other) == ("SET set_id" in change)
    assert caption_state(library, ["still"]) == still


def test_a_set_never_comes_by_a_state_it_once_had(library: Library) -> None:
    captions.new_set_id(library, "mine")
    seen = set()
    for _ in range(20):
        library.execute("INSERT INTO captions (set_id, text) VALUES (1, 'a dog')")
        seen.add(caption_state(library, ["mine"]))
        library.execute("DELETE FROM captions")
        seen.add(caption_state(library, ["mine"]))
    assert len(seen) == 40


def test_an_older_library_keeps_its_embeddings(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations.apply(Database(raw, execute_plugins=False), stop_before="m008_revisions")
        raw.execute("PRAGMA user_version = 7")
        raw.execute("INSERT INTO caption_sets (name) VALUES ('mine'), ('other')")
        raw.execute("INSERT INTO captions (set_id, text) VALUES (1, 'a dog'), (1, 'a cat'), (2, 'a cow')")
        for number in (3, 1, 2):
            row = np.full(4, number, "<f2").tobytes()
            raw.execute("INSERT INTO caption_embeddings VALUES (?, ?, ?)", (number, MODEL, row))
    with Library.open(path) as library:
        found, rows = embedded_captions(library, MODEL, ["mine"])
        assert ([caption.text for caption in found], rows[:, 0].tolist()) == (["a dog", "a cat"], [1, 2])
        assert caption_state(library, ["mine"])[0][1] != caption_state(library, ["other"])[0][1]
        library.execute("DELETE FROM captions WHERE text = 'a dog'")
        assert library.query("SELECT caption_id FROM caption_embeddings ORDER BY 1") == [(2,), (3,)]


# --- the built-in set ---------------------------------------------------------------------------------


def test_the_shipped_captions_are_clean_lines() -> None:
    try:
        shipped = everyday_captions()
    except FileNotFoundError:
        pytest.skip("the captions are not written yet")
    assert shipped == clean_captions(shipped)
    assert len(shipped) > 1


def test_the_built_in_set_is_installed_once(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    ship(monkeypatch, "a dog runs", "rain on a window")
    install_everyday(library)
    assert texts(library) == {"a dog runs", "rain on a window"}
    assert caption_sets(library) == ["everyday"]
    before = library.own_changes
    install_everyday(library)
    assert library.own_changes == before


def test_a_newer_program_brings_newer_captions(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    ship(monkeypatch, "a dog runs", "rain on a window")
    install_everyday(library)
    kept = library.query("SELECT id FROM captions WHERE text = 'a dog runs'")
    put_caption_embeddings(library, MODEL, unembedded_captions(library, MODEL, ["everyday"]), unit(np.eye(2)))
    ship(monkeypatch, "snow on a roof", "a dog runs")
    install_everyday(library)
    assert texts(library) == {"a dog runs", "snow on a roof"}
    assert library.query("SELECT id FROM captions WHERE text = 'a dog runs'") == kept
    assert [c.text for c in unembedded_captions(library, MODEL, ["everyday"])] == ["snow on a roof"]
    assert [c.text for c in embedded_captions(library, MODEL, ["everyday"])[0]] == ["a dog runs"]


def test_an_update_of_the_built_in_set_leaves_the_captions_of_videos(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    video_id = add_video(library, "/videos/a.mp4")
    set_file_captions(library, {"/videos/a.mp4": ["a dog runs"]})
    for shipped in (["a dog runs"], ["snow on a roof"]):
        ship(monkeypatch, *shipped)
        install_everyday(library)
    assert texts(library, video_id) == {"a dog runs"}
    assert caption_sets(library) == ["library", "everyday"]


# --- embeddings ---------------------------------------------------------------------------------------


@pytest.fixture
def captioned(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library with two captions of a video and three built-in ones."""
    add_video(library, "/videos/a.mp4")
    set_file_captions(library, {"/videos/a.mp4": ["a dog", "a wolf"]})
    ship(monkeypatch, "rain", "snow", "a dog")
    install_everyday(library)
    return library


def test_captions_wait_until_they_have_an_embedding_of_the_model(captioned: Library) -> None:
    waiting = unembedded_captions(captioned, MODEL, ["library", "everyday"])
    assert [(c.text, c.set) for c in waiting] == [
        ("a dog", "library"),
        ("a wolf", "library"),
        ("rain", "everyday"),
        ("snow", "everyday"),
        ("a dog", "everyday"),
    ]
    put_caption_embeddings(captioned, MODEL, waiting[1:3], unit(np.eye(3)[:2]))
    left = unembedded_captions(captioned, MODEL, ["library", "everyday"])
    assert left == [waiting[0], *waiting[3:]]
    assert unembedded_captions(captioned, "another", ["library", "everyday"]) == waiting


def test_only_the_named_sets_are_looked_at(captioned: Library) -> None:
    assert [c.text for c in unembedded_captions(captioned, MODEL, ["library"])] == ["a dog", "a wolf"]
    assert unembedded_captions(captioned, MODEL, ["unknown"]) == []
    assert unembedded_captions(captioned, MODEL, []) == []
    for caption_set in (["unknown"], []):
        found, matrix = embedded_captions(captioned, MODEL, caption_set)
        assert found == []
        assert matrix.shape == (0, 0)


def test_caption_embeddings_come_back_as_half_floats(captioned: Library) -> None:
    waiting = unembedded_captions(captioned, MODEL, ["library", "everyday"])
    rows = unit(np.random.default_rng(4).normal(size=(5, 16)))
    put_caption_embeddings(captioned, MODEL, waiting, rows)
    put_caption_embeddings(captioned, "another", waiting[:1], rows[:1, :8])
    found, matrix = embedded_captions(captioned, MODEL, ["library", "everyday"])
    assert found == waiting
    assert matrix.dtype == np.float32
    np.testing.assert_array_equal(matrix, rows.astype(np.float16).astype(np.float32))
    found, matrix = embedded_captions(captioned, "another", ["library", "everyday"])
    assert found == waiting[:1]
    assert matrix.shape == (1, 8)


def test_a_replaced_embedding_is_the_new_one(captioned: Library) -> None:
    waiting = unembedded_captions(captioned, MODEL, ["library"])
    put_caption_embeddings(captioned, MODEL, waiting, unit(np.eye(2)))
    put_caption_embeddings(captioned, MODEL, waiting, unit(np.eye(2)[::-1]))
    np.testing.assert_array_equal(embedded_captions(captioned, MODEL, ["library"])[1], np.eye(2)[::-1])


def test_captions_and_embeddings_that_do_not_match_are_refused(captioned: Library) -> None:
    waiting = unembedded_captions(captioned, MODEL, ["library"])
    with pytest.raises(ValueError, match="shorter"):
        put_caption_embeddings(captioned, MODEL, waiting, unit(np.eye(2)[:1]))
    assert embedded_captions(captioned, MODEL, ["library"])[0] == []


def test_a_caption_that_goes_takes_its_embedding_along(captioned: Library) -> None:
    put_caption_embeddings(
        captioned, MODEL, unembedded_captions(captioned, MODEL, ["library"]), unit(np.eye(2))
    )
    set_file_captions(captioned, {"/videos/a.mp4": ["a wolf"]})
    assert [c.text for c in embedded_captions(captioned, MODEL, ["library"])[0]] == ["a wolf"]
    assert captioned.query("SELECT count(*) FROM caption_embeddings") == [(1,)]
