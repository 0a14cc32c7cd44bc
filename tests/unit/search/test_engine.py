"""The search engine over a real library and an encoder that knows seven words."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.large import fill_library
from tests.helpers.stored import MODEL, add_video, remove_root, segment_arrays, unit
from tests.unit.search.fakes import WORDS, WordEncoder, picture, pictures
from vop_desktop.library import Library, views
from vop_desktop.records import Encoder, Filmstrip, Hit
from vop_desktop.search import SearchEngine, cache_writer
from vop_desktop.search.best import OVERFETCH


@pytest.fixture
def engine(library: Library, encoder: WordEncoder) -> SearchEngine:
    return SearchEngine(library, encoder)


def path(name: str) -> str:
    """A path below the root that `add_video` makes."""
    return f"/videos/{name}.mp4"


def add(library: Library, name: str, *segments: str, **options: object) -> int:
    """Stores a video whose segments look like these texts."""
    return add_video(library, path(name), pictures(*segments), **options)  # type: ignore[arg-type]


def names(hits: list[Hit]) -> list[str]:
    return [os.path.splitext(os.path.basename(hit.path))[0] for hit in hits]


def test_the_stand_in_is_an_encoder(encoder: WordEncoder) -> None:
    assert isinstance(encoder, Encoder)
    assert encoder.encode_text(["dog", "a cat"]).shape == (2, encoder.embed_dim)


# --- search -------------------------------------------------------------------------------------------


def test_the_best_video_comes_first(library: Library, engine: SearchEngine) -> None:
    add(library, "cat", "cat")
    add(library, "both", "dog cat")
    add(library, "dog", "dog")
    hits = engine.search("dog")
    assert names(hits) == ["dog", "both", "cat"]
    np.testing.assert_allclose([hit.score for hit in hits], [1, 0.5**0.5, 0], atol=1e-3)


def test_a_video_counts_once_by_its_best_segment_and_moment(library: Library, engine: SearchEngine) -> None:
    frames = np.stack(
        [
            pictures("car", "car", "car", "car"),
            pictures("dog car", "dog cat", "dog", "dog rain"),
            pictures("dog", "car", "car", "car"),
        ]
    )
    times = [[1.0, 3.0, 5.0, 7.0], [11.25, 13.5, 15.75, 18.0], [21.0, 23.0, 25.0, 27.0]]
    video_id = add_video(
        library, path("a"), pictures("car", "dog", "car dog"), frames=frames, times=times, duration=30.0
    )
    (hit,) = engine.search("dog")
    assert (hit.start, hit.end, hit.moment) == (10.0, 20.0, 15.75)
    assert (hit.video_id, hit.segment, hit.frame, hit.duration) == (video_id, 1, 2, 30.0)
    assert hit.score == pytest.approx(1, abs=1e-3)
    assert (hit.path, hit.offline) == (path("a"), False)


def test_a_repeated_last_frame_shows_the_tile_that_there_is(library: Library, engine: SearchEngine) -> None:
    frames = pictures("car", "dog cat", "dog", "dog")[None]
    frames[0, 2] = picture("dog", noise=0.1)  # of the repeated frames the second looks best
    add_video(library, path("short"), pictures("dog"), frames=frames, times=[[0.5, 1.0, 1.5, 1.5]])
    (hit,) = engine.search("dog")
    assert (hit.moment, hit.frame) == (1.5, 2)


@pytest.mark.parametrize("limit", [0, 1, 2, 5, 50])
def test_there_are_no_more_hits_than_the_limit(library: Library, engine: SearchEngine, limit: int) -> None:
    for number in range(5):
        add(library, f"dog{number}", "dog")
    assert len(engine.search("dog", limit=limit)) == min(limit, 5)


def test_a_long_video_does_not_hide_the_others(library: Library, engine: SearchEngine) -> None:
    add(library, "long", *["dog"] * (OVERFETCH * 20))
    for number in range(3):
        add(library, f"both {number}", "dog cat")
    assert names(engine.search("dog", limit=3)) == ["long", "both 0", "both 1"]


@pytest.mark.parametrize("seed", range(6))
def test_search_finds_what_a_brute_force_finds(library: Library, engine: SearchEngine, seed: int) -> None:
    rng = np.random.default_rng(seed)
    best: dict[str, float] = {}
    query = picture("dog snow")
    with library.transaction():
        for number in range(40):
            rows = unit(rng.normal(size=(int(rng.integers(1, 30)), len(WORDS) + 1)))
            add_video(library, path(str(number)), rows)
            best[str(number)] = float((rows.astype(np.float16).astype(np.float32) @ query).max())
    expected = sorted(best, key=lambda name: -best[name])
    for limit in (1, 3, 10, 40, 100):
        hits = engine.search("dog snow", limit=limit)
        assert names(hits) == expected[:limit]
        np.testing.assert_allclose(
            [hit.score for hit in hits], [best[name] for name in names(hits)], atol=5e-5
        )


def test_an_empty_library_finds_nothing(engine: SearchEngine) -> None:
    assert engine.search("dog") == []
    assert engine.search("") == []
    assert engine.browse() == []
    assert engine.similar(pictures("dog")) == []


def test_embeddings_of_another_model_are_not_searched(library: Library) -> None:
    add(library, "dog", "dog")
    add_video(library, path("cat"), [[1, 0, 0]], model="three numbers")
    stranger = SearchEngine(library, WordEncoder("unknown model"))
    assert stranger.refresh() == 0
    assert stranger.search("dog") == []
    assert stranger.browse() == []
    assert names(SearchEngine(library, WordEncoder()).search("dog")) == ["dog"]


def test_a_query_is_taken_without_the_space_around_it(
    library: Library, engine: SearchEngine, encoder: WordEncoder
) -> None:
    add(library, "dog", "dog")
    engine.search("  dog \n")
    assert ["dog"] in encoder.calls


# --- words for scores ---------------------------------------------------------------------------------


def test_hits_are_called_likely_or_weak(library: Library, engine: SearchEngine) -> None:
    add(library, "car", "car")
    add(library, "tree", "tree")
    hits = engine.search("car")
    confidences = dict(zip(names(hits), [hit.confidence for hit in hits], strict=True))
    assert confidences["car"] != "weak"
    assert confidences["tree"] == "weak"


def test_words_that_the_model_never_met_make_every_hit_weak(library: Library) -> None:
    add(library, "car", "car")
    engine = SearchEngine(library, WordEncoder(known_words=WORDS))
    assert engine.unknown_words("a car and a zebra") == ["zebra"]
    assert [hit.confidence for hit in engine.search("zebra car")] == ["weak"]
    assert [hit.confidence for hit in engine.search("a car")] != ["weak"]


def test_the_background_is_encoded_once(library: Library, engine: SearchEngine, encoder: WordEncoder) -> None:
    add(library, "dog", "dog")
    for _ in range(3):
        engine.search("dog")
        engine.unknown_words("dog")
    assert [len(texts) for texts in encoder.calls if len(texts) > 1] == [5]
    assert encoder.calls.count(["dog"]) == 1  # remembered as well


# --- what is there and what is not --------------------------------------------------------------------


def test_a_video_out_of_reach_is_a_hit_and_says_so(library: Library, engine: SearchEngine) -> None:
    add(library, "here", "dog")
    add_video(library, "/usb/there.mp4", pictures("dog"), root="/usb")
    add(library, "gone", "dog")
    library.set_reachable("/usb", False)
    library.set_missing([path("gone")])
    assert {name: hit.offline for hit in engine.search("dog") for name in names([hit])} == {
        "here": False,
        "there": True,
        "gone": True,
    }
    library.set_reachable("/usb", True)
    library.set_present([path("gone")])
    assert not any(hit.offline for hit in engine.search("dog"))


def test_of_several_paths_one_that_is_there_is_given(library: Library, engine: SearchEngine) -> None:
    add_video(library, ["/usb/a.mp4"], pictures("dog"), root="/usb", content="same")
    add_video(library, [path("copy")], root="/videos", content="same")
    library.set_reachable("/usb", False)
    (hit,) = engine.search("dog")
    assert (hit.path, hit.offline) == (path("copy"), False)
    library.set_missing([path("copy")])
    library.set_reachable("/usb", True)
    (hit,) = engine.search("dog")
    assert (hit.path, hit.offline) == ("/usb/a.mp4", False)


def test_a_removed_root_leaves_the_results_and_may_come_back(
    tmp_path: Path, library: Library, engine: SearchEngine
) -> None:
    folder = str(tmp_path / "films")
    add(library, "stays", "dog")
    add_video(library, os.path.join(folder, "goes.mp4"), pictures("dog"), root=folder)
    assert names(engine.search("dog")) == ["stays", "goes"]
    remove_root(library, folder)
    for found in (engine.search("dog"), engine.browse(), engine.similar(pictures("dog"))):
        assert names(found) == ["stays"]
    library.add_root(folder)
    assert names(engine.search("dog")) == ["stays", "goes"]


# --- refresh ------------------------------------------------------------------------------------------


def test_refresh_takes_in_what_is_new_and_counts_it(library: Library, engine: SearchEngine) -> None:
    assert engine.refresh() == 0
    add(library, "first", "dog", "dog", "cat")
    assert engine.refresh() == 3
    assert engine.refresh() == 0
    add(library, "second", "cat")
    assert engine.refresh() == 1
    assert names(engine.search("cat")) == ["first", "second"]


def test_refresh_sees_what_another_connection_stored(library: Library, engine: SearchEngine) -> None:
    engine.refresh()
    with Library.open(library.path) as other:
        add(other, "dog", "dog")
        assert engine.refresh() == 1
        assert names(engine.search("dog")) == ["dog"]
        other.set_missing([path("dog")])
        assert [hit.offline for hit in engine.search("dog")] == [True]


def test_refresh_for_nothing_reads_nothing(
    library: Library, engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(library, "dog", "dog")
    engine.refresh()
    monkeypatch.setattr(Library, "visible_videos", None)
    monkeypatch.setattr(Library, "embeddings_since", None)
    assert engine.refresh() == 0
    assert names(engine.search("dog")) == ["dog"]


def test_a_video_that_was_indexed_anew_is_searched_as_it_is_now(
    library: Library, engine: SearchEngine
) -> None:
    video_id = add(library, "a", "dog", "cat", "rain")
    add(library, "b", "dog cat")
    assert names(engine.search("dog")) == ["a", "b"]
    library.put_segments(video_id, MODEL, "fine", segment_arrays(pictures("car")))
    hits = engine.search("dog")
    assert names(hits) == ["b", "a"]
    assert hits[1].score == pytest.approx(0, abs=1e-3)
    assert hits[1].segment == 0
    assert [hit.segment for hit in engine.search("rain") if hit.video_id == video_id] == [0]
    library.put_segments(video_id, MODEL, "fine", segment_arrays(pictures("car", "car", "car", "car", "dog")))
    hits = engine.search("dog")
    assert names(hits) == ["a", "b"]
    assert hits[0].segment == 4


def test_a_video_whose_path_got_another_content_is_not_found_any_more(
    library: Library, engine: SearchEngine
) -> None:
    add_video(library, path("a"), pictures("dog"), content="before")
    assert engine.search("dog")[0].score == pytest.approx(1, abs=1e-3)
    after = add_video(library, path("a"), pictures("cat"), content="after")
    (hit,) = engine.search("dog")
    assert hit.video_id == after
    assert hit.score == pytest.approx(0, abs=1e-3)


def test_a_segment_that_vanishes_between_two_looks_is_passed_over(
    library: Library, engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    video_id = add(library, "a", "dog")
    add(library, "b", "dog")
    strip = engine.search("dog")[0]
    real, openings = views.segment_views, views.openings

    def without(library: Library, model_id: str, keys: Iterable[views.SegmentKey]) -> object:
        return real(library, model_id, [key for key in keys if key[0] != video_id])

    def opened(library: Library, model_id: str, videos: Iterable[int]) -> object:
        return openings(library, model_id, [video for video in videos if video != video_id])

    for module in ("vop_desktop.search.hits", "vop_desktop.library.store"):
        monkeypatch.setattr(f"{module}.segment_views", without)
    monkeypatch.setattr("vop_desktop.search.hits.openings", opened)
    for found in (engine.search("dog"), engine.browse(), engine.similar(pictures("dog"))):
        assert names(found) == ["b"]
    assert engine.filmstrip(strip) is None


# --- browsing -----------------------------------------------------------------------------------------


def test_an_empty_text_browses_the_newest_first(
    library: Library, engine: SearchEngine, encoder: WordEncoder
) -> None:
    add(library, "old", "dog", mtime_ns=10)
    add(library, "new", "cat", mtime_ns=30)
    add(library, "middle", "car", mtime_ns=20)
    add_video(library, path("not indexed"), mtime_ns=40)
    for text in ("", "  \t\n"):
        assert names(engine.search(text)) == ["new", "middle", "old"]
    assert names(engine.browse(limit=2)) == ["new", "middle"]
    assert names(engine.search(" ", limit=1)) == ["new"]
    assert encoder.calls == []
    assert {(hit.score, hit.confidence) for hit in engine.browse()} == {(0.0, "weak")}


def test_browsing_shows_the_telling_picture(library: Library, engine: SearchEngine) -> None:
    add_video(
        library, path("a"), pictures("dog", "cat"), content="abc",
        frames=np.stack([pictures("dog", "dog", "dog")] * 2), times=[[1.0, 4.0, 7.0], [11.0, 14.0, 17.0]],
    )  # fmt: skip
    (hit,) = engine.browse()
    assert (hit.moment, hit.frame, hit.segment, hit.start, hit.end) == (1.0, 0, 0, 0.0, 10.0)
    library.put_filmstrips("abc", "normal/3", 0, [Filmstrip(b"jpeg", 3, 2)])
    (hit,) = engine.browse()
    assert (hit.moment, hit.frame) == (7.0, 2)


def test_browsing_says_what_is_out_of_reach(library: Library, engine: SearchEngine) -> None:
    add(library, "dog", "dog")
    library.set_missing([path("dog")])
    assert [hit.offline for hit in engine.browse()] == [True]


# --- similar clips ------------------------------------------------------------------------------------


def test_similar_videos_count_by_the_best_pair_of_segments(library: Library, engine: SearchEngine) -> None:
    add(library, "cat", "tree", "cat")
    add(library, "rain", "rain snow")
    add(library, "car", "car")
    hits = engine.similar(pictures("boat", "rain", "cat"))
    assert names(hits) == ["cat", "rain", "car"]
    np.testing.assert_allclose([hit.score for hit in hits], [1, 0.5**0.5, 0], atol=1e-3)
    assert [hit.confidence for hit in hits] == ["likely", "weak", "weak"]
    assert hits[0].segment == 1


def test_videos_like_one_of_the_library_leave_itself_out(library: Library, engine: SearchEngine) -> None:
    cat = add(library, "cat", "tree", "cat")
    add(library, "rain", "rain snow")
    add(library, "pets", "dog", "cat")
    long = add(library, "long", *["dog"] * 60, "rain")  # the last piece is among those looked at
    assert names(engine.similar_to(cat, limit=2))[:1] == ["pets"]
    assert set(names(engine.similar_to(long))) == {"pets", "rain", "cat"}
    assert engine.similar_to(long)[1].score > 0.5
    assert engine.similar_to(99) == []


def test_similar_videos_have_words_for_their_likeness(library: Library, engine: SearchEngine) -> None:
    add_video(library, path("like"), unit([picture("dog") + 0.3 * picture("cat")]))  # cosine 0.958
    add_video(library, path("alike"), unit([picture("dog") + 0.7 * picture("cat")]))  # 0.819
    add_video(library, path("unlike"), unit([picture("dog") + 1.5 * picture("cat")]))  # 0.555
    assert [hit.confidence for hit in engine.similar(pictures("dog"))] == ["likely", "maybe", "weak"]


def test_the_moment_of_a_similar_video_is_the_frame_that_looks_most_like_the_clip(
    library: Library, engine: SearchEngine
) -> None:
    frames = pictures("car", "car tree", "cat", "car rain")[None]
    add_video(library, path("a"), pictures("car cat"), frames=frames, times=[[1.0, 3.0, 5.0, 7.0]])
    (hit,) = engine.similar(pictures("boat", "cat"))
    assert (hit.moment, hit.frame) == (5.0, 2)


def test_a_long_video_that_looks_like_one_scene_of_a_clip_does_not_hide_the_next_best(
    library: Library, engine: SearchEngine
) -> None:
    add(library, "long", *["dog"] * 40)
    add(library, "next", "dog dog dog cat")
    for number in range(4):
        add_video(library, path(f"hardly {number}"), unit([0.2 * picture("boat") + picture("snow")]))
    for limit in (2, 3):
        assert names(engine.similar(pictures("dog", "boat"), limit=limit))[:2] == ["long", "next"]


@pytest.mark.parametrize("seed", range(4))
def test_similar_finds_what_a_brute_force_finds(library: Library, engine: SearchEngine, seed: int) -> None:
    rng = np.random.default_rng(seed)
    queries = unit(rng.normal(size=(5, len(WORDS) + 1)))
    best: dict[str, float] = {}
    with library.transaction():
        for number in range(25):
            centre = rng.normal(size=len(WORDS) + 1)
            rows = unit(centre + 0.2 * rng.normal(size=(int(rng.integers(1, 40)), len(centre))))
            add_video(library, path(str(number)), rows)
            best[str(number)] = float((rows.astype(np.float16).astype(np.float32) @ queries.T).max())
    expected = sorted(best, key=lambda name: -best[name])
    for limit in (1, 2, 5, 25):
        assert names(engine.similar(queries, limit=limit)) == expected[:limit]


# --- pictures -----------------------------------------------------------------------------------------


def test_the_filmstrip_of_a_hit_is_that_of_its_segment(library: Library, engine: SearchEngine) -> None:
    add_video(library, path("a"), pictures("dog", "cat"), content="abc", detail="fine")
    strips = [Filmstrip(b"first", 2, 0), Filmstrip(b"second", 2, 1)]
    library.put_filmstrips("abc", "fine/2", 0, strips)
    assert engine.filmstrip(engine.search("dog")[0]) == strips[0]
    assert engine.filmstrip(engine.search("cat")[0]) == strips[1]


def test_a_lost_thumbnail_is_no_error(library: Library, engine: SearchEngine) -> None:
    add(library, "a", "dog")
    (hit,) = engine.search("dog")
    assert engine.filmstrip(hit) is None
    assert engine.filmstrip(Hit(path("x"), 0, 1, 0, 0, "weak", False, video_id=99)) is None


def test_millions_of_segments_are_put_into_groups_while_one_searches(
    library: Library, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_writer, "WORTH_ROWS", 5000)
    monkeypatch.setattr(cache_writer, "WORTH_GROUPS", 5000)
    rng = np.random.default_rng(0)
    rows = pictures(*(" ".join(rng.choice(WORDS, 2)) for _ in range(9000)))
    rows += 0.02 * rng.standard_normal(rows.shape, np.float32)
    fill_library(library, rows / np.linalg.norm(rows, axis=1, keepdims=True), MODEL)
    engine = SearchEngine(library, encoder)
    expected = [hit.video_id for hit in engine.search("dog boat", limit=10)]
    engine._gallery.wait()
    engine.search("cat")  # the texts to try groups with are there now
    engine._gallery.wait()
    assert engine._gallery.outdated
    assert [hit.video_id for hit in engine.search("dog boat", limit=10)] == expected
    assert not engine._gallery.outdated
    assert engine._index._grouped is not None
    new = add_video(library, "/videos/new.mp4", pictures("rain snow tree"))
    assert engine.search("rain snow tree", limit=1)[0].video_id == new
    engine.finish()
