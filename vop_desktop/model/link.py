"""Web requests that can be left at any moment.

A blocking read cannot be called off in Python, and a server that stalls would hold the person for the whole
time-out. So each request runs in a thread of its own, which hands over what it receives through a short
queue; the caller waits on the queue, looks at the cancel flag ten times a second, and shuts the socket when
it leaves.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from vop_desktop import __version__
from vop_desktop.errors import Cancelled, PackError

if TYPE_CHECKING:
    from types import TracebackType

    import httpx2

CHUNK = 1 << 20  # bytes received but not yet written, at most: what a kill may cost to fetch again
_BLOCK = 64 * 1024  # the transport hands over no more at once
_QUEUED = CHUNK // _BLOCK // 2  # half: the thread and the caller hold a block each, the transport a few
_FIRST_TRIES = 3  # to reach a server at all: a person without a network is told soon
_GLANCE = 0.1  # seconds between two looks at the cancel flag

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a download bears with a bad line. Seconds, and tries in a row without progress."""

    connect: float = 10.0
    stall: float = 20.0
    tries: int = 6
    first_pause: float = 1.0
    longest_pause: float = 30.0


class TransientError(Exception):
    """Trouble that may pass; the text is a plain sentence for when it does not."""

    def __init__(self, text: str, *, wait: float = 0.0) -> None:
        super().__init__(text)
        self.wait = wait  # seconds the server asked for


class Link:
    """The requests of one download. Proxies and certificates are those of the system and the environment.

    One thread uses it. Close it, or use it in a `with` block.
    """

    def __init__(self, cancel: threading.Event, patience: Patience) -> None:
        import httpx2

        self.cancel = cancel
        self.patience = patience
        self.tick: Callable[[], None] = lambda: None  # called ten times a second while nothing arrives
        self._sockets: list[socket.socket] = []
        timeout = httpx2.Timeout(patience.stall, connect=patience.connect)
        headers = {"User-Agent": f"vop-desktop/{__version__}", "Accept-Encoding": "identity"}
        try:
            self._client = httpx2.Client(timeout=timeout, headers=headers, max_redirects=8)
        except (ImportError, ValueError) as error:  # a proxy of a kind that needs another package
            raise PackError(f"The proxy that is set in the environment cannot be used: {error}.") from error

    def __enter__(self) -> Link:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def request(
        self, url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None, follow: bool = True
    ) -> Reply:
        """Starts a request. TransientError or PackError when no answer comes, Cancelled when it was left."""
        import httpx2

        try:
            request = self._client.build_request(
                method, url, headers=headers, extensions={"trace": self._remember_socket}
            )
        except httpx2.InvalidURL as error:
            raise PackError(f"The address {url} cannot be used: {error}.") from error
        return Reply(self, self._client, request, follow=follow)

    def _remember_socket(self, event: str, info: Mapping[str, Any]) -> None:
        """Called by the transport in the request's thread, at each of its steps."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._sockets.append(info["return_value"].get_extra_info("socket"))

    def shut(self) -> None:
        """Wakes a request from its read: every connection of the link ends."""
        sockets, self._sockets = self._sockets, []
        for connection in sockets:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def check_cancel(self) -> None:
        """Raises Cancelled once the person has stopped the job."""
        if self.cancel.is_set():
            raise Cancelled("Stopped.")

    def persist(self, step: Callable[[], T], *, told: Callable[[str], None] = lambda text: None) -> T:
        """Runs a first step again while it raises TransientError; PackError when patience ends."""
        tries = Tries(self, told, limit=_FIRST_TRIES)
        while True:
            self.check_cancel()
            try:
                return step()
            except TransientError as error:
                tries.failed(error)


class Tries:
    """Counts failures in a row and pauses after each, longer every time."""

    def __init__(self, link: Link, told: Callable[[str], None], *, limit: int | None = None) -> None:
        self._link, self._told = link, told
        self._limit = link.patience.tries if limit is None else min(limit, link.patience.tries)
        self._count = 0

    def progressed(self) -> None:
        """Something worth keeping arrived: the count starts anew."""
        self._count = 0

    def failed(self, error: TransientError) -> None:
        """Pauses before the next try. PackError after the last, Cancelled when stopped meanwhile."""
        self._count += 1
        patience = self._link.patience
        if self._count >= self._limit:
            raise PackError(str(error)) from error
        pause = min(max(patience.first_pause * 2 ** (self._count - 1), error.wait), patience.longest_pause)
        self._told(f"{error} Trying again.")
        if self._link.cancel.wait(pause):
            raise Cancelled("Stopped.")


class Reply:
    """The answer to one request: the head at once, the body as it comes. Close it, or use `with`."""

    def __init__(self, link: Link, client: httpx2.Client, request: httpx2.Request, *, follow: bool) -> None:
        self._link = link
        url = request.url
        self._host = url.host
        self._left = threading.Event()
        self._queue: queue.Queue[httpx2.Response | bytes | Exception | None] = queue.Queue(_QUEUED)
        self._ended = threading.Event()
        self._thread = threading.Thread(
            target=self._work, args=(client, request, follow), name="download", daemon=True
        )
        self._thread.start()
        try:
            head = self._next(link.patience.connect + link.patience.stall)
            assert not isinstance(head, bytes | None)
            self.response = head
            if url.scheme == "https" and head.url.scheme != "https":
                raise PackError(f"{self._host} leads to an address without encryption. Nothing was fetched.")
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Reply:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def host(self) -> str:
        """The server that was asked."""
        return self._host

    def blocks(self) -> Iterator[bytes]:
        """The body, in pieces of at most 64 KiB. Raises as `Link.request` does."""
        while (block := self._next(self._link.patience.stall)) is not None:
            assert isinstance(block, bytes)
            yield block

    def read(self, limit: int) -> bytes:
        """The whole body. PackError when it is longer than `limit` bytes."""
        body = bytearray()
        for block in self.blocks():
            body += block
            if len(body) > limit:
                raise PackError(f"{self._host} sends far more than was asked for. Nothing was installed.")
        return bytes(body)

    def close(self) -> None:
        """Leaves the request: the thread ends at once, or at the latest when connecting times out."""
        self._left.set()
        if not self._ended.wait(_GLANCE / 5):  # after a body that was read to its end the connection stays
            self._link.shut()
            self._ended.wait(_GLANCE * 5)

    def _next(self, patience: float) -> httpx2.Response | bytes | None:
        """The next thing the thread hands over; its errors are raised here."""
        deadline = time.monotonic() + patience
        while True:
            self._link.check_cancel()
            try:
                item = self._queue.get(timeout=_GLANCE)
            except queue.Empty:
                self._link.tick()
                if time.monotonic() > deadline:
                    text = f"{self._host} stopped sending for {patience:.0f} seconds."
                    raise TransientError(text) from None
                continue
            if isinstance(item, Exception):
                raise self._in_words(item) from item
            return item

    def _in_words(self, error: Exception) -> Exception:
        """The same trouble as a sentence; what is no trouble with the line stays as it is."""
        import httpx2

        if isinstance(error, httpx2.ConnectError) and "CERTIFICATE_VERIFY_FAILED" in str(error):
            return PackError(
                f"The certificate of {self._host} is not trusted, so nothing was fetched. Check the date of "
                "this computer, or ask who runs this network."
            )
        passing: tuple[tuple[type[Exception], str], ...] = (
            (httpx2.ProxyError, f"The proxy lets nothing through to {self._host}."),
            (httpx2.ConnectError, f"{self._host} cannot be reached. Check the network connection."),
            (httpx2.ConnectTimeout, f"{self._host} cannot be reached. Check the network connection."),
            (httpx2.TimeoutException, f"{self._host} stopped answering."),
            (httpx2.TransportError, f"The connection to {self._host} broke off."),
        )
        for kind, text in passing:
            if isinstance(error, kind):
                return TransientError(text)
        if isinstance(error, httpx2.TooManyRedirects):
            return PackError(f"{self._host} sends us round in circles. Try again later.")
        return error

    # --- in the thread ---------------------------------------------------------------------------------

    def _work(self, client: httpx2.Client, request: httpx2.Request, follow: bool) -> None:
        try:
            with closing(client.send(request, stream=True, follow_redirects=follow)) as response:
                self._hand_over(response)
                for block in response.iter_raw():
                    if not self._hand_over(block):
                        return
            self._hand_over(None)
        except Exception as error:
            self._hand_over(error)
        finally:
            self._ended.set()

    def _hand_over(self, item: httpx2.Response | bytes | Exception | None) -> bool:
        """Whether the caller still wants it."""
        while not self._left.is_set():
            with suppress(queue.Full):
                self._queue.put(item, timeout=_GLANCE)
                return True
        return False
