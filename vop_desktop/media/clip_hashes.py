"""Hashes of a clip that is to be found again: taken closely, in a process of its own."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from types import TracebackType

import numpy as np
import numpy.typing as npt

from vop_desktop.errors import Cancelled, MediaError
from vop_desktop.media.decode_job import deadline
from vop_desktop.media.hashes import hash_variants
from vop_desktop.media.worker_pool import Task, Watch, WorkerPool
from vop_desktop.records import ByteArray

STEP = 0.5  # seconds between the frames of a clip
FINE_STEP = 0.25  # of a clip up to FINE_SECONDS long
FINE_SECONDS = 20.0
WHOLE_SECONDS = 120.0  # a longer clip is looked at so closely only here and there
WINDOWS = 12
WINDOW_SECONDS = 6.0
_SHORT_SIDE = 180
_BUDGET = 0.7


@dataclass(frozen=True, slots=True, eq=False)
class ClipHashes:
    """Hashes of a clip's frames.

    Attributes:
        duration: of the clip, seconds.
        size: width and height as displayed, pixels.
        times: float64 [Q], seconds, ascending.
        hashes: uint8 [Q, 6, 32], as `media.hashes.hash_variants` gives them.
    """

    duration: float
    size: tuple[int, int]
    times: npt.NDArray[np.float64]
    hashes: ByteArray


class ClipHashing:
    """Hashes one clip in the background. Use it as a context manager, from one thread."""

    def __init__(self, path: str, cancel: threading.Event | None = None) -> None:
        self._pool = WorkerPool(1)
        self._watch = Watch(self._pool, cancel)
        limit = deadline(0)
        self._task = Task(hash_clip, path, _BUDGET * limit, timeout=limit)
        self._watch.submit(self._task)

    def __enter__(self) -> ClipHashing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.kill()

    def result(self) -> ClipHashes | None:
        """Waits for the hashes. None where the clip cannot be read this way.

        Raises:
            Cancelled: the clip is given up.
        """
        try:
            found: ClipHashes = self._watch.result(self._task)
        except Cancelled:
            raise
        except Exception:  # whatever the decoder did: the clip is compared by its looks alone
            return None
        return found


def hash_clip(path: str, budget: float) -> ClipHashes:
    """Decodes and hashes a clip, for at most `budget` seconds. Runs in a decode process.

    Raises:
        MediaError: it is no video.
    """
    from vop_desktop.media.frames_av import AvReader
    from vop_desktop.media.probe import probe_stream

    probed = probe_stream(path)
    info = probed.info
    if not info.duration > 0:
        raise MediaError("probe", "the length of the clip is not known")
    times = clip_times(info.duration)
    reader = AvReader(path, probed, _SHORT_SIDE, budget, thin=info.duration > WHOLE_SECONDS)
    seen: list[float] = []
    hashes: list[ByteArray] = []
    for shown in reader.read(times, 0.0):
        if not seen or shown.time > seen[-1]:
            seen.append(shown.time)
            hashes.append(hash_variants(shown.picture))
    if not seen:
        raise MediaError("decode", "no frame could be read")
    return ClipHashes(info.duration, (info.width, info.height), np.asarray(seen), np.stack(hashes))


def clip_times(duration: float) -> list[float]:
    """When to look at a clip of that length: everywhere, or every 2 s and closely in a dozen windows."""
    step = FINE_STEP if duration <= FINE_SECONDS else STEP
    if duration <= WHOLE_SECONDS:
        return [(number + 0.5) * step for number in range(int(duration / step))] or [duration / 2]
    starts = np.linspace(0, duration - WINDOW_SECONDS, WINDOWS)
    close = (starts[:, None] + STEP * np.arange(int(WINDOW_SECONDS / STEP))).ravel()
    coarse = np.arange(1.0, duration, max(2.0, duration / 600))
    return [float(moment) for moment in np.unique(np.concatenate([close, coarse]))]
