"""Models from elsewhere become packs: every kind of file, whatever its wrapping."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from tests.helpers import checkpoints
from tests.helpers.packs import write_tiny_pack
from vop_desktop import paths
from vop_desktop.errors import Cancelled, PackError
from vop_desktop.model.checkpoint import load_vop
from vop_desktop.model.config import VopConfig
from vop_desktop.model.importing import import_pack
from vop_desktop.model.packs import find_pack, list_packs, read_pack
from vop_desktop.model.staging import pack_name, remove_pack

State = checkpoints.State


def assert_holds(folder: Path, state: State) -> None:
    stored = load_file(folder / "weights.safetensors")
    assert stored.keys() == state.keys()
    for name, tensor in state.items():
        assert torch.equal(stored[name], tensor), name


def vop_state() -> State:
    prompts = checkpoints.fill_rule.prompt_shapes(checkpoints.SMALL)
    return checkpoints.clip_state() | checkpoints.weights(checkpoints.SMALL, prompts)


def test_a_modelscope_folder_becomes_a_pack(tmp_path: Path) -> None:
    base = {name: tensor.half() for name, tensor in checkpoints.clip_state().items()}
    tuned = {name: tensor.float() for name, tensor in base.items()}  # ModelScope computes in fp32
    state = checkpoints.modelscope_state(clip=tuned)
    folder = checkpoints.write_modelscope(tmp_path / "VoP MSR-VTT", state=state, split=(6, 2), base=base)
    told: list[tuple[int, int]] = []
    pack = import_pack(folder, on_progress=lambda done, total: told.append((done, total)))
    assert pack.folder == paths.data_dir() / "packs" / "vop-msr-vtt"
    assert (pack.name, pack.config.variant, pack.config.text_readout) == ("vop-msr-vtt", "vop", "modelscope")
    assert (pack.config.num_text_prefix, pack.config.num_text_suffix) == (6, 2)
    assert pack.config.activation == "quick_gelu"
    assert pack.knowledge.captions == tuple(checkpoints.CAPTIONS)
    assert told[-1][0] == told[-1][1] > 0
    assert_holds(pack.folder, vop_state() | tuned)
    assert [each.name for each in list_packs()].count("vop-msr-vtt") == 1


def test_captions_become_one_line_each(tmp_path: Path) -> None:
    folder = checkpoints.write_modelscope(tmp_path / "vop")
    torch.save({"texts": ["two\nlines ", "", "half \ud800", "两只狗"]}, folder / "VoP_msrvtt9k_features.pkl")
    assert import_pack(folder).knowledge.captions == ("two lines", "half ?", "两只狗")


def test_a_bare_modelscope_checkpoint_is_half_prefix_half_suffix(tmp_path: Path) -> None:
    path = tmp_path / "VoP_msrvtt9k.pth"
    torch.save({"state_dict": checkpoints.modelscope_state()}, path)
    pack = import_pack(path, name="vop", title="My VoP", licence="MIT", languages=("en", "fr"))
    assert (pack.config.num_text_prefix, pack.config.num_text_suffix) == (4, 4)
    assert (pack.title, pack.licence, pack.languages, pack.captions) == ("My VoP", "MIT", ("en", "fr"), "")
    assert load_vop(pack.config, pack.weights, pack.name).config.variant == "vop"


def test_openai_torchscript_is_read_without_running_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = checkpoints.write_torchscript(tmp_path / "ViT-B-32.pt", checkpoints.clip_state(), half=True)
    for loader in (torch, torch.jit):  # whoever loads it, runs it
        monkeypatch.setattr(loader, "load", None)
    pack = import_pack(path)
    assert (pack.name, pack.config.variant, pack.config.activation) == ("vit-b-32", "clip", "quick_gelu")
    assert_holds(pack.folder, {name: tensor.half() for name, tensor in checkpoints.clip_state().items()})
    model = load_vop(pack.config, pack.weights, pack.name)
    assert model.visual.proj.dtype == torch.float32


def _plain(path: Path, state: State) -> None:
    torch.save(state, path)


def _legacy(path: Path, state: State) -> None:
    torch.save(state, path, _use_new_zipfile_serialization=False)


def _newest_pickle(path: Path, state: State) -> None:
    torch.save({"name": "run", "state_dict": state}, path, pickle_protocol=5)


def _trained(path: Path, state: State) -> None:
    parameters = {f"module.{name}": torch.nn.Parameter(tensor) for name, tensor in state.items()}
    torch.save({"epoch": 3, "state_dict": parameters, "optimizer": {"lr": 0.1, "betas": (0.9, 0.99)}}, path)


def _custom_text(path: Path, state: State) -> None:
    towers = ("visual.", "logit_scale")
    save_file({n if n.startswith(towers) else f"text.{n}": tensor for n, tensor in state.items()}, path)


@pytest.mark.parametrize(
    ("file", "write"),
    [
        ("model.safetensors", lambda path, state: save_file(state, path)),
        ("model.bin", _plain),
        ("old.bin", _legacy),
        ("new.pt", _newest_pickle),
        ("epoch_3.pt", _trained),
        ("custom.safetensors", _custom_text),
    ],
)
def test_clip_in_any_wrapping(tmp_path: Path, file: str, write: Callable[[Path, State], None]) -> None:
    write(tmp_path / file, checkpoints.clip_state())
    pack = import_pack(tmp_path / file, activation="gelu")
    assert (pack.config.variant, pack.config.activation) == ("clip", "gelu")
    assert_holds(pack.folder, checkpoints.clip_state())


@pytest.mark.parametrize(
    ("folder", "sidecar", "found"),
    [
        ("CLIP-ViT-B-32-laion2B-s34B-b79K", None, "gelu"),
        ("vit_base_patch32_clip_224.openai", None, "quick_gelu"),
        ("mine", {"model_cfg": {"quick_gelu": True}}, "quick_gelu"),
        ("openai-no-after-all", {"model_cfg": {}}, "gelu"),
    ],
)
def test_the_activation_is_taken_from_what_lies_beside(
    tmp_path: Path, folder: str, sidecar: object, found: str
) -> None:
    place = tmp_path / folder
    place.mkdir()
    save_file(checkpoints.clip_state(), place / "open_clip_model.safetensors")
    torch.save({}, place / "open_clip_pytorch_model.bin")  # the same model once more, as on the hub
    if sidecar is not None:
        (place / "open_clip_config.json").write_text(json.dumps(sidecar), "utf-8")
    assert import_pack(place).config.activation == found


def test_where_nothing_tells_the_activation_it_is_asked_for(tmp_path: Path) -> None:
    save_file(checkpoints.clip_state(), tmp_path / "model.safetensors")
    with pytest.raises(PackError, match="--activation quick_gelu if it comes from OpenAI"):
        import_pack(tmp_path / "model.safetensors")


@pytest.mark.parametrize(
    ("sizes", "image", "patch"),
    [
        ({"patch": 16, "image_size": 224, "v_width": 768, "embed_dim": 512, "t_width": 512}, 224, 16),
        ({"patch": 14, "image_size": 224, "v_width": 1024, "embed_dim": 768, "t_width": 768}, 224, 14),
        ({"patch": 32, "image_size": 256, "v_width": 768, "embed_dim": 512, "t_width": 512}, 256, 32),
    ],
)
def test_sizes_are_read_off_the_shapes(tmp_path: Path, sizes: dict[str, int], image: int, patch: int) -> None:
    from vop_desktop.model.layouts import Wanted, recognise
    from vop_desktop.model.tensor_files import TensorEntry

    class Shapes:
        path, scripted, root = tmp_path / "model.safetensors", False, None

        def __init__(self) -> None:
            shapes = checkpoints.fill_rule.clip_shapes({**checkpoints.FULL, **sizes})
            self.entries = {name: TensorEntry(shape, torch.float16, name) for name, shape in shapes.items()}

        def read(self, name: str) -> torch.Tensor:
            raise AssertionError(f"{name} was read")

    config = recognise(Shapes(), Wanted(activation="gelu")).config
    assert (config.image_size, config.patch_size, config.vision_layers) == (image, patch, 12)
    assert (config.vision_width, config.text_width) == (sizes["v_width"], sizes["t_width"])


def test_the_expected_model_is_taken_and_another_refused(tmp_path: Path) -> None:
    save_file(checkpoints.clip_state(), tmp_path / "model.safetensors")
    pack = import_pack(tmp_path / "model.safetensors", activation="gelu", name="one")
    again = import_pack(tmp_path / "model.safetensors", expected=pack.config, name="two")
    assert again.config == pack.config
    with pytest.raises(PackError, match="another backbone: it is a ViT of width 64, not a ViT-B/32"):
        import_pack(tmp_path / "model.safetensors", expected=VopConfig(variant="clip"), name="three")


# --- packs of ours ------------------------------------------------------------------------------------


def zipped(folder: Path, path: Path, top: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in sorted(folder.iterdir()):
            archive.write(each, top + each.name)
    return path


@pytest.mark.parametrize("form", ["folder", "zip", "zip with a folder in it"])
def test_a_pack_of_ours_keeps_its_model_id(tmp_path: Path, form: str) -> None:
    folder = write_tiny_pack(tmp_path / "made", name="mine")
    (folder / "captions.txt").write_text("a dog\na cat\n", "utf-8")
    (folder / "MODEL_CARD.md").write_text("What it is.", "utf-8")
    (folder / "else.exe").write_bytes(b"MZ")
    entry = json.loads((folder / "pack.json").read_text("utf-8"))
    (folder / "pack.json").write_text(json.dumps({**entry, "captions": "captions.txt"}), "utf-8")
    source = (
        folder if form == "folder" else zipped(folder, tmp_path / "p.zip", "" if form == "zip" else "top/")
    )
    pack = import_pack(source)
    assert pack.model_id == read_pack(folder).model_id
    assert pack.knowledge.captions == ("a dog", "a cat")
    held = {each.name for each in pack.folder.iterdir()}
    assert held == {"pack.json", "weights.safetensors", "captions.txt", "MODEL_CARD.md"}
    other = import_pack(source, name="other")
    assert (other.name, find_pack("other").sha256) == ("other", pack.sha256)


# --- names, removal, what stays -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "name"), [("VoP MSR-VTT!", "vop-msr-vtt"), ("模型", "pack"), ("con", "pack-con"), ("..", "pack")]
)
def test_a_name_is_made_from_any_other(wish: str, name: str) -> None:
    assert pack_name(wish) == name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("taken", "already a pack called “taken”"),
        ("TAKEN", "already a pack called “TAKEN”"),
        ("starter", "a pack of the program itself"),
        ("../up", "cannot be called"),
        (".hidden", "cannot be called"),
        ("nul", "cannot be called"),
        ("", "cannot be called"),
    ],
)
def test_names_that_a_new_pack_cannot_have(tmp_path: Path, name: str, said: str) -> None:
    source = write_tiny_pack(tmp_path / "made", name="taken")
    import_pack(source)
    with pytest.raises(PackError, match=said):
        import_pack(source, name=name)


def test_removing_takes_an_added_pack_only(tmp_path: Path) -> None:
    pack = import_pack(write_tiny_pack(tmp_path / "made", name="mine"))
    for name, said in (
        ("starter", "cannot be removed"),
        ("other", "no added pack called “other”. Added packs: mine"),
        ("../packs/mine", "no added pack"),
        ("..", "no added pack"),
        ("", "no added pack"),
    ):
        with pytest.raises(PackError, match=said):
            remove_pack(name)
    assert find_pack("mine").folder == pack.folder
    remove_pack("mine")
    assert list(pack.folder.parent.iterdir()) == []
    with pytest.raises(PackError, match="no model pack"):
        find_pack("mine")


def test_stopping_leaves_nothing(tmp_path: Path) -> None:
    save_file(checkpoints.clip_state(), tmp_path / "model.safetensors")
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        import_pack(tmp_path / "model.safetensors", activation="gelu", cancel=cancel)
    assert list((paths.data_dir() / "packs").iterdir()) == []


def test_what_a_killed_run_left_is_no_pack_and_goes(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    parent = paths.data_dir() / "packs"
    left = parent / f".new-{gone.pid}-abc"
    shutil.copytree(write_tiny_pack(tmp_path / "made", name="half"), left)
    assert "half" not in {pack.name for pack in list_packs()}
    import_pack(tmp_path / "made", name="whole")
    assert [each.name for each in parent.iterdir()] == ["whole"]
