"""What a query finds: rules, words beside content, moments, heat, reasons, and every odd state."""

from __future__ import annotations

import os
import sqlite3

import numpy as np
import pytest

from tests.helpers.stored import add_video, remove_root, unit
from tests.unit.search.fakes import WORDS, WordEncoder, picture, pictures
from vop_desktop.library import Library
from vop_desktop.library.captions import set_file_captions
from vop_desktop.library.changes import do
from vop_desktop.library.excluding import SetExcludes
from vop_desktop.library.keywords import put_subtitles
from vop_desktop.library.places import folder_pattern
from vop_desktop.library.searches import save_search, saved_searches
from vop_desktop.records import Hit, SubtitleLine, hit_document
from vop_desktop.search import Results, SearchEngine
from vop_desktop.search.notes import EMPTY_LIBRARY, NO_VIDEO_LEFT, ONLY_UNWANTED, OTHER_PACK


@pytest.fixture
def engine(library: Library, encoder: WordEncoder) -> SearchEngine:
    return SearchEngine(library, encoder)


def add(library: Library, name: str, *segments: str, **options: object) -> int:
    """Stores `name`.mp4, whose segments look like these texts."""
    return add_video(library, f"/videos/{name}.mp4", pictures(*segments), **options)  # type: ignore[arg-type]


def names(found: Results | list[Hit]) -> list[str]:
    hits = found.hits if isinstance(found, Results) else found
    return [os.path.splitext(os.path.basename(hit.path))[0] for hit in hits]


# --- rules --------------------------------------------------------------------------------------------


def test_what_is_not_wanted_goes_down(library: Library, engine: SearchEngine) -> None:
    add(library, "a", "dog snow")
    add(library, "b", "dog rain")
    add(library, "c", "cat")
    assert names(engine.search("dog -snow"))[0] == "b"
    assert names(engine.search("dog not rain"))[0] == "a"
    assert names(engine.search("-dog"))[0] == "c"
    assert engine.find("-dog").notes == (ONLY_UNWANTED,)
    by_name = {names([hit])[0]: hit.confidence for hit in engine.search("dog -snow")}
    assert by_name["a"] == "weak"


def test_parts_and_weights(library: Library, engine: SearchEngine) -> None:
    add(library, "a", "dog dog dog snow")
    add(library, "b", "dog snow snow snow")
    add(library, "c", "dog cat")
    assert set(names(engine.search("dog + snow"))[:2]) == {"a", "b"}
    assert names(engine.search("dog^4 + snow"))[0] == "a"
    assert names(engine.search("dog + snow^4"))[0] == "b"


def test_filters_leave_only_what_fulfils_them(library: Library, engine: SearchEngine) -> None:
    first = add(library, "Holiday/a", "dog", duration=20.0, mtime_ns=10**18)
    second = add(library, "Holiday/b", "cat", duration=200.0, mtime_ns=11 * 10**17)
    add(library, "Work/c", "dog", duration=200.0, mtime_ns=12 * 10**17)
    library.execute("INSERT INTO tags VALUES (?, 'best')", second)
    assert names(engine.search("dog folder:holiday")) == ["a", "b"]
    assert names(engine.search("dog -folder:holiday")) == ["c"]
    assert names(engine.search("dog folder:holiday folder:work longer:60")) == ["c", "b"]
    assert names(engine.search("tag:best dog")) == ["b"]
    assert names(engine.search("folder:holiday")) == ["b", "a"]  # filters alone browse, newest first
    assert names(engine.search("is:offline")) == []
    library.set_missing(["/videos/Holiday/a.mp4"])
    assert names(engine.search("dog is:offline")) == ["a"]
    assert names(engine.search_moments("dog folder:work")) == ["c"]
    assert engine.find("dog folder:holiday -folder:holiday").notes == (NO_VIDEO_LEFT,)
    assert first != second


def test_of_copies_the_one_in_the_folder_that_was_asked_for_is_named(
    library: Library, engine: SearchEngine
) -> None:
    places = ["/videos/raw/x1.mp4", "/videos/Best of 2023/x.mp4", "/videos/work/x2.mp4"]
    add_video(library, places, pictures("dog", "cat"))
    add(library, "raw/y", "dog")
    assert names(engine.search("dog")) == ["x1", "y"]
    for query in ("dog folder:best", "folder:best", 'dog folder:"/videos/best of 2023"'):
        assert [hit.path for hit in engine.search(query)] == [places[1]]
    assert names(engine.search_moments("dog folder:work")) == ["x2"]
    assert names(engine.search("dog folder:raw folder:work")) == ["x1", "y"]  # either will do
    library.set_missing([places[1]])
    (hit,) = engine.search("dog folder:best")
    assert (hit.path, hit.offline) == (places[1], True)


def test_of_copies_the_one_whose_name_was_typed_is_named(library: Library, engine: SearchEngine) -> None:
    places = ["/videos/IMG_0042.mp4", "/videos/Grandma's birthday.mp4", "/videos/party.mp4"]
    add_video(library, places, pictures("cat"))
    add(library, "y", "dog")
    assert engine.search("birthday")[0].path == places[1]
    assert [hit.path for hit in engine.search('"party"')] == [places[2]]
    assert engine.search_moments("birthday")[0].path == places[1]
    assert engine.search("cat")[0].path == places[0]
    library.set_missing([places[1]])
    assert engine.search("birthday")[0].path == places[0]  # it can be played


def test_a_folder_or_tag_that_is_not_there_is_told(library: Library, engine: SearchEngine) -> None:
    add(library, "a", "dog")
    assert "No folder called “Trips”" in engine.find("dog folder:Trips").notes[0]
    assert "No video has the tag “x”" in engine.find("tag:x").notes[0]
    do(library, SetExcludes("/videos", [folder_pattern("/videos/Trips")]))
    assert "“Trips” is left out of the library" in engine.find("dog folder:Trips").notes[0]


def test_a_saved_search_is_live_and_survives_its_folder(library: Library, engine: SearchEngine) -> None:
    add_video(library, "/trips/a.mp4", pictures("dog"), root="/trips")
    save_search(library, "dog folder:trips", "Dogs")
    (saved,) = saved_searches(library)
    assert names(engine.search(saved.text)) == ["a"]
    add_video(library, "/trips/b.mp4", pictures("dog cat"), root="/trips")
    assert names(engine.search(saved.text)) == ["a", "b"]
    remove_root(library, "/trips")
    add(library, "c", "dog")
    results = engine.find(saved.text)
    assert results.hits == ()
    assert "No folder called “trips”" in results.notes[0]


# --- words --------------------------------------------------------------------------------------------


def test_names_captions_tags_and_subtitles_are_evidence(library: Library, engine: SearchEngine) -> None:
    add(library, "wedding", "car")
    add(library, "b", "car")
    tagged = add(library, "c", "car")
    spoken = add(library, "d", "car", "car", "car", duration=30.0)
    add(library, "e", "dog")
    set_file_captions(library, {"/videos/b.mp4": ["the wedding of Ann"]})
    library.execute("INSERT INTO tags VALUES (?, 'wedding')", tagged)
    put_subtitles(library, spoken, [SubtitleLine(13.0, 15.0, "What a wedding!")])
    hits = {names([hit])[0]: hit for hit in engine.search("wedding")}
    assert {name: hit.why for name, hit in hits.items() if name != "e"} == {
        "wedding": ("name",),
        "b": ("caption",),
        "c": ("tag",),
        "d": ("subtitle at 0:13",),
    }
    assert names(engine.search("wedding"))[-1] == "e"
    assert (hits["d"].moment, hits["d"].segment, hits["d"].confidence) == (13.0, 1, "maybe")
    assert hits["wedding"].confidence == "likely"
    assert hit_document(hits["d"])["why"] == ["subtitle at 0:13"]


def test_both_kinds_of_evidence_come_first(library: Library, engine: SearchEngine) -> None:
    add(library, "content", "dog")
    add(library, "my dog", "dog cat")
    add(library, "cat", "cat")
    hits = engine.search("dog")
    assert names(hits)[0] == "my dog"
    assert hits[0].why == ("content", "name")
    assert hits[1].why == ("content",)


def test_quoted_words_restrict_the_search(library: Library, engine: SearchEngine) -> None:
    add(library, "golden gate", "cat")
    add(library, "gate golden", "dog")
    assert names(engine.search('"golden gate"')) == ["golden gate"]
    assert names(engine.search('dog "golden gate"')) == ["golden gate"]
    assert names(engine.search('dog -"golden gate"')) == ["gate golden"]
    results = engine.find('dog "silver gate"')
    assert (results.hits, len(results.notes)) == ((), 1)
    assert "“silver gate” stands in no name" in results.notes[0]


def test_words_are_found_although_the_model_does_not_know_them(library: Library) -> None:
    engine = SearchEngine(library, WordEncoder(known_words=WORDS))
    add(library, "giraffe", "tree")
    add(library, "b", "dog")
    results = engine.find("giraffe")
    assert results.unknown == ("giraffe",)
    assert names(results)[0] == "giraffe"
    assert [hit.confidence for hit in results.hits] == ["likely", "weak"]


# --- moments ------------------------------------------------------------------------------------------


def test_other_moments_are_folded_under_the_best(library: Library, engine: SearchEngine) -> None:
    add(library, "long", "cat", "dog", "cat", "cat", "dog tree", "cat", duration=60.0)
    add(library, "short", "dog rain")
    hits = engine.search("dog")
    assert names(hits) == ["long", "short"]
    assert (hits[0].segment, hits[0].others, hits[1].others) == (1, 1, 0)
    moments = engine.moments(hits[0], "dog")
    assert [moment.segment for moment in moments] == [1, 4]
    assert moments[0] == hits[0]
    assert engine.moments(hits[0], "") == [hits[0]]


def test_flat_moments_do_not_let_one_video_flood_the_page(library: Library, engine: SearchEngine) -> None:
    add(library, "scene", *["dog"] * 60, duration=600.0)  # a single long one
    add(library, "long", *["dog", "cat"] * 30, duration=600.0)
    add(library, "other", "dog cat", "cat", "dog rain", duration=30.0)
    found = engine.search_moments("dog", limit=20)
    assert names(found).count("scene") == 1
    assert names(found).count("long") == 5
    assert names(found).count("other") == 2
    places = [hit.segment for hit in found if names([hit]) == ["long"]]
    assert all(abs(a - b) > 1 for a in places for b in places if a != b)


def test_a_moment_says_that_the_caption_of_its_video_fits_as_the_video_does(
    library: Library, engine: SearchEngine
) -> None:
    add(library, "captioned", "dog", "cat", "cat", "dog", duration=40.0)
    add(library, "plain", "dog", duration=10.0)
    spoken = add(library, "spoken", "dog", "cat", "cat", "dog", duration=40.0)
    set_file_captions(library, {"/videos/captioned.mp4": ["a dog at the lake"]})
    put_subtitles(library, spoken, [SubtitleLine(33.0, 35.0, "What a dog!")])
    grouped = {names([hit])[0]: hit.why for hit in engine.search("dog")}
    assert grouped["captioned"] == ("content", "caption")
    found = [hit for hit in engine.search_moments("dog") if hit.confidence != "weak"]
    assert {(names([hit])[0], hit.segment): hit.why for hit in found} == {
        ("captioned", 0): ("content", "caption"),
        ("captioned", 3): ("content", "caption"),
        ("plain", 0): ("content",),
        ("spoken", 0): ("content",),  # it is said at another moment
        ("spoken", 3): ("content", "subtitle at 0:33"),
    }


def test_a_caption_lifts_the_best_moment_of_its_video_as_it_lifts_the_video(
    library: Library, engine: SearchEngine
) -> None:
    add(library, "looks like it", "dog")
    add(library, "said to be it", "cat", "tree")
    set_file_captions(library, {"/videos/said to be it.mp4": ["a dog that nobody sees"]})
    spoken = add(library, "spoken", "tree", "cat", "cat", "tree", duration=40.0)
    put_subtitles(library, spoken, [SubtitleLine(33.0, 35.0, "What a dog!")])
    by_video = {names([hit])[0]: hit.confidence for hit in engine.search("dog")}
    moments = engine.search_moments("dog")
    best: dict[str, str] = {}
    for hit in moments:
        best.setdefault(names([hit])[0], hit.confidence)
    assert best == by_video == {"looks like it": "likely", "said to be it": "likely", "spoken": "maybe"}
    said = next(hit for hit in moments if names([hit]) == ["spoken"])
    assert (said.segment, said.why) == (3, ("subtitle at 0:33",))
    assert len(engine.search_moments("dog", limit=2)) == 2
    assert {names([hit])[0] for hit in engine.search_moments("dog", limit=2)} >= {"said to be it"}


def test_the_heat_of_a_video_and_its_next_match(library: Library, engine: SearchEngine) -> None:
    frames = np.stack([pictures("cat", "dog", "cat", "cat"), pictures("cat", "cat", "dog", "dog")])
    times = [[0.0, 2.0, 4.0, 6.0], [10.0, 12.0, 14.0, 14.0]]
    video_id = add_video(
        library, "/videos/a.mp4", pictures("cat dog", "cat dog"), frames=frames, times=times, duration=20.0
    )
    heat = engine.heat(video_id, "dog")
    assert heat.times.tolist() == [0, 2, 4, 6, 10, 12, 14]
    np.testing.assert_allclose(heat.scores, [0, 1, 0, 0, 0, 0, 1], atol=1e-3)
    assert heat.matches() == [2.0, 14.0]
    assert [heat.next_match(at) for at in (0.0, 2.0, 14.0)] == [2.0, 14.0, 2.0]
    assert engine.heat(video_id, "").matches() == []
    assert engine.heat(999, "dog").next_match(0.0) is None
    assert engine.heat(999, "dog").times.shape == (0,)


# --- examples and reasons -----------------------------------------------------------------------------


def test_like_this_but(library: Library, engine: SearchEngine) -> None:
    add(library, "a", "dog snow")
    add(library, "b", "dog rain")
    add(library, "c", "snow")
    example = picture("dog")
    assert set(names(engine.search_like(example))[:2]) == {"a", "b"}
    assert names(engine.search_like(example, "snow"))[0] == "a"
    assert names(engine.search_like(example, "-snow"))[0] == "b"
    assert names(engine.search_like(example, "snow", weight=0.01))[0] == "c"
    assert names(engine.search_like(pictures("dog", "rain")))[0] == "b"
    assert engine.search_like(example).hits[0].why == ("content",)


def test_a_frame_of_a_result_is_an_example(library: Library, engine: SearchEngine) -> None:
    frames = pictures("dog", "cat", "cat", "cat")[None]
    video_id = add_video(
        library, "/videos/a.mp4", pictures("cat"), frames=frames, times=[[0.0, 2.0, 4.0, 6.0]]
    )
    np.testing.assert_allclose(engine.frame_embedding(video_id, 0.4), picture("dog"), atol=1e-3)
    np.testing.assert_allclose(engine.frame_embedding(video_id, 99.0), picture("cat"), atol=1e-3)
    assert engine.frame_embedding(99, 0.0) is None


def test_why_and_why_not(library: Library, engine: SearchEngine) -> None:
    add(library, "a", "dog snow")
    add(library, "b", "dog")
    last = add(library, "c", "cat")
    told = engine.explain(last, "dog snow")
    assert told is not None
    assert (told.rank, told.searched) == (3, 3)
    assert names(list(told.ahead)) == ["b", "a"]
    first = engine.explain(engine.search("dog snow")[0].video_id, "dog snow")
    assert first is not None
    assert (first.rank, first.ahead) == (1, ())
    assert [share.text for share in first.words] == ["dog", "snow"]
    assert all(share.share > 0 for share in first.words)
    np.testing.assert_allclose(first.similarities, [1, 1], atol=1e-3)
    parts = engine.explain(last, "dog + snow -cat")
    assert parts is not None
    assert {share.text for share in parts.words} == {"dog", "snow", "-cat"}
    assert min(parts.words, key=lambda share: share.share).text == "-cat"
    assert engine.explain(last, "") is None
    assert engine.explain(999, "dog") is None
    hidden = engine.explain(last, "dog longer:100")
    assert hidden is not None
    assert hidden.rank == 0


def test_a_hub_does_not_win_every_query(library: Library, engine: SearchEngine) -> None:
    """A black frame is a little like anything that people say."""
    rng = np.random.default_rng(0)
    with library.transaction():
        for number in range(80):
            add_video(library, f"/videos/{number}.mp4", unit(rng.normal(size=(1, 8)) * 0.2 + picture("boat")))
    add_video(
        library, "/videos/black.mp4", unit([picture("dog cat tree rain snow car boat much in on a the")])
    )
    add(library, "right", "snow boat boat")
    assert names(engine.search("snow"))[0] == "right"


# --- odd queries and odd times ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["x" * 10_000, "dog " * 2_500, "\x00\x01\x1f", "\ud800\udfff", '"', '""""', "-", "+ + +", "not", '-"',
     "folder:",
     "犬 собака كلب כלב सुनो სახლი ሰላም 강아지 หมา chó σκύλος", "' OR 1=1 --", "*", "NEAR/3", "dog^1e9", "%_\\",
     "is:offline is:online", "-a -b -c", "🐕🏖"],
)  # fmt: skip
def test_any_text_has_an_answer(library: Library, engine: SearchEngine, text: str) -> None:
    add(library, "a", "dog")
    results = engine.find(text)
    assert len(results.hits) <= 1
    engine.search_moments(text)
    engine.explain(results.hits[0].video_id if results.hits else 1, text)
    for chip in results.query.chips:
        engine.find(results.query.without(chip))


def test_an_empty_library_and_another_pack_are_told(library: Library, engine: SearchEngine) -> None:
    assert engine.find("dog").notes == (EMPTY_LIBRARY,)
    assert engine.find("dog").hits == ()
    assert engine.search_moments("dog") == []
    assert engine.search_like(picture("dog"), "snow").hits == ()
    add(library, "a", "dog")
    stranger = SearchEngine(library, WordEncoder("another model"))
    assert stranger.find("dog folder:x").notes == (OTHER_PACK,)
    assert engine.find("dog").notes == ()


def test_a_locked_library_can_be_searched(library: Library, engine: SearchEngine) -> None:
    add(library, "wedding", "dog")
    other = sqlite3.connect(library.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert names(engine.search("dog")) == ["wedding"]
    other.rollback()
    other.close()
    engine._counter = None  # something changes
    assert engine.search("wedding")[0].why == ("name",)


def test_a_library_that_is_rebuilt_meanwhile(library: Library, engine: SearchEngine) -> None:
    for number in range(5):
        add(library, f"old {number}", "dog")
    assert len(engine.search("dog")) == 5
    with library.transaction():
        for table in ("segments", "files", "videos"):
            library.execute(f"DELETE FROM {table}")
        library.execute("DELETE FROM sqlite_sequence")
    assert engine.search("dog") == []
    add(library, "new", "dog")
    assert names(engine.search("dog")) == ["new"]


def test_nothing_fits_is_said(library: Library, engine: SearchEngine) -> None:
    add(library, "a", "cat")
    add(library, "b", "tree")
    results = engine.find("boat")
    assert results.nothing_fits
    assert len(results.hits) == 2
    assert not engine.find("cat").nothing_fits
    assert not engine.find("").nothing_fits
