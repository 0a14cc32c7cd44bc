"""Writes a folder of sample clips with their captions."""

from __future__ import annotations

import csv
import errno
import io
import os
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.error import FFmpegError

from vop_desktop.errors import Cancelled, SamplesError
from vop_desktop.samples.draw import Painter
from vop_desktop.samples.phrasing import captions
from vop_desktop.samples.scene import Scene, held_out_scenes, most_held_out
from vop_desktop.samples.style import STYLES

WIDTH, HEIGHT, RATE = 384, 288, 15
CAPTIONS_FILE = "captions.csv"
# encoder and its options, best first: not every build of FFmpeg may ship x264
ENCODERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("libx264", {"preset": "veryfast", "crf": "20"}),
    ("libopenh264", {"b": "1200000"}),
    ("mpeg4", {"qscale": "3"}),
)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SampleClip:
    """One clip that was written.

    Attributes:
        file: its name in the folder.
        captions: what `captions.csv` says about it.
        scene: what it shows.
    """

    file: str
    captions: tuple[str, str]
    scene: Scene


def write_samples(
    folder: str | os.PathLike[str],
    *,
    count: int = 60,
    seed: int = 0,
    style: str = "cartoon",
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> list[SampleClip]:
    """Draws clips that the starter pack has never seen into an empty folder, made if absent.

    `captions.csv` is written last: a folder with it is complete. What was written is removed again
    when the job fails or is stopped.

    Args:
        folder: where to write; must be empty or absent.
        count: how many clips, each of another combination of subject, colour, place and motion.
        seed: another seed, other clips.
        style: a name of `STYLES`.
        progress: called with clips done and clips wanted.
        cancel: set to stop after the clip in hand.

    Raises:
        SamplesError: says why nothing was written.
        Cancelled: `cancel` was set.
    """
    limit = most_held_out()
    if not 1 <= count <= limit:
        raise SamplesError(f"{count} sample clips cannot be drawn: choose a number from 1 to {limit}.")
    path = Path(folder)
    made = _prepare(path)
    clips = _plan(count, seed)
    written: list[Path] = []
    try:
        for done, clip in enumerate(clips):
            if cancel is not None and cancel.is_set():
                raise Cancelled("Stopped.")
            write_clip(clip.scene, path / clip.file, style)
            written.append(path / clip.file)
            if progress is not None:
                progress(done + 1, count)
        _write_captions(clips, path)
    except BaseException as error:
        _clear(path, written, made)
        if isinstance(error, OSError | FFmpegError):
            raise SamplesError(f"The sample clips cannot be written to {path}: {_cause(error)}.") from error
        raise
    return clips


def write_clip(scene: Scene, file: Path, style: str = "cartoon") -> None:
    """Writes one scene as an MP4 of 384 × 288 at 15 frames a second. OSError if it cannot be written."""
    painter = Painter(scene, WIDTH, HEIGHT)
    buffer = io.BytesIO()  # through Python, so that a full disk is an OSError with its own words
    with av.open(buffer, "w", format="mp4") as container:
        stream = _video_stream(container)
        for i in range(round(scene.seconds * RATE)):
            frame = av.VideoFrame.from_ndarray(STYLES[style](painter.frame(i / RATE)), format="rgb24")
            frame.pts = i
            frame.time_base = Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    _write_new(file, buffer.getvalue())


def _video_stream(container: Any) -> Any:
    for codec, options in ENCODERS:
        if codec not in av.codecs_available:
            continue
        stream = container.add_stream(codec, rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.thread_count = 2
        return stream
    raise SamplesError("This build of FFmpeg can write none of the video formats that sample clips use.")


def _plan(count: int, seed: int) -> list[SampleClip]:
    rng = random.Random(f"captions/{seed}")
    seen: set[str] = set()
    clips = []
    for number, scene in enumerate(held_out_scenes(count, seed), start=1):
        pair = captions(scene, rng)
        while not seen.isdisjoint(pair):
            pair = captions(scene, rng)
        seen.update(pair)
        clips.append(SampleClip(f"clip_{number:03d}.mp4", pair, scene))
    return clips


def _write_captions(clips: list[SampleClip], folder: Path) -> None:
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("file", "caption"))
    rows.writerows((clip.file, caption) for clip in clips for caption in clip.captions)
    part = folder / f"{CAPTIONS_FILE}.part"
    _write_new(part, text.getvalue().encode())
    part.rename(folder / CAPTIONS_FILE)


def _write_new(file: Path, content: bytes) -> None:
    """Writes a file that must not exist yet, to the disk; removes it again if it does not fit."""
    with file.open("xb") as out:
        try:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        except OSError:
            out.close()
            file.unlink(missing_ok=True)
            raise


def _prepare(folder: Path) -> bool:
    """Sees that the folder can take a set; True if it had to be made."""
    try:
        if folder.is_dir():
            if any(folder.iterdir()):
                raise SamplesError(f"The folder {folder} is not empty; sample clips need an empty one.")
            made = False
        elif folder.exists():
            raise SamplesError(f"{folder} is a file; sample clips need an empty folder.")
        else:
            folder.mkdir(parents=True)
            made = True
    except OSError as error:
        raise SamplesError(f"Sample clips cannot be put into {folder}: {_cause(error)}.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SamplesError(f"Sample clips cannot be put into {folder}: you may not write there.")
    return made


def _cause(error: OSError | FFmpegError) -> str:
    if error.errno == errno.ENOSPC:
        return "the disk is full"
    return error.strerror or str(error)


def _clear(folder: Path, written: list[Path], made: bool) -> None:
    """Removes what an unfinished job wrote, as far as that is possible."""
    try:
        for file in written:
            file.unlink(missing_ok=True)
        if made:
            folder.rmdir()
    except OSError:
        return  # no captions.csv: the set is not claimed as done
