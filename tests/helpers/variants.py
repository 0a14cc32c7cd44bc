"""The same footage once more: re-encoded, scaled, cropped, mirrored, and pieces of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

from tests.helpers.videos import Picture, fast, write_video

LONG_SIDE = 640  # larger footage is scaled to this first: what is measured does not depend on it


def _crop(picture: Picture, left: float, top: float, share: float = 0.9) -> Picture:
    height, width = picture.shape[:2]
    y, x = round(top * height), round(left * width)
    return picture[y : y + round(share * height), x : x + round(share * width)]


CHANGES: dict[str, Callable[[Picture], Picture]] = {
    "re-encoded": lambda picture: picture,
    "scaled": lambda picture: picture[::2, ::2],
    "cropped": lambda picture: _crop(picture, 0.05, 0.05),
    "cropped at a corner": lambda picture: _crop(picture, 0.1, 0.1),
    "mirrored": lambda picture: picture[:, ::-1],
    "trimmed": lambda picture: picture,
    "mirrored piece": lambda picture: picture[:, ::-1],
}
PIECES = frozenset({"trimmed", "mirrored piece"})


def write_variant(source: Path, target: Path, kind: str, *, start: float = 0.0, length: float = 1e9) -> Path:
    """Decodes `source` from `start` for `length` seconds, changes every picture and writes them as H.264."""
    change = CHANGES[kind]
    with av.open(str(source)) as reader, av.open(str(target), "w") as writer:
        video = reader.streams.video[0]
        video.thread_type = "AUTO"
        out = None
        first = float((video.start_time or 0) * video.time_base)
        begin: float | None = None
        last = -1.0
        for frame in reader.decode(video):
            moment = frame.time - first
            if moment < start or frame.pts is None:
                continue
            if moment >= start + length:
                break
            begin = moment if begin is None else begin
            if moment <= last:  # some containers give a time twice
                continue
            last = moment
            scale = min(1.0, LONG_SIDE / max(frame.width, frame.height))
            size = (round(frame.width * scale / 2) * 2, round(frame.height * scale / 2) * 2)
            picture = change(frame.to_ndarray(format="rgb24", width=size[0], height=size[1]))
            picture = np.ascontiguousarray(picture[: len(picture) // 2 * 2, : picture.shape[1] // 2 * 2])
            if out is None:
                options = {"preset": "ultrafast", "crf": "30"}
                out = writer.add_stream("libx264", rate=video.average_rate or 25, options=options)
                out.height, out.width = picture.shape[:2]
                out.pix_fmt = "yuv420p"
                out.codec_context.time_base = Fraction(1, 90_000)
            made = av.VideoFrame.from_ndarray(picture, format="rgb24")
            made.pts, made.time_base = round((moment - begin) * 90_000), Fraction(1, 90_000)
            writer.mux(out.encode(made))
        if out is not None:
            writer.mux(out.encode(None))
    return target


def write_scenes(
    path: Path, seed: int, *, scenes: int = 5, seconds: float = 2.0, fps: int = 10, black: bool = False
) -> Path:
    """A video of soft random pictures that drift, one after the other; with `black`, a black one in between.

    No two seeds show the same picture, but the black ones are all alike.
    """
    rng = np.random.default_rng(seed)

    def pictures() -> Iterator[Picture]:
        for number in range(scenes):
            spots = Image.fromarray(rng.integers(0, 256, (7, 14, 3), dtype=np.uint8))
            wide = np.asarray(spots.resize((320, 120), Image.Resampling.BICUBIC))
            dark = black and number % 2
            for step in range(round(seconds * fps)):
                yield np.full((120, 160, 3), 16, np.uint8) if dark else wide[:, 3 * step : 3 * step + 160]

    return write_video(path, pictures(), fps=fps, options=fast("libx264"))
