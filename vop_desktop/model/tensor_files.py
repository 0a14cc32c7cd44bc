"""Checkpoints of others: every tensor known by name, type and shape before one is read.

Three kinds of file: safetensors; the archives of `torch.save` and `torch.jit.save`, read without running
anything in them; and torch's format from before 2020, through `torch.load(weights_only=True)`.
"""

from __future__ import annotations

import pickle
import stat
import zipfile
import zlib
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from safetensors import SafetensorError, safe_open

from vop_desktop.errors import PackError
from vop_desktop.model.pickled import ForeignCodeError, StoredTensor, Thing, read_pickle
from vop_desktop.records import display_path

MAX_FILE = 16 << 30  # bytes; a ViT-L/14 in fp32 with its optimiser is 5 GB
MAX_PICKLE = 16 << 20  # bytes; the names of 605 tensors take 0.1 MB
MAX_TENSORS = 20_000
MAX_DEPTH = 32  # modules within modules
CHUNK = 16 << 20  # bytes

STORAGES = {
    "DoubleStorage": torch.float64,
    "FloatStorage": torch.float32,
    "HalfStorage": torch.float16,
    "BFloat16Storage": torch.bfloat16,
    "LongStorage": torch.int64,
    "IntStorage": torch.int32,
    "ShortStorage": torch.int16,
    "CharStorage": torch.int8,
    "ByteStorage": torch.uint8,
    "BoolStorage": torch.bool,
}
SAFE_DTYPES = {
    "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16,
    "I64": torch.int64, "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8,
    "BOOL": torch.bool,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TensorEntry:
    """One tensor of a file, unread. Entries with equal `place` are the same numbers."""

    shape: tuple[int, ...]
    dtype: torch.dtype
    place: Hashable


class TensorFile(Protocol):
    """An open checkpoint.

    Attributes:
        path: the file.
        entries: its tensors by name.
        scripted: whether it is TorchScript, the form in which OpenAI gives out CLIP.
        root: what else it holds, as plain values; None for safetensors.
    """

    path: Path
    entries: dict[str, TensorEntry]
    scripted: bool
    root: object

    def read(self, name: str) -> torch.Tensor:
        """One tensor on the CPU. PackError if its numbers cannot be read."""


@contextmanager
def open_tensors(path: Path) -> Iterator[TensorFile]:
    """Opens a checkpoint of any known kind.

    Raises:
        PackError: not a regular file, too large, of no known kind, damaged, or made to run code.
    """
    file = display_path(path.name)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise PackError(f"{file} is no file that could hold a model.")
        if found.st_size > MAX_FILE:
            raise PackError(f"{file} is larger than any model that can be used: {found.st_size >> 30} GB.")
        with path.open("rb") as stream:
            start = stream.read(9)
    except OSError as error:
        raise PackError(f"{file} cannot be read: {error.strerror or error}.") from error
    try:
        if start[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(path) as archive:
                yield TorchArchive(path, archive)
        elif not start:
            raise PackError(f"{file} is empty.")
        elif start[8:9] == b"{":
            with safe_open(path, framework="pt") as stored:
                yield SafetensorsFile(path, stored)
        else:
            yield LegacyFile(path)
    except (SafetensorError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise damaged(path) from error


def damaged(path: Path) -> PackError:
    """The sentence for a file that ends too early or contradicts itself."""
    return PackError(
        f"{display_path(path.name)} is damaged or not complete: what it says of itself does not fit its "
        "size or its checksums. Get the file again."
    )


def _runs_code(path: Path, what: str) -> PackError:
    return PackError(
        f"{display_path(path.name)} holds more than weights: opened the usual way it would run {what}. "
        "Nothing in it was run. Do not use this file; get the model from a place that you trust."
    )


class SafetensorsFile:
    """A safetensors file; the library has checked its header against its size."""

    scripted = False
    root: object = None

    def __init__(self, path: Path, stored: Any) -> None:
        self.path = path
        self._stored = stored
        self.entries: dict[str, TensorEntry] = {}
        for name in stored.keys():  # noqa: SIM118
            part = stored.get_slice(name)
            dtype = SAFE_DTYPES.get(part.get_dtype(), torch.uint8)
            self.entries[name] = TensorEntry(tuple(part.get_shape()), dtype, name)

    def read(self, name: str) -> torch.Tensor:
        """See `TensorFile`."""
        tensor: torch.Tensor = self._stored.get_tensor(name)
        return tensor


class TorchArchive:
    """What `torch.save` or `torch.jit.save` wrote: a zip with one pickle and the plain numbers beside it."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path = path
        self._archive = archive
        described = [name for name in archive.namelist() if name.split("/", 1)[-1] == "data.pkl"]
        if not described:
            raise PackError(f"{display_path(path.name)} is a zip file, but neither a model nor a pack.")
        self._top = described[0].removesuffix("data.pkl")
        self.scripted = any(name.startswith(f"{self._top}code/") for name in archive.namelist())
        self.root: object = self._describe(described[0])
        tensors = tensors_in(self.root)
        self._views = {name: view for name, view in tensors.items() if isinstance(view, StoredTensor)}
        self.entries = {name: self._entry(view) for name, view in self._views.items()}

    def read(self, name: str) -> torch.Tensor:
        """See `TensorFile`."""
        view = self._views[name]
        member = self._member(view.storage.key)
        data = bytearray(member.file_size)  # filled in pieces: a table of many words is there only once
        with self._archive.open(member) as stream:
            filled = 0
            while chunk := stream.read(CHUNK):
                data[filled : filled + len(chunk)] = chunk
                filled += len(chunk)
        numbers = torch.frombuffer(data, dtype=STORAGES[view.storage.kind])
        return numbers.as_strided(view.shape, view.stride, view.offset)

    def _describe(self, member: str) -> object:
        info = self._plain(member)
        if info.file_size > MAX_PICKLE:
            raise damaged(self.path)
        try:
            return read_pickle(self._archive.read(info))
        except ForeignCodeError as error:
            raise _runs_code(self.path, str(error)) from error
        except ValueError as error:
            raise damaged(self.path) from error

    def _member(self, key: str) -> zipfile.ZipInfo:
        return self._plain(f"{self._top}data/{key}")

    def _plain(self, member: str) -> zipfile.ZipInfo:
        """A member that lies in the file as it is: torch compresses none, so its size is no promise."""
        try:
            info = self._archive.getinfo(member)
        except KeyError as error:
            raise damaged(self.path) from error
        if info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size:
            raise damaged(self.path)
        if info.file_size > self.path.stat().st_size:
            raise damaged(self.path)
        return info

    def _entry(self, view: StoredTensor) -> TensorEntry:
        dtype = STORAGES.get(view.storage.kind)
        if dtype is None:
            raise PackError(
                f"{display_path(self.path.name)} holds numbers of a kind that is not known: "
                f"{view.storage.kind}."
            )
        if not _fits(view, self._member(view.storage.key).file_size // dtype.itemsize):
            raise damaged(self.path)
        return TensorEntry(view.shape, dtype, view)


def _fits(view: StoredTensor, count: int) -> bool:
    """Whether a view stays within `count` numbers and does not show one of them many times over."""
    if view.offset < 0 or len(view.shape) != len(view.stride) or min((*view.shape, *view.stride, 0)) < 0:
        return False
    size = last = 1
    for length, step in zip(view.shape, view.stride, strict=True):
        size *= length
        last += (length - 1) * step
    return size == 0 or (view.offset + last <= count and size <= count)


class LegacyFile:
    """What `torch.save` wrote before torch 1.6. torch reads it, with nothing but tensors let through."""

    scripted = False

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.root: object = torch.load(path, map_location="cpu", weights_only=True)
        except pickle.UnpicklingError as error:
            raise self._refused(error) from error
        except (RuntimeError, MemoryError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise damaged(path) from error
        except (IndexError, AssertionError, OverflowError) as error:
            raise damaged(path) from error
        tensors = tensors_in(self.root)
        self._tensors = {name: value for name, value in tensors.items() if isinstance(value, torch.Tensor)}
        self.entries = {
            name: TensorEntry(tuple(t.shape), t.dtype, (t.data_ptr(), t.shape, t.stride()))
            for name, t in self._tensors.items()
        }

    def read(self, name: str) -> torch.Tensor:
        """See `TensorFile`."""
        return self._tensors[name]

    def _refused(self, error: Exception) -> PackError:
        """The file is no torch file at all, or one that names what weights do not need."""
        _, named, rest = str(error).partition("Unsupported global: GLOBAL ")
        if named:
            return _runs_code(self.path, rest.split()[0])
        return PackError(
            f"{display_path(self.path.name)} is no model file, or a damaged one: neither safetensors nor a "
            "checkpoint of torch."
        )


def tensors_in(root: object) -> dict[str, StoredTensor | torch.Tensor]:
    """The tensors of a state dict, of `{"state_dict": …}`, or of the modules of a TorchScript file."""
    if isinstance(root, dict) and isinstance(root.get("state_dict"), dict):
        root = root["state_dict"]
    found: dict[str, StoredTensor | torch.Tensor] = {}
    if isinstance(root, dict):
        kinds = StoredTensor | torch.Tensor
        found = {n: value for n, value in root.items() if isinstance(n, str) and isinstance(value, kinds)}
    else:
        _walk(root, "", found, set())
    if len(found) > MAX_TENSORS:
        raise PackError("The file holds more tensors than any model that can be used.")
    return found


def _walk(value: object, name: str, found: dict[str, Any], seen: set[int]) -> None:
    if isinstance(value, StoredTensor):
        found[name.rstrip(".")] = value
    elif isinstance(value, Thing) and id(value) not in seen and name.count(".") < MAX_DEPTH:
        seen.add(id(value))  # each module once: a file could name them in circles
        for key, part in value.attributes.items():
            _walk(part, f"{name}{key}.", found, seen)
