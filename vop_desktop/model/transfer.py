"""One file from one server to one place on disk: resumed, bounded, checked, put there whole or not at all.

What has arrived lies in `NAME.part` and survives a kill: blocks are written as they come, without a buffer
of our own, so at most `link.CHUNK` bytes are ever fetched twice. Beside it, `NAME.part.json` says which file
it is a part of. A part is continued only where that is certain: the SHA-256 is known and the same, or the
server confirms by `If-Range` that its file has not changed.
"""

from __future__ import annotations

import errno
import hashlib
import json
import logging
import os
import re
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path
from typing import Any

from vop_desktop.errors import PackError
from vop_desktop.model.catalogue import CatalogueFile
from vop_desktop.model.download_progress import DownloadMeter, size_text
from vop_desktop.model.file_shape import fault_in, looks_like_a_page
from vop_desktop.model.link import CHUNK, Link, Reply, TransientError, Tries

log = logging.getLogger(__name__)

_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
_SLACK = 1_000_000  # bytes by which an estimate of a small file may be wrong
_NOTE = ".part.json"
_FACTOR = 3  # by which an estimate may be wrong


class StorageError(PackError):
    """The disk is full or cannot be written: no other server would help."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of the catalogue as a server offers it.

    Attributes:
        file: what the catalogue knows of it.
        url: where it is.
        size: exact bytes; None where nobody said.
        sha256: of the file; empty where nobody said.
    """

    file: CatalogueFile
    url: str
    size: int | None
    sha256: str

    @property
    def expected(self) -> int:
        """Its size as well as it is known."""
        return self.file.size if self.size is None else self.size


def offered(
    file: CatalogueFile, url: str, host: str, size: int | None, sha256: str = ""
) -> RemoteFile | None:
    """A server's offer, held against the catalogue.

    Returns:
        None for an optional file that is another one than the catalogue knows: the pack goes without it.

    Raises:
        PackError: another file is offered than the one that is needed.
    """
    try:
        _check_offer(file, host, size, sha256)
    except PackError as error:
        if not file.optional:
            raise
        log.info("left out: %s", error)
        return None
    exact = file.size if size is None and not file.unverified else size
    return RemoteFile(file, url, exact, file.sha256 or sha256)


def _check_offer(file: CatalogueFile, host: str, size: int | None, sha256: str) -> None:
    if sha256 and file.sha256 and sha256 != file.sha256:
        raise PackError(
            f"{host} offers another {file.path} than the one this program knows. Nothing was fetched. "
            "A newer version of the program may know it."
        )
    if size is not None:
        check_size(file, size, host)


def check_size(file: CatalogueFile, size: int, host: str) -> None:
    """PackError when the announced size cannot be that of the file."""
    if file.unverified:
        low = 1 if file.size < _SLACK else file.size // _FACTOR
        if low <= size <= most(file):
            return
        wanted = f"about {size_text(file.size)}"
    elif size == file.size:
        return
    else:
        wanted = f"{file.size:,} bytes"
    raise PackError(
        f"{host} announces {size:,} bytes for {file.path}, which has {wanted}. That is another file, "
        "so it was not fetched."
    )


def raise_for_status(reply: Reply, what: str) -> None:
    """In words why a server does not give something. TransientError for what may pass."""
    code, host = reply.response.status_code, reply.host
    if code in (200, 206):
        return
    if code in (408, 425, 429) or code >= 500:
        text = "is asked too often" if code == 429 else "has trouble of its own"
        wait = reply.response.headers.get("Retry-After", "")
        raise TransientError(
            f"{host} {text} (code {code}). Try again later.",
            wait=float(wait) if wait.isdecimal() else 0.0,
        )
    if code in (401, 403, 407, 451):
        raise PackError(
            f"{host} refuses to give {what} (code {code}). It may want a login or block this network."
        )
    if code in (404, 410):
        raise PackError(
            f"{host} has no {what} (any more) (code {code}). "
            "A newer version of the program may know where it went."
        )
    raise PackError(f"{host} gives a strange answer for {what} (code {code}).")


class Transfer:
    """Fetches one file. Used once, by one thread."""

    def __init__(self, link: Link, remote: RemoteFile, target: Path, meter: DownloadMeter) -> None:
        self._link, self._remote, self._meter = link, remote, meter
        self._name = remote.file.path
        self._target = target
        self._part = target.with_name(target.name + ".part")
        self._note = target.with_name(target.name + _NOTE)
        self._size = remote.size
        self._joined = False  # whether the part was put together from several answers

    def run(self) -> None:
        """Fetches what is missing. PackError, StorageError or Cancelled; the part stays for the next time."""
        self._target.parent.mkdir(parents=True, exist_ok=True)
        if not self._is_there():
            tries = Tries(self._link, self._meter.told)
            while True:
                before = self._kept()
                try:
                    self._continue()
                    self._accept()
                    break
                except TransientError as error:
                    if self._kept() - before >= CHUNK:
                        tries.progressed()
                    tries.failed(error)
        self._meter.finished(self._target.stat().st_size)

    # --- fetching --------------------------------------------------------------------------------------

    def _continue(self) -> None:
        """One request for what is missing."""
        start = self._start()
        self._meter.fetching(self._name, start)
        if self._size is not None and start == self._size:
            return
        headers = {}
        if start:
            self._joined = True
            headers["Range"] = f"bytes={start}-"
            if not self._remote.sha256:
                headers["If-Range"] = self._known().get("validator", "")
        with self._link.request(self._remote.url, headers=headers) as reply:
            start = self._place(reply, start)
            self._meter.fetching(self._name, start)
            self._write(reply, start)

    def _start(self) -> int:
        """Bytes of the part that can be continued; one that cannot is thrown away."""
        kept = self._kept()
        known = self._known()
        if self._remote.sha256:
            same = known.get("sha256") == self._remote.sha256
        else:
            same = bool(known.get("validator")) and known.get("url") == self._remote.url
        if kept and same and (self._size is None or kept <= self._size):
            return kept
        self._drop()
        return 0

    def _place(self, reply: Reply, start: int) -> int:
        """Checks the head of an answer and says at which byte its body begins."""
        headers = reply.response.headers
        if reply.response.status_code == 416 and start:
            self._drop()
            raise TransientError(f"{reply.host} has another {self._name} than before.")
        raise_for_status(reply, self._name)
        if "html" in headers.get("Content-Type", ""):
            raise PackError(page_sentence(reply.host, self._name))
        if headers.get("Content-Encoding", "identity") != "identity":
            raise PackError(
                f"{reply.host} sends {self._name} packed, though it was asked not to. Try again later."
            )
        resumed = reply.response.status_code == 206
        length = headers.get("Content-Length", "")
        total = self._range_total(reply, start) if resumed else int(length) if length.isdecimal() else None
        if total is not None:
            if self._size is None:
                check_size(self._remote.file, total, reply.host)
            elif total != self._size:
                raise PackError(self._wrong_length(reply.host, f"announces {total:,} bytes"))
            self._size = total
        if not resumed:  # the whole file from its first byte: it changed, or the server cannot resume
            self._drop()
            self._joined, start = False, 0
        if not start:
            self._write_note(headers.get("ETag", ""), headers.get("Last-Modified", ""))
        return start

    def _range_total(self, reply: Reply, start: int) -> int | None:
        headers = reply.response.headers
        match = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", headers.get("Content-Range", "").strip())
        etag, validator = headers.get("ETag", ""), str(self._known().get("validator", ""))
        changed = etag.startswith('"') and validator.startswith('"') and etag != validator
        if match is None or int(match[1]) != start or (changed and not self._remote.sha256):
            self._drop()
            raise TransientError(f"{reply.host} has another {self._name} than before.")
        return None if match[2] == "*" else int(match[2])

    def _write(self, reply: Reply, start: int) -> None:
        position, limit = start, most(self._remote.file) if self._size is None else self._size
        fault = ""
        with self._part.open("ab", buffering=0) as out:
            for block in reply.blocks():
                if not position and looks_like_a_page(block):
                    fault = page_sentence(reply.host, self._name)
                elif position + len(block) > limit:
                    fault = self._wrong_length(reply.host, "sends more than it announced")
                if fault:
                    break
                write_all(out, block)
                position += len(block)
                self._meter.received(len(block))
        if fault:
            self._drop()
            raise PackError(fault)
        if self._size is not None and position < self._size:
            raise TransientError(
                f"{reply.host} broke off {self._name} after {size_text(position)} of {size_text(self._size)}."
            )

    def _wrong_length(self, host: str, says: str) -> str:
        size = f"about {size_text(self._remote.expected)}" if self._size is None else f"{self._size:,} bytes"
        return f"{host} {says} for {self._name}, which has {size}. That is another file, so it was not kept."

    # --- accepting -------------------------------------------------------------------------------------

    def _is_there(self) -> bool:
        """Whether an earlier run fetched the file already."""
        try:
            size = self._target.stat().st_size
        except OSError:
            return False
        if self._size in (None, size) and not self._fault(self._target):
            return True
        self._target.unlink()
        return False

    def _accept(self) -> None:
        """Puts the finished part in place, if it is the file that was asked for."""
        fault = self._fault(self._part)
        if fault:
            joined, self._joined = self._joined, False
            self._drop()
            if joined:  # the seam may be at fault: once more from the start
                raise TransientError(f"{self._name} is {fault}.")
            raise PackError(
                f"{self._name} is {fault}, so it was thrown away and nothing was installed. Try again "
                "later, or over another network."
            )
        with self._part.open("rb+") as stream:
            os.fsync(stream.fileno())
        self._part.replace(self._target)
        self._note.unlink(missing_ok=True)

    def _fault(self, path: Path) -> str:
        """What is wrong with a file, to follow “is”; empty where nothing is."""
        self._meter.checking(self._name)
        if not self._remote.sha256:
            return fault_in(path, self._name)
        digest = hashlib.sha256()
        with path.open("rb") as stream:
            while block := stream.read(CHUNK):
                self._link.check_cancel()
                digest.update(block)
        same = digest.hexdigest() == self._remote.sha256
        return "" if same else "not the file that was published (its SHA-256 differs)"

    # --- the part --------------------------------------------------------------------------------------

    def _kept(self) -> int:
        try:
            return self._part.stat().st_size
        except OSError:
            return 0

    def _known(self) -> dict[str, Any]:
        try:
            note = json.loads(self._note.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return note if isinstance(note, dict) else {}

    def _write_note(self, etag: str, modified: str) -> None:
        validator = etag if etag and not etag.startswith("W/") else modified
        note = {"url": self._remote.url, "sha256": self._remote.sha256, "validator": validator}
        self._note.write_text(json.dumps(note), "utf-8")

    def _drop(self) -> None:
        self._note.unlink(missing_ok=True)  # first: a part without a note is never continued
        self._part.unlink(missing_ok=True)


def is_note(path: Path) -> bool:
    """Whether a file only says what a part is a part of."""
    return path.name.endswith(_NOTE)


def most(file: CatalogueFile) -> int:
    """Bytes that an unverified file may have at most."""
    return max(file.size * _FACTOR, file.size + _SLACK) if file.unverified else file.size


def page_sentence(host: str, name: str) -> str:
    """For a web page in the place of a file."""
    return (
        f"{host} sent a web page in place of {name}. Often that is the sign-in page of a public network: "
        "open a browser, sign in, and try again."
    )


def write_all(out: RawIOBase, block: bytes) -> None:
    """Writes past short writes. StorageError when the disk is full."""
    view = memoryview(block)
    try:
        while view:
            view = view[out.write(view) or 0 :]
    except OSError as error:
        raise storage_error(error) from error


def storage_error(error: OSError) -> StorageError:
    """A sentence for a disk that does not take what it should."""
    if error.errno in _FULL:
        return StorageError("The disk is full, so the download stopped. Make room and start it again.")
    return StorageError(f"The download cannot be stored: {error.strerror or error}.")
