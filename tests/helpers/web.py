"""A real web server on this machine that serves files, and misbehaves when told to."""

from __future__ import annotations

import re
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

BLOCK = 64 * 1024


@dataclass
class Asked:
    """One request and what was sent in answer.

    Attributes:
        method, path: as asked; the path with its query.
        start: first byte of the range; -1 where none was asked for.
        if_range: the validator that came with it.
        sent: bytes of the body that went out.
        headers: of the request, names in lower case.
    """

    method: str
    path: str
    start: int
    if_range: str
    headers: dict[str, str]
    sent: int = 0


@dataclass
class Served:
    """A file of the site."""

    content: bytes
    etag: str = '"one"'
    type: str = "application/octet-stream"
    headers: dict[str, str] = field(default_factory=dict)


class Handler(BaseHTTPRequestHandler):
    """Answers with the next script of a path, or as a good server does."""

    protocol_version = "HTTP/1.1"
    site: Site
    asked: Asked

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        match = re.match(r"bytes=(\d+)-", self.headers.get("Range", ""))
        lowered = {name.lower(): value for name, value in self.headers.items()}
        start = int(match[1]) if match else -1
        self.asked = Asked(self.command, self.path, start, self.headers.get("If-Range", ""), lowered)
        with self.site.lock:
            self.site.log.append(self.asked)
            scripts = self.site.scripts.get(self.path, [])
            script = scripts.pop(0) if scripts else serve
        try:
            script(self)
        except OSError:  # the client left
            self.close_connection = True

    def head(self, code: int, headers: dict[str, object]) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, str(value))
        self.end_headers()

    def body(self, content: bytes) -> None:
        """Sends and counts, at the pace of the site."""
        if self.command == "HEAD":
            return
        for first in range(0, len(content), BLOCK):
            block = content[first : first + BLOCK]
            self.wfile.write(block)
            self.asked.sent += len(block)
            if self.site.pause:
                time.sleep(self.site.pause)

    def hang_up(self) -> None:
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


class Server(ThreadingHTTPServer):
    """Clients that leave are part of the play."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Shows only what a client that left cannot explain."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


Script = Callable[[Handler], None]


@dataclass
class Site:
    """Files by path, scripted answers by path, and a log of what was asked.

    Attributes:
        pause: seconds between two blocks of 64 KiB.
    """

    address: str = ""
    pause: float = 0.0
    files: dict[str, Served] = field(default_factory=dict)
    scripts: dict[str, list[Script]] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def bodies(self, path: str) -> list[Asked]:
        """The requests for the content of a path."""
        return [asked for asked in self.log if asked.path == path and asked.method == "GET"]


@contextmanager
def website(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site that lives for the block."""
    site = Site()
    server = Server(("127.0.0.1", 0), type("SiteHandler", (Handler,), {"site": site}))
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    site.address = f"http{'s' if tls else ''}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets requests to this machine pass, whatever proxy or offline mode the tests are run with."""
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")


# --- scripts ------------------------------------------------------------------------------------------


def _file(handler: Handler) -> Served | None:
    return handler.site.files.get(handler.path)


def serve(handler: Handler) -> None:
    """As a good server: whole, or the range where the validator fits."""
    _serve(handler, ranges=True)


def serve_whole(handler: Handler) -> None:
    """As a server that knows no ranges."""
    _serve(handler, ranges=False)


def _serve(handler: Handler, *, ranges: bool, cut: int | None = None) -> int:
    """Sends the file, or its first `cut` bytes; returns how many should have come."""
    file, asked = _file(handler), handler.asked
    if file is None:
        handler.head(404, {"Content-Length": 0})
        return 0
    headers: dict[str, object] = {"ETag": file.etag, "Content-Type": file.type, **file.headers}
    start = asked.start if ranges and asked.if_range in ("", file.etag) else -1
    content, size = file.content[max(start, 0) :], len(file.content)
    if start >= size:
        handler.head(416, {"Content-Length": 0, "Content-Range": f"bytes */{size}"})
        return 0
    headers["Content-Length"] = len(content)
    if start >= 0:
        headers["Content-Range"] = f"bytes {start}-{size - 1}/{size}"
    handler.head(206 if start >= 0 else 200, headers)
    handler.body(content[:cut])
    return len(content)


def drop_after(count: int) -> Script:
    """Announces the whole and hangs up after so many bytes."""

    def script(handler: Handler) -> None:
        _serve(handler, ranges=True, cut=count)
        handler.hang_up()

    return script


def stall_after(count: int, seconds: float = 30.0) -> Script:
    """Announces the whole and falls silent after so many bytes."""

    def script(handler: Handler) -> None:
        _serve(handler, ranges=True, cut=count)
        time.sleep(seconds)
        handler.hang_up()

    return script


def silent(seconds: float = 30.0) -> Script:
    """Takes the request and never answers."""

    def script(handler: Handler) -> None:
        time.sleep(seconds)
        handler.hang_up()

    return script


def answer(code: int, content: bytes = b"", **headers: object) -> Script:
    """This code and body; names of headers with `_` for `-`."""

    def script(handler: Handler) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        handler.head(code, {"Content-Length": len(content), **named})
        handler.body(content)

    return script


def page(code: int = 200, type: str = "text/html; charset=utf-8") -> Script:
    """A sign-in page in the place of the file."""
    return answer(code, b"<!DOCTYPE html><html><body>Please sign in.</body></html>", Content_Type=type)


def endless(handler: Handler) -> None:
    """Announces no length and sends twice the file."""
    file = _file(handler)
    assert file is not None
    handler.head(200, {"Transfer-Encoding": "chunked", "Content-Type": file.type})
    for _ in range(2):
        for first in range(0, len(file.content), BLOCK):
            block = file.content[first : first + BLOCK]
            handler.wfile.write(b"%x\r\n" % len(block) + block + b"\r\n")
            handler.asked.sent += len(block)
    handler.wfile.write(b"0\r\n\r\n")


def wrong_range(handler: Handler) -> None:
    """Answers a range with the bytes of another one."""
    file = _file(handler)
    assert file is not None
    size = len(file.content)
    headers = {"Content-Range": f"bytes 0-{size - 1}/{size}", "Content-Length": size}
    handler.head(206, headers)  # type: ignore[arg-type]
    handler.body(file.content)
