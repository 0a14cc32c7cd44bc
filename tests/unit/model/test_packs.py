"""Packs on disk: found, read, checked; a damaged one is named."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.helpers.packs import write_tiny_pack
from vop_desktop import paths
from vop_desktop.errors import DeviceError, PackError
from vop_desktop.model.encoder import load_encoder
from vop_desktop.model.lazy import LazyEncoder
from vop_desktop.model.packs import find_pack, list_packs, read_pack
from vop_desktop.records import Encoder


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write_tiny_pack(tmp_path / "tiny")


def change(pack: Path, **values: object) -> None:
    entry: dict[str, Any] = json.loads((pack / "pack.json").read_text("utf-8"))
    (pack / "pack.json").write_text(json.dumps({**entry, **values}), "utf-8")


def test_a_pack_is_found_by_name_and_by_folder(pack: Path) -> None:
    home = paths.data_dir() / "packs"
    home.mkdir(parents=True)
    installed = write_tiny_pack(home / "mine", name="mine")
    assert find_pack("mine").folder == installed
    assert find_pack(str(pack)).name == "tiny"
    assert "mine" in {each.name for each in list_packs()}
    with pytest.raises(PackError, match="no model pack called “other”"):
        find_pack("other")


def test_other_weights_have_another_model_id(tmp_path: Path, pack: Path) -> None:
    other = write_tiny_pack(tmp_path / "other", seed=1)
    assert read_pack(pack).model_id == read_pack(pack).model_id
    assert read_pack(pack).model_id != read_pack(other).model_id


def test_an_encoder_gives_unit_vectors_of_the_promised_shapes(pack: Path) -> None:
    encoder = load_encoder(str(pack), device="cpu")
    assert isinstance(encoder, Encoder)
    frames = np.random.default_rng(0).integers(0, 255, (2, 12, 64, 64, 3), dtype=np.uint8)
    found = encoder.encode_frames(frames)
    assert found.segments.shape == (2, 32)
    assert found.frames.shape == (2, 12, 32)
    texts = encoder.encode_text(["a dog", "a dog", "a cat"])
    np.testing.assert_array_equal(texts[0], texts[1])
    for rows in (found.segments, found.frames, texts):
        np.testing.assert_allclose(np.linalg.norm(rows, axis=-1), 1, atol=1e-5)
    assert encoder.encode_text([]).shape == (0, 32)


def _cut_weights(pack: Path) -> None:
    weights = pack / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-10])


def _no_weights(pack: Path) -> None:
    (pack / "weights.safetensors").unlink()


def _not_json(pack: Path) -> None:
    (pack / "pack.json").write_text("{", "utf-8")


def _newer(pack: Path) -> None:
    change(pack, format=2)


def _unknown_setting(pack: Path) -> None:
    change(pack, config={"layers": 3})


def _wrong_shape(pack: Path) -> None:
    entry = json.loads((pack / "pack.json").read_text("utf-8"))
    change(pack, config={**entry["config"], "text_layers": 3}, sha256="")


def _no_captions(pack: Path) -> None:
    change(pack, captions="captions.txt")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_cut_weights, "damaged"),
        (_no_weights, "cannot be read"),
        (_not_json, "not valid JSON"),
        (_newer, "newer version"),
        (_unknown_setting, "unknown model settings: layers"),
        (_wrong_shape, "is missing"),
        (_no_captions, "captions of the pack"),
    ],
)
def test_a_damaged_pack_is_named_in_a_sentence(pack: Path, harm: Callable[[Path], None], said: str) -> None:
    harm(pack)
    with pytest.raises(PackError, match=said) as caught:
        load_encoder(str(pack), device="cpu")
    assert "tiny" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_device_that_is_not_there_is_refused(pack: Path) -> None:
    with pytest.raises(DeviceError, match="no working xpu"):
        load_encoder(str(pack), device="xpu")


def test_a_lazy_encoder_tells_sizes_without_loading_weights(pack: Path) -> None:
    encoder = LazyEncoder(str(pack), device="cpu")
    (pack / "weights.safetensors").rename(pack / "away")
    assert isinstance(encoder, Encoder)
    assert (encoder.embed_dim, encoder.num_frames, encoder.image_size) == (32, 12, 64)
    assert encoder.model_id == read_pack(pack).model_id
    with pytest.raises(PackError, match="cannot be read"):
        encoder.encode_text(["a dog"])
    (pack / "away").rename(pack / "weights.safetensors")
    with pytest.raises(PackError):  # the failure stays until the program is started again
        encoder.encode_text(["a dog"])


def test_a_lazy_encoder_is_the_encoder(pack: Path) -> None:
    lazy, eager = LazyEncoder(str(pack), device="cpu"), load_encoder(str(pack), device="cpu")
    np.testing.assert_allclose(lazy.encode_text(["a dog"]), eager.encode_text(["a dog"]), atol=2e-6)
    assert lazy.segment_batch == eager.segment_batch


def test_what_texts_need_is_loaded_ahead_once_and_a_failure_waits_for_whoever_wants_them(pack: Path) -> None:
    encoder = LazyEncoder(str(pack), device="cpu")
    encoder.load_ahead()
    encoder.load_ahead()
    threads = [thread for thread in threading.enumerate() if thread.name == "weights"]
    assert len(threads) == 1
    threads[0].join(60)
    (pack / "weights.safetensors").unlink()
    assert encoder.encode_text(["a dog"]).shape == (1, 32)
    broken = LazyEncoder(str(pack), device="cpu")
    broken.load_ahead()
    for thread in threading.enumerate():
        if thread.name == "weights":
            thread.join(60)
    with pytest.raises(PackError, match="cannot be read"):
        broken.encode_text(["a dog"])
