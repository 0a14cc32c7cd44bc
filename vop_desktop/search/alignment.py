"""Where footage of a clip lies in a video, from the hashes of the frames of both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]
Times = npt.NDArray[np.float64]

HASH_BITS = 256
NEAR_BITS = 76  # of 256: fewer differ between pictures of the same footage, more between unrelated ones
SURE_BITS = 52  # from here on even a single picture, or one that does not move, is the same footage
MEAN_BITS = 62  # of the frames that match
MATCHED = 0.6  # the share of the frames of the common stretch that has to match
SHORTEST = 1.5  # seconds that have to be in common, or half of the shorter video
MOST_BITS = 8.0  # for which a bit may count
CHANGED_BITS = 12  # from one frame to the next that tells something new
BIN = 0.5  # seconds
FINE = 0.125
TRIED = 4  # offsets that are looked at closely
UNTOLD = np.int16(HASH_BITS)  # the distance of a picture that tells nothing


@dataclass(frozen=True, slots=True, eq=False)
class Footage:
    """Hashes of the frames of a video or clip.

    Attributes:
        hashes: uint64 [V, F, 4], in each of V variants.
        times: float64 [F], seconds, ascending.
        length: seconds.
    """

    hashes: Words
    times: Times
    length: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """A clip laid beside a video.

    Attributes:
        offset: time in the video at which the clip begins, seconds; negative where it begins earlier.
        variant: which of the clip's variants (mirrored, zoomed) fits.
        share: of the video's frames beside the clip that match.
        bits: mean number of bits in which those differ.
        weight: how much speaks for it; larger is better.
    """

    offset: float
    variant: int
    share: float
    bits: float
    weight: float


def distances(video: Words, clip: Words) -> npt.NDArray[np.int16]:
    """int16 [F, Q]: the bits in which hashes uint64 [F, 4] and [Q, 4] differ; 256 for empty ones.

    Pictures with large even areas have few bits set, and differ in few whatever they show: for those, a bit
    counts as many as it takes for unrelated pictures to be as far apart as others are.
    """
    found: npt.NDArray[np.int16] = np.zeros((len(video), len(clip)), np.int16)
    for word in range(video.shape[1]):
        found += np.bitwise_count(video[:, word, None] ^ clip[None, :, word])
    ones = np.bitwise_count(video).sum(axis=1) / HASH_BITS
    factors = np.minimum(0.25 / np.maximum(ones * (1 - ones), 1e-6), MOST_BITS)
    found = np.minimum(np.round(found * factors[:, None]), HASH_BITS).astype(np.int16)
    found[~video.any(axis=1)] = UNTOLD
    found[:, ~clip.any(axis=1)] = UNTOLD
    return found


def align(video: Footage, clip: Footage) -> Alignment | None:
    """Finds the place where a clip fits a video best, if it fits at all.

    Args:
        video: with hashes [1, F, 4].
        clip: with the hashes of each variant.
    """
    told = video.hashes[0].any(axis=1)
    video = Footage(video.hashes[:, told], video.times[told], video.length)
    if not len(video.times):
        return None
    best: Alignment | None = None
    shortest = min(SHORTEST, 0.5 * min(video.length, clip.length))
    for variant, hashes in enumerate(clip.hashes):
        bits = distances(video.hashes[0], hashes)
        for offset in _offsets(bits, video.times, clip.times):
            common = min(video.length, offset + clip.length) - max(0.0, offset)
            if common < shortest:
                continue
            found = _judge(bits, video, clip.times, offset, variant)
            if found is not None and (best is None or found.weight > best.weight):
                best = found
    return best


def _offsets(bits: npt.NDArray[np.int16], video_times: Times, clip_times: Times) -> list[float]:
    """The offsets for which most speaks: a coarse vote, and a fine grid around its winners."""
    frames, shots = np.nonzero(bits < NEAR_BITS)
    if not len(frames):
        return []
    weights = 1.0 - bits[frames, shots] / NEAR_BITS
    bins = np.round((video_times[frames] - clip_times[shots]) / BIN).astype(np.int64)
    low = int(bins.min())
    # A frame votes once for each offset, with the best of the clip's frames.
    keys = (bins - low) * len(video_times) + frames
    order = np.lexsort((-weights, keys))
    keys, weights = keys[order], weights[order]
    first = np.concatenate([[True], keys[1:] != keys[:-1]])
    counted = np.bincount(keys[first] // len(video_times), weights[first])
    votes = np.convolve(counted, [0.5, 1.0, 0.5], "same")
    winners = np.argsort(-votes)[:TRIED]
    around = np.arange(-BIN, BIN + FINE / 2, FINE)
    return [float((low + winner) * BIN + step) for winner in winners.tolist() for step in around]


def _judge(
    bits: npt.NDArray[np.int16], video: Footage, clip_times: Times, offset: float, variant: int
) -> Alignment | None:
    """Compares each frame of the video beside the clip with the clip's nearest frames in time."""
    moments = video.times - offset
    right = np.clip(np.searchsorted(clip_times, moments), 1, max(1, len(clip_times) - 1))
    right = np.minimum(right, len(clip_times) - 1)
    left = np.maximum(right - 1, 0)
    gap_left, gap_right = np.abs(moments - clip_times[left]), np.abs(moments - clip_times[right])
    gap = np.minimum(gap_left, gap_right)
    beside = np.flatnonzero(gap <= _reach(clip_times))
    if not len(beside):
        return None
    rows = bits[beside]
    numbers = np.arange(len(beside))
    pair = np.minimum(
        np.where(gap_left[beside] <= _reach(clip_times), rows[numbers, left[beside]], UNTOLD),
        np.where(gap_right[beside] <= _reach(clip_times), rows[numbers, right[beside]], UNTOLD),
    )
    nearest = rows[numbers, np.where(gap_left <= gap_right, left, right)[beside]]
    matches = pair < NEAR_BITS
    count = int(matches.sum())
    if not count:
        return None
    share = count / len(beside)
    mean = float(pair[matches].mean())
    shown = video.hashes[0, beside[matches]]
    changes = np.bitwise_count(shown[1:] ^ shown[:-1]).sum(axis=1, dtype=np.int64)
    telling = 1 + int((changes >= CHANGED_BITS).sum())
    if share < MATCHED or mean > (MEAN_BITS if telling >= 3 else SURE_BITS):
        return None
    # The better of two neighbours tells whether it is the same footage, the nearest one where it lies.
    weight = float((1 - pair[matches] / HASH_BITS).sum() - 0.2 * nearest[matches].sum() / HASH_BITS)
    return Alignment(offset, variant, share, mean, weight * share)


def _reach(clip_times: Times) -> float:
    """Seconds from a frame of the clip to which it stands for the clip: the usual distance, and a bit."""
    return 0.6 * float(np.median(np.diff(clip_times))) if len(clip_times) > 1 else 0.6
