"""A library, a folder of videos and an encoder that names colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from tests.helpers.encoders import NAMED_COLOURS, MeanColourEncoder
from tests.helpers.videos import fast, solid, write_video
from vop_desktop.indexing import IndexReport, index_folders, run
from vop_desktop.library import Library

Index = Callable[..., IndexReport]


def write_clip(path: Path, colour: str, *, seconds: float = 2.0) -> Path:
    """A short video of one colour; another length, another content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = solid(NAMED_COLOURS[colour])
    return write_video(path, [picture] * round(10 * seconds), fps=10, options=fast("libx264"))


def write_clips(folder: Path, *colours: str) -> list[Path]:
    """One clip of each colour, named after it, the first one the newest: it is read first."""
    return [write_clip(folder / f"{colour}.mp4", colour) for colour in reversed(colours)][::-1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "videos"
    folder.mkdir()
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.sqlite") as library:
        yield library


@pytest.fixture
def encoder() -> MeanColourEncoder:
    return MeanColourEncoder()


@pytest.fixture
def index(library: Library, encoder: MeanColourEncoder, folder: Path) -> Index:
    """Indexes `folder`, or the folders given, with one decode process."""

    def run(*folders: Path, **options: object) -> IndexReport:
        options = {"encoder": encoder, "workers": 1, **options}
        return index_folders(library, folders=list(folders) or [folder], **options)  # type: ignore[arg-type]

    return run


@pytest.fixture
def decoding_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("a file was handed to the decoders")

    monkeypatch.setattr(run.DecodePool, "decode", _decode_nothing(refuse))


def _decode_nothing(refuse):  # type: ignore[no-untyped-def]
    def decode(_pool, paths, *, cancel=None, pause=None):  # type: ignore[no-untyped-def]
        for _ in paths:
            refuse()
        return iter(())

    return decode
