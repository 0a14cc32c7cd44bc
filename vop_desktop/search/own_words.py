"""Captions of a clip that a person wrote or accepted, among those that were suggested. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from vop_desktop.library.captions import LIBRARY_SET
from vop_desktop.records import OWN_WORDS, CaptionHit
from vop_desktop.search.clip_captions import ClipCaptions


def reworded(found: ClipCaptions, old: str, new: str) -> ClipCaptions:
    """With a caption in other words, wherever it stands; the score of the old ones is not that of the new."""

    def again(hits: Sequence[CaptionHit]) -> tuple[CaptionHit, ...]:
        return tuple(CaptionHit(new, 0.0, OWN_WORDS, rated=False) if hit.text == old else hit for hit in hits)

    moments = tuple(replace(moment, captions=again(moment.captions)) for moment in found.moments)
    return replace(found, captions=again(found.captions), moments=moments)


def unrated(found: ClipCaptions) -> tuple[CaptionHit, ...]:
    """What has not been compared with the clip, each text once."""
    parts = (found.captions, *(moment.captions for moment in found.moments))
    return tuple({hit.text: hit for part in parts for hit in part if not hit.rated}.values())


def rated(found: ClipCaptions, ratings: Sequence[Sequence[CaptionHit]]) -> ClipCaptions:
    """With what `CaptionRanker.rate` found out: of the whole clip, then of each moment."""
    by_text = {of_views[0].text: of_views for of_views in ratings if of_views}

    def again(hits: Sequence[CaptionHit], view: int) -> tuple[CaptionHit, ...]:
        return tuple(
            by_text[hit.text][view]._replace(set=hit.set) if not hit.rated and hit.text in by_text else hit
            for hit in hits
        )

    moments = tuple(
        replace(moment, captions=again(moment.captions, view)) for view, moment in enumerate(found.moments, 1)
    )
    return replace(found, captions=again(found.captions, 0), moments=moments)


def with_accepted(found: ClipCaptions, accepted: Sequence[str], *, most: int | None = None) -> ClipCaptions:
    """With the captions that the clip has, after those that were suggested; at most so many are added."""
    there = {hit.text for hit in found.captions}
    missing = [text for text in dict.fromkeys(accepted) if text not in there][:most]
    added = (CaptionHit(text, 0.0, LIBRARY_SET, rated=False) for text in missing)
    return replace(found, captions=(*found.captions, *added), accepted=tuple(accepted))


def only_accepted(found: ClipCaptions) -> ClipCaptions:
    """Without what was suggested and not accepted."""

    def left(hits: Collection[CaptionHit]) -> tuple[CaptionHit, ...]:
        return tuple(hit for hit in hits if hit.text in found.accepted)

    moments = [replace(moment, captions=left(moment.captions)) for moment in found.moments]
    told = tuple(moment for moment in moments if moment.captions)
    return replace(found, captions=left(found.captions), moments=told)
