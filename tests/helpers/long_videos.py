"""Long videos of moving pictures, as cameras, screen recorders and web sites code them; for benchmarks.

Half a minute is encoded; its packets are then written again and again with new times.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

from tests.helpers.videos import Picture

RATE = Fraction(30000, 1001)


@dataclass(frozen=True)
class Kind:
    """How a file is coded. `codec` is FFmpeg's encoder; `gop` the frames from key frame to key frame."""

    name: str
    codec: str
    suffix: str
    gop: int
    options: dict[str, str]


_X265 = "log-level=none:keyint="
_VPX = {"deadline": "good", "cpu-used": "5", "row-mt": "1", "crf": "34", "b": "0"}
KINDS = (
    Kind("H.264, x264's defaults", "libx264", ".mp4", 250, {"preset": "medium"}),
    Kind("H.264, as phones film", "libx264", ".mp4", 30, {"preset": "fast", "bf": "0", "sc_threshold": "0"}),
    Kind("HEVC, x265's defaults", "libx265", ".mp4", 250, {"preset": "fast", "x265-params": f"{_X265}250"}),
    Kind(
        "HEVC, as phones film",
        "libx265",
        ".mp4",
        30,
        {"preset": "superfast", "x265-params": f"{_X265}30:min-keyint=30:scenecut=0:bframes=0"},
    ),
    Kind("VP9, 5 s", "libvpx-vp9", ".webm", 150, _VPX),
    Kind("VP9, 12 s", "libvpx-vp9", ".webm", 360, _VPX),
    Kind("AV1, 5 s", "libsvtav1", ".mp4", 150, {"preset": "9", "crf": "38"}),
)


def write_long(
    path: Path, kind: Kind, *, minutes: float, width: int = 1280, height: int = 720, seconds: float = 30.0
) -> Path:
    """Writes a video of so many minutes, of which `seconds` are encoded. Packets are never held in number."""
    base = path.with_name(f"{path.stem}-base{kind.suffix}")
    _encode(base, kind, width, height, round(seconds * RATE))
    with av.open(str(base)) as source, av.open(str(path), "w") as target:
        stream = source.streams.video[0]
        packets = [packet for packet in source.demux(stream) if packet.size]
        shift = round(round(seconds * RATE) / RATE / stream.time_base)
        copy = target.add_stream_from_template(stream, opaque=True)
        for turn in range(math.ceil(60 * minutes / seconds)):
            for packet in packets:
                again = av.Packet(bytes(packet))
                again.stream, again.time_base = copy, stream.time_base
                again.pts = packet.pts + turn * shift
                again.dts = (packet.dts if packet.dts is not None else packet.pts) + turn * shift
                again.duration, again.is_keyframe = packet.duration or 0, packet.is_keyframe
                target.mux(again)
    base.unlink()
    return path


def _encode(path: Path, kind: Kind, width: int, height: int, frames: int) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream(kind.codec, rate=RATE, options=kind.options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.gop_size = kind.gop
        stream.codec_context.thread_count = 2
        for number, picture in enumerate(moving_pictures(width, height, frames)):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, 1 / RATE
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def moving_pictures(width: int, height: int, count: int) -> Iterator[Picture]:
    """A camera pans over one scene after another, with a thing that moves in front and grain on all."""
    reach_x, reach_y = width // 2, height // 3
    scenes = [_texture(width + reach_x, height + reach_y, seed) for seed in range(4)]
    thing = _texture(width // 6, height // 4, 9)
    grain = np.random.default_rng(5).normal(0, 3, (8, height, width, 1)).astype(np.int8)
    for number in range(count):
        scene, turn = scenes[number // 210 % 4], number % 210
        x = int(reach_x * (0.5 + 0.45 * math.sin(turn / 70)))
        y = int(reach_y * (0.5 + 0.45 * math.sin(turn / 50)))
        picture = scene[y : y + height, x : x + width].astype(np.int16) + grain[number % 8]
        left = int((width - thing.shape[1]) * (0.5 + 0.5 * math.sin(number / 40)))
        top = int((height - thing.shape[0]) * (0.5 + 0.5 * math.cos(number / 27)))
        picture[top : top + thing.shape[0], left : left + thing.shape[1]] = thing
        yield np.clip(picture, 0, 255).astype(np.uint8)


def _texture(width: int, height: int, seed: int) -> Picture:
    """Smooth colours with finer and finer detail on them."""
    rng = np.random.default_rng(seed)
    total = np.full((height, width, 3), 120, np.float32)
    for across, strength in ((6, 56), (24, 32), (96, 18), (384, 8)):
        small = rng.normal(0, strength, (max(2, across * height // width), across, 3)).astype(np.float32)
        for channel in range(3):
            layer = Image.fromarray(small[..., channel])
            total[..., channel] += np.asarray(layer.resize((width, height), Image.Resampling.BICUBIC))
    return np.clip(total, 0, 255).astype(np.uint8)
