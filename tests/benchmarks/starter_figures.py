"""What the starter pack finds, examined as a person would use it: real clips, a real library, neutral names.

    python -m tests.benchmarks.starter_figures [--seeds 101 102 103] [--count 200] [--pack starter]

For each seed clips are drawn with `vop samples`, their captions are taken away, the folder is indexed, and
every caption is searched (t2v) and ranked for every clip (v2t). Then pairs of clips that differ in motion
alone, queries with words that the pack was never taught, and queries for scenes that are not there.
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from vop_desktop.indexing import index_folders
from vop_desktop.library import Library
from vop_desktop.model import load_encoder
from vop_desktop.records import Encoder, FloatArray
from vop_desktop.samples.phrasing import full_caption
from vop_desktop.samples.scene import OPPOSITES, Scene, held_out_scenes
from vop_desktop.samples.write import write_clip, write_samples
from vop_desktop.search import SearchEngine
from vop_desktop.search.metrics import ranks, recall

UNKNOWN = (
    "a giraffe eating leaves", "my wedding", "a bowl of soup", "someone playing the guitar",
    "a football match", "a helicopter over the city", "children in a swimming pool", "a birthday cake",
    "a horse in the hills", "an elephant at the lake", "a bicycle race", "people dancing at night",
    "a red sofa", "a robot walking left", "typing on a keyboard", "a waterfall in the forest",
    "a crowd in town", "fireworks over the sea", "a motorbike in the desert", "a penguin in the snow",
)  # fmt: skip


def embeddings(library: Library, encoder: Encoder, folder: Path) -> dict[str, FloatArray]:
    """float32 [N, D] of each file, by name, as the library has them."""
    index_folders(library, encoder, [folder])
    rows = library.query("SELECT video_id, path FROM files")
    names = {video_id: Path(path).name for video_id, path in rows}
    return {names[new.video_id]: new.embeddings for new in library.embeddings_since(encoder.model_id, 0)}


def examine_set(encoder: Encoder, count: int, seed: int, folder: Path) -> tuple[float, float, float]:
    """t2v R@1 and R@5 over all captions, v2t R@1 over the clips."""
    write_samples(folder / "clips", count=count, seed=seed)
    table = folder / "clips" / "captions.csv"
    with table.open(encoding="utf-8", newline="") as stream:
        rows = [(row["file"], row["caption"]) for row in csv.DictReader(stream)]
    table.unlink()
    with Library.open(folder / "library.sqlite") as library:
        found = embeddings(library, encoder, folder / "clips")
    names = sorted(found)
    videos = np.concatenate([found[name] for name in names])  # one segment each
    texts = encoder.encode_text([caption for _, caption in rows])
    own = np.array([names.index(name) for name, _ in rows])
    similarity = texts @ videos.T
    t2v = recall(ranks(similarity, own))
    best = np.array([similarity[own == i, i].max() for i in range(len(names))])
    v2t = float(np.mean([(similarity[own != i, i] < best[i]).all() for i in range(len(names))]))
    return t2v.r1, t2v.r5, v2t


def examine_pairs(encoder: Encoder, pairs: int, folder: Path) -> float:
    """Share of captions whose own clip comes before the one with the opposite motion."""
    opposite = {a: b for pair in OPPOSITES for a, b in (pair, pair[::-1])}
    scenes = [scene for scene in held_out_scenes(600, 9) if scene.motion in opposite][:pairs]
    twins = [replace(scene, motion=opposite[scene.motion]) for scene in scenes]
    clips = folder / "pairs"
    clips.mkdir()
    both = {
        f"{i:03}{side}.mp4": scene
        for i in range(pairs)
        for side, scene in (("a", scenes[i]), ("b", twins[i]))
    }
    for name, scene in both.items():
        write_clip(scene, clips / name)
    with Library.open(folder / "pairs.sqlite") as library:
        found = embeddings(library, encoder, clips)
    rng = random.Random(9)
    right = []
    for i in range(pairs):
        first, second = found[f"{i:03}a.mp4"][0], found[f"{i:03}b.mp4"][0]
        texts = encoder.encode_text([full_caption(scene, rng).text for scene in (scenes[i], twins[i])])
        right += [texts[0] @ first > texts[0] @ second, texts[1] @ second > texts[1] @ first]
    return float(np.mean(right))


def examine_confidence(encoder: Encoder, count: int, seed: int, folder: Path) -> tuple[int, float, float]:
    """First hits: unknown queries that are likely; shares of absent ones likely, of present ones not weak."""
    rng = random.Random(10)
    here = held_out_scenes(count, seed)
    combinations = {scene.combination for scene in here}
    elsewhere = [scene for scene in held_out_scenes(600, 11) if scene.combination not in combinations][:100]
    with Library.open(folder / "library.sqlite") as library:
        engine = SearchEngine(library, encoder)

        def first(text: str) -> str:
            return engine.search(text, limit=1)[0].confidence

        def words(scenes: list[Scene]) -> list[str]:
            return [first(full_caption(scene, rng).text) for scene in scenes]

        unknown = sum(first(text) == "likely" for text in UNKNOWN)
        absent = float(np.mean([word == "likely" for word in words(elsewhere)]))
        present = float(np.mean([word != "weak" for word in words(here[:100])]))
    return unknown, absent, present


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[101, 102, 103])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--pack", default="starter")
    options = parser.parse_args()
    encoder = load_encoder(options.pack)
    print("seed   t2v R@1  R@5    v2t R@1   unknown likely  absent likely  present likely/maybe")
    with tempfile.TemporaryDirectory() as temporary:
        for seed in options.seeds:
            folder = Path(temporary) / str(seed)
            r1, r5, v2t = examine_set(encoder, options.count, seed, folder)
            unknown, absent, present = examine_confidence(encoder, options.count, seed, folder)
            line = f"{seed:5}  {r1:.3f}    {r5:.3f}  {v2t:.3f}     {unknown:2} of {len(UNKNOWN)}"
            print(f"{line}        {absent:.2f}           {present:.2f}", flush=True)
        share = examine_pairs(encoder, options.pairs, Path(temporary))
        print(f"{options.pairs} pairs that differ in motion alone: the right clip first in {share:.3f}")


if __name__ == "__main__":
    main()
