"""Who may compute now: a query goes before the indexing of videos."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Lets queries start at once, and batches of videos only while no query is being encoded.

    So a query shares the machine with the one batch that had begun, at most. Any thread.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._queries = 0  # waiting or running
        self._running = 0  # queries and batches
        self._moving = False

    @contextmanager
    def query(self) -> Iterator[None]:
        """A short request that somebody waits for."""
        with self._changed:
            self._queries += 1  # from here on no batch starts
            self._changed.wait_for(lambda: not self._moving)
            self._running += 1
        try:
            yield
        finally:
            with self._changed:
                self._queries -= 1
                self._running -= 1
                self._changed.notify_all()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """A piece of a long job: as short as the job can be cut."""
        with self._changed:
            self._changed.wait_for(lambda: not self._queries and not self._moving)
            self._running += 1
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Waits until nobody computes, and keeps everybody out: the model changes its place."""
        with self._changed:
            self._changed.wait_for(lambda: not self._moving)
            self._moving = True
            self._changed.wait_for(lambda: not self._running)
        try:
            yield
        finally:
            with self._changed:
                self._moving = False
                self._changed.notify_all()
