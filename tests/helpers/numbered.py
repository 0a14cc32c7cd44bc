"""Videos with the number of each frame drawn into its picture, so that a decoded frame says which it is."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from tests.helpers.videos import Picture

_ROWS, _COLUMNS, _SIDE = 4, 5, 12  # 20 bits, as black and white blocks
WIDTH, HEIGHT = 64, _ROWS * _SIDE


def numbered(number: int) -> Picture:
    """uint8 [48, 64, 3]: a number below 2**20 as blocks."""
    bits = (number >> np.arange(_ROWS * _COLUMNS)) & 1
    blocks = np.kron(bits.reshape(_ROWS, _COLUMNS), np.ones((_SIDE, _SIDE), int))
    picture = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    picture[:, : _COLUMNS * _SIDE] = (blocks * 255).astype(np.uint8)[..., None]
    return picture


def number_in(picture: Picture) -> int:
    """The number drawn into a picture, of whatever size it is by now."""
    height, width = picture.shape[:2]
    scale_y, scale_x = height / HEIGHT, width / WIDTH
    rows = [round((k + 0.5) * _SIDE * scale_y) for k in range(_ROWS)]
    columns = [round((k + 0.5) * _SIDE * scale_x) for k in range(_COLUMNS)]
    bits = picture[np.ix_(rows, columns)].mean(axis=2) > 128
    return sum(int(bit) << k for k, bit in enumerate(bits.ravel()))


def write_numbered(
    path: Path,
    ticks: Sequence[int],
    unit: Fraction,
    *,
    codec: str = "libx264",
    gop: int = 250,
    skip: int = 0,
    options: dict[str, str] | None = None,
) -> Path:
    """Writes frame after frame at `ticks` times `unit` seconds, with B-frames.

    With `skip`, the first so many frames come before time zero: an MP4 gets an edit list that hides them.
    """
    settings = {"preset": "ultrafast", "bf": "3", "b-pyramid": "normal"} if options is None else options
    with av.open(str(path), "w", options={"avoid_negative_ts": "disabled"}) as container:
        stream = container.add_stream(codec, rate=round(1 / unit) if unit > Fraction(1, 200) else 30)
        stream.options = settings
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.gop_size = gop
        stream.codec_context.time_base = unit
        shift = ticks[skip] - ticks[0]
        for number, tick in enumerate(ticks):
            frame = av.VideoFrame.from_ndarray(numbered(number), format="rgb24")
            frame.pts, frame.time_base = tick, unit
            for packet in stream.encode(frame):
                container.mux(_earlier(packet, shift * unit))
        for packet in stream.encode(None):
            container.mux(_earlier(packet, shift * unit))
    return path


def _earlier(packet: av.Packet, seconds: Fraction) -> av.Packet:
    ticks = int(seconds / packet.time_base)
    packet.pts -= ticks
    if packet.dts is not None:
        packet.dts -= ticks
    return packet
