"""Safetensors written one tensor at a time.

The library's own `save_file` wants all of them in memory at once; a machine with 8 GB would swap over a
ViT-L/14. The format is a length, a header in JSON and the numbers; the library reads what this writes.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import torch

from vop_desktop.model.tensor_files import SAFE_DTYPES, TensorEntry

NAMES = {dtype: name for name, dtype in SAFE_DTYPES.items()}
CHUNK = 16 << 20  # bytes


def kept_as(dtype: torch.dtype) -> torch.dtype:
    """The type that a weight is stored in: its own, so that no bit changes; fp64 is of no use."""
    return torch.float32 if dtype == torch.float64 else dtype


def size_of(entries: Mapping[str, TensorEntry]) -> int:
    """Bytes that the tensors will take on disk."""
    return sum(math.prod(entry.shape) * kept_as(entry.dtype).itemsize for entry in entries.values())


def write_safetensors(
    path: Path,
    entries: Mapping[str, TensorEntry],
    read: Callable[[str], torch.Tensor],
    *,
    on_bytes: Callable[[int], None],
) -> str:
    """Writes the tensors and waits until they are on the disk. The same tensors make the same file.

    Args:
        path: a new file.
        entries: names, shapes and types; the numbers come from `read`, name by name.
        read: gives one tensor.
        on_bytes: told the bytes written since the last time; may raise to stop.

    Returns:
        The SHA-256 of the file, in hex.

    Raises:
        OSError: the disk is full or the like.
    """
    order = sorted(entries, key=lambda name: (-kept_as(entries[name].dtype).itemsize, name))
    digest = hashlib.sha256()
    with path.open("xb") as stream:
        header = _header(order, entries)
        stream.write(header)
        digest.update(header)
        for name in order:
            tensor = read(name).to(kept_as(entries[name].dtype)).contiguous()
            numbers = memoryview(tensor.reshape(-1).view(torch.uint8).numpy().data)
            for start in range(0, len(numbers), CHUNK):
                part = numbers[start : start + CHUNK]
                stream.write(part)
                digest.update(part)
                on_bytes(len(part))
        stream.flush()
        os.fsync(stream.fileno())
    return digest.hexdigest()


def _header(order: list[str], entries: Mapping[str, TensorEntry]) -> bytes:
    table, position = {}, 0
    for name in order:
        dtype, shape = kept_as(entries[name].dtype), entries[name].shape
        end = position + math.prod(shape) * dtype.itemsize
        table[name] = {"dtype": NAMES[dtype], "shape": shape, "data_offsets": [position, end]}
        position = end
    text = json.dumps(table, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # the numbers begin at a multiple of eight
    return len(text).to_bytes(8, "little") + text
