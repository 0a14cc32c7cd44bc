"""Training clips as arrays: the frames that a model would see of a clip, without writing the clip."""

from __future__ import annotations

import random
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from vop_desktop.records import ByteArray
from vop_desktop.samples.draw import Painter
from vop_desktop.samples.scene import (
    COLOURS,
    MOTIONS,
    PLACES,
    SUBJECTS,
    TIMES,
    Scene,
    dress,
    training_combinations,
)

RENDER = (192, 144)  # pixels drawn, then made small as a decoder would
ATTRIBUTES: dict[str, tuple[str | int | bool, ...]] = {
    "subject": tuple(SUBJECTS),
    "colour": tuple(COLOURS),
    "place": PLACES,
    "motion": MOTIONS,
    "time": TIMES,
    "count": (1, 2, 3),
    "rain": (False, True),
}
FILTERS = (Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.BOX)


def training_scenes(count: int, seed: int) -> list[Scene]:
    """`count` scenes, none of a held-out combination, every combination about as often."""
    rng = random.Random(f"training/{seed}")
    pool = training_combinations()
    chosen: list[tuple[str, str, str, str]] = []
    while len(chosen) < count:
        rng.shuffle(pool)
        chosen += pool
    return [dress(combination, rng) for combination in chosen[:count]]


def attributes(scenes: list[Scene]) -> npt.NDArray[np.int64]:
    """int64 [N, 7]: for each scene the row numbers of its words in `ATTRIBUTES`."""
    tables = [(name, {value: i for i, value in enumerate(values)}) for name, values in ATTRIBUTES.items()]
    return np.array([[table[getattr(scene, name)] for name, table in tables] for scene in scenes], np.int64)


def frame_times(seconds: float, num_frames: int) -> list[float]:
    """The middles of `num_frames` equal parts of a clip."""
    return [(i + 0.5) * seconds / num_frames for i in range(num_frames)]


def small_frames(scene: Scene, num_frames: int, size: int, rng: random.Random) -> ByteArray:
    """uint8 [num_frames, size, size, 3]: about what a model sees of the scene's clip.

    Time, cut and filter vary a little, as decoders do.
    """
    painter = Painter(scene, *RENDER)
    short = round(size * rng.uniform(1.0, 1.07))
    width = round(short * RENDER[0] / RENDER[1])
    left = round((width - size) / 2 + rng.uniform(-0.05, 0.05) * size)
    top = round((short - size) * rng.random())
    resample = rng.choice(FILTERS)
    step = scene.seconds / num_frames
    frames = []
    for middle in frame_times(scene.seconds, num_frames):
        picture = Image.fromarray(painter.frame(middle + rng.uniform(-0.1, 0.1) * step))
        picture = picture.resize((width, short), resample)
        frames.append(np.asarray(picture.crop((left, top, left + size, top + size))))
    return np.stack(frames)


def _render_part(job: tuple[str, tuple[int, ...], int, int, list[Scene], int]) -> int:
    file, shape, start, seed, scenes, size = job
    out = np.lib.format.open_memmap(file, mode="r+", shape=shape)
    for i, scene in enumerate(scenes, start=start):
        out[i] = small_frames(scene, shape[1], size, random.Random(f"cut/{seed}/{i}"))
    out.flush()
    return len(scenes)


def render_dataset(scenes: list[Scene], file: Path, *, num_frames: int, size: int, seed: int) -> ByteArray:
    """Draws all scenes in two processes into an .npy file; uint8 [N, num_frames, size, size, 3], mapped.

    An existing file of the right shape is taken as it is.
    """
    shape = (len(scenes), num_frames, size, size, 3)
    done = file.with_suffix(".done")
    if not (done.exists() and done.read_text("utf-8") == repr((shape, seed))):
        np.lib.format.open_memmap(file, mode="w+", dtype=np.uint8, shape=shape).flush()
        part = 500
        jobs = [
            (str(file), shape, start, seed, scenes[start : start + part], size)
            for start in range(0, len(scenes), part)
        ]
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            sum(pool.map(_render_part, jobs))
        done.write_text(repr((shape, seed)), "utf-8")
    frames: ByteArray = np.load(file, mmap_mode="r")
    return frames
