"""A multilingual pack from end to end: fetched, imported, handed on, loaded, encoded with, tuned."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from tests.helpers import checkpoints, multilingual, web
from tests.helpers.web import Served
from tests.unit.model.test_xlm_roberta import config, text_encoder
from vop_desktop import paths
from vop_desktop.errors import PackError
from vop_desktop.model.catalogue import CatalogueFile, PackSource, find_entry
from vop_desktop.model.devices import SelfCheck
from vop_desktop.model.download import download_pack
from vop_desktop.model.encoder import load_encoder
from vop_desktop.model.importing import import_pack
from vop_desktop.model.packs import Pack, find_pack
from vop_desktop.model.staging import remove_pack
from vop_desktop.model.tuned import config_for, save_tuned_pack, start_model, tuned_folder
from vop_desktop.tuning.options import TuneOptions
from vop_desktop.tuning.pairs import PairSet
from vop_desktop.tuning.tune import tune

TEXTS = ["a red car drives", "红色的汽车", "машина", ""]
SAVED = "open_clip_pytorch_model.bin"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return multilingual.write_checkpoint(tmp_path_factory.mktemp("hub") / "xlm")


@pytest.fixture
def pack(folder: Path) -> Pack:
    return import_pack(folder, name="many", languages=("en", "zh", "ru"))


def expected_features() -> np.ndarray[Any, np.dtype[np.float32]]:
    """What the reference's numbers were checked with, over ids counted by hand."""
    ids = [[0, 5, 6, 7, 10, 2], [0, 4, 13, 14, 15, 2], [0, 18, 2], [0, 2]]
    padded = torch.tensor([row + [1] * (6 - len(row)) for row in ids])
    return torch.nn.functional.normalize(text_encoder()(padded), dim=-1).numpy()


# --- import -------------------------------------------------------------------------------------------


def test_a_folder_of_the_hub_becomes_a_pack(folder: Path, pack: Pack) -> None:
    assert pack.config == config()
    assert (pack.languages, pack.knowledge.languages) == (("en", "zh", "ru"), ("en", "zh", "ru"))
    text = (folder / "tokenizer.json").read_bytes()
    assert (pack.folder / pack.tokenizer).read_bytes() == text
    assert pack.tokenizer_sha256 == hashlib.sha256(text).hexdigest()
    state = multilingual.state()
    del state["text.transformer.embeddings.position_ids"]
    stored = load_file(pack.weights)
    assert stored.keys() == state.keys()
    assert all(torch.equal(stored[name], tensor) for name, tensor in state.items())
    pack.check()


def test_safetensors_a_wrapped_model_and_an_unused_pooler(tmp_path: Path, pack: Pack) -> None:
    state = multilingual.state()
    state["text.transformer.pooler.dense.weight"] = torch.zeros(64, 64)
    state["text.transformer.embeddings.token_type_ids"] = torch.zeros(1, 514, dtype=torch.int64)
    other = multilingual.write_checkpoint(tmp_path / "other")
    (other / SAVED).unlink()
    state = {f"module.{name}": tensor.contiguous() for name, tensor in state.items()}
    save_file(state, other / "open_clip_model.safetensors")
    again = import_pack(other / "open_clip_model.safetensors", name="again")  # the file: its neighbour counts
    assert again.sha256 == pack.sha256
    assert load_file(again.weights).keys() == load_file(pack.weights).keys()


@pytest.mark.parametrize("zipped", [False, True])
def test_a_pack_is_handed_on_with_its_pieces(tmp_path: Path, pack: Pack, zipped: bool) -> None:
    source = shutil.copytree(pack.folder, tmp_path / "many")
    if zipped:
        source = Path(shutil.make_archive(str(tmp_path / "many"), "zip", tmp_path, "many"))
    wanted = pack.model_id
    remove_pack("many")
    again = import_pack(source)
    assert again.model_id == wanted
    again.check()
    assert load_encoder("many", device="cpu").encode_text(["машина"]).shape == (1, 32)


def refused(source: Path, **options: Any) -> str:
    with pytest.raises(PackError) as caught:
        import_pack(source, **options)
    assert not any((paths.data_dir() / "packs").glob("*"))
    return str(caught.value)


def test_without_its_tokenizer_it_is_not_imported(tmp_path: Path, folder: Path) -> None:
    shutil.copy(folder / SAVED, tmp_path)
    assert refused(tmp_path) == (
        f"{SAVED} reads texts with XLM-RoBERTa and needs the file tokenizer.json that was published with it. "
        "Put it into the same folder and import again."
    )
    (tmp_path / "tokenizer.json").write_text(multilingual.tokenizer_text(multilingual.PIECES[:-1]), "utf-8")
    assert refused(tmp_path) == (
        "tokenizer.json belongs to another model: it knows 21 pieces of words, and the model 22."
    )


def test_a_model_of_another_kind_than_asked_for_is_told(folder: Path, tmp_path: Path) -> None:
    clip = replace(config(), text_encoder="clip", vocab_size=49408)
    assert "has the text encoder XLM-RoBERTa, not CLIP's own text encoder" in refused(folder, expected=clip)
    more = replace(config(), vocab_size=250002)
    assert "is not the model that was asked for: vocab_size is 22, not 250002" in refused(
        folder, expected=more
    )
    torch.save(checkpoints.clip_state(), tmp_path / "clip.bin")
    told = refused(tmp_path / "clip.bin", expected=config())
    assert "has CLIP's own text encoder, not the text encoder XLM-RoBERTa" in told


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("text.transformer.embeddings.position_embeddings.weight", (512, 64)),  # BERT's
        ("text.transformer.embeddings.token_type_embeddings.weight", (2, 64)),
        ("text.transformer.embeddings.word_embeddings.weight", (22, 128)),
        ("text.proj.0.weight", (32,)),
    ],
)
def test_another_text_encoder_than_xlm_roberta_is_refused(
    tmp_path: Path, name: str, shape: tuple[int, ...]
) -> None:
    source = multilingual.write_checkpoint(
        tmp_path / "bert", content=multilingual.state() | {name: torch.zeros(shape)}
    )
    assert "is a CLIP with a text encoder of another kind; only CLIP's own text encoder and XLM" in refused(
        source
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("text.transformer.encoder.layer.1.output.dense.bias", "is not complete: text.transformer.encoder."),
        ("visual.proj", "is not complete: visual.proj is missing"),
    ],
)
def test_a_missing_tensor_is_named(tmp_path: Path, name: str, said: str) -> None:
    state = multilingual.state()
    del state[name]
    assert said in refused(multilingual.write_checkpoint(tmp_path / "part", content=state))


# --- the installed pack -------------------------------------------------------------------------------


def test_texts_of_many_languages_are_encoded(pack: Pack) -> None:
    encoder = load_encoder("many", device="cpu")
    np.testing.assert_allclose(encoder.encode_text(TEXTS), expected_features(), atol=1e-5)
    frames = np.random.default_rng(0).integers(0, 255, (2, 12, 32, 32, 3), np.uint8)
    assert encoder.encode_frames(frames).segments.shape == (2, 32)
    assert encoder.knowledge.languages == ("en", "zh", "ru")


@pytest.mark.parametrize("precision", ["bf16", "int8"])
def test_every_precision_of_the_cpu_says_the_same(pack: Pack, precision: Any) -> None:
    exact = load_encoder("many", device="cpu", precision="fp32")
    encoder = load_encoder("many", device="cpu", precision=precision)
    assert encoder.precision == precision
    assert (encoder.encode_text(TEXTS) * exact.encode_text(TEXTS)).sum(axis=1).min() > 0.995
    frames = np.random.default_rng(0).integers(0, 255, (1, 12, 32, 32, 3), np.uint8)
    cosine = (encoder.encode_frames(frames).segments * exact.encode_frames(frames).segments).sum()
    assert cosine > 0.995


def test_the_device_is_checked_with_a_text_of_its_kind(pack: Pack) -> None:
    model = load_encoder("many", device="cpu")._model
    check = SelfCheck(model, "a")
    assert check._ids.tolist() == [[0, 3, 4, 5, 6, 2]]
    moved, trouble = check.place("cpu", "bf16")
    assert trouble == ""
    assert moved is not None and moved.tokenizer is model.tokenizer


def test_a_pack_whose_pieces_are_damaged_or_gone_says_so(pack: Pack) -> None:
    path = pack.folder / pack.tokenizer
    path.write_text(multilingual.tokenizer_text(template=False), "utf-8")
    with pytest.raises(PackError, match=r"pieces of words of the pack “many” are damaged: tokenizer\.json"):
        load_encoder("many", device="cpu")
    path.unlink()
    with pytest.raises(PackError, match="pieces of words of the pack “many” cannot be read"):
        load_encoder("many", device="cpu")
    entry = json.loads((pack.folder / "pack.json").read_text("utf-8"))
    del entry["tokenizer"]
    (pack.folder / "pack.json").write_text(json.dumps(entry), "utf-8")
    with pytest.raises(PackError, match=r"The tokenizer\.json of the pack “many” is missing"):
        load_encoder("many", device="cpu")


# --- download -----------------------------------------------------------------------------------------


def test_the_entry_of_the_catalogue_is_fetched_and_installed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.direct(monkeypatch)
    real = find_entry("clip-vit-b32-multilingual")
    names = [file.path for file in real.sources[0].files]
    assert names == [SAVED, "tokenizer.json"]
    assert real.config.text_encoder == "xlm_roberta"
    with web.website() as site:
        files = []
        for name in names:
            content = (folder / name).read_bytes()
            site.files[f"/xlm/{name}"] = Served(content)
            files.append(CatalogueFile(name, len(content), unverified=True))
        source = PackSource("url", f"{site.address}/xlm", "", tuple(files))
        entry = replace(real, config=config(), installed_size=1, sources=(source,))
        done = download_pack(entry)
    assert (done.pack.name, done.pack.languages) == (entry.name, real.languages)
    assert find_pack(entry.name).knowledge.languages == real.languages
    encoder = load_encoder(entry.name, device="cpu")
    np.testing.assert_allclose(encoder.encode_text(TEXTS), expected_features(), atol=1e-5)


# --- tuning -------------------------------------------------------------------------------------------


def test_its_words_cannot_be_tuned_and_nothing_is_read_before_that_is_told(
    pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vop_desktop.tuning.tune.load_frames", None)
    with pytest.raises(PackError, match="words of this pack cannot be tuned: its text encoder, XLM-RoBERTa"):
        tune(PairSet((), ()), "many", "mine", TuneOptions(method="words"))


@pytest.mark.parametrize("method", ["vop", "vop_p", "vop_c", "vop_f", "vop_fp", "vop_fc"])
def test_how_it_sees_videos_can_be_tuned(pack: Pack, method: str) -> None:
    wanted = config_for(pack.config, method)
    assert (wanted.num_text_prefix, wanted.num_text_suffix) == (0, 0)
    assert (wanted.num_visual_prompts, wanted.text_encoder) == (8, "xlm_roberta")


def test_a_tuned_pack_reads_texts_as_its_base_does(pack: Pack) -> None:
    model = start_model(pack, "vop", 0)
    assert model.tokenizer is not None
    trained = ["visual_prompts"]
    tuned = save_tuned_pack(tuned_folder("mine"), "mine", pack, model, trained=trained, report={})
    assert tuned.model_id != pack.model_id
    encoder = load_encoder("mine", device="cpu")
    np.testing.assert_allclose(encoder.encode_text(TEXTS), expected_features(), atol=1e-5)
    assert encoder.knowledge.languages == ("en", "zh", "ru")


# --- the real size ------------------------------------------------------------------------------------


@pytest.mark.skipif(not os.environ.get("VOP_LONG_TESTS"), reason="a checkpoint of 0.7 GB")
def test_the_full_size_is_imported_and_encodes(tmp_path: Path) -> None:
    pieces = (*multilingual.PIECES, *((f"▁w{i}", -12.0) for i in range(250002 - multilingual.SMALL["vocab"])))
    state = {
        name: t.half() for name, t in multilingual.state(multilingual.FULL).items() if t.is_floating_point()
    }
    folder = multilingual.write_checkpoint(
        tmp_path / "full", content=state, tokenizer=multilingual.tokenizer_text(pieces)
    )
    del state
    entry = find_entry("clip-vit-b32-multilingual")
    told: list[int] = []
    import_pack(
        folder, name=entry.name, expected=entry.config, languages=entry.languages, cancel=threading.Event(),
        on_progress=lambda done, total: told.append(total),
    )  # fmt: skip
    assert told[-1] == pytest.approx(entry.installed_size / 2, rel=0.02)  # half as many bytes a number
    encoder = load_encoder(entry.name, device="cpu")
    features = encoder.encode_text([*TEXTS, "▁w5 w249000"])
    assert features.shape == (5, 512)
    assert not np.isnan(features).any()
    frames = np.random.default_rng(0).integers(0, 255, (1, 12, 224, 224, 3), np.uint8)
    assert encoder.encode_frames(frames).segments.shape == (1, 512)
