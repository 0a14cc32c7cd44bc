"""Captions for a clip: ranked, each text once, encoded once a model, and to be stopped."""

from __future__ import annotations

import os
import threading
import time

import numpy as np
import pytest

from tests.helpers.stored import add_video, unit
from tests.unit.search.conftest import EVERYDAY
from tests.unit.search.fakes import WordEncoder, pictures
from vop_desktop.errors import Cancelled
from vop_desktop.library import Library
from vop_desktop.library import captions as store
from vop_desktop.library.captions import (
    StoredCaption,
    install_set,
    new_set_id,
    put_caption_embeddings,
    set_file_captions,
    unembedded_captions,
)
from vop_desktop.records import CaptionHit, Knowledge
from vop_desktop.search import captions
from vop_desktop.search.captions import MOST_DIVERSE, CaptionRanker


def caption_video(library: Library, *texts: str) -> None:
    """Ties captions to a video of the library."""
    add_video(library, "/videos/a.mp4")
    set_file_captions(library, {"/videos/a.mp4": list(texts)})


@pytest.fixture
def ranker(library: Library, encoder: WordEncoder) -> CaptionRanker:
    return CaptionRanker(library, encoder)


def test_the_captions_that_fit_best_come_first(library: Library, ranker: CaptionRanker) -> None:
    caption_video(library, "car", "car car car snow", "boat")
    hits = ranker.rank(pictures("car"), sets=["library"])
    assert [hit.text for hit in hits] == ["car", "car car car snow", "boat"]
    np.testing.assert_allclose([hit.score for hit in hits], [1, 3 / 10**0.5, 0], atol=1e-3)
    assert {hit.set for hit in hits} == {"library"}


def test_a_caption_counts_by_the_segment_that_it_fits_best(library: Library, ranker: CaptionRanker) -> None:
    caption_video(library, "car", "boat tree", "cat")
    hits = ranker.rank(pictures("dog", "boat tree", "car snow"), sets=["library"])
    assert [hit.text for hit in hits] == ["boat tree", "car", "cat"]
    np.testing.assert_allclose([hit.score for hit in hits], [1, 0.5**0.5, 0], atol=1e-3)


def test_words_of_a_person_are_rated_on_the_scale_of_the_others(
    library: Library, ranker: CaptionRanker
) -> None:
    clip = pictures("dog", "car snow")
    (best, *_) = ranker.rank(clip)
    same, cat = ranker.rate(
        [CaptionHit(text, 9.0, "person", 9.0, rated=False) for text in (best.text, "cat")], clip
    )
    assert (same[0].set, same[0].rated, len(same)) == ("person", True, 3)
    np.testing.assert_allclose([same[0].score, same[0].margin], [best.score, best.margin], atol=2e-3)
    np.testing.assert_allclose([same[0].score, cat[0].score], [max(s.score for s in same[1:]), 0], atol=1e-3)


def test_a_caption_is_likely_where_it_fits_and_the_best_of_nothing_is_not(
    library: Library, encoder: WordEncoder
) -> None:
    words = ("boat", "tree", "snow", "rain", "cat")
    others_of = [f"{a} {b} {c}" for a in words for b in words for c in words]
    install_set(library, "mine", [*others_of, "dog car"])
    install_set(library, "wrong", others_of)
    ranker = CaptionRanker(library, encoder)
    fitting, *others = ranker.rank(pictures("dog car"), sets=["mine"], limit=50)
    assert (fitting.text, fitting.word) == ("dog car", "likely")
    assert {hit.word for hit in others} == {"weak"}
    best = ranker.rank(pictures("dog dog dog dog car boat"), sets=["wrong"], limit=3)
    assert "likely" not in {hit.word for hit in best}  # though something has to be first
    (rated,) = ranker.rate([CaptionHit("dog car", 0.0, "person", rated=False)], pictures("dog car"))
    assert {hit.word for hit in rated} == {"likely"}


def test_all_sets_are_used_where_none_is_named(library: Library, ranker: CaptionRanker) -> None:
    caption_video(library, "dog dog dog rain")
    hits = ranker.rank(pictures("dog"), limit=100)
    assert (hits[0].text, hits[0].set) == ("dog dog dog rain", "library")
    assert {hit.text for hit in hits if hit.set == "everyday"} == set(EVERYDAY)
    assert {hit.set for hit in ranker.rank(pictures("dog"), sets=["everyday"])} == {"everyday"}
    assert [hit.text for hit in ranker.rank(pictures("dog"), sets=["library"])] == ["dog dog dog rain"]


def test_a_fresh_library_has_the_built_in_captions(ranker: CaptionRanker) -> None:
    assert {hit.text for hit in ranker.rank(pictures("dog"))} == set(EVERYDAY)


def test_the_same_text_comes_once(library: Library, ranker: CaptionRanker) -> None:
    caption_video(library, "A Boat", "a BOAT", "a dog")
    hits = ranker.rank(pictures("boat"), limit=100)
    assert sum(hit.text.lower() == "a boat" for hit in hits) == 1
    assert len(hits) == 1 + len(EVERYDAY)


@pytest.mark.parametrize("limit", [0, 1, 3, 100])
def test_there_are_no_more_captions_than_the_limit(ranker: CaptionRanker, limit: int) -> None:
    assert len(ranker.rank(pictures("dog"), limit=limit)) == min(limit, len(EVERYDAY))


def test_repeated_texts_do_not_use_up_the_limit(library: Library, ranker: CaptionRanker) -> None:
    caption_video(library, "Boat", "bOat", "boAt", "boat", "boat snow")
    hits = ranker.rank(pictures("boat"), sets=["library"], limit=2)
    assert [hit.text.lower() for hit in hits] == ["boat", "boat snow"]


def test_no_captions_or_no_segments_give_none(library: Library, ranker: CaptionRanker) -> None:
    assert ranker.rank(pictures("dog"), sets=["library"]) == []
    assert ranker.rank(pictures("dog"), sets=["unknown"]) == []
    assert ranker.rank(pictures("dog"), sets=[]) == []
    assert ranker.rank(pictures("dog")[:0]) == []


# --- encoding -----------------------------------------------------------------------------------------


def test_each_caption_is_encoded_once(library: Library, encoder: WordEncoder, ranker: CaptionRanker) -> None:
    first = ranker.rank(pictures("dog"))
    assert encoder.calls == [list(EVERYDAY)]
    assert ranker.rank(pictures("dog")) == first
    assert CaptionRanker(library, encoder).rank(pictures("dog")) == first
    assert encoder.calls == [list(EVERYDAY)]
    caption_video(library, "a tree")
    ranker.rank(pictures("dog"))
    assert encoder.calls == [list(EVERYDAY), ["a tree"]]


def test_another_model_encodes_for_itself(
    library: Library, encoder: WordEncoder, ranker: CaptionRanker
) -> None:
    ranker.rank(pictures("dog"))
    other = WordEncoder("another model")
    CaptionRanker(library, other).rank(pictures("dog"))
    ranker.rank(pictures("dog"))
    assert (len(encoder.calls), len(other.calls)) == (1, 1)


def test_only_the_captions_of_the_named_sets_are_encoded(
    library: Library, encoder: WordEncoder, ranker: CaptionRanker
) -> None:
    caption_video(library, "a tree")
    ranker.rank(pictures("dog"), sets=["library"])
    assert encoder.calls == [["a tree"]]


def test_preparing_encodes_ahead_in_batches_and_tells_how_far_it_is(
    encoder: WordEncoder, ranker: CaptionRanker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(captions, "BATCH", 2)
    told: list[tuple[int, int]] = []
    assert ranker.prepare(progress=lambda done, total: told.append((done, total))) == ["everyday"]
    assert told == [(2, 5), (4, 5), (5, 5)]
    assert [len(texts) for texts in encoder.calls] == [2, 2, 1]
    ranker.prepare(progress=lambda done, total: told.append((done, total)))
    assert len(told) == 3


def test_a_stopped_job_keeps_what_was_encoded_and_goes_on_there(
    library: Library, encoder: WordEncoder, ranker: CaptionRanker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(captions, "BATCH", 2)
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        ranker.rank(pictures("dog"), progress=lambda done, total: cancel.set(), cancel=cancel)
    assert [c.text for c in unembedded_captions(library, encoder.model_id, ["everyday"])] == list(
        EVERYDAY[2:]
    )
    cancel.clear()
    assert len(ranker.rank(pictures("dog"), cancel=cancel)) == len(EVERYDAY)
    assert [text for call in encoder.calls for text in call] == list(EVERYDAY)


def test_a_job_that_is_stopped_before_it_began_encodes_nothing(
    encoder: WordEncoder, ranker: CaptionRanker
) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        ranker.prepare(cancel=cancel)
    assert encoder.calls == []


def test_what_is_encoded_already_is_ranked_also_with_the_stop_set(ranker: CaptionRanker) -> None:
    ranker.prepare()
    cancel = threading.Event()
    cancel.set()
    assert len(ranker.rank(pictures("dog"), cancel=cancel)) == len(EVERYDAY)


# --- lists, margins and very many captions ------------------------------------------------------------


def test_a_diverse_list_holds_no_third_of_a_kind(library: Library, ranker: CaptionRanker) -> None:
    same = [f"{'dog ' * count}cat" for count in (6, 7, 8, 9, 10)]
    others = [f"{'dog ' * count}{word}" for count in (3, 4) for word in ("rain", "snow", "boat")]
    caption_video(library, *same, *others, "car", "tree")
    plain = ranker.rank(pictures("dog"), sets=["library"], limit=5)
    assert {hit.text for hit in plain} == {text.strip() for text in same}
    diverse = ranker.rank(pictures("dog"), sets=["library"], limit=5, diverse=True)
    assert sum(hit.text.endswith("cat") for hit in diverse) == 2
    assert [hit.score for hit in diverse] == sorted((hit.score for hit in diverse), reverse=True)
    assert diverse[0] == plain[0]
    long = ranker.rank(pictures("dog"), sets=["library"], limit=MOST_DIVERSE + 1, diverse=True)
    assert long == ranker.rank(pictures("dog"), sets=["library"], limit=MOST_DIVERSE + 1)


def test_the_margin_is_the_standing_among_all_captions(library: Library, ranker: CaptionRanker) -> None:
    caption_video(library, "dog", "cat", "car", "boat")
    hits = ranker.rank(pictures("dog"), sets=["library"])
    np.testing.assert_allclose([hit.margin for hit in hits], [3**0.5] + [-((1 / 3) ** 0.5)] * 3, atol=1e-2)


def test_a_ranker_that_is_kept_sees_what_others_change(library: Library, encoder: WordEncoder) -> None:
    ranker = CaptionRanker(library, encoder)
    caption_video(library, "dog", "cat")
    assert len(ranker.rank(pictures("dog"), sets=["library"])) == 2
    with Library.open(library.path) as other:
        set_file_captions(other, {"/videos/a.mp4": ["dog", "car", "dog dog rain"]})
        CaptionRanker(other, encoder).prepare(["library"])
    assert [hit.text for hit in ranker.rank(pictures("dog"), sets=["library"])] == [
        "dog",
        "dog dog rain",
        "car",
    ]
    set_file_captions(library, {"/videos/a.mp4": []})
    assert ranker.rank(pictures("dog"), sets=["library"]) == []


def test_very_many_captions_rank_in_less_than_a_second(library: Library) -> None:
    count, dim = (1_000_000, 512) if os.environ.get("VOP_LONG_TESTS") else (20_000, 64)
    generator = np.random.default_rng(5)
    encoder = WordEncoder()
    set_id = new_set_id(library, "many")
    for start in range(0, count, 20_000):
        numbers = range(start + 1, start + 20_001)
        rows = unit(generator.normal(size=(20_000, dim)).astype(np.float32))
        library.execute_many(
            "INSERT INTO captions (id, set_id, text) VALUES (?, ?, ?)",
            [(number, set_id, f"caption {number}") for number in numbers],
        )
        stored = [StoredCaption(number, "", "many") for number in numbers]
        put_caption_embeddings(library, encoder.model_id, stored, rows)
    ranker = CaptionRanker(library, encoder)
    clip = unit(generator.normal(size=(3, dim)).astype(np.float32))
    clip[1] = rows[7]
    first = ranker.rank(clip, sets=["many"], diverse=True)
    began = time.perf_counter()
    again = ranker.rank(clip, sets=["many"], diverse=True)
    seconds = time.perf_counter() - began
    assert again == first
    assert (first[0].text, round(first[0].score, 2)) == (f"caption {count - 20_000 + 8}", 1.0)
    assert seconds < 1, f"{count} captions were ranked in {seconds:.2f} s"


def test_chinese_captions_are_offered_where_the_pack_knows_chinese(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = {"en": list(EVERYDAY), "zh": ["红色的车"]}
    monkeypatch.setattr(store, "everyday_captions", lambda language="en": shipped[language])
    english, chinese = WordEncoder(), WordEncoder("other")
    chinese.knowledge = Knowledge(languages=("en", "zh"))
    assert CaptionRanker(library, english).prepare() == ["everyday"]
    assert CaptionRanker(library, chinese).prepare() == ["everyday", "everyday-zh"]
    assert CaptionRanker(library, english).prepare() == ["everyday"]  # though the library has them now
    assert CaptionRanker(library, english).prepare(["everyday-zh"]) == ["everyday-zh"]  # asked for by name
