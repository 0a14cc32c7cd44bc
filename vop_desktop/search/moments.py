"""The good moments of one video: peaks along time, and how similar each frame is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vop_desktop.records import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Heat:
    """How similar the frames of a video are to a query.

    Attributes:
        times: float64 [N], seconds, rising.
        scores: float32 [N], cosines.
        levels: float32 [N], the same between 0 (as unrelated as anything) and 1 (clearly likely).
    """

    times: npt.NDArray[np.float64]
    scores: FloatArray
    levels: FloatArray

    def matches(self, *, least: float = 0.6, gap: float = 4.0) -> list[float]:
        """Times of the peaks that reach a level, in seconds and in order, at least `gap` seconds apart."""
        chosen: list[float] = []
        for peak in sorted(np.flatnonzero(peaks(self.levels)).tolist(), key=lambda i: (-self.levels[i], i)):
            time = float(self.times[peak])
            if self.levels[peak] >= least and all(abs(time - other) >= gap for other in chosen):
                chosen.append(time)
        return sorted(chosen)

    def next_match(self, seconds: float, *, least: float = 0.6) -> float | None:
        """The first match after a time, or the first one of all after the last; None where there is none."""
        matches = self.matches(least=least)
        return next((time for time in matches if time > seconds + 0.05), matches[0] if matches else None)


def peaks(values: FloatArray, starts: Sequence[int] = (0,)) -> npt.NDArray[np.bool_]:
    """bool [N]: places that are no lower than both their neighbours; of equal neighbours the first.

    Args:
        values: float32 [N], rows of one video after the other.
        starts: where each video begins among them.
    """
    before = np.concatenate([[-np.inf], values[:-1]])
    after = np.concatenate([values[1:], [-np.inf]])
    before[list(starts)] = -np.inf
    after[[start - 1 for start in starts if start]] = -np.inf
    found: npt.NDArray[np.bool_] = (values > before) & (values >= after)
    return found
