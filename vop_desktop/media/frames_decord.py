"""Frames through decord: good for short MP4, Matroska, AVI and FLV files, and trusted with nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec

import numpy as np

from vop_desktop.errors import MediaError
from vop_desktop.media.frame_table import FrameTable, Seconds
from vop_desktop.media.frames_av import HALF_MILLISECOND, Shown
from vop_desktop.media.pictures import scaled_size
from vop_desktop.media.probe import Probed

MAX_BYTES = 300_000_000
MAX_SECONDS = 5.0  # of longer files it decodes what PyAV can leave out
_CONTAINERS = frozenset({"mov", "matroska", "avi", "flv"})
_NOT_DECODED = frozenset({"av1", "vvc", "gif"})
_SAME_TIME = 0.001


@lru_cache(maxsize=1)
def has_decord() -> bool:
    """Whether decord is there at all. The installed application has PyAV alone."""
    return find_spec("decord") is not None


def suits_decord(path: str, probed: Probed) -> bool:
    """Whether decord may be tried on this file; what it gets wrong elsewhere goes to PyAV directly."""
    info = probed.info
    return (
        has_decord()
        and info.container.split(",")[0] in _CONTAINERS
        and info.codec not in _NOT_DECODED
        and info.size <= MAX_BYTES
        and info.duration <= MAX_SECONDS
        and probed.timed
        and probed.plain
        and probed.video_streams == 1
        and not any("\ud800" <= letter <= "\udfff" for letter in path)  # undecodable names raise in decord
    )


def read_decord(
    path: str,
    probed: Probed,
    table: FrameTable,
    times: Sequence[float],
    image_size: int,
    *,
    whole: bool,
) -> list[Shown]:
    """Reads the frame that is shown at each of the ascending `times`, in order.

    The frame table comes from the container; decord has to agree with it in number and times.
    With `whole`, a video of no more frames than times gives each of its frames once.

    Raises:
        MediaError: stage `decode`: decord fails, disagrees or gives flat pictures only; ask PyAV.
    """
    import decord

    starts = table.starts
    if not starts.size:
        raise MediaError("decode", "decord needs time stamps")
    width, height = scaled_size(probed.info, image_size)
    try:
        reader = decord.VideoReader(path, width=width, height=height, num_threads=1)
        try:
            stamps = np.asarray(reader.get_frame_timestamp(np.arange(len(reader))), dtype=np.float64)[:, 0]
            if not _same_times(stamps, starts):
                raise MediaError("decode", "decord reads other frame times than the container has")
            wanted = choose_frames(starts, times, whole=whole)
            unique = sorted({0, *wanted})  # a seek before frame 0 is decoded can give garbage
            batch = reader.get_batch(unique).asnumpy()
        finally:
            del reader  # decodes on in the background as long as it lives
    except (decord.DECORDError, RuntimeError, IndexError, ValueError, UnicodeError) as error:
        raise MediaError("decode", "decord cannot read the file") from error
    if batch.reshape(len(batch), -1).std(axis=1).max() < 1:
        raise MediaError("decode", "decord gives flat pictures")
    position = {index: k for k, index in enumerate(unique)}
    return [Shown(k, float(starts[index]), batch[position[index]]) for k, index in enumerate(wanted)]


def choose_frames(starts: Seconds, times: Sequence[float], *, whole: bool) -> list[int]:
    """For each time the index of the frame shown then; with `whole`, all frames if they are not more.

    Args:
        starts: float64 [N], ascending presentation times, seconds.
        times: ascending, seconds.
    """
    if whole and len(starts) <= len(times):
        return list(range(len(starts)))
    shown = np.searchsorted(starts, np.asarray(times) + HALF_MILLISECOND, side="right") - 1
    return [int(index) for index in np.clip(shown, 0, len(starts) - 1)]


def _same_times(stamps: Seconds, starts: Seconds) -> bool:
    """decord counts from its own zero, in float32."""
    if len(stamps) != len(starts):
        return False
    return bool(np.abs((stamps - stamps[0]) - (starts - starts[0])).max() < _SAME_TIME)
