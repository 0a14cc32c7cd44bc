"""The same footage in other files: re-encoded, scaled, cropped, mirrored, or a piece of it.

By perceptual hashes of the frames, so it needs no model. Videos that were read by an older version of the
program have no hashes; they get them when they are next read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from vop_desktop.errors import MediaError
from vop_desktop.library.frame_hashes import hashes_since
from vop_desktop.library.store import Library
from vop_desktop.media.clip_hashes import ClipHashes
from vop_desktop.media.fingerprint import fingerprint
from vop_desktop.media.hashes import CLIP_ZOOMS, STORED_ZOOM
from vop_desktop.records import ByteArray, Hit, display_path
from vop_desktop.search.alignment import (
    CHANGED_BITS,
    HASH_BITS,
    NEAR_BITS,
    UNTOLD,
    Alignment,
    Footage,
    Times,
    Words,
    align,
)

Trait = Literal["same file", "re-encoded", "scaled", "cropped", "mirrored", "piece of it", "contains it"]

PROBES = 24  # frames of the clip with which the whole library is looked through
CANDIDATES = 40  # videos that are compared closely
COMMON_VIDEOS = 20  # a picture that more videos show, such as a title card, says less about each
SLACK = 1.0  # seconds by which two copies of the same length may differ, and a twentieth
CROP_SHARE = 0.9  # the zoomed clip has to fit so much better to be called cropped
CHUNK = 65_536  # frames compared at a time


@dataclass(frozen=True, slots=True)
class SimilarHit:
    """A video that shows the same footage as a clip.

    Attributes:
        path: a path of the video, one that is there now if any is.
        traits: in what way it is the same, seen from the clip: the clip is mirrored, is a piece of it, …
        start, end: the common stretch in the video, seconds.
        clip_start, clip_end: the common stretch in the clip, seconds.
        score: from 0 to 1; 1 for equal pictures all along.
        offline: no path of the video can be reached now.
        duration: of the video, seconds.
    """

    path: str
    traits: tuple[Trait, ...]
    start: float
    end: float
    clip_start: float
    clip_end: float
    score: float
    offline: bool
    video_id: int
    duration: float

    @property
    def kind(self) -> str:
        """The traits in a line: `mirrored, piece of it`."""
        return ", ".join(self.traits)


def duplicate_document(hit: SimilarHit) -> dict[str, object]:
    """A hit as JSON shows it."""
    return {
        "path": display_path(hit.path),
        "kind": hit.kind,
        "start": round(hit.start, 3),
        "end": round(hit.end, 3),
        "clip_start": round(hit.clip_start, 3),
        "clip_end": round(hit.clip_end, 3),
        "score": round(hit.score, 4),
        "offline": hit.offline,
    }


def merge(
    duplicates: Sequence[SimilarHit], hits: Sequence[Hit], limit: int
) -> list[tuple[Hit, SimilarHit | None]]:
    """Puts the videos with the same footage before those that look alike, each video once.

    The hit of a duplicate begins where the footage begins.
    """
    alike = {hit.video_id: hit for hit in hits}
    merged: list[tuple[Hit, SimilarHit | None]] = []
    for copy in duplicates:
        known = alike.pop(copy.video_id, None)
        place = Hit(
            copy.path, copy.start, copy.end, copy.start, copy.score, "likely", copy.offline, copy.video_id,
            duration=copy.duration,
        )  # fmt: skip
        if known is not None:
            place = place._replace(score=known.score, segment=known.segment, frame=known.frame)
        merged.append((place, copy))
    merged += [(hit, None) for hit in alike.values()]
    return merged[:limit]


class DuplicateFinder:
    """Finds the same footage in a library. Belongs to the thread that opened `library`."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._seq = 0
        self._hashes: dict[int, tuple[Words, Times]] = {}
        self._columns: npt.NDArray[np.uint64] = np.empty((4, 0), np.uint64)
        self._owners: npt.NDArray[np.int64] = np.empty(0, np.int64)

    def refresh(self) -> None:
        """Takes in the hashes that were stored since."""
        new = {each.video_id: each for each in hashes_since(self._library, self._seq)}
        if not new:
            return
        self._seq = max(each.seq for each in new.values())
        self._hashes.update((number, (_words(each.hashes), each.times)) for number, each in new.items())
        self._columns = np.ascontiguousarray(np.concatenate([words for words, _ in self._hashes.values()]).T)
        counts = [len(words) for words, _ in self._hashes.values()]
        self._owners = np.repeat(np.asarray(list(self._hashes), np.int64), counts)

    def find(self, clip: ClipHashes, path: str = "", *, limit: int = 20) -> list[SimilarHit]:
        """The videos that show the same footage as a clip, the most alike first.

        Args:
            clip: hashes of the clip.
            path: of the clip, to tell the very same file; may be left out.
            limit: at most so many.
        """
        self.refresh()
        footage = Footage(_variants(clip.hashes), clip.times, clip.duration)
        visible = set(self._library.visible_videos())
        same = self._same_file(path)
        ranked = [number for number in self._candidates(footage.hashes) if number in visible]
        if same in visible and same not in ranked:
            ranked.insert(0, same)
        hits = [self._compare(number, clip, footage, same) for number in ranked[:CANDIDATES]]
        found = [hit for hit in hits if hit is not None]
        found.sort(key=lambda hit: ("same file" not in hit.traits, -hit.score * min(hit.end - hit.start, 10)))
        return found[:limit]

    def _same_file(self, path: str) -> int:
        try:
            known = self._library.find_video(fingerprint(path)) if path else None
        except MediaError:
            known = None
        return known[0] if known else -1

    def _candidates(self, words: Words) -> list[int]:
        """The videos for which most frames of the clip speak, the likeliest first."""
        votes: dict[int, float] = {}
        tried = [variant for variant in range(len(words)) if variant % len(CLIP_ZOOMS) != _stored_zoom()]
        for probe in _probes(words[_stored_zoom()]):
            rows, bits = self._near(words[tried, probe])
            owners, first = np.unique(self._owners[rows], return_inverse=True)
            best = np.full(len(owners), NEAR_BITS, np.int64)
            np.minimum.at(best, first, bits)
            share = min(1.0, COMMON_VIDEOS / max(1, len(owners)))
            for owner, distance in zip(owners.tolist(), best.tolist(), strict=True):
                votes[owner] = votes.get(owner, 0.0) + share * (1 - distance / NEAR_BITS)
        return sorted(votes, key=lambda owner: -votes[owner])

    def _near(self, probes: Words) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Rows of all frames that are near one of some hashes [V, 4], and how near."""
        rows, found = [], []
        for start in range(0, self._columns.shape[1], CHUNK):
            part = self._columns[:, start : start + CHUNK]
            best = np.full(part.shape[1], UNTOLD, np.int16)
            for probe in probes:
                if probe.any():
                    bits = np.bitwise_count(part[0] ^ probe[0]).astype(np.int16)
                    for word in range(1, len(part)):
                        bits += np.bitwise_count(part[word] ^ probe[word])
                    np.minimum(best, bits, out=best)
            near = np.flatnonzero((best < NEAR_BITS) & part.any(axis=0))
            rows.append(near + start)
            found.append(best[near].astype(np.int64))
        if not rows:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        return np.concatenate(rows), np.concatenate(found)

    def _compare(self, video_id: int, clip: ClipHashes, footage: Footage, same: int) -> SimilarHit | None:
        record = self._library.video(video_id)
        path, there = self._library.video_paths(video_id)[0]
        if video_id == same:
            end = record.duration or clip.duration
            return SimilarHit(
                path, ("same file",), 0.0, end, 0.0, clip.duration, 1.0, not there, video_id, end
            )
        hashes, times = self._hashes[video_id]
        length = record.duration or float(times[-1])
        video = Footage(hashes[None], times, length)
        found = align(video, footage)
        if found is None:
            return None
        start, end = max(0.0, found.offset), min(length, found.offset + clip.duration)
        return SimilarHit(
            path=path,
            traits=_traits(found, video, footage, clip.size[0] != record.width),
            start=start,
            end=end,
            clip_start=start - found.offset,
            clip_end=end - found.offset,
            score=found.share * (1 - found.bits / HASH_BITS),
            offline=not there,
            video_id=video_id,
            duration=length,
        )


def _traits(found: Alignment, video: Footage, clip: Footage, other_size: bool) -> tuple[Trait, ...]:
    traits: list[Trait] = []
    zooms = len(CLIP_ZOOMS)
    if found.variant >= zooms:
        traits.append("mirrored")
    if found.variant % zooms != _stored_zoom():
        plain = found.variant - found.variant % zooms + _stored_zoom()
        whole = align(video, Footage(clip.hashes[plain : plain + 1], clip.times, clip.length))
        if whole is None or found.bits < CROP_SHARE * whole.bits:
            traits.append("cropped")
    slack = SLACK + 0.05 * max(video.length, clip.length)
    if video.length - clip.length > slack:
        traits.append("piece of it")
    elif clip.length - video.length > slack:
        traits.append("contains it")
    if "cropped" not in traits and other_size:
        traits.append("scaled")
    return tuple(traits) or ("re-encoded",)


def _stored_zoom() -> int:
    return CLIP_ZOOMS.index(STORED_ZOOM)


def _words(hashes: ByteArray) -> Words:
    """uint8 [..., 32] as uint64 [..., 4]."""
    return np.ascontiguousarray(hashes).view(np.uint64)


def _variants(hashes: ByteArray) -> Words:
    """uint8 [Q, 6, 32] as uint64 [6, Q, 4]."""
    return _words(hashes.transpose(1, 0, 2))


def _probes(words: Words) -> list[int]:
    """Which frames of a clip, uint64 [Q, 4], to look through the library with: telling and far apart."""
    told = np.flatnonzero(words.any(axis=1))
    if not len(told):
        return []
    changes = np.bitwise_count(words[told[1:]] ^ words[told[:-1]]).sum(axis=1, dtype=np.int64)
    new = told[np.concatenate([[True], changes >= CHANGED_BITS])]
    spread = new if len(new) >= PROBES // 2 else told
    return [int(row) for row in spread[np.unique(np.linspace(0, len(spread) - 1, PROBES).astype(int))]]
