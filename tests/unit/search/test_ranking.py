"""Two rankings become one, and each hit is given the reasons that brought it there."""

from __future__ import annotations

from dataclasses import replace

from vop_desktop.library.keywords import KeywordHit
from vop_desktop.search.hits import reasons
from vop_desktop.search.ranking import Ranked, fuse


def written(video: Ranked, confidence: str = "likely") -> Ranked:
    seen = video.confidence != "weak"
    return replace(video, confidence=confidence, seen=seen, keyword=KeywordHit(video.video_id, "caption"))


BEST = Ranked(1, 0, 0.5, "likely")
SECOND = Ranked(2, 0, 0.4, "weak")
THIRD = Ranked(3, 0, 0.3, "weak")


def told(seen: list[Ranked], found: list[Ranked]) -> dict[int, tuple[str, ...]]:
    return {video.video_id: reasons(video) for video in fuse(seen, found)}


def test_content_that_fits_is_named_first() -> None:
    assert told([BEST, SECOND], [written(BEST)]) == {1: ("content", "caption"), 2: ("content",)}


def test_a_caption_that_lifts_a_video_is_its_only_reason() -> None:
    found = told([BEST, SECOND, THIRD], [written(THIRD)])
    assert list(found) == [3, 1, 2]
    assert found[3] == ("caption",)


def test_content_that_alone_would_have_brought_it_there_is_named_beside_the_caption() -> None:
    assert told([BEST, SECOND, THIRD], [written(BEST), written(SECOND)]) == {
        1: ("content", "caption"), 2: ("caption", "content"), 3: ("content",)
    }  # fmt: skip


def test_the_order_of_guesses_is_no_reason() -> None:
    weak = replace(BEST, confidence="weak")
    assert told([weak, SECOND], [written(weak)])[1] == ("caption",)
