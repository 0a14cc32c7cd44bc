"""A picture as an example: good ones, and each way in which one can be bad."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.helpers.encoders import NAMED_COLOURS, MeanColourEncoder
from vop_desktop.errors import MediaError
from vop_desktop.indexing.picture import encode_picture, is_picture


def picture(colour: str, size: tuple[int, int] = (90, 40), kind: str = "PNG", mode: str = "RGB") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, NAMED_COLOURS[colour]).convert(mode).save(stream, kind)
    return stream.getvalue()


def colour_of(row: np.ndarray) -> str:
    return list(NAMED_COLOURS)[int(row.argmax())]


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGB"), ("JPEG", "RGB"), ("PNG", "P"), ("PNG", "RGBA"), ("GIF", "P")]
)
def test_a_picture_is_a_still_video(tmp_path: Path, kind: str, mode: str) -> None:
    encoder = MeanColourEncoder()
    row = encode_picture(picture("red", kind=kind, mode=mode), encoder)
    assert row.shape == (encoder.embed_dim,)
    assert colour_of(row) == "red"
    path = tmp_path / "ein Bild.png"
    path.write_bytes(picture("blue", size=(3, 500)))
    assert colour_of(encode_picture(path, encoder)) == "blue"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no picture"),
        (b"not a picture", "no picture"),
        (picture("red", size=(400, 400))[:150], "damaged"),
        (picture("red", kind="JPEG", size=(800, 800))[:600], "damaged"),
    ],
)
def test_a_broken_picture_gets_a_sentence(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content)
    for source in (path, content):
        with pytest.raises(MediaError, match=reason):
            encode_picture(source, MeanColourEncoder())


def test_a_picture_that_is_not_there_or_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MediaError, match="no longer there"):
        encode_picture(tmp_path / "gone.png", MeanColourEncoder())
    with pytest.raises(MediaError):
        encode_picture(tmp_path, MeanColourEncoder())
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(MediaError, match="too large"):
        encode_picture(picture("red"), MeanColourEncoder())


def test_pictures_are_known_by_their_names() -> None:
    assert is_picture("/a/b.JPG")
    assert not is_picture("/a/b.mp4")
    assert not is_picture("")
