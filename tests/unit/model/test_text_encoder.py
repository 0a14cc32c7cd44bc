"""The text encoder in numpy against the model itself and its golden vectors."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from tests.helpers.packs import TINY_CONFIG, write_tiny_pack
from tests.unit.model.golden import fill_rule
from tests.unit.model.small import tiny
from tests.unit.model.test_golden import CASES, GOLDEN, TAG, build
from vop_desktop.errors import DeviceError, PackError
from vop_desktop.model import load_encoder
from vop_desktop.model.clip_tokenizer import END, START, clean_text, tokenize, vocabulary_file
from vop_desktop.model.lazy import FEW_TEXTS, LazyEncoder
from vop_desktop.model.packs import read_pack
from vop_desktop.model.text_encoder import TextEncoder, load_text_encoder
from vop_desktop.model.tuned import save_tuned_pack, start_model

TEXTS = [
    "",
    "a dog",
    "Two CATS on the snow, it's night &amp; they'll run",
    "naïve café 🚲 一辆红色的汽车 быстрая лиса",
    "a very long text " * 30,
]


def numpy_of(model: object) -> TextEncoder:
    state = {name: tensor.numpy() for name, tensor in model.state_dict().items()}  # type: ignore[attr-defined]
    return TextEncoder(model.config, state)  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", ["small", "full"])
@pytest.mark.parametrize(
    "name", ["modelscope_clip", "modelscope_vop_p4s4", "modelscope_vop_p8s0", "spec_text_p4s4_eot"]
)
def test_features_equal_the_golden_vectors(name: str, size: str) -> None:
    assert name in CASES
    model, c = build(name, size)
    encoder = numpy_of(model)
    with np.load(GOLDEN / f"{TAG}_{name}_{size}.npz") as golden:
        wanted = golden["text_features"]
    ids = fill_rule.tokens(TAG, c, model.config.text_tokens)
    found = np.stack([encoder._encode(text) for text in ids])
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    np.testing.assert_allclose(found, wanted, atol=1e-5, rtol=0)


@pytest.mark.parametrize(
    "changes",
    [
        {"variant": "clip"},
        {"activation": "gelu"},
        {"activation": "quick_gelu"},
        {"num_text_prefix": 0, "num_text_suffix": 3},
        {"num_text_prefix": 3, "num_text_suffix": 2, "text_readout": "modelscope"},
        {"text_layers": 1, "head_width": 64},
    ],
)
def test_features_equal_those_of_the_model(changes: dict[str, object]) -> None:
    model = tiny(**changes)
    with torch.inference_mode():
        wanted = model.encode_text(model.tokenize(TEXTS)).numpy()
    found = numpy_of(model).encode_text(TEXTS)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, wanted, atol=2e-6, rtol=0)


def test_no_texts_are_no_rows() -> None:
    assert numpy_of(tiny()).encode_text([]).shape == (0, TINY_CONFIG["embed_dim"])


# --- packs --------------------------------------------------------------------------------------------


def test_a_query_is_encoded_without_torch() -> None:
    code = (
        "import sys\n"
        "from vop_desktop.model.lazy import LazyEncoder\n"
        "assert LazyEncoder('starter').encode_text(['a dog']).shape == (1, 128)\n"
        "assert not {'torch', 'open_clip'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.parametrize("method", ["words", "vop_fp"])
def test_a_tuned_pack_lies_over_its_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    monkeypatch.setenv("VOP_DESKTOP_HOME", str(tmp_path))
    base = read_pack(write_tiny_pack(tmp_path / "data" / "packs" / "tiny"))
    model = start_model(base, method, 0)
    trained = [name for name in model.prompt_parameters() if method != "words" or name == "text_prompts"]
    with torch.no_grad():
        for name in trained:
            model.state_dict()[name].normal_(generator=torch.Generator().manual_seed(7))
    tuned = save_tuned_pack(tmp_path / "tuned", "mine", base, model, trained=trained, report={})
    found = load_text_encoder(tuned)
    assert found is not None
    wanted = load_encoder(str(tuned.folder), device="cpu").encode_text(TEXTS)
    np.testing.assert_allclose(found.encode_text(TEXTS), wanted, atol=2e-6, rtol=0)
    below = load_text_encoder(base)
    assert below is not None
    assert not np.allclose(found.encode_text(TEXTS), below.encode_text(TEXTS), atol=1e-3)


def test_weights_that_only_torch_reads_are_left_to_it(tmp_path: Path) -> None:
    pack = read_pack(write_tiny_pack(tmp_path / "tiny"))
    save_file({name: t.to(torch.bfloat16) for name, t in load_file(pack.weights).items()}, pack.weights)
    text = (pack.folder / "pack.json").read_text("utf-8")
    (pack.folder / "pack.json").write_text(text.replace(pack.sha256, ""), "utf-8")
    lazy = LazyEncoder(str(pack.folder), device="cpu")
    assert lazy.encode_text(["a dog"]).shape == (1, 32)
    assert lazy.description  # the whole encoder is there


def test_damaged_weights_are_told_by_the_light_encoder_too(tmp_path: Path) -> None:
    folder = write_tiny_pack(tmp_path / "tiny")
    weights = folder / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    lazy = LazyEncoder(str(folder), device="cpu")
    for _ in range(2):
        with pytest.raises(PackError, match="are damaged"):
            lazy.encode_text(["a dog"])


def test_texts_are_encoded_where_videos_cannot_be(tmp_path: Path) -> None:
    lazy = LazyEncoder(str(write_tiny_pack(tmp_path / "tiny")), device="xpu")
    with pytest.raises(DeviceError):
        lazy.load()
    assert lazy.encode_text(["a dog"]).shape == (1, 32)


def test_the_light_encoder_goes_when_the_whole_one_is_there(tmp_path: Path) -> None:
    lazy = LazyEncoder(str(write_tiny_pack(tmp_path / "tiny")), device="cpu")
    light = lazy.encode_text(TEXTS)
    assert not lazy.description
    lazy.load()
    assert lazy._texts is None
    np.testing.assert_allclose(lazy.encode_text(TEXTS), light, atol=2e-6, rtol=0)


def test_many_texts_of_a_large_model_are_for_torch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lazy = LazyEncoder(str(write_tiny_pack(tmp_path / "tiny")), device="cpu")
    lazy.encode_text(["a dog"])
    light = lazy._texts
    assert light is not None
    assert light.small
    lazy.encode_text(["a dog"] * (FEW_TEXTS + 1))
    assert not lazy.description
    monkeypatch.setattr(light, "small", False)
    lazy.encode_text(["a dog"] * FEW_TEXTS)
    assert not lazy.description
    lazy.encode_text(["a dog"] * (FEW_TEXTS + 1))
    assert lazy.description


# --- the tokeniser ------------------------------------------------------------------------------------


def test_texts_are_cut_as_open_clip_cuts_them() -> None:
    from vop_desktop.model.backbone import open_clip

    texts = [
        *TEXTS,
        "It's the dog's ball; we've 3.14 #1 50%!!",
        "ß İ ½ Ⅷ ﬁ",
        "\x00\x01",
        "â€œodd\u00a0spaces\u3000",
        "’s 's",
    ]
    texts += (
        (Path(__file__).parents[3] / "resources" / "captions" / "everyday.txt")
        .read_text("utf-8")
        .splitlines()
    )
    for length in (8, 77):
        np.testing.assert_array_equal(
            tokenize(texts, length), open_clip().tokenize(texts, context_length=length).numpy()
        )


def test_the_vocabulary_is_the_one_of_open_clip() -> None:
    from vop_desktop.model.backbone import open_clip

    assert vocabulary_file().samefile(open_clip().tokenizer.default_bpe())


def test_a_name_of_a_special_piece_is_only_a_text() -> None:
    ids = tokenize(["a <end_of_text> dog"], 16)[0].tolist()
    assert ids.count(END) == 1
    assert ids.count(START) == 1
    assert clean_text("A  <b>\n&amp;amp; c") == "A <b> & c"
