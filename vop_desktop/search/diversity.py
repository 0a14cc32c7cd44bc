"""A list without ten ways to say the same: maximal marginal relevance over embeddings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vop_desktop.records import FloatArray

FREE = 1  # so many near-synonyms may stand beside a caption before a further one counts as a repetition
WEIGHT = 0.7  # of being a repetition, against the fit


def diversified(
    scores: Sequence[float], embeddings: FloatArray, limit: int, *, free: int = FREE
) -> list[int]:
    """Chooses places one by one: fit to the clip, less what they repeat of those chosen before.

    The fit is measured within the candidates (0 the worst, 1 the best), and so is repetition: 0 is as near as
    two of the candidates are on the average, 1 the same. The nearest `free` captions chosen before are not
    held against one: two sentences that both describe the clip exactly are both wanted, a third is not.

    Args:
        scores: fit of M candidates, best first.
        embeddings: float32 [M, D], unit length.
        limit: how many to choose.
        free: see above.

    Returns:
        Places of the chosen, the best fit first.
    """
    if len(scores) <= 1:
        return list(range(len(scores)))[:limit]
    fit = np.asarray(scores, np.float32)
    fit = (fit - fit.min()) / (float(np.ptp(fit)) or 1.0)
    alike = embeddings @ embeddings.T
    usual = float(alike.mean())
    alike = np.clip((alike - usual) / max(1e-6, 1 - usual), 0, 1)
    chosen: list[int] = []
    left = np.ones(len(scores), bool)
    while len(chosen) < min(limit, len(scores)):
        worth = fit.copy()
        if len(chosen) > free:
            nearest = np.partition(alike[:, chosen], len(chosen) - 1 - free, axis=1)
            worth -= WEIGHT * nearest[:, len(chosen) - 1 - free]
        worth[~left] = -np.inf
        place = int(np.argmax(worth))
        chosen.append(place)
        left[place] = False
    return sorted(chosen)
