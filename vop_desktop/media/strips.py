"""Filmstrips made again: pictures that have left the cache, of videos that are known."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from vop_desktop.errors import Cancelled, MediaError
from vop_desktop.media.decode_job import deadline
from vop_desktop.media.worker_pool import Task, Watch, WorkerPool
from vop_desktop.records import Filmstrip

_SLACK = 1.0  # seconds by which the last picture may be asked for beyond the end
_BUDGET = 0.7


class StripMaker:
    """Reads single segments in one decode process, started on first use. Belongs to one thread."""

    def __init__(self, cancel: threading.Event | None = None) -> None:
        self._pool = WorkerPool(1, low_priority=True)
        self._cancel = cancel

    def __enter__(self) -> StripMaker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process; the next `make` starts another."""
        self._pool.kill()

    def make(self, path: str, times: Sequence[float], image_size: int) -> Filmstrip:
        """The filmstrip of the frames that are shown at some times.

        Args:
            path: the video.
            times: ascending, seconds.
            image_size: of the encoder, pixels; the same pictures come out as when the video was read.

        Raises:
            MediaError: the file is gone or cannot be read.
            Cancelled: it was given up.
        """
        try:
            limit = deadline(Path(path).stat().st_size)
        except OSError as error:
            raise MediaError("scan", "the file cannot be reached") from error
        watch = Watch(self._pool, self._cancel)
        task = Task(read_strip, path, tuple(times), image_size, _BUDGET * limit, timeout=limit)
        watch.submit(task)
        try:
            strip: Filmstrip = watch.result(task)
        except (Cancelled, MediaError):
            raise
        except Exception as error:  # hung, crashed or out of memory: the process is another's
            raise MediaError("decode", f"its pictures could not be read: {error!r}") from error
        return strip


def read_strip(path: str, times: Sequence[float], image_size: int, budget: float) -> Filmstrip:
    """See `StripMaker.make`. Runs in a decode process, for at most `budget` seconds.

    Raises:
        MediaError: there is no video, or none of the frames.
    """
    from vop_desktop.media.frames_av import AvReader
    from vop_desktop.media.probe import probe_stream
    from vop_desktop.media.thumbnails import make_filmstrip

    reader = AvReader(path, probe_stream(path), image_size, budget)
    pictures = [shown.picture for shown in reader.read(times, _SLACK)]
    if not pictures:
        raise MediaError("decode", "no frame could be read")
    jpeg, poster = make_filmstrip(pictures)
    return Filmstrip(jpeg, len(pictures), poster)
