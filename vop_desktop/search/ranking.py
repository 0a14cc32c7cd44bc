"""Two kinds of evidence in one order: what the model sees, and what is written about a video."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vop_desktop.library import keywords
from vop_desktop.library.keywords import KeywordHit
from vop_desktop.library.store import Library
from vop_desktop.records import Confidence, Hit
from vop_desktop.search.confidence import FUNCTION_WORDS
from vop_desktop.search.query import Query

RANK_OFFSET = 60  # the usual constant of reciprocal rank fusion
GUESS_WEIGHT = 0.5  # of content where its best is weak: letters decide then

ORDER: tuple[Confidence, ...] = ("weak", "maybe", "likely")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A video on its way to become a hit.

    Attributes:
        segment: number of its best one.
        score: cosine of that.
        confidence: of content and letters together.
        seen: whether its content speaks for it.
        keyword: what is written about it, if anything fits.
        high: whether its content alone would have brought it as far up, though it says little by itself.
    """

    video_id: int
    segment: int
    score: float
    confidence: Confidence
    seen: bool = True
    keyword: KeywordHit | None = None
    high: bool = False

    @property
    def is_spoken(self) -> bool:
        """Whether what fits is said at one moment of it."""
        return self.keyword is not None and self.keyword.kind == "subtitle"


def look_up(library: Library, query: Query) -> tuple[list[KeywordHit], set[int] | None]:
    """Videos whose words fit, best first; and the ids to which exact phrases restrict the search, if any."""
    wanted = [phrase.text for phrase in query.phrases if not phrase.excluded]
    found = [keywords.find_phrase(library, text) for text in wanted]
    only: set[int] | None = None
    if found:
        only = set.intersection(*({hit.video_id for hit in hits} for hits in found))
    words = _content_words(query.words)
    by_words = keywords.find_words(library, words, [term.text for term in query.unwanted])
    unique: dict[int, KeywordHit] = {}
    for hit in [*(hit for hits in found for hit in hits), *by_words]:
        if only is None or hit.video_id in only:
            unique.setdefault(hit.video_id, hit)
    return list(unique.values()), only


def without_phrases(library: Library, query: Query) -> set[int]:
    """Ids of the videos that a phrase to be avoided excludes."""
    avoided = [phrase.text for phrase in query.phrases if phrase.excluded]
    return {hit.video_id for text in avoided for hit in keywords.find_phrase(library, text)}


def fuse(seen: Sequence[Ranked], written: Sequence[Ranked]) -> list[Ranked]:
    """Reciprocal rank fusion of two rankings of videos, best first; equals keep the order of the content."""
    trust = 1.0 if seen and seen[0].confidence != "weak" else GUESS_WEIGHT
    values: dict[int, float] = {}
    videos: dict[int, Ranked] = {}
    for weight, ranking in ((trust, seen), (1.0, written)):
        for place, video in enumerate(ranking, 1):
            values[video.video_id] = values.get(video.video_id, 0.0) + weight / (RANK_OFFSET + place)
            known = videos.get(video.video_id)
            videos[video.video_id] = video if known is None else _joined(known, video)
    ordered = sorted(videos.values(), key=lambda video: -values[video.video_id])
    if trust < 1.0:  # where the content of none says anything, its order is nobody's reason
        return ordered
    by_content = {video.video_id: place for place, video in enumerate(seen)}
    return [
        replace(video, high=by_content.get(video.video_id, place + 1) <= place)
        for place, video in enumerate(ordered)
    ]


def lift_moments(moments: Sequence[Hit], written: Sequence[Ranked]) -> list[Hit]:
    """Moments in the order of their content: what is written about a video lifts its best one, as by `fuse`.

    A subtitle lifts the moment at which it is said.
    """
    trust = 1.0 if moments and moments[0].confidence != "weak" else GUESS_WEIGHT
    values = [trust / (RANK_OFFSET + place) for place in range(1, len(moments) + 1)]
    found, best = list(moments), dict[int, int]()
    for number, moment in enumerate(moments):
        if moment.why != ("content",):
            best.setdefault(moment.video_id, number)
    for place, video in enumerate(written, 1):
        number = best.get(video.video_id, -1)
        if number >= 0:
            word = max(found[number].confidence, video.confidence, key=ORDER.index)
            found[number] = found[number]._replace(confidence=word)
            values[number] += 1 / (RANK_OFFSET + place)
    return [found[number] for number in sorted(range(len(found)), key=lambda number: -values[number])]


def written_confidence(hit: KeywordHit, *, phrase: bool) -> Confidence:
    """What words alone say: a name or caption is about the video, a folder or a spoken word less so."""
    return "likely" if phrase or hit.kind in ("name", "caption", "tag") else "maybe"


def _joined(seen: Ranked, written: Ranked) -> Ranked:
    best = max(seen.confidence, written.confidence, key=ORDER.index)
    base = written if seen.confidence == "weak" else seen  # whose segment may be that of a subtitle
    return replace(base, confidence=best, seen=base is seen, keyword=written.keyword)


def _content_words(text: str) -> list[str]:
    words = [word for word in keywords.split_words(text) if word not in FUNCTION_WORDS]
    return list(dict.fromkeys(words))
