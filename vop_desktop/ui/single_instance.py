"""One window a library: a second start hands over what it was asked to show, and ends."""

from __future__ import annotations

import getpass
import hashlib
import json
import logging
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger(__name__)

CONNECT_MS, ANSWER_MS = 300, 5000
PATIENCE = 15.0  # seconds that a window which is just starting gets to answer
MAX_BYTES = 1_000_000
TAKEN = b"taken\n"


class Call(NamedTuple):
    """What a start of the program asks for.

    Attributes:
        paths: folders to add and clips to open, absolute.
        search: a query, or nothing.
        samples: whether the sample clips are wanted.
    """

    paths: tuple[str, ...] = ()
    search: str = ""
    samples: bool = False

    def dump(self) -> bytes:
        """One line."""
        return json.dumps(self._asdict()).encode("utf-8") + b"\n"

    @classmethod
    def load(cls, line: bytes) -> Call:
        """ValueError for anything that is no call."""
        values = json.loads(line)
        if not isinstance(values, dict) or not isinstance(values.get("paths"), list):
            raise ValueError("no call")
        paths = tuple(str(path) for path in values["paths"])
        return cls(paths, str(values.get("search", "")), bool(values.get("samples")))


def address(library: Path) -> str:
    """The name of the socket: of this person and this library, short enough for every system."""
    try:
        who = getpass.getuser()
    except (OSError, KeyError):
        who = str(os.getuid()) if hasattr(os, "getuid") else ""
    key = f"{who}\n{os.path.normcase(os.path.realpath(library))}"
    name = f"vop-desktop-{hashlib.blake2b(key.encode('utf-8', 'surrogateescape'), digest_size=8).hexdigest()}"
    if sys.platform == "win32":
        return name
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    return os.path.join(own if os.access(own or "/nowhere", os.W_OK) else tempfile.gettempdir(), name)


class SingleInstance(QObject):
    """Is either the first window on a library, and hears the others, or tells the first one.

    Use: `hand_over` first; where it gives False this process is the one that opens the window.

    Signals:
        called(Call): another start hands this over; the window comes to the front.
    """

    called = Signal(object)

    def __init__(self, library: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address(library)
        folder = os.path.dirname(self._address) or tempfile.gettempdir()
        self._lock = QLockFile(os.path.join(folder, os.path.basename(self._address) + ".lock"))
        self._lock.setStaleLockTime(0)  # age says nothing; whether its process lives does
        self._server: QLocalServer | None = None
        self._heard: dict[QLocalSocket, bytes] = {}

    def hand_over(self, call: Call) -> bool:
        """Tells the window that is open on the library. False where there is none, or none that answers."""
        if self._lock.tryLock(0):
            return False
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self._tell(call):
                return True
            if self._lock.tryLock(100):  # it ended meanwhile, or had crashed
                return False
        log.warning("The window that is open on this library does not answer; another one is opened.")
        return False

    def listen(self) -> bool:
        """From now on other starts are heard. What a crash left behind is no hindrance."""
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._address)
        server.newConnection.connect(self._connected)
        if not server.listen(self._address):
            log.warning("Other starts cannot be heard: %s", server.errorString())
            return False
        self._server = server
        return True

    def close(self) -> None:
        """Hears no more; the next start opens a window."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    def _tell(self, call: Call) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._address)
        if not socket.waitForConnected(CONNECT_MS):
            return False
        socket.write(call.dump())
        socket.flush()
        answered = socket.waitForReadyRead(ANSWER_MS) and socket.readLine().data() == TAKEN
        socket.disconnectFromServer()
        return bool(answered)

    @Slot()
    def _connected(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            self._heard[socket] = b""
            socket.readyRead.connect(self._read)
            socket.disconnected.connect(self._gone)
            self._take(socket)

    @Slot()
    def _read(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._take(socket)

    def _take(self, socket: QLocalSocket) -> None:
        heard = self._heard.get(socket, b"") + socket.readAll().data()
        self._heard[socket] = heard
        if len(heard) > MAX_BYTES:
            socket.abort()
        elif heard.endswith(b"\n"):
            self._heard[socket] = b""
            try:
                call = Call.load(heard)
            except ValueError:
                log.warning("Something that is no start of the program spoke to the window.")
                socket.abort()
                return
            socket.write(TAKEN)
            socket.flush()
            self.called.emit(call)

    @Slot()
    def _gone(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._heard.pop(socket, None)
            socket.deleteLater()
