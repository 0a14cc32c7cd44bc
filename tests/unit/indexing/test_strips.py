"""Filmstrips that left the cache come back, picture for picture, without an embedding made again."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.helpers.encoders import MeanColourEncoder
from tests.helpers.videos import write_colours
from tests.unit.indexing.conftest import Index, write_clip
from vop_desktop.indexing.strips import remake_filmstrip
from vop_desktop.library import Library
from vop_desktop.media.strips import StripMaker
from vop_desktop.records import Filmstrip


def picture(strip: Filmstrip) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(strip.jpeg)), np.int16)


def test_an_evicted_filmstrip_comes_back_as_it_was(
    index: Index, library: Library, folder: Path, encoder: MeanColourEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_colours(folder / "long.mp4", seconds=60, fps=10, span=7)
    write_clip(folder / "short.mp4", "red")
    index()
    monkeypatch.setattr(encoder, "encode_frames", None)
    with StripMaker() as maker:
        for video in library.visible_videos():
            view = library.segment(video, encoder.model_id, 0)
            numbers = sorted(library.stored_filmstrips(view.fingerprint, view.layout))
            before = {n: library.filmstrip(view.fingerprint, view.layout, n) for n in numbers}
            library.drop_filmstrips(view.fingerprint)
            for number in numbers:
                made = remake_filmstrip(library, encoder, maker, video, number)
                assert made is not None
                assert made == library.filmstrip(view.fingerprint, view.layout, number)
                old = before[number]
                assert old is not None
                assert (made.tiles, picture(made).shape) == (old.tiles, picture(old).shape)
                assert np.abs(picture(made) - picture(old)).mean() < 2


def test_without_its_file_there_is_no_picture(
    index: Index, library: Library, folder: Path, encoder: MeanColourEncoder
) -> None:
    path = write_clip(folder / "red.mp4", "red")
    index()
    (video,) = library.visible_videos()
    library.drop_filmstrips(library.segment(video, encoder.model_id, 0).fingerprint)
    with StripMaker() as maker:
        path.write_bytes(b"no video any more")
        assert remake_filmstrip(library, encoder, maker, video, 0) is None
        path.unlink()
        assert remake_filmstrip(library, encoder, maker, video, 0) is None
        assert remake_filmstrip(library, encoder, maker, video + 7, 0) is None
