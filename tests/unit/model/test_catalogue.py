"""The catalogue that ships with the program, and one of the person's own."""

from __future__ import annotations

import json
from typing import Any

import pytest

from vop_desktop import paths
from vop_desktop.errors import PackError
from vop_desktop.model.catalogue import find_entry, load_catalogue


def write_own(*packs: dict[str, Any], **document: Any) -> None:
    paths.data_dir().mkdir(parents=True, exist_ok=True)
    text = json.dumps({"format": 1, "packs": list(packs), **document})
    (paths.data_dir() / "catalogue.json").write_text(text, "utf-8")


def own(**changes: Any) -> dict[str, Any]:
    file = {"path": "model.safetensors", "size": 10}
    source = {"kind": "url", "location": "https://packs.example/mine/", "files": [file]}
    return {"name": "mine", "title": "Mine", "config": {"variant": "clip"}, "sources": [source], **changes}


def own_file(**changes: Any) -> dict[str, Any]:
    entry = own()
    entry["sources"][0]["files"][0].update(changes)
    return entry


def test_the_recommended_pack_comes_first_and_is_the_papers() -> None:
    first = next(iter(load_catalogue().values()))
    assert (first.name, first.recommended, first.licence) == ("vop-msrvtt", True, "unstated")
    assert (first.config.variant, first.config.text_readout) == ("vop", "modelscope")
    assert (first.config.num_text_prefix, first.config.num_text_suffix, first.config.num_frames) == (4, 4, 12)
    assert first.config.text_tokens == 69
    assert [file.path for file in first.sources[0].files if not file.optional] == [
        "VoP_msrvtt9k.pth", "configuration.json",
    ]  # fmt: skip


def test_every_entry_says_what_a_person_wants_to_know() -> None:
    entries = load_catalogue()
    assert len(entries) >= 6
    for entry in entries.values():
        assert entry.title and entry.description and entry.understands and entry.languages and entry.licence
        assert entry.memory > entry.installed_size > 100_000_000
        assert entry.licence != "unstated" or entry.licence_note
        assert entry.config.head_width == 64
    assert entries["clip-vit-b32-multilingual"].config.text_encoder == "xlm_roberta"
    assert "zh" in entries["clip-vit-b32-multilingual"].languages
    assert {e.config.embed_dim for e in entries.values()} == {512, 768}
    assert min(entries.values(), key=lambda e: e.download_size).name == "tinyclip-vit-40m-32"


def test_quick_gelu_is_openais_alone() -> None:
    for entry in load_catalogue().values():
        openai = entry.name in {"vop-msrvtt", "clip-vit-b32-openai"}
        assert (entry.config.activation == "quick_gelu") is openai


def test_weights_sizes_follow_from_the_models_sizes() -> None:
    """The estimates come from the tensors: patches, positions, blocks, projections and words."""
    for entry in load_catalogue().values():
        c = entry.config
        blocks = c.vision_layers * 12 * c.vision_width**2 + c.text_layers * 12 * c.text_width**2
        tables = 3 * c.patch_size**2 * c.vision_width + c.vocab_size * c.text_width
        projections = (c.vision_width + c.text_width) * c.embed_dim
        if c.text_encoder == "xlm_roberta":
            projections += (c.text_width + c.embed_dim) // 2 * (c.text_width + c.embed_dim)
        assert entry.installed_size == pytest.approx(4 * (blocks + tables + projections), rel=0.01)


def test_what_was_not_checked_is_marked_and_nothing_is_made_up() -> None:
    known = [
        (entry.name, file.path)
        for entry in load_catalogue().values()
        for source in entry.sources
        for file in source.files
        if file.sha256
    ]
    assert known == [("clip-vit-b32-openai", "ViT-B-32.pt")]
    for entry in load_catalogue().values():
        assert entry.unverified
        assert all(file.unverified for source in entry.sources for file in source.files)


def test_an_own_catalogue_adds_and_replaces() -> None:
    write_own(own(), own(name="vop-msrvtt", title="From our mirror"))
    assert find_entry("mine").sources[0].location == "https://packs.example/mine"
    assert find_entry("vop-msrvtt").title == "From our mirror"
    assert find_entry("mine").unverified and find_entry("mine").download_size == 10


@pytest.mark.parametrize(
    "entry",
    [
        own_file(path="../evil"),
        own_file(path="/etc/passwd"),
        own_file(path="a\\b"),
        own_file(path="C:evil"),
        own_file(path=""),
        own_file(size=0),
        own_file(size="many"),
        own_file(sha256="abc"),
        own(name="../up"),
        own(sources=[]),
        own(sources=[{"kind": "ftp", "location": "x", "files": [{"path": "a", "size": 1}]}]),
        own(sources=[{"kind": "url", "location": "x", "files": []}]),
        own(config={"variant": "clip", "text_encoder": "gpt"}),
        own(config={"variant": "clip", "novel": 1}),
        {"name": "mine"},
    ],
)
def test_a_damaged_catalogue_is_told(entry: dict[str, Any]) -> None:
    write_own(entry)
    with pytest.raises(PackError, match=r"catalogue\.json is damaged: .*Mend it or take it away"):
        load_catalogue()


def test_a_catalogue_of_another_version_is_told() -> None:
    write_own(format=9)
    with pytest.raises(PackError, match="another version"):
        load_catalogue()


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(PackError, match=r"no pack called “nothing”\. It has: vop-msrvtt, "):
        find_entry("nothing")
