"""A pool of decode processes that can be killed and started again at any time."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import spawn
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

import psutil
from pebble import ProcessPool

from vop_desktop.errors import Cancelled, MediaError
from vop_desktop.media.decode_worker import start_worker

_TASKS_A_WORKER = 50  # decord leaks on bad files: workers are replaced now and then
_POLL_SECONDS = 0.05
# A process killed from outside may die with the pool's lock in its hands; then nothing moves any more.
_OVERDUE_SECONDS = 10.0  # beyond the time limit of the tasks that run
_IDLE_SECONDS = 20.0  # with no task running; starting a process may take a while
_MAX_BREAKS = 3
_MAX_WORKERS = 4  # where the encoder is busy too; two keep up with it on most machines
_WORKER_BYTES = 400_000_000  # what a decode process may need on 1080p
_MEMORY_SHARE = 0.25
# Put before the first statement of a new process.
_QUIET = "import os; os.dup2(os.open(os.devnull, os.O_RDWR), 2); "

_spawn_lock = threading.Lock()


class Pause(Protocol):
    """Whether a run has to wait; a `threading.Event` will do. Asked twenty times a second."""

    def is_set(self) -> bool:
        """Whether to wait now."""
        ...


class ProcessesUnavailable(MediaError):
    """No decode process can be started: no file's fault, so the run ends."""


class _WorkerProcess(SpawnProcess):
    """A process that does not import the program's main module: it would start the program once more.

    One that starts while its pool is closed finds nothing to work for, and ends without printing that.
    """

    @staticmethod
    def _Popen(process_obj: BaseProcess) -> Any:  # noqa: N802
        def without_main(name: str) -> dict[str, Any]:
            return {key: value for key, value in prepare(name).items() if not key.startswith("init_main")}

        def quiet(**values: Any) -> list[Any]:  # the first part may be bytes
            return [_QUIET + part if str(part).startswith("from ") else part for part in command(**values)]

        with _spawn_lock:
            prepare, command = spawn.get_preparation_data, spawn.get_command_line
            spawn.get_preparation_data, spawn.get_command_line = without_main, quiet
            try:
                return SpawnProcess._Popen(process_obj)
            finally:
                spawn.get_preparation_data, spawn.get_command_line = prepare, command


class _WorkerContext(SpawnContext):
    Process = _WorkerProcess


class WorkerPool:
    """Starts processes on first use. All methods may be called from any thread.

    Attributes:
        workers: how many processes run at a time.
        generation: counts how often the processes were killed; work submitted before that is lost.
    """

    def __init__(self, workers: int, *, low_priority: bool = False) -> None:
        self.workers = workers or _suitable_workers()
        self._low_priority = low_priority
        self.generation = 0
        self._pool: ProcessPool | None = None
        self._lock = threading.Lock()

    def submit(
        self, function: Callable[..., Any], *args: object, timeout: float, generation: int
    ) -> Future[Any]:
        """Queues a call. `timeout` in seconds counts from the moment a process takes it up.

        The future fails with `TimeoutError`, `pebble.ProcessExpired` (the process died),
        `BrokenProcessPool`, or what the function raises.

        Raises:
            Cancelled: the processes of that generation were killed; no new ones are started for it.
        """
        with self._lock:
            if generation != self.generation:
                raise Cancelled("the decode processes were closed")
            if self._pool is None:
                self._pool = ProcessPool(
                    max_workers=self.workers,
                    max_tasks=_TASKS_A_WORKER,
                    initializer=start_worker,
                    initargs=(self._low_priority,),
                    context=_WorkerContext(),
                )
            future: Future[Any] = self._pool.schedule(function, args=args, timeout=timeout)
            return future

    def kill(self, generation: int | None = None) -> int:
        """Kills all processes, within a second; the next `submit` starts new ones.

        Args:
            generation: do it only if the processes are still of this generation.

        Returns:
            The new generation.
        """
        with self._lock:
            if generation is not None and generation != self.generation:
                return self.generation
            pool, self._pool = self._pool, None
            self.generation += 1
            new = self.generation
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()
        return new


def _suitable_workers() -> int:
    """As many processes as there are cores, up to four, as long as they fit a quarter of the free memory."""
    cores = min(_MAX_WORKERS, os.cpu_count() or 1)
    fitting = int(psutil.virtual_memory().available * _MEMORY_SHARE / _WORKER_BYTES)
    return max(1, min(cores, fitting))


class Task:
    """A call to run in a decode process, and its future. Can be submitted again."""

    def __init__(self, function: Callable[..., Any], *args: object, timeout: float) -> None:
        self.function = function
        self.args: tuple[Any, ...] = args
        self.timeout = timeout
        self.future: Future[Any] = Future()


class Watch:
    """Waits for tasks of one run: notices cancellation and pauses, and starts the pool anew when it broke.

    Belongs to one thread.

    Attributes:
        generation: of the pool's processes that work for this run.
    """

    def __init__(self, pool: WorkerPool, cancel: threading.Event | None, pause: Pause | None = None) -> None:
        self._pool = pool
        self._cancel = cancel
        self._pause = pause
        self.generation = pool.generation
        self._tasks: list[Task] = []
        self._succeeded = False

    def check(self) -> bool:
        """Raises Cancelled when the run is to stop. While it is paused, waits; true if it did.

        A pause ends the processes, so that nothing goes on behind it: not the decoding ahead, and no time
        limit. What they had not finished is handed to new ones afterwards.
        """
        self._check_cancel()
        if self._pause is None or not self._pause.is_set():
            return False
        unfinished = [task for task in self._tasks if not task.future.done()]
        self.generation = self._pool.kill(self.generation)
        while self._pause.is_set():
            time.sleep(_POLL_SECONDS)
            self._check_cancel()
        for task in unfinished:
            self._send(task)
        return True

    def _check_cancel(self) -> None:
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled("decoding was stopped")
        if self._pool.generation != self.generation:
            raise Cancelled("the decode processes were closed")

    @property
    def at_work(self) -> int:
        """How many processes have a task, or will at once."""
        return min(self._pool.workers, sum(not task.future.done() for task in self._tasks))

    def submit(self, task: Task) -> None:
        """Queues a task."""
        self._tasks.append(task)
        self._send(task)

    def first(self, tasks: Sequence[Task]) -> Task:
        """Waits until one of some tasks is done or has failed, and gives the first such.

        Where the pool stands still it gives the first task: `result` then sees to that.

        Raises:
            Cancelled: the run is to stop.
        """
        self._wait(tasks, _IDLE_SECONDS)
        return next((task for task in tasks if task.future.done()), tasks[0])

    def result(self, task: Task) -> Any:
        """Waits for a task and returns its result, which is then forgotten here.

        Raises:
            Cancelled: the run is to stop.
            ProcessesUnavailable: the processes cannot be started.
            Exception: what the task failed with.
        """
        try:
            for attempt in range(_MAX_BREAKS):
                moving = self._wait((task,), _IDLE_SECONDS * 2**attempt)
                if moving and not isinstance(task.future.exception(), BrokenProcessPool):
                    self._succeeded = True
                    return task.future.result()
                self._restart()
        finally:
            self._tasks.remove(task)
        if self._succeeded:  # then it is this task that tears the pool down
            raise BrokenProcessPool("the pool broke several times during this task")
        raise ProcessesUnavailable("decode", "the decode processes cannot be started, or die at once")

    def _wait(self, tasks: Sequence[Task], idle_seconds: float) -> bool:
        """Waits until one of the tasks is done; false when the whole pool stands still."""
        seen: list[tuple[bool, bool]] = []
        since = time.monotonic()
        while not any(task.future.done() for task in tasks):
            if self.check():
                since = time.monotonic()
            wait([task.future for task in tasks], timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)
            states = [(each.future.running(), each.future.done()) for each in self._tasks]
            running = [each.timeout for each in self._tasks if each.future.running()]
            if states != seen:
                seen, since = states, time.monotonic()
            elif time.monotonic() - since > (max(running) + _OVERDUE_SECONDS if running else idle_seconds):
                return False
        return True

    def _restart(self) -> None:
        """Kills the processes and hands all unfinished work to new ones."""
        self.check()
        self.generation = self._pool.kill(self.generation)
        for task in self._tasks:
            if not task.future.done() or isinstance(task.future.exception(), BrokenProcessPool):
                self._send(task)

    def _send(self, task: Task) -> None:
        try:
            task.future = self._pool.submit(
                task.function, *task.args, timeout=task.timeout, generation=self.generation
            )
        except RuntimeError as error:  # the pool broke unnoticed
            task.future = Future()
            task.future.set_exception(BrokenProcessPool(str(error)))
