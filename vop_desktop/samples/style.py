"""Other looks for the drawn scenes: the same happenings in a style that the starter pack was never taught."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from vop_desktop.records import ByteArray

GREY = np.array([0.30, 0.59, 0.11], np.float32)  # how bright red, green and blue look
BOARD = 25.0  # brightness of the blackboard


def cartoon(frame: ByteArray) -> ByteArray:
    """As it was drawn."""
    return frame


def chalk(frame: ByteArray) -> ByteArray:
    """Outlines in pale colours on a blackboard; uint8 [height, width, 3]."""
    picture = frame.astype(np.float32)
    grey = picture @ GREY
    across = np.abs(np.diff(grey, axis=1, append=grey[:, -1:]))
    down = np.abs(np.diff(grey, axis=0, append=grey[-1:]))
    line = np.minimum(255, 4.5 * (across + down))[..., None]
    tint = picture / np.maximum(picture.max(axis=-1, keepdims=True), 1)
    drawn = BOARD + (0.62 * line + 0.16 * picture) * (0.3 + 0.7 * tint)
    return np.asarray(drawn.clip(0, 255), np.uint8)


def dusk(frame: ByteArray) -> ByteArray:
    """Hardly any light, and that bluish; uint8 [height, width, 3]."""
    picture = frame.astype(np.float32) * np.array([0.22, 0.26, 0.38], np.float32)
    return np.asarray(picture.clip(0, 255), np.uint8)


STYLES: dict[str, Callable[[ByteArray], ByteArray]] = {"cartoon": cartoon, "chalk": chalk, "dusk": dusk}
