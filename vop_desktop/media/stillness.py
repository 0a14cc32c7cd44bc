"""Stretches of a video in which nothing moves: a paused screen, a slide, a camera on a shelf."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vop_desktop.records import ByteArray

_CELLS = 16  # along each side
_SAME = 2.5  # of 255: more noise than a codec leaves in a cell, less than anything that moves through it

_Cells = npt.NDArray[np.float32]


class StillWatch:
    """Tells of the segments of one video, in order, which only repeat the one before.

    A segment repeats when none of its pictures differs from the picture with which the still stretch began,
    in any of 16 x 16 cells and any channel, by more than a codec's noise. All are compared with that first
    picture, so that a slow change adds up and ends the stretch.
    """

    def __init__(self) -> None:
        self._still: _Cells | None = None

    def repeats(self, pictures: Sequence[ByteArray]) -> bool:
        """Whether a segment repeats the one before.

        Args:
            pictures: uint8 [S, S, 3], at least one, as the encoder will see them.
        """
        cells = [_cells(picture) for picture in pictures]
        if self._still is not None and _all_like(self._still, cells):
            return True
        self._still = cells[0] if _all_like(cells[0], cells) else None
        return False


def _all_like(first: _Cells, others: Sequence[_Cells]) -> bool:
    return all(float(np.abs(other - first).max()) <= _SAME for other in others)


def _cells(picture: ByteArray) -> _Cells:
    """Mean colours of the cells: float32 [16, 16, 3], fewer for the smallest pictures."""
    edges = np.linspace(0, len(picture), min(_CELLS, len(picture)) + 1).astype(int)[:-1]
    sums = np.add.reduceat(np.add.reduceat(picture, edges, axis=0, dtype=np.uint32), edges, axis=1)
    sizes = np.diff(np.append(edges, len(picture)))
    cells: _Cells = (sums / (sizes[:, None] * sizes)[..., None]).astype(np.float32)
    return cells
