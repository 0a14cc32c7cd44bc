"""One file on its way through the decode processes: its tasks, its second chance, its verdict."""

from __future__ import annotations

import dataclasses
import logging
import math
from collections import deque
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from pebble import ProcessExpired

from vop_desktop.errors import MediaError, VopDesktopError
from vop_desktop.media.decode_worker import Chunk, Opened, Order, open_video, read_chunk
from vop_desktop.media.worker_pool import ProcessesUnavailable, Task, Watch
from vop_desktop.records import DecodedSegment, SegmentPlan, VideoInfo, VideoState, display_path

_log = logging.getLogger(__name__)

DEADLINE_SECONDS = 20.0
DEADLINE_SECONDS_A_GIGABYTE = 10.0
_BUDGET = 0.7  # of the time limit; then a decode process comes back with what it has
_SECONDS_DECODED_A_SECOND = 20.0  # of video, at least
_MAX_LOST_STRETCHES = 2


def deadline(size: int) -> float:
    """Seconds that one task on a file of `size` bytes may take."""
    return DEADLINE_SECONDS + DEADLINE_SECONDS_A_GIGABYTE * math.ceil(size / 1e9)


class Job:
    """One file. Belongs to one thread."""

    def __init__(self, path: str, order: Order) -> None:
        self.path = path
        try:
            size = Path(path).stat().st_size
        except OSError:
            size = 0  # the decode process will say what is wrong
        self._limit = deadline(size)
        self._order = dataclasses.replace(order, budget=_BUDGET * self._limit)
        self._opened: Opened | None = None
        self._first: Chunk | None = None
        self._stretches: deque[tuple[int, int, Task]] = deque()
        self._open_task: Task | None = None
        self._next_plan = 0
        self._planned = self._read = self._errors = self._lost = 0
        self._out_of_time = False
        self._end: float | None = None
        self._lost_reason = ""

    @property
    def opening(self) -> Task | None:
        """The task that opens the file, until `open` has taken its answer."""
        return self._open_task

    @property
    def bytes_ahead(self) -> int:
        """Bytes of all that was decoded and not yet given out, or is being decoded."""
        first = self._first.bytes if self._first is not None else 0
        tasks = [task for _, _, task in self._stretches]
        if self._open_task is not None:
            tasks.append(self._open_task)
        return first + sum(self._bytes_of(task) for task in tasks)

    def _bytes_of(self, task: Task) -> int:
        if not task.future.done() or task.future.cancelled() or task.future.exception() is not None:
            return self._order.chunk_bytes
        result = task.future.result()
        chunk: Chunk = result.chunk if isinstance(result, Opened) else result
        return chunk.bytes

    def submit(self, watch: Watch, room: int) -> None:
        """Queues the next stretches, up to `room` of them at a time."""
        if self._opened is None:
            if self._open_task is None:
                self._open_task = Task(open_video, self.path, self._order, timeout=self._limit)
                watch.submit(self._open_task)
            return
        step = self._order.chunk_segments
        while len(self._stretches) < room and self._next_plan < len(self._opened.plans):
            plans = self._opened.plans[self._next_plan : self._next_plan + step]
            task = self._stretch(plans)
            watch.submit(task)
            self._stretches.append((self._next_plan, len(plans), task))
            self._next_plan += step

    def open(self, watch: Watch) -> tuple[VideoInfo, int]:
        """Waits for the first answer: what the file is, and the number of its segments.

        Raises:
            MediaError: nothing of the file can be used.
        """
        if self._open_task is None:
            self.submit(watch, 1)
        assert self._open_task is not None
        opened: Opened = self._result(watch, self._open_task)
        self._open_task = None
        self._first = opened.chunk
        self._next_plan = self._order.chunk_segments
        self._planned = sum(len(plan.times) for plan in opened.plans)
        self._opened = dataclasses.replace(opened, chunk=Chunk((), 0, 0, 0))
        return opened.probed.info, len(opened.plans)

    def next_stretch(self, watch: Watch) -> tuple[int, tuple[DecodedSegment, ...]] | None:
        """Waits for the next stretch: number of its first segment, and the segments; None at the end."""
        assert self._opened is not None
        if self._first is not None:
            chunk, self._first = self._first, None
            return 0, self._tally(watch, 0, self._order.chunk_segments, chunk)
        while self._stretches:
            first, asked, task = self._stretches.popleft()
            try:
                chunk = self._result(watch, task)
            except ProcessesUnavailable:
                raise
            except MediaError as error:
                self._lost += 1
                self._lost_reason = error.reason
                if self._lost > _MAX_LOST_STRETCHES:
                    self._next_plan = len(self._opened.plans)
                self.submit(watch, 1)
                continue
            return first, self._tally(watch, first, asked, chunk)
        return None

    def verdict(self) -> tuple[VideoState, str, str]:
        """State, stage and reason of the finished file."""
        reason = self._flaw()
        return ("partial", "decode", reason) if reason else ("complete", "", "")

    def _flaw(self) -> str:
        assert self._opened is not None
        count = f"{self._read} of {self._planned} frames could be read"
        if self._lost_reason:
            return f"{count}; {self._lost_reason}"
        if self._out_of_time:
            return f"{count} in the time allowed; the file is very slow to decode"
        if self._end is not None and self._read >= self._planned:
            return (
                f"the video ends after {self._end:.1f} s of {self._opened.claimed:.1f} s; "
                "the file is damaged or cut off"
            )
        if self._read < self._planned:
            return f"{count}; the file is damaged or cut off"
        return "all frames could be read, but parts of the file are damaged" if self._errors else ""

    def _tally(self, watch: Watch, first: int, asked: int, chunk: Chunk) -> tuple[DecodedSegment, ...]:
        assert self._opened is not None
        self._read += chunk.read
        self._errors += chunk.errors
        plans = self._opened.plans[first : first + asked]
        if chunk.finished < len(plans):
            task = self._stretch(plans[chunk.finished :])
            watch.submit(task)
            self._stretches.appendleft((first + chunk.finished, len(plans) - chunk.finished, task))
        else:
            self._out_of_time = self._out_of_time or chunk.out_of_time
        if chunk.end is not None:
            self._end = chunk.end
            self._next_plan = len(self._opened.plans)  # nothing comes after the end
        return chunk.segments

    def _stretch(self, plans: Sequence[SegmentPlan]) -> Task:
        assert self._opened is not None
        # Where key frames are rare, all before the stretch may have to be decoded once more.
        limit = self._limit + plans[0].start / _SECONDS_DECODED_A_SECOND
        order = dataclasses.replace(self._order, budget=_BUDGET * limit)
        return Task(read_chunk, self.path, self._opened.probed, plans, order, timeout=limit)

    def _result(self, watch: Watch, task: Task) -> Any:
        """The task's result, on the second try if the first one hung or died.

        Raises:
            MediaError: it failed for good.
        """
        try:
            return watch.result(task)
        except VopDesktopError:
            raise
        except Exception:
            _log.warning(
                "%s: first try failed, trying without decord", display_path(self.path), exc_info=True
            )
        *args, order = task.args
        safer = dataclasses.replace(order, decord=False)
        again = Task(task.function, *args, safer, timeout=task.timeout)
        watch.submit(again)
        try:
            return watch.result(again)
        except TimeoutError as error:
            raise MediaError(
                "decode", f"decoding took longer than {task.timeout:.0f} s and was stopped"
            ) from error
        except (ProcessExpired, BrokenProcessPool) as error:
            raise MediaError("decode", "the decoder crashed on this file") from error
        except MemoryError as error:
            raise MediaError("decode", "decoding needs more memory than allowed") from error
        except VopDesktopError:
            raise
        except Exception as error:
            raise MediaError("decode", f"the decoder failed: {error!r}") from error
