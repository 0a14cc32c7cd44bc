"""Trains the starter pack: a small VoP, from nothing, on drawn scenes.

    python -m vop_desktop.tuning.starter --output DIR [--seed N]

First it learns from single frames (what and where), then from whole clips (and how it moves). The number
of steps is fixed, so that a busy machine costs time and no quality.
Beside the contrastive loss of VoP, linear read-outs that are not shipped ask both encoders for the
subject, colour, place and so on; they make the two meet much sooner. And every clip is told apart from a
caption of its own that turns the motion round: without that, which way things move is learned last.
"""

from __future__ import annotations

import argparse
import logging
import math
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from vop_desktop.model.config import CLIP_MEAN, CLIP_STD, VopConfig
from vop_desktop.model.vop import VoP
from vop_desktop.records import ByteArray
from vop_desktop.samples.dataset import ATTRIBUTES, attributes, render_dataset, training_scenes
from vop_desktop.samples.phrasing import Caption, full_caption, loose_caption, still_caption
from vop_desktop.samples.scene import OPPOSITES, Scene
from vop_desktop.tuning.starter_pack import Exams, Words, evaluate, held_out_clips, save_pack

log = logging.getLogger(__name__)

STILL_STEPS = 1200  # on single frames, 256 a step
CLIP_STEPS = 800  # on whole clips, 128 a step
MOTION_WEIGHT = 1.0  # of the read-out of motion, which averages alone would hardly count
TWIN_WEIGHT = 1.0  # of telling a clip's caption from the one with the opposite motion
EVALUATIONS = 6
PEAK_RATE = 1.5e-3
POSITION_STD = 0.3  # of position prompts at first
OPPOSITE = {a: b for pair in OPPOSITES for a, b in (pair, pair[::-1])}
CONFIG = VopConfig(
    variant="vop_fp",
    embed_dim=128,
    image_size=64,
    patch_size=16,
    vision_width=128,
    vision_layers=4,
    text_width=128,
    text_layers=2,
    context_length=32,
    num_frames=8,
    num_text_prefix=4,
    num_visual_prompts=8,
    num_video_prompts=4,
    num_intra_layers=2,
    head_width=32,
    activation="gelu",
)


class Readout(nn.Module):
    """Linear read-outs of the attributes, the same for texts and videos; training only."""

    def __init__(self, embed_dim: int) -> None:
        super().__init__()
        self.sizes = [len(values) for values in ATTRIBUTES.values()]
        self.linear = nn.Linear(embed_dim, sum(self.sizes))

    def loss(self, features: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
        """Cross entropy of features [B, D] against `truth` [B, 7]; -100 where nothing is claimed."""
        logits = torch.split(self.linear(12 * functional.normalize(features, dim=-1)), self.sizes, dim=1)
        losses = [
            functional.cross_entropy(part, truth[:, i], reduction="sum") for i, part in enumerate(logits)
        ]
        return torch.stack(losses).sum() / (truth >= 0).sum().clamp(min=1)

    def motion_loss(self, features: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
        """Cross entropy of the motion alone, of features [B, D] against `truth` [B, 7]."""
        row = list(ATTRIBUTES).index("motion")
        logits = torch.split(self.linear(12 * functional.normalize(features, dim=-1)), self.sizes, dim=1)
        return functional.cross_entropy(logits[row], truth[:, row])


@dataclass(frozen=True, slots=True)
class Data:
    """What training draws from: frames [N, F, S, S, 3], their scenes and attributes [N, 7]."""

    frames: ByteArray
    scenes: list[Scene]
    truth: npt.NDArray[np.int64]
    words: Words

    def groups(self) -> list[list[int]]:
        """Clips of the same subject, colour and place, whatever they do."""
        found: dict[tuple[str, str, str], list[int]] = {}
        for i, scene in enumerate(self.scenes):
            found.setdefault((scene.subject, scene.colour, scene.place), []).append(i)
        return [members for members in found.values() if len(members) >= 8]

    def batches(self, size: int, rng: random.Random) -> Iterator[list[int]]:
        """Row numbers without end; half of a batch is groups of 8 that differ in motion above all."""
        groups = self.groups()
        while True:
            rows: set[int] = set()
            for members in rng.sample(groups, min(len(groups), size // 16)):
                rows.update(rng.sample(members, 8))
            while len(rows) < size:
                rows.add(rng.randrange(len(self.scenes)))
            yield sorted(rows)

    def visible_frame(self, row: int, rng: random.Random) -> int:
        """A frame of a clip in which its subject can be seen well."""
        frames = self.frames.shape[1]
        low, high = {
            "appear": (frames * 5 // 8, frames - 1),
            "vanish": (0, frames * 3 // 8 - 1),
            "towards": (frames // 3, frames - 1),
            "away": (0, frames - 1 - frames // 3),
            "left": (1, frames - 2),
            "right": (1, frames - 2),
        }.get(self.scenes[row].motion, (0, frames - 1))
        return rng.randint(low, high)

    def pixels(self, rows: list[int], chosen: list[int] | None, rng: np.random.Generator) -> torch.Tensor:
        """Normalised float pixels [B, F, 3, S, S], light and contrast varied a little from clip to clip."""
        raw = self.frames[rows] if chosen is None else self.frames[rows, chosen][:, None]
        pixels = torch.from_numpy(raw).permute(0, 1, 4, 2, 3).float().div_(255)
        shape = (len(rows), 1, 1, 1, 1)
        gain = torch.from_numpy(rng.uniform(0.88, 1.12, shape).astype(np.float32))
        lift = torch.from_numpy(rng.uniform(-0.04, 0.04, shape).astype(np.float32))
        mean, std = torch.tensor(CLIP_MEAN).view(3, 1, 1), torch.tensor(CLIP_STD).view(3, 1, 1)
        pixels = pixels.mul_(gain).add_(lift).clamp_(0, 1).sub_(mean).div_(std)
        dy, dx = (int(v) for v in rng.integers(-2, 3, 2))
        padded = functional.pad(pixels.flatten(0, 1), (2, 2, 2, 2), mode="replicate")
        size = pixels.shape[-1]
        return padded[:, :, 2 + dy : 2 + dy + size, 2 + dx : 2 + dx + size].view_as(pixels)

    def claims(self, rows: list[int], captions: list[Caption]) -> torch.Tensor:
        """int64 [B, 7]: attributes that the captions name, -100 for the others."""
        names = list(ATTRIBUTES)
        mask = np.zeros((len(rows), len(names)), bool)
        for i, caption in enumerate(captions):
            for name, _ in caption.claims:
                mask[i, names.index(name)] = True
        return torch.from_numpy(np.where(mask, self.truth[rows], -100))


def masked_contrastive(
    text: torch.Tensor, video: torch.Tensor, claims: torch.Tensor, truth: torch.Tensor, scale: torch.Tensor
) -> torch.Tensor:
    """VoP's symmetric loss, where a video that a loose caption describes as well is no wrong answer."""
    logits = scale * functional.normalize(text, dim=-1) @ functional.normalize(video, dim=-1).T
    fits = ((claims[:, None] == truth[None]) | (claims[:, None] < 0)).all(dim=-1)
    fits.fill_diagonal_(False)
    logits = logits.masked_fill(fits, -1e4)
    target = torch.arange(len(logits))
    return (functional.cross_entropy(logits, target) + functional.cross_entropy(logits.T, target)) / 2


def twin_loss(
    video: torch.Tensor, right: torch.Tensor, wrong: torch.Tensor, scale: torch.Tensor
) -> torch.Tensor:
    """How far videos [B, D] are from preferring their captions [B, D] to those that turn the motion round."""
    difference = functional.normalize(right, dim=-1) - functional.normalize(wrong, dim=-1)
    return functional.softplus(-scale * (functional.normalize(video, dim=-1) * difference).sum(dim=1)).mean()


class Trainer:
    """Trains one model on `Data` for a number of steps."""

    def __init__(self, model: VoP, readout: Readout, data: Data, seed: int, *, bf16: bool) -> None:
        self.model, self.readout, self.data = model, readout, data
        self.rng = random.Random(f"starter/{seed}/{model.config.variant}")
        self.noise = np.random.default_rng(self.rng.getrandbits(32))
        self.bf16 = bf16

    def loss(self, rows: list[int], single: bool) -> torch.Tensor:
        """The loss of one batch of clips, or of one frame of each."""
        scenes = [self.data.scenes[row] for row in rows]
        chosen = [self.data.visible_frame(row, self.rng) for row in rows] if single else None
        kinds = (still_caption, still_caption) if single else (full_caption, loose_caption)
        texts = [[kind(scene, self.rng) for scene in scenes] for kind in kinds[: 1 if single else 2]]
        turned = [] if single else [i for i, scene in enumerate(scenes) if scene.motion in OPPOSITE]
        twins = [replace(scenes[i], motion=OPPOSITE[scenes[i].motion]) for i in turned]
        pixels = self.data.pixels(rows, chosen, self.noise)
        said = [caption.text for group in texts for caption in group]
        said += [full_caption(twin, self.rng).text for twin in twins]
        ids = self.data.words.encode(said, self.rng)
        with attention_in_fp32(), torch.autocast("cpu", torch.bfloat16, enabled=self.bf16):
            _, video = self.model.encode_frames(pixels)
            encoded = self.model.encode_text(ids)
        video, encoded = video.float(), encoded.float()
        truth = torch.from_numpy(self.data.truth[rows])
        asked = truth.clone()
        if single:
            asked[:, list(ATTRIBUTES).index("motion")] = -100
        scale = self.model.logit_scale.exp().clamp(max=60)
        total = 0.7 * self.readout.loss(video, asked)
        if not single:
            total = total + MOTION_WEIGHT * self.readout.motion_loss(video, truth)
            right, wrong = encoded[turned], encoded[len(texts) * len(rows) :]
            total = total + TWIN_WEIGHT * twin_loss(video[turned], right, wrong, scale)
        parts = torch.split(encoded[: len(texts) * len(rows)], len(rows))
        for text, captions in zip(parts, texts, strict=True):
            claims = self.data.claims(rows, captions)
            total = total + masked_contrastive(text, video, claims, truth, scale) / len(texts)
            total = total + 0.3 * self.readout.loss(text, claims)
        return total

    def run(self, steps: int, batch: int, *, single: bool = False) -> Iterator[float]:
        """Trains for a number of steps: warm-up, then cosine decay.

        Yields the share done after each step, 1 after the last.
        """
        decay = [p for p in self.parameters() if p.ndim > 1]
        rest = [p for p in self.parameters() if p.ndim <= 1]
        groups = [{"params": decay, "weight_decay": 0.05}, {"params": rest, "weight_decay": 0.0}]
        optimiser = torch.optim.AdamW(groups, lr=PEAK_RATE, betas=(0.9, 0.98))
        recent = 0.0
        for step, rows in zip(range(steps), self.data.batches(batch, self.rng), strict=False):
            rate = PEAK_RATE * min((step + 1) / 60, 0.5 + 0.5 * math.cos(math.pi * step / steps))
            for group in optimiser.param_groups:
                group["lr"] = max(rate, PEAK_RATE / 100)
            loss = self.loss(rows, single)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            self.model.token_embedding.weight.grad[0].zero_()  # type: ignore[index]
            nn.utils.clip_grad_norm_(self.parameters(), 1.0)
            optimiser.step()
            value = float(loss.detach())
            recent = 0.95 * recent + 0.05 * value if step else value
            if step % 25 == 0:
                log.info("step %d of %d, loss %.3f", step, steps, recent)
            yield (step + 1) / steps

    def parameters(self) -> list[nn.Parameter]:
        """Everything that learns."""
        return [*self.model.parameters(), *self.readout.parameters()]


@contextmanager
def attention_in_fp32() -> Iterator[None]:
    """Keeps attention out of autocast: its backward pass is five times slower in bf16 on a CPU."""
    module: Any = functional
    original = module.scaled_dot_product_attention

    def attend(query: torch.Tensor, *others: Any, **named: Any) -> torch.Tensor:
        with torch.autocast("cpu", enabled=False):
            plain = [x.float() if isinstance(x, torch.Tensor) else x for x in (query, *others)]
            attended: torch.Tensor = original(*plain, **named)
            return attended.to(query.dtype)

    module.scaled_dot_product_attention = attend
    try:
        yield
    finally:
        module.scaled_dot_product_attention = original


def fresh_model(config: VopConfig, words: Words) -> VoP:
    """A model with the small vocabulary of training; row 0 stands for every unknown word and stays zero."""
    model = VoP(replace(config, vocab_size=len(words.ids)))
    with torch.no_grad():
        model.token_embedding.weight.normal_(std=0.05)
        model.token_embedding.weight[0].zero_()
        model.logit_scale.fill_(math.log(14.0))
    return model


def for_clips(still: VoP, config: VopConfig, words: Words) -> VoP:
    """The model of a variant for whole clips, with what single frames have taught the base VoP `still`.

    First frame positions are waves, first position prompts random: too faint ones are slow to be noticed.
    """
    model = fresh_model(config, words)
    taught = still.state_dict()
    for name, tensor in model.state_dict().items():
        if name in taught and taught[name].shape != tensor.shape:  # fewer layers, or fewer shared prompts
            taught[name] = taught[name][tuple(slice(size) for size in tensor.shape)]
    model.load_state_dict(taught, strict=False)
    frames, width = config.num_frames, config.vision_width
    position = torch.arange(frames)[:, None] * torch.logspace(0, -2.5, width // 2)[None]
    with torch.no_grad():
        if config.joint:
            model.frame_positional_embedding.copy_(torch.cat([position.sin(), position.cos()], dim=1))
        if hasattr(model, "position_prompts"):
            model.position_prompts.normal_(std=POSITION_STD)
    return model


@dataclass(frozen=True, slots=True)
class Lesson:
    """What training needs: drawn clips, words and the clips to be examined on."""

    words: Words
    data: Data
    exams: Exams


def prepare(cache: Path, *, seed: int, clips: int) -> Lesson:
    """Draws the training clips and the held-out ones, or takes them from `cache`. Sets torch's seed."""
    torch.manual_seed(seed)
    torch.set_num_threads(2)
    began = time.monotonic()
    words = Words(CONFIG.text_tokens)
    scenes = training_scenes(clips, seed)
    file = cache / f"train_{seed}_{clips}.npy"
    frames = render_dataset(scenes, file, num_frames=CONFIG.num_frames, size=CONFIG.image_size, seed=seed)
    exams = held_out_clips(cache, CONFIG)
    log.info("%d clips ready after %.0f s", len(scenes), time.monotonic() - began)
    return Lesson(words, Data(frames, scenes, attributes(scenes), words), exams)


def train_on_frames(lesson: Lesson, readout: Readout, seed: int, steps: int) -> VoP:
    """A base VoP that has seen single frames: what there is, and where."""
    still = fresh_model(replace(CONFIG, variant="vop"), lesson.words)
    for _ in Trainer(still, readout, lesson.data, seed, bf16=True).run(steps, 256, single=True):
        pass
    return still


def train(output: Path, cache: Path, *, still_steps: int, clip_steps: int, seed: int, clips: int) -> None:
    """Trains a starter pack into `output`; a usable one lies there after each evaluation."""
    began = time.monotonic()
    lesson = prepare(cache, seed=seed, clips=clips)
    words, data, exams = lesson.words, lesson.data, lesson.exams
    readout = Readout(CONFIG.embed_dim)
    still = train_on_frames(lesson, readout, seed, still_steps)
    model = for_clips(still, CONFIG, words)
    due = 1 / EVALUATIONS
    for share in Trainer(model, readout, data, seed, bf16=True).run(clip_steps, 128):
        if share >= due - 1e-9:
            due += 1 / EVALUATIONS
            figures = evaluate(model, words, exams)
            figures["training"] = {
                "clips": clips,
                "steps": [still_steps, clip_steps],
                "minutes": round((time.monotonic() - began) / 60, 1),
                "threads": torch.get_num_threads(),
            }
            log.info("%s", figures)
            save_pack(model, words, figures, output)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--output", type=Path, required=True, help="folder for the pack")
    parser.add_argument("--still-steps", type=int, default=STILL_STEPS, help="on single frames")
    parser.add_argument("--clip-steps", type=int, default=CLIP_STEPS, help="on whole clips")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--clips", type=int, default=24000, help="how many training clips are drawn")
    parser.add_argument("--cache", type=Path, help="folder for drawn clips, kept; else a temporary one")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        cache = options.cache or Path(temporary)
        cache.mkdir(parents=True, exist_ok=True)
        train(
            options.output, cache, still_steps=options.still_steps, clip_steps=options.clip_steps,
            seed=options.seed, clips=options.clips,
        )  # fmt: skip


if __name__ == "__main__":
    main()
