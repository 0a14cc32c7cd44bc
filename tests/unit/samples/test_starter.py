"""The training of the starter pack, in small, and the pack that is shipped."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import torch

from vop_desktop.model.clip_tokenizer import tokenize
from vop_desktop.model.config import Variant
from vop_desktop.model.encoder import load_encoder
from vop_desktop.model.packs import read_pack
from vop_desktop.samples.dataset import ATTRIBUTES, attributes, render_dataset, training_scenes
from vop_desktop.samples.phrasing import all_words, full_caption
from vop_desktop.samples.write import write_samples
from vop_desktop.tuning.starter import (
    CONFIG,
    Data,
    Readout,
    Trainer,
    for_clips,
    fresh_model,
    masked_contrastive,
    twin_loss,
)
from vop_desktop.tuning.starter_pack import Words, caption_gallery, clip_frames, full_vocabulary

SHIPPED = Path(str(files("vop_desktop.resources"))) / "packs" / "starter"


class _NeverUnknown(random.Random):
    def random(self) -> float:
        return 1.0


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(CONFIG.text_tokens)


@pytest.fixture(scope="module")
def data(words: Words, tmp_path_factory: pytest.TempPathFactory) -> Data:
    scenes = training_scenes(40, 0)
    file = tmp_path_factory.mktemp("cache") / "train.npy"
    frames = render_dataset(scenes, file, num_frames=8, size=64, seed=0)
    again = render_dataset(scenes, file, num_frames=8, size=64, seed=0)
    assert np.array_equal(frames, again)
    return Data(frames, scenes, attributes(scenes), words)


def test_small_table_and_full_tokeniser_give_the_same_text_embedding(words: Words) -> None:
    rng = random.Random(0)
    texts = [full_caption(scene, rng).text for scene in training_scenes(30, 1)]
    model = fresh_model(CONFIG, words).eval()
    full = full_vocabulary(model, words)

    with torch.inference_mode():
        small = model.encode_text(words.encode(texts, _NeverUnknown()))
        large = full.encode_text(torch.from_numpy(tokenize(texts, CONFIG.text_tokens)))
    assert torch.allclose(small, large, atol=1e-5)


def test_words_of_no_caption_are_zero_in_the_shipped_table(words: Words) -> None:
    full = full_vocabulary(fresh_model(CONFIG, words), words)
    unknown = [int(i) for i in tokenize(["accordion"], 8)[0] if i not in (0, 49406, 49407)]

    assert not full.token_embedding.weight[unknown].any()
    assert full.token_embedding.weight[words.ids[1:]].any(dim=1).all()


def test_a_clip_that_a_loose_caption_also_fits_is_no_wrong_answer() -> None:
    features = torch.eye(3)
    truth = torch.tensor([[0, 0], [0, 1], [1, 1]])
    loose = torch.tensor([[0, -100], [0, 1], [1, 1]])  # the first caption fits the second clip too
    alike = torch.tensor([[1.0, 0, 0], [1.0, 0.1, 0], [0, 0, 1.0]])
    scale = torch.tensor(5.0)

    strict = masked_contrastive(features, alike, truth, truth, scale)
    assert masked_contrastive(features, alike, loose, truth, scale) < strict


def test_a_clip_nearer_to_the_turned_caption_costs_more() -> None:
    video, other = torch.tensor([[1.0, 0.0]]), torch.tensor([[0.0, 1.0]])
    scale = torch.tensor(5.0)

    assert twin_loss(video, video, other, scale) < twin_loss(video, other, video, scale)
    assert twin_loss(video, video, video, scale).item() == pytest.approx(0.693, abs=1e-3)


def test_the_gallery_says_each_combination_once_in_words_of_the_captions() -> None:
    gallery = caption_gallery()

    assert gallery == caption_gallery()
    assert len(gallery) == len(set(gallery)) > 5000
    assert {word for text in gallery for word in text.replace(",", "").split()} <= set(all_words())


def test_a_subject_can_be_seen_in_the_frame_that_is_picked(data: Data) -> None:
    rng = random.Random(0)
    for row, scene in enumerate(data.scenes):
        frame = data.visible_frame(row, rng)
        assert 0 <= frame < 8
        assert scene.motion != "appear" or frame >= 5
        assert scene.motion != "vanish" or frame <= 2


@pytest.mark.parametrize("single", [True, False])
def test_one_step_gives_every_weight_a_finite_gradient(words: Words, data: Data, single: bool) -> None:
    torch.manual_seed(0)
    model = fresh_model(replace(CONFIG, variant="vop" if single else CONFIG.variant), words)
    trainer = Trainer(model, Readout(CONFIG.embed_dim), data, 0, bf16=True)
    trainer.loss(list(range(12)), single).backward()  # type: ignore[no-untyped-call]

    for parameter in trainer.parameters():
        assert parameter.grad is not None
        assert torch.isfinite(parameter.grad).all()


@pytest.mark.parametrize("variant", ["clip", "vop", "vop_p", "vop_c", "vop_f", "vop_fp", "vop_fc"])
def test_every_variant_goes_on_from_what_single_frames_taught(words: Words, variant: Variant) -> None:
    still = fresh_model(replace(CONFIG, variant="vop"), words)
    model = for_clips(still, replace(CONFIG, variant=variant), words)

    assert torch.equal(model.visual.proj, still.visual.proj)
    assert torch.equal(model.token_embedding.weight, still.token_embedding.weight)
    if model.config.num_visual_prompts:
        shared = model.visual_prompts.shape[2]
        layers = len(model.visual_prompts)
        assert torch.equal(model.visual_prompts, still.visual_prompts[:layers, :, :shared])


def test_claims_name_what_a_caption_says_and_nothing_else(data: Data) -> None:
    caption = full_caption(data.scenes[0], random.Random(0))
    (row,) = data.claims([0], [caption]).tolist()
    said = {name for name, _ in caption.claims}

    assert [value >= 0 for value in row] == [name in said for name in ATTRIBUTES]


def test_the_shipped_pack_is_whole_and_knows_the_words_of_the_samples() -> None:
    pack = read_pack(SHIPPED)
    pack.check()

    assert pack.known_words == set(all_words())
    assert pack.config == CONFIG
    assert pack.weights.stat().st_size <= 25_000_000
    assert "drawn" in pack.understands
    assert set(pack.knowledge.captions) == set(caption_gallery())
    assert pack.knowledge.likely > pack.knowledge.maybe > 0


def test_the_shipped_figures_reach_what_the_samples_need() -> None:
    figures = json.loads((SHIPPED / "figures.json").read_text("utf-8"))

    assert figures["48 clips"]["t2v R@1"] >= 0.9
    assert figures["200 clips"]["t2v R@1"] >= 0.8
    assert figures["200 clips"]["v2t R@1"] >= 0.8
    assert figures["pairs that differ in motion alone"]["text picks its clip"] >= 0.85


def test_the_shipped_pack_finds_sample_clips_it_has_never_seen(tmp_path: Path) -> None:
    clips = write_samples(tmp_path / "clips", count=12, seed=31)
    encoder = load_encoder("starter", device="cpu")
    frames = np.stack([clip_frames(tmp_path / "clips" / clip.file, CONFIG) for clip in clips])
    videos = encoder.encode_frames(frames).segments
    texts = encoder.encode_text([clip.captions[0] for clip in clips])

    first = (texts @ videos.T).argmax(axis=1)
    assert (first == np.arange(12)).mean() >= 0.75
