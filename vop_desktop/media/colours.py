"""What a decoded frame says about its colours, and what a player takes where it says nothing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from vop_desktop.media.hdr import TRANSFERS

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

# The numbers of ITU-T H.273, as FFmpeg uses them.
_BT709, _BT601, _BT2020 = 1, 5, 9
SCALER_MATRICES = {1: 1, 4: 4, 5: 5, 6: 5, 7: 7, 9: 9, 10: 9}  # matrix of a frame to FFmpeg's scaler
_HD_WIDTH, _HD_HEIGHT = 1280, 720
_FULL_RANGE = 2


def matrix_of(frame: VideoFrame) -> int:
    """The YCbCr matrix of a frame; where it names none, the one players take for its size."""
    named = int(frame.colorspace)
    if named in SCALER_MATRICES or frame.format.is_rgb:
        return named
    if int(frame.color_trc) in TRANSFERS:
        return _BT2020
    return _BT709 if frame.width >= _HD_WIDTH or frame.height >= _HD_HEIGHT else _BT601


def is_full_range(frame: VideoFrame) -> bool:
    """Whether black is 0 and not 16."""
    return int(frame.color_range) == _FULL_RANGE or frame.format.name.startswith("yuvj")


def has_alpha(frame: VideoFrame) -> bool:
    """Whether its pixels can be transparent."""
    return _has_alpha(frame.format.name)


@cache
def _has_alpha(name: str) -> bool:
    return name.startswith(("yuva", "rgba", "bgra", "argb", "abgr", "gbrap", "ya8", "ya16", "pal8"))


def is_plain(frame: VideoFrame) -> bool:
    """Whether any decoder shows this frame right: progressive, opaque, standard range, its matrix known."""
    named = int(frame.colorspace) in SCALER_MATRICES or frame.format.is_rgb
    return (
        not frame.interlaced_frame
        and not has_alpha(frame)
        and int(frame.color_trc) not in TRANSFERS
        and not is_full_range(frame)
        and (named or matrix_of(frame) == _BT601)
    )
