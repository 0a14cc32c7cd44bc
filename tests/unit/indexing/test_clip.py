"""A clip from outside the library: encoded, never stored."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.helpers.encoders import NAMED_COLOURS, MeanColourEncoder
from tests.helpers.videos import truncate, write_audio_only, write_colours, write_moving
from tests.unit.indexing.conftest import write_clip
from vop_desktop.errors import Cancelled, MediaError
from vop_desktop.indexing.clip import encode_clip


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place where the program would keep things."""
    monkeypatch.setenv("VOP_DESKTOP_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_a_clip_is_encoded_and_nothing_is_stored(
    tmp_path: Path, encoder: MeanColourEncoder, home: Path
) -> None:
    clip = write_clip(tmp_path / "red.mp4", "red")
    before = sorted(tmp_path.rglob("*"))

    encoded = encode_clip(clip, encoder)

    assert encoded.path == str(clip)
    assert encoded.segments.tolist() == encoder.encode_text(["red"]).tolist()
    assert (encoded.info.width, encoded.info.height, encoded.info.codec) == (64, 48, "h264")
    assert encoded.info.duration == pytest.approx(2)
    assert encoded.filmstrip.tiles == 12
    with Image.open(io.BytesIO(encoded.filmstrip.jpeg)) as picture:
        assert picture.height % 12 == 0
    assert encoded.warning == ""
    assert sorted(tmp_path.rglob("*")) == before
    assert not home.exists()


def test_a_long_clip_has_a_segment_for_each_stretch(tmp_path: Path, encoder: MeanColourEncoder) -> None:
    clip = write_colours(tmp_path / "long.mp4", seconds=250, fps=5, span=24)

    encoded = encode_clip(clip, encoder)

    assert encoded.segments.shape == (11, len(NAMED_COLOURS))
    assert encoded.arrays.spans[:, 0].tolist() == [24.0 * k for k in range(11)]
    assert sum(encoder.batches) == 11
    assert encoded.filmstrip.tiles == 12


def test_a_relative_path_is_made_whole(
    tmp_path: Path, encoder: MeanColourEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_clip(tmp_path / "-red.mp4", "red")
    monkeypatch.chdir(tmp_path)

    assert encode_clip("-red.mp4", encoder).path == os.path.join(tmp_path, "-red.mp4")


def test_what_can_be_read_of_a_damaged_clip_is_used_with_a_warning(
    tmp_path: Path, encoder: MeanColourEncoder
) -> None:
    clip = truncate(write_moving(tmp_path / "cut.mkv", seconds=10), 0.5)

    encoded = encode_clip(clip, encoder)

    assert len(encoded.segments) == 1
    assert "of 12 frames could be read" in encoded.warning


Bad = Callable[[Path], Path]


def _empty(folder: Path) -> Path:
    (folder / "empty.mp4").touch()
    return folder / "empty.mp4"


def _text(folder: Path) -> Path:
    (folder / "text.mp4").write_text("no video\n" * 20)
    return folder / "text.mp4"


@pytest.mark.parametrize(
    ("make", "stage", "reason"),
    [
        (lambda folder: folder / "gone.mp4", "scan", "there is no such file"),
        (lambda folder: folder, "scan", "it is a folder, not a video"),
        (_empty, "probe", "the file is empty"),
        (_text, "probe", "a text file, not a video"),
        (lambda folder: write_audio_only(folder / "sound.mp4"), "probe", "audio only"),
    ],
    ids=["absent", "folder", "empty", "text", "audio"],
)
def test_what_is_no_video_is_refused_in_words(
    make: Bad, stage: str, reason: str, tmp_path: Path, encoder: MeanColourEncoder
) -> None:
    with pytest.raises(MediaError, match=reason) as caught:
        encode_clip(make(tmp_path), encoder)

    assert caught.value.stage == stage
    assert encoder.batches == []


@pytest.mark.parametrize("fault", ["raises", "no numbers"])
def test_an_encoder_that_fails_is_told_as_such(fault: str, tmp_path: Path) -> None:
    def hook(frames: np.ndarray) -> None:  # type: ignore[type-arg]
        if fault == "raises":
            raise RuntimeError("out of memory")
        embeddings = MeanColourEncoder().encode_frames(frames)
        embeddings.segments[:] = np.nan
        return embeddings  # type: ignore[return-value]

    with pytest.raises(MediaError, match="the model could not encode its frames: ") as caught:
        encode_clip(write_clip(tmp_path / "red.mp4", "red"), MeanColourEncoder(hook=hook))

    assert caught.value.stage == "encode"


def test_a_cancelled_clip_is_given_up(tmp_path: Path) -> None:
    clip = write_colours(tmp_path / "long.mp4", seconds=600, fps=5)
    cancel = threading.Event()
    encoder = MeanColourEncoder(hook=lambda _: cancel.set())

    with pytest.raises(Cancelled):
        encode_clip(clip, encoder, cancel=cancel)

    assert 1 <= sum(encoder.batches) <= 8  # no more than the stretch in hand
