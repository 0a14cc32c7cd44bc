"""Whether a downloaded file is what its name says, as far as that shows without loading it.

For files whose SHA-256 nobody published. It tells a cut-off or foreign file from a whole one; what is in it
is checked by the import.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePath

_PAGE_STARTS = (b"<!doctype html", b"<html", b"<?xml", b"<head")
_LARGEST_HEADER = 100_000_000  # bytes; more is no safetensors header


def looks_like_a_page(start: bytes) -> bool:
    """Whether these first bytes are those of a web page."""
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGE_STARTS)


def fault_in(path: Path, name: str) -> str:
    """What is wrong with a file that will be called `name`, to follow “it is”; empty when nothing shows."""
    with path.open("rb") as stream:
        start = stream.read(512)
    if looks_like_a_page(start):
        return "a web page"
    check = _CHECKS.get(PurePath(name).suffix.lower())
    return check(path) if check else ""


def _safetensors_fault(path: Path) -> str:
    size = path.stat().st_size
    with path.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        if not 2 <= length <= min(_LARGEST_HEADER, size - 8):
            return "no safetensors file"
        try:
            header = json.loads(stream.read(length))
            ends = [entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__"]
            end = 8 + length + max(ends)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            return "no safetensors file"
    return "" if end == size else "cut off" if end > size else "longer than its contents"


def _torch_fault(path: Path) -> str:
    with path.open("rb") as stream:
        start = stream.read(2)
    if start == b"PK":  # the directory of a zip lies at its end, so a cut-off one has none
        return "" if zipfile.is_zipfile(path) else "cut off"
    return "" if start[:1] == b"\x80" else "no PyTorch file"


def _json_fault(path: Path) -> str:
    try:
        json.loads(path.read_bytes())
    except ValueError:
        return "no valid JSON"
    return ""


_CHECKS: dict[str, Callable[[Path], str]] = {
    ".safetensors": _safetensors_fault,
    ".pt": _torch_fault,
    ".pth": _torch_fault,
    ".bin": _torch_fault,
    ".pkl": _torch_fault,
    ".json": _json_fault,
}
