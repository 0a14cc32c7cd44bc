"""HDR and wide gamuts brought to what an ordinary screen shows: a picture of plain BT.709 colours."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from vop_desktop.records import ByteArray, FloatArray

_PQ, _HLG, _BT2020_10, _BT2020_12 = 16, 18, 14, 15  # transfer characteristics of ITU-T H.273
TRANSFERS = frozenset({_PQ, _HLG, _BT2020_10, _BT2020_12})

_WHITE = 203.0  # cd/m2 of reference white in HDR, ITU-R BT.2408
_HLG_PEAK = 1000.0
_KNEE = 0.8  # of reference white; what is brighter is pressed into the rest
_PEAK = _HLG_PEAK / _WHITE
# Linear light from BT.2020 to BT.709 primaries, ITU-R BT.2087.
_TO_BT709 = np.asarray(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]], np.float32
)
_STEPS = 4096


def tone_map(picture: npt.NDArray[Any], transfer: int) -> ByteArray:
    """uint16 [H, W, 3], BT.2020 RGB as coded, to uint8 [H, W, 3], BT.709 RGB.

    Reference white (203 cd/m2) becomes white. Up to 80 % of it colours keep their light, above it they are
    pressed together; the strongest of the three channels decides, so that the hue stays. This is for
    looking at and for an encoder, not for grading.

    Args:
        picture: what the scaler made of the coded values.
        transfer: a member of `TRANSFERS`.
    """
    light = _linear(transfer)[picture] @ _TO_BT709.T
    light = np.maximum(light, 0.0)
    if transfer in (_PQ, _HLG):
        peak = light.max(axis=2, keepdims=True)
        light *= _press(peak) / np.maximum(peak, 1e-6)
    codes = np.minimum(light * (_STEPS - 1) + 0.5, _STEPS - 1).astype(np.int32)
    shown: ByteArray = _display()[codes]
    return shown


def _press(light: FloatArray) -> FloatArray:
    """The shoulder: straight up to the knee, then a curve that reaches 1 at the peak."""
    room = 1.0 - _KNEE
    above, reach = np.maximum(light - _KNEE, 0.0) / room, (_PEAK - _KNEE) / room
    curve = room * above * (1 + above / reach**2) / (1 + above)
    pressed: FloatArray = np.minimum(np.minimum(light, _KNEE) + curve, 1.0)
    return pressed


@cache
def _linear(transfer: int) -> FloatArray:
    """Light for each of 65,536 code values; 1.0 is reference white."""
    code = np.linspace(0.0, 1.0, 65_536)
    if transfer == _PQ:  # SMPTE ST 2084
        root = code ** (32 / 2523)
        light = (np.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (8192 / 1305)
        light *= 10_000 / _WHITE
    elif transfer == _HLG:  # ITU-R BT.2100, with the gamma of a screen of 1,000 cd/m2, per channel
        a, b, c = 0.17883277, 0.28466892, 0.55991073
        scene = np.where(code <= 0.5, code**2 / 3, (np.exp((code - c) / a) + b) / 12)
        light = scene**1.2 * _HLG_PEAK / _WHITE
    else:  # BT.2020 in standard range
        light = code**2.4
    return light.astype(np.float32)


@cache
def _display() -> ByteArray:
    """The code value of a BT.1886 screen for each of `_STEPS` steps of light."""
    light = np.linspace(0.0, 1.0, _STEPS)
    return np.round(255 * light ** (1 / 2.4)).astype(np.uint8)
