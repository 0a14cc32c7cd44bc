"""What surrounds the training of the starter pack: its words, its examination, its files."""

from __future__ import annotations

import hashlib
import json
import random
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import torch
from PIL import Image

from vop_desktop.model.checkpoint import save_vop
from vop_desktop.model.clip_tokenizer import tokenize
from vop_desktop.model.config import VopConfig
from vop_desktop.model.encoder import VopEncoder
from vop_desktop.model.vop import VoP
from vop_desktop.records import ByteArray, FloatArray, Knowledge
from vop_desktop.samples.phrasing import all_words, full_caption, loose_caption
from vop_desktop.samples.scene import OPPOSITES, Scene, combinations, dress, held_out_scenes
from vop_desktop.samples.write import write_clip, write_samples
from vop_desktop.search.background import background_sample
from vop_desktop.search.confidence import ConfidenceScale

VOCABULARY = 49408  # of CLIP's tokeniser
START, END = 49406, 49407
EXAMS = {"48 clips": (48, 1), "200 clips": (200, 2)}  # number and seed of the held-out sets
PAIRS = 80
NO_FIT_QUERIES = 300
UNKNOWN_SHARE = 0.12  # of training captions that hold a word without meaning
SHORT_SIDE = 240

Figures = dict[str, Any]


CAPTIONS_FILE = "captions.txt"
NO_FIT_CALLED_LIKELY = 0.05  # share of queries that fit nothing whose first hit may be called likely
FIT_CALLED_WEAK = 0.05  # share of right hits that may be called weak


class Words:
    """The words of captions as rows of a small token table.

    Row 0 stands for padding and for every token that training never meets; START and END come last.
    """

    def __init__(self, length: int) -> None:
        self.length = length
        self._tokens = {word: self._split(word) for word in [*all_words(), ","]}
        used = {token for tokens in self._tokens.values() for token in tokens}
        self.ids = [0, *sorted(used), START, END]  # full id of each row
        self._rows = {token: row for row, token in enumerate(self.ids)}

    @staticmethod
    def _split(word: str) -> list[int]:
        ids = tokenize([word], 16)[0].tolist()
        return [int(token) for token in ids if token not in (0, START, END)]

    def encode(self, texts: list[str], rng: random.Random) -> torch.Tensor:
        """Rows of the small table, int64 [N, L]; now and then an unknown word is put in."""
        rows = []
        for text in texts:
            words = text.replace(",", " ,").split()
            row = [self._rows[token] for word in words for token in self._tokens[word]]
            if rng.random() < UNKNOWN_SHARE:
                for _ in range(rng.randint(1, 3)):
                    row.insert(rng.randint(0, len(row)), 0)
            rows.append([self._rows[START], *row[: self.length - 2], self._rows[END]])
        longest = max(map(len, rows))
        return torch.tensor([row + [0] * (longest - len(row)) for row in rows])


@dataclass(frozen=True, slots=True)
class Exam:
    """Held-out clips as the model sees them, their captions, and the row of the clip each belongs to."""

    frames: ByteArray
    captions: list[str]
    rows: list[int]
    scenes: list[Scene]


@dataclass(frozen=True, slots=True)
class Exams:
    """All that a model is examined with.

    Attributes:
        sets: held-out sets by name.
        pairs: frames of two clips each, [P, 2, F, S, S, 3], that differ in motion alone.
        pair_captions: what each of the two is called.
    """

    sets: dict[str, Exam]
    pairs: ByteArray
    pair_captions: list[tuple[str, str]]


def caption_gallery() -> list[str]:
    """The pack's caption set: one caption for every combination that can be drawn, always the same."""
    rng = random.Random("gallery")
    scenes = [replace(dress(c, rng), count=1, time="day", rain=False) for c in combinations()]
    return sorted({full_caption(scene, rng).text for scene in scenes})


def full_vocabulary(model: VoP, words: Words) -> VoP:
    """The model with CLIP's whole token table; what training never met is zero and adds nothing."""
    full = VoP(replace(model.config, vocab_size=VOCABULARY))
    state = model.state_dict()
    table = torch.zeros(VOCABULARY, model.config.text_width)
    table[words.ids] = state["token_embedding.weight"]
    table[0] = 0
    full.load_state_dict({**state, "token_embedding.weight": table})
    return full.requires_grad_(False).eval()


def held_out_clips(cache: Path, config: VopConfig) -> Exams:
    """Writes the held-out clips as MP4, reads them back, and keeps their frames in `cache`."""
    sets = {name: _exam(count, seed, cache, config) for name, (count, seed) in EXAMS.items()}
    rng = random.Random("pairs")
    scenes = held_out_scenes(PAIRS, 3)
    twins = [replace(scene, motion=_other_motion(scene.motion)) for scene in scenes]
    file = cache / "pairs.npy"
    if not file.exists():
        both = [clip for pair in zip(scenes, twins, strict=True) for clip in pair]
        with tempfile.TemporaryDirectory() as folder:
            names = [Path(folder) / f"{i}.mp4" for i in range(len(both))]
            for scene, name in zip(both, names, strict=True):
                write_clip(scene, name)
            frames = np.stack([clip_frames(name, config) for name in names])
        np.save(file, frames.reshape(PAIRS, 2, *frames.shape[1:]))
    captions = [
        (full_caption(a, rng).text, full_caption(b, rng).text) for a, b in zip(scenes, twins, strict=True)
    ]
    return Exams(sets, np.load(file), captions)


def _exam(count: int, seed: int, cache: Path, config: VopConfig) -> Exam:
    file, listing = cache / f"exam_{count}_{seed}.npy", cache / f"exam_{count}_{seed}.json"
    if not listing.exists():
        with tempfile.TemporaryDirectory() as folder:
            clips = write_samples(folder, count=count, seed=seed)
            np.save(file, np.stack([clip_frames(Path(folder) / clip.file, config) for clip in clips]))
        listing.write_text(json.dumps([clip.captions for clip in clips]), "utf-8")
    pairs = json.loads(listing.read_text("utf-8"))
    captions = [caption for pair in pairs for caption in pair]
    rows = [i for i, pair in enumerate(pairs) for _ in pair]
    return Exam(np.load(file), captions, rows, held_out_scenes(count, seed))


def _other_motion(motion: str) -> str:
    for first, second in OPPOSITES:
        if motion in (first, second):
            return second if motion == first else first
    return {"spin": "still", "bounce": "spin", "still": "bounce"}[motion]


def clip_frames(file: Path, config: VopConfig) -> ByteArray:
    """Frames of a clip for the model, uint8 [F, S, S, 3]: the middles of F equal parts, cut square."""
    with av.open(str(file)) as container:
        frames = list(container.decode(video=0))
    count, size = config.num_frames, config.image_size
    chosen = [frames[int((i + 0.5) * len(frames) / count)] for i in range(count)]
    squares = []
    for frame in chosen:
        ratio = frame.width / frame.height
        wide, long_side = round(size * ratio), round(SHORT_SIDE * ratio)
        picture = frame.reformat(long_side, SHORT_SIDE, format="rgb24", interpolation="BICUBIC")
        small = Image.fromarray(picture.to_ndarray()).resize((wide, size), Image.Resampling.BICUBIC)
        left = (wide - size) // 2
        squares.append(np.asarray(small.crop((left, 0, left + size, size))))
    return np.stack(squares)


def evaluate(model: VoP, words: Words, exams: Exams) -> Figures:
    """Retrieval figures of the model as it would be shipped, in half precision."""
    full = full_vocabulary(model, words).half().float()
    encoder = VopEncoder(full, "starter", precision="fp32")
    figures: Figures = {}
    for name, exam in exams.sets.items():
        videos = _encode(encoder, exam.frames)
        figures["confidence"] = _confidence(encoder, videos, exam.scenes)  # the last set is the largest
        similarity = encoder.encode_text(exam.captions) @ videos.T
        figures[name] = _recall(similarity, np.array(exam.rows))
        rng = random.Random("loose")
        queries = [loose_caption(scene, rng) for scene in exam.scenes]
        first = (encoder.encode_text([q.text for q in queries]) @ videos.T).argmax(axis=1)
        right = [q.fits(exam.scenes[int(row)]) for q, row in zip(queries, first, strict=True)]
        figures[name]["loose queries whose first hit fits"] = round(float(np.mean(right)), 3)
    figures["pairs that differ in motion alone"] = _pair_figures(encoder, exams)
    return figures


def _pair_figures(encoder: VopEncoder, exams: Exams) -> Figures:
    """Of two clips and their two captions: how often each picks its own."""
    count = len(exams.pairs)
    videos = _encode(encoder, exams.pairs.reshape(2 * count, *exams.pairs.shape[2:])).reshape(count, 2, -1)
    texts = np.stack([encoder.encode_text(list(pair)) for pair in exams.pair_captions])
    scores = np.einsum("ptd,pvd->ptv", texts, videos)
    right_text = (scores[:, 0, 0] > scores[:, 0, 1], scores[:, 1, 1] > scores[:, 1, 0])
    right_video = (scores[:, 0, 0] > scores[:, 1, 0], scores[:, 1, 1] > scores[:, 0, 1])
    return {
        "pairs": count,
        "text picks its clip": round(float(np.mean(right_text)), 3),
        "clip picks its text": round(float(np.mean(right_video)), 3),
    }


def _confidence(encoder: VopEncoder, videos: FloatArray, scenes: list[Scene]) -> Figures:
    """From which standing above the background a first hit is called likely or maybe."""
    gallery = caption_gallery()
    background = encoder.encode_text([gallery[row] for row in background_sample(len(gallery))])
    scale = ConfidenceScale(background, Knowledge(), videos)
    rng = random.Random("confidence")
    here = {scene.combination for scene in scenes}
    elsewhere = [scene for scene in held_out_scenes(NO_FIT_QUERIES, 4) if scene.combination not in here]
    right: list[float] = []
    none: list[float] = []
    for query in [make(scene, rng) for scene in scenes + elsewhere for make in (full_caption, loose_caption)]:
        fits = np.array([query.fits(scene) for scene in scenes])
        text = encoder.encode_text([query.text])[0]
        scores = videos @ text
        first = int(scores.argmax())
        standing = float(scale.standing(text, scores[first : first + 1], videos[first : first + 1])[0])
        if fits[first]:
            right.append(standing)
        elif not fits.any():
            none.append(standing)
    likely = float(np.quantile(none, 1 - NO_FIT_CALLED_LIKELY))
    return {
        "likely": round(likely, 2),
        "maybe": round(min(likely, float(np.quantile(right, FIT_CALLED_WEAK))), 2),
        "right hits called likely": round(float(np.mean(np.array(right) >= likely)), 3),
        "queries": len(right) + len(none),
    }


def _encode(encoder: VopEncoder, frames: ByteArray) -> FloatArray:
    parts = [encoder.encode_frames(frames[i : i + 16]).segments for i in range(0, len(frames), 16)]
    return np.concatenate(parts)


def _recall(similarity: FloatArray, rows: npt.NDArray[np.int64]) -> Figures:
    """R@1 and R@5, text to video for every caption, video to its better caption."""
    own = similarity[np.arange(len(rows)), rows]
    t2v = (similarity > own[:, None]).sum(axis=1)
    v2t = []
    for row in range(similarity.shape[1]):
        best = similarity[rows == row, row].max()
        v2t.append(int((similarity[:, row] > best).sum()))
    found = {"t2v": t2v, "v2t": np.array(v2t)}
    return {f"{way} R@{k}": round(float((rank < k).mean()), 3) for way, rank in found.items() for k in (1, 5)}


def save_pack(model: VoP, words: Words, figures: Figures, folder: Path) -> None:
    """Writes weights, `pack.json`, `figures.json` and the model card; each replaced in one step."""
    full = full_vocabulary(model, words)
    part = folder / "weights.part"
    save_vop(full, part)
    part.chmod(0o644)
    digest = hashlib.sha256(part.read_bytes()).hexdigest()
    part.replace(folder / "weights.safetensors")
    _replace(folder / CAPTIONS_FILE, "\n".join(caption_gallery()) + "\n")
    scale = figures["confidence"]
    entry = {
        "format": 1,
        "name": "starter",
        "title": "Starter (drawn scenes)",
        "description": "A small VoP model that works at once and without a network. It was trained from "
        "nothing on drawn cartoon scenes and is meant for trying the program with the sample clips.",
        "config": asdict(full.config),
        "weights": "weights.safetensors",
        "sha256": digest,
        "languages": ["en"],
        "licence": "Apache-2.0",
        "understands": "drawn scenes: sixteen things, eight colours, nine places, eleven motions; "
        "not natural video",
        "example": "a yellow bird hops at sea",
        "known_words": all_words(),
        "captions": CAPTIONS_FILE,
        "confidence": {"likely": scale["likely"], "maybe": scale["maybe"]},
        "sources": [],
    }
    _replace(folder / "pack.json", json.dumps(entry, indent=2) + "\n")
    _replace(folder / "figures.json", json.dumps(figures, indent=2) + "\n")
    _replace(folder / "MODEL_CARD.md", _card(full, figures))
    comparison = folder / COMPARISON_FILE
    if comparison.exists():  # made by `tuning.compare`, which takes longer than training
        write_comparison(folder, json.loads(comparison.read_text("utf-8")))


COMPARISON_FILE = "comparison.json"


def write_comparison(folder: Path, comparison: Figures) -> None:
    """Puts a comparison of the variants into a pack's folder and into its model card."""
    _replace(folder / COMPARISON_FILE, json.dumps(comparison, indent=2) + "\n")
    card = (folder / "MODEL_CARD.md").read_text("utf-8").split(COMPARISON_TITLE)[0].rstrip()
    _replace(folder / "MODEL_CARD.md", card + "\n\n" + _comparison_table(comparison))


COMPARISON_TITLE = "## The variants side by side"


def _comparison_table(comparison: Figures) -> str:
    rows = []
    for variant, values in comparison["variants"].items():
        cells = [f"{values[key]:.3f}" for key in ("t2v R@1", "t2v R@5", "v2t R@1", "motion pairs")]
        rows.append(f"| `{variant}` | {values['prompt parameters']:,} | " + " | ".join(cells) + " |")
    table = "\n".join(rows)
    return f"""{COMPARISON_TITLE}

The same backbone and the same start (single frames), then {comparison["steps"]} steps of
{comparison["batch"]} whole clips for each variant, all weights trained; examined on the 200 held-out clips
and on the pairs that differ in motion alone. `clip` has zero prompts and averages its frames: of such pairs
it can do no better than chance, 0.5, but for what a single frame tells (a car faces the way it drives).
Made with `python -m vop_desktop.tuning.compare`.

| variant | prompt parameters | t2v R@1 | t2v R@5 | v2t R@1 | motion pairs |
|---|---|---|---|---|---|
{table}
"""


def _replace(file: Path, text: str) -> None:
    part = file.with_name(file.name + ".part")
    part.write_text(text, "utf-8")
    part.replace(file)


def _card(model: VoP, figures: Figures) -> str:
    training = figures.get("training", {})
    parameters = sum(p.numel() for n, p in model.named_parameters() if n != "token_embedding.weight")
    rows = []
    for name in EXAMS:
        values = [figures[name][key] for key in ("t2v R@1", "t2v R@5", "v2t R@1", "v2t R@5")]
        loose = figures[name]["loose queries whose first hit fits"]
        rows.append(f"| {name} | " + " | ".join(f"{value:.3f}" for value in (*values, loose)) + " |")
    pairs = figures["pairs that differ in motion alone"]
    scale = figures["confidence"]
    table = "\n".join(rows)
    return f"""# Starter pack

A VoP^{{F+P}} model with {parameters / 1e6:.1f} million weights beside its token table. Nothing of it comes
from another model; it is there so that the program can be tried at once, without a network.

- **Data:** {training.get("clips", 0)} drawn clips (`vop_desktop/samples`), captions made by rule. One
  combination of subject, colour, place and motion in eight is held out; the sample clips show those only.
- **Training:** {training.get("minutes", 0)} minutes on {training.get("threads", 0)} CPU cores, no GPU:
  `python -m vop_desktop.tuning.starter --output DIR`.
- **Examined** on held-out clips written as H.264 by `vop samples` and decoded again:

| held-out set | t2v R@1 | t2v R@5 | v2t R@1 | v2t R@5 | loose queries whose first hit fits |
|---|---|---|---|---|---|
{table}

Of two clips that differ in motion alone, a caption picks its own in {pairs["text picks its clip"]:.1%} and a
clip its own caption in {pairs["clip picks its text"]:.1%} of {pairs["pairs"]} pairs.

Of hits that are right, {scale["right hits called likely"]:.1%} are called *likely*; of queries that fit
nothing in the library, {NO_FIT_CALLED_LIKELY:.0%} ({scale["queries"]} queries, on which the limits were set).

- **Limits:** it knows the words in `known_words` and drawn scenes like its own. Natural video means
  nothing to it: its scores there are noise. Unknown words add nothing to a query. English only.
- **Licence:** Apache-2.0, as the program.
"""
