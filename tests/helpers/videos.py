"""Small real video files, made with PyAV: what a test needs and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]

# Far apart in every channel, so that a decoded colour can be told after any codec.
COLOURS: tuple[tuple[int, int, int], ...] = (
    (220, 30, 30),
    (30, 200, 30),
    (40, 40, 220),
    (220, 210, 30),
    (200, 40, 200),
    (30, 200, 200),
    (230, 230, 230),
    (120, 120, 120),
)


def solid(colour: tuple[int, int, int], width: int = 64, height: int = 48) -> Picture:
    """A picture of one colour: uint8 [H, W, 3]."""
    return np.full((height, width, 3), colour, dtype=np.uint8)


def colour_at(picture: Picture) -> int:
    """Index of the colour of `COLOURS` nearest to the middle of a picture."""
    height, width = picture.shape[:2]
    middle = picture[height // 2, width // 2].astype(int)
    return int(np.argmin([np.abs(middle - np.asarray(colour)).sum() for colour in COLOURS]))


def write_video(
    path: Path,
    pictures: Iterable[Picture],
    *,
    fps: Fraction | int = 25,
    codec: str = "libx264",
    pts: Sequence[int] | None = None,
    time_base: Fraction | None = None,
    rotation: int = 0,
    pixel_aspect: Fraction | None = None,
    gop: int = 12,
    options: dict[str, str] | None = None,
) -> Path:
    """Writes a video; the container follows the name's extension.

    Args:
        path: where to.
        pictures: uint8 [H, W, 3], all of one size.
        fps: frame rate, exact.
        codec: FFmpeg's encoder name.
        pts: presentation times in `time_base`, for variable frame rates; else one frame after the other.
        time_base: unit of `pts`.
        rotation: degrees counter-clockwise that a player has to apply.
        pixel_aspect: width of a pixel by its height.
        gop: frames from key frame to key frame at most.
        options: for the encoder.
    """
    rate = Fraction(fps)
    with av.open(str(path), "w") as container:
        stream = None
        for number, picture in enumerate(pictures):
            if stream is None:
                stream = container.add_stream(codec, rate=rate, options=options or {})
                stream.height, stream.width = picture.shape[:2]
                stream.pix_fmt = "yuv420p"
                stream.codec_context.gop_size = gop
                if time_base is not None:
                    stream.codec_context.time_base = time_base
                if pixel_aspect is not None:
                    stream.codec_context.sample_aspect_ratio = pixel_aspect
                if rotation:
                    stream.set_display_rotation(rotation)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = number if pts is None else pts[number]
            frame.time_base = time_base or 1 / rate
            container.mux(stream.encode(frame))
        if stream is not None:
            container.mux(stream.encode(None))
    return path


def write_colours(
    path: Path,
    *,
    seconds: float = 4.0,
    fps: Fraction | int = 25,
    span: float = 1.0,
    width: int = 64,
    height: int = 48,
    codec: str = "libx264",
    gop: int = 12,
) -> Path:
    """A video that shows the next of `COLOURS` every `span` seconds, with a grey noise patch in a corner."""
    rate = Fraction(fps)
    count = round(seconds * float(rate))
    cards = [solid(colour, width, height) for colour in COLOURS]
    pictures = (cards[int(number / float(rate) / span) % len(cards)] for number in range(count))
    return write_video(path, pictures, fps=rate, codec=codec, gop=gop, options=fast(codec))


def write_moving(
    path: Path, *, seconds: float = 4.0, fps: int = 25, width: int = 320, height: int = 240
) -> Path:
    """A video of a bright square that wanders over noise: textured, never black, costly enough to decode."""
    noise = np.random.default_rng(7).integers(20, 120, (height, width, 3), dtype=np.uint8)
    count = round(seconds * fps)

    def picture(number: int) -> Picture:
        image = np.roll(noise, 2 * number, axis=1)
        left = (number * 3) % (width - 40)
        image[20:60, left : left + 40] = 240
        return image

    return write_video(path, map(picture, range(count)), fps=fps, options=fast("libx264"))


def write_audio_only(path: Path, *, seconds: float = 1.0) -> Path:
    """A silent sound track without any video."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=44100)
        for number in range(int(seconds * 44100) // 1024):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
            frame.sample_rate = 44100
            frame.pts = number * 1024
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def truncate(path: Path, share: float) -> Path:
    """Cuts a file off after a share of its bytes."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def frame_times(path: Path) -> list[float]:
    """The presentation times of all frames in seconds, by decoding every one of them."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return sorted(float(frame.pts * stream.time_base) for frame in container.decode(stream))


def fast(codec: str) -> dict[str, str]:
    """Options that make an encoder quick."""
    known: dict[str, Callable[[], dict[str, str]]] = {
        "libx264": lambda: {"preset": "ultrafast"},
        "libvpx-vp9": lambda: {"deadline": "realtime", "cpu-used": "8"},
    }
    return known.get(codec, dict)()
