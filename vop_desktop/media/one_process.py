"""Reading a little of one file in a process that may hang or crash without harm."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from vop_desktop.errors import Cancelled, MediaError
from vop_desktop.media.decode_job import deadline
from vop_desktop.media.worker_pool import Task, Watch, WorkerPool

_BUDGET = 0.7  # of the time limit; then the process comes back with what it has


class OneProcess:
    """One decode process, started on first use. Belongs to one thread."""

    def __init__(self, cancel: threading.Event | None = None) -> None:
        self._pool = WorkerPool(1, low_priority=True)
        self._cancel = cancel

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process; the next call starts another."""
        self._pool.kill()

    def run(self, function: Callable[..., Any], path: str, *arguments: object) -> Any:
        """The result of `function(path, *arguments, budget)`, which runs in the process.

        Raises:
            MediaError: the file is gone or cannot be read.
            Cancelled: it was given up.
        """
        try:
            limit = deadline(Path(path).stat().st_size)
        except OSError as error:
            raise MediaError("scan", "the file cannot be reached") from error
        watch = Watch(self._pool, self._cancel)
        task = Task(function, path, *arguments, _BUDGET * limit, timeout=limit)
        watch.submit(task)
        try:
            return watch.result(task)
        except (Cancelled, MediaError):
            raise
        except Exception as error:  # hung, crashed or out of memory: the process is another's
            raise MediaError("decode", f"its pictures could not be read: {error!r}") from error
