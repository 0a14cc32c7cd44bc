"""What cannot be imported is refused in a sentence, runs nothing, leaves nothing and harms nothing."""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import stat
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file

from tests.helpers import checkpoints
from tests.helpers.packs import write_tiny_pack
from vop_desktop import paths
from vop_desktop.errors import PackError
from vop_desktop.model.checkpoint import load_vop
from vop_desktop.model.config import VopConfig
from vop_desktop.model.importing import import_pack
from vop_desktop.model.packs import find_pack

State = checkpoints.State


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_pack(tmp_path_factory.mktemp("packs") / "before", name="before")


loaded: set[str] = set()


@pytest.fixture(autouse=True)
def _what_was_there_still_works(before: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    """Around every fault: a pack is installed before; afterwards it is whole, and nothing else is there."""
    shutil.copytree(before, paths.data_dir() / "packs" / "before")
    yield
    pack = find_pack("before")
    pack.check()
    if request.function.__name__ not in loaded:  # loading takes long: once a kind of fault
        loaded.add(request.function.__name__)
        load_vop(pack.config, pack.weights, pack.name)
    assert [each.name for each in (paths.data_dir() / "packs").iterdir()] == ["before"]


def refused(source: Path, **options: Any) -> str:
    """The sentence that a person reads."""
    with pytest.raises(PackError) as caught:
        import_pack(source, **options)
    said = str(caught.value)
    assert "\n" not in said
    assert "Traceback" not in said
    assert ".new-" not in said
    return said


def saved(folder: Path, state: State) -> Path:
    path = folder / "model.pth"
    torch.save({"state_dict": state}, path)
    return path


# --- tensors ------------------------------------------------------------------------------------------


def without(name: str) -> Callable[[State], None]:
    return lambda state: state.__delitem__(name)


def put(name: str, tensor: torch.Tensor) -> Callable[[State], None]:
    return lambda state: state.__setitem__(name, tensor)


def poison(number: float) -> Callable[[State], None]:
    def change(state: State) -> None:
        tensor = state["visual.ln_pre.weight"].clone()
        tensor[3] = number
        state["visual.ln_pre.weight"] = tensor

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (without("visual.proj"), "model.pth is not complete: visual.proj is missing."),
        (without("visual.conv1.weight"), "no CLIP at all: visual.conv1.weight is missing"),
        (put("ln_final.bias", torch.zeros(65)), "ln_final.bias has the shape 65, not 64"),
        (put("visual.positional_embedding", torch.zeros(6, 64)), "5 patches are no square picture"),
        (put("token_embedding.weight", torch.zeros(1000, 64)), "another vocabulary of 1,000 pieces"),
        (put("ln_final.bias", torch.zeros(64, dtype=torch.int64)), "ln_final.bias holds whole numbers"),
        (poison(float("nan")), "visual.ln_pre.weight is not all numbers (NaN or infinite)"),
        (poison(float("inf")), "visual.ln_pre.weight is not all numbers (NaN or infinite)"),
        (put("visual.layer1.0.conv1.weight", torch.zeros(1)), "CLIP with a ResNet"),
        (put("visual.trunk.blocks.0.norm1.weight", torch.zeros(1)), "image encoder comes from timm"),
        (put("vision_model.embeddings.class_embedding", torch.zeros(1)), "in the names of transformers"),
        (
            put("text.transformer.embeddings.word_embeddings.weight", torch.zeros(1)),
            "encoder of another kind",
        ),
        (put("text.transformer.block.0.layer.0.SelfAttention.q.weight", torch.zeros(1)), "of another kind"),
        (put("text_decoder.ln_final.bias", torch.zeros(1)), "is a CoCa model"),
        (put("visual.transformer.resblocks.0.adapter.weight", torch.zeros(1)), "CLIP with adapters"),
        (put("transformerClip.resblocks.0.ln_1.bias", torch.zeros(1)), "checkpoint of CLIP4Clip"),
        (put("pool_frames.cross_attn.q_proj.weight", torch.zeros(1)), "checkpoint of X-Pool"),
        (put("something.weight", torch.zeros(1)), "another method: it holds something.weight, which"),
        (put("visual.transformer.resblocks.9999.ln_1.bias", torch.zeros(1)), "it names 10000 layers"),
        (put("visual.transformer.resblocks.5.ln_1.bias", torch.zeros(64)), "is missing and "),
        (dict.clear, "holds no tensors; it is no model"),
    ],
)
def test_tensors_that_make_no_clip(tmp_path: Path, change: Callable[[State], None], said: str) -> None:
    state = checkpoints.clip_state()
    change(state)
    assert said in refused(saved(tmp_path, state), activation="gelu")


def test_a_larger_backbone_than_can_be_used_is_named(tmp_path: Path) -> None:
    state = checkpoints.clip_state()
    state["visual.conv1.weight"] = torch.zeros(1280, 3, 14, 14)
    assert "is a ViT-H/14, a size of CLIP that cannot be used" in refused(saved(tmp_path, state))


# --- checkpoints of other methods (SPEC §3) -----------------------------------------------------------


def tuned(*names: str) -> State:
    return {n: t + 0.01 if n in names or "*" in names else t for n, t in checkpoints.clip_state().items()}


BIASES = [name for name in checkpoints.fill_rule.clip_shapes(checkpoints.SMALL) if name.endswith("bias")]
LAST = ["visual.transformer.resblocks.1.attn.in_proj_weight", "ln_final.weight", "visual.proj"]


@pytest.mark.parametrize("prompts", [True, False])
@pytest.mark.parametrize(
    ("names", "method"),
    [
        (BIASES, "its biases were tuned (the method “Bias”)"),
        (["visual.proj", "text_projection"], "its projections were tuned (the method “Proj”)"),
        (LAST, "its last block was tuned (the method “Partial”)"),
        (["*"], "it was tuned as a whole (the method “Full”)"),
    ],
)
def test_a_tuned_clip_is_not_vop(tmp_path: Path, names: list[str], method: str, prompts: bool) -> None:
    state = checkpoints.modelscope_state(clip=tuned(*names), prompts=prompts)
    folder = checkpoints.write_modelscope(tmp_path / "vop", state=state, base=checkpoints.clip_state())
    said = refused(folder)
    assert method in said
    assert ("not VoP" if prompts else "holds no prompts") in said


def test_a_checkpoint_of_vop_se_is_named(tmp_path: Path) -> None:
    state = checkpoints.modelscope_state(prompts=False)
    assert "it is a VoP-SE checkpoint" in refused(saved(tmp_path, state))
    folder = checkpoints.write_modelscope(tmp_path / "se", state=state)
    path = folder / "configuration.json"
    path.write_text(path.read_text("utf-8").replace("-model", "-model-se"), "utf-8")
    assert "The folder holds a VoP-SE model" in refused(folder)


def test_another_backbone_than_the_one_beside_it(tmp_path: Path) -> None:
    base = checkpoints.clip_state({**checkpoints.SMALL, "v_width": 128})
    folder = checkpoints.write_modelscope(tmp_path / "vop", base=base)
    assert "it was tuned as a whole" in refused(folder)
    assert "another backbone: it is a ViT of width 64, not a ViT-B/32" in refused(
        folder, expected=VopConfig(variant="vop", num_text_prefix=4, num_text_suffix=4)
    )


def test_copies_inside_a_checkpoint_that_differ(tmp_path: Path) -> None:
    state = checkpoints.modelscope_state()
    state["module.image_encoder.proj"] = state["module.image_encoder.proj"] + 1
    said = refused(saved(tmp_path, state))
    assert "image_encoder.proj and module.clip.visual.proj should be the same" in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"tp_prefix_token_num": 8}, "8 text prompts a layer, but 8 before and 4 after"),
        ({"tp_prefix_token_num": "4"}, "tp_prefix_token_num is '4', no number that fits"),
        ({"input_res": 64}, "pictures of 32 pixels, but its configuration says 64"),
        ({"pooling_type": "attention"}, "asks for the pooling “attention”"),
    ],
)
def test_a_configuration_that_does_not_fit(tmp_path: Path, change: dict[str, object], said: str) -> None:
    folder = checkpoints.write_modelscope(tmp_path / "vop")
    path = folder / "configuration.json"
    told = json.loads(path.read_text("utf-8"))
    told["hyperparam"] |= change
    path.write_text(json.dumps(told), "utf-8")
    assert said in refused(folder)


def test_companions_that_are_damaged(tmp_path: Path) -> None:
    folder = checkpoints.write_modelscope(tmp_path / "vop")
    gallery, vocabulary = folder / "VoP_msrvtt9k_features.pkl", folder / "bpe_simple_vocab_16e6.txt.gz"
    torch.save({"texts": "none"}, gallery)
    assert "VoP_msrvtt9k_features.pkl holds no plain list of captions" in refused(folder)
    gallery.unlink()
    vocabulary.write_bytes(vocabulary.read_bytes()[:1000])
    assert "not CLIP's own vocabulary, or damaged" in refused(folder)
    (folder / "configuration.json").write_text("[" * 100_000, "utf-8")
    assert "configuration.json is damaged: it is not valid JSON" in refused(folder)


# --- files that would run something -------------------------------------------------------------------


class Payload:
    """Pickled, it creates a file when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[str, str]]:
        return open, (str(self.mark), "w")


def _zip_of_torch(path: Path, value: object) -> None:
    torch.save(value, path)


def _zip_of_torch_newest(path: Path, value: object) -> None:
    torch.save(value, path, pickle_protocol=4)


def _legacy_of_torch(path: Path, value: object) -> None:
    torch.save(value, path, _use_new_zipfile_serialization=False)


def _bare_pickle(path: Path, value: object) -> None:
    path.write_bytes(pickle.dumps(value))


@pytest.mark.parametrize("write", [_zip_of_torch, _zip_of_torch_newest, _legacy_of_torch, _bare_pickle])
def test_a_pickle_with_a_payload_is_refused_and_not_run(
    tmp_path: Path, write: Callable[[Path, object], None]
) -> None:
    mark, path = tmp_path / "it ran", tmp_path / "model.pth"
    write(path, {"state_dict": checkpoints.clip_state(), "extra": Payload(mark)})
    said = refused(path)
    assert not mark.exists()
    if write is not _bare_pickle:
        assert "it would run" in said
        assert "open. Nothing in it was run" in said
    if write is not _bare_pickle:  # and it does run, opened the way that it is meant for
        torch.load(path, weights_only=False)["extra"].close()
    else:
        pickle.loads(path.read_bytes())["extra"].close()
    assert mark.exists()


def test_a_gallery_with_a_payload_is_refused_and_not_run(tmp_path: Path) -> None:
    mark = tmp_path / "it ran"
    folder = checkpoints.write_modelscope(tmp_path / "vop")
    torch.save({"texts": [Payload(mark)]}, folder / "VoP_msrvtt9k_features.pkl")
    assert "VoP_msrvtt9k_features.pkl holds more than weights" in refused(folder)
    assert not mark.exists()


# --- files that lie about their size, or are none -----------------------------------------------------


def _header(path: Path, text: bytes, length: int | None = None) -> None:
    path.write_bytes(struct.pack("<Q", len(text) if length is None else length) + text)


def _claims_terabytes(path: Path) -> None:
    table = {"visual.proj": {"dtype": "F32", "shape": [1 << 40], "data_offsets": [0, 4 << 40]}}
    _header(path, json.dumps(table).encode() + b" " * 100)


def _header_of_terabytes(path: Path) -> None:
    _header(path, b'{"visual.proj":', 1 << 42)


def _cut_safetensors(path: Path) -> None:
    save_file(checkpoints.clip_state(), path)
    os.truncate(path, path.stat().st_size // 2)


def _cut_torch(path: Path) -> None:
    torch.save(checkpoints.clip_state(), path)
    os.truncate(path, path.stat().st_size // 2)


def _flipped(path: Path) -> None:
    torch.save(checkpoints.clip_state(), path)
    with path.open("r+b") as stream:
        stream.seek(path.stat().st_size // 2)
        stream.write(b"\xff\xfe\xfd\xfc")


def _repeated_number(path: Path) -> None:
    torch.save({**checkpoints.clip_state(), "visual.proj": torch.zeros(1).expand(1 << 20, 1 << 20)}, path)


def _beyond_its_storage(path: Path) -> None:
    torch.save(checkpoints.clip_state(), path)
    _rewrite(path, lambda data: data.replace(b"K@K\x20\x86", b"K@K\xff\x86"))


def _compressed_storage(path: Path) -> None:
    torch.save(checkpoints.clip_state(), path)
    _rewrite(path, lambda data: data, zipfile.ZIP_DEFLATED)


def _rewrite(path: Path, change: Callable[[bytes], bytes], how: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    changed = False
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, data in held.items():
            new = change(data) if name.endswith("data.pkl") else data
            changed |= new != data
            archive.writestr(name, new, zipfile.ZIP_STORED if name.endswith("data.pkl") else how)
    assert changed or how != zipfile.ZIP_STORED


def _no_model(path: Path) -> None:
    path.write_text("<html><body>404</body></html>" * 10, "utf-8")


def _empty(path: Path) -> None:
    path.touch()


def _some_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("notes.txt", "hello")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (_claims_terabytes, "damaged or not complete"),
        (_header_of_terabytes, "damaged or not complete"),
        (_cut_safetensors, "damaged or not complete"),
        (_cut_torch, "damaged or not complete"),
        (_flipped, "damaged or not complete"),
        (_repeated_number, "damaged or not complete"),
        (_beyond_its_storage, "damaged or not complete"),
        (_compressed_storage, "damaged or not complete"),
        (_no_model, "neither safetensors nor a checkpoint of torch"),
        (_empty, "model.bin is empty"),
        (_some_zip, "holds no model pack"),
        pytest.param(
            _pipe,
            "no file that could hold a model",
            marks=pytest.mark.skipif(os.name != "posix", reason="POSIX"),
        ),
    ],
)
def test_files_that_are_no_whole_model(tmp_path: Path, write: Callable[[Path], None], said: str) -> None:
    path = tmp_path / "model.bin"
    write(path)
    text = refused(path, activation="gelu")
    assert said in text
    assert "model.bin" in text


def test_folders_that_hold_no_model(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "photo.jpg").touch()
    assert "photos holds no model" in refused(folder)
    for name in ("a.bin", "b.pt"):
        (folder / name).touch()
    assert "holds several models; name one file: a.bin, b.pt" in refused(folder)
    assert "There is no file or folder" in refused(tmp_path / "gone")
    (folder / "configuration.json").write_text(json.dumps({"model": {"type": "image-caption"}}), "utf-8")
    assert "another model of ModelScope (image-caption), not VoP" in refused(folder)


# --- packs of ours that are not ours ------------------------------------------------------------------


def zip_with(path: Path, folder: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for each in folder.iterdir():
            archive.write(each, each.name)
        for name, data in members:
            archive.writestr(name, data)
    return path


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ("../outside.txt", "../outside.txt would be written outside"),
        ("a/../../outside.txt", "would be written outside"),
        ("/tmp/outside.txt", "would be written outside"),
        ("C:/outside.txt", "would be written outside"),
        ("..\\outside.txt", "would be written outside"),
        (link("captions.txt"), "captions.txt is a link to another place"),
    ],
)
def test_zip_files_that_lead_elsewhere(
    tmp_path: Path, before: Path, member: str | zipfile.ZipInfo, said: str
) -> None:
    path = zip_with(tmp_path / "pack.zip", before, (member, b"/etc/passwd"))
    assert said in refused(path, name="new")
    assert list(tmp_path.rglob("outside.txt")) == []


def test_a_zip_file_of_ten_gigabytes_of_zeros_is_refused_unopened(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    path = tmp_path / "pack.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("pack.json", "{}")
        archive.writestr("weights.safetensors", block * (10 << 10) + packer.flush())
        info = archive.getinfo("weights.safetensors")  # what was written is a stream of 10 GB, deflated
        info.compress_type, info.file_size = zipfile.ZIP_DEFLATED, 10 << 30
    assert path.stat().st_size < 20 << 20
    with zipfile.ZipFile(path) as archive, archive.open("weights.safetensors") as stream:
        assert stream.read(8 << 20) == bytes(8 << 20)
    assert re.search(r"1\d\.\d MB would become 10\.7 GB, which no pack does", refused(path, name="new"))


def test_a_zip_member_that_is_longer_than_it_says(tmp_path: Path, before: Path) -> None:
    path = tmp_path / "pack.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in before.iterdir():
            archive.write(each, each.name)
        archive.getinfo("weights.safetensors").file_size = 1000
    assert "it cannot be unpacked" in refused(path, name="new")


def change_pack(folder: Path, **values: object) -> None:
    entry = json.loads((folder / "pack.json").read_text("utf-8"))
    (folder / "pack.json").write_text(json.dumps({**entry, **values}), "utf-8")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"config": {"vision_layers": 10**9}}, "vision_layers must be at most 100"),
        ({"config": {"embed_dim": "big"}}, "is damaged"),
        ({"config": {"variant": "vop", "embed_dim": 64}, "sha256": ""}, "do not fit its model"),
        ({"sha256": "0" * 64}, "are damaged"),
        ({"weights": "../../weights.safetensors", "sha256": "0" * 64}, "are damaged"),
        ({"weights": ".."}, "names the file “..”"),
        ({"weights": "pack.json"}, "names the file “pack.json”"),
        ({"weights": "gone.safetensors"}, "gone.safetensors is missing"),
        ({"captions": "gone.txt"}, "gone.txt is missing"),
        ({"name": "../up"}, "cannot be called “../up”"),
        ({"name": "starter"}, "a pack of the program itself"),
        ({"name": "before"}, "already a pack called “before”"),
        ({"format": 2}, "made for a newer version"),
    ],
)
def test_packs_that_are_damaged_or_lie(tmp_path: Path, values: dict[str, object], said: str) -> None:
    folder = write_tiny_pack(tmp_path / "made", name="new")
    change_pack(folder, **values)
    assert said in refused(folder)


def test_a_pack_with_nan_is_refused(tmp_path: Path) -> None:
    folder = write_tiny_pack(tmp_path / "made", name="new")
    from safetensors.torch import load_file

    tensors = load_file(folder / "weights.safetensors")
    tensors["visual.proj"][0, 0] = float("nan")
    save_file(tensors, folder / "weights.safetensors")
    change_pack(folder, sha256="")
    assert "visual.proj is not all numbers" in refused(folder)


# --- the disk -----------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
@pytest.mark.parametrize("kind", ["checkpoint", "pack"])
def test_a_disk_that_fills_up(tmp_path: Path, kind: str) -> None:
    import resource

    path = tmp_path / "model.safetensors"
    save_file(checkpoints.clip_state(), path)
    source = path if kind == "checkpoint" else write_tiny_pack(tmp_path / "made", name="new")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
    try:
        said = refused(source, activation="gelu")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert said == "The disk is full: the pack was not added. Free some space and try again."


def test_too_little_space_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vop_desktop.model import staging

    monkeypatch.setattr(staging, "SPARE", 1 << 60)  # more than any disk has
    save_file(checkpoints.clip_state(), tmp_path / "model.safetensors")
    said = refused(tmp_path / "model.safetensors", activation="gelu")
    assert re.search(r"not enough space on the disk for this pack: it takes 1\d MB, and", said)
