"""What searches find, and how often the words for a score are right, on clips with known answers.

    python -m tests.benchmarks.search_figures [--seeds 103 104] [--count 200] [--pack starter]

For each seed clips are drawn. A third of them get a telling name, a third a caption beside them, a third
nothing but a number. Queries of several kinds are asked of three engines over the same embeddings: content
alone (no words known), words alone, and both fused. A hit is right if everything the query says is true of
its scene. Then the words for scores: the first hit of queries that fit something, and of queries that fit
nothing because all clips that would fit were taken out.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.helpers.stored import remove_root
from vop_desktop.indexing import index_folders
from vop_desktop.library import Library
from vop_desktop.model import load_encoder
from vop_desktop.records import Encoder
from vop_desktop.samples.phrasing import (
    ACTING,
    NOUNS,
    SINGLE_PLACES,
    TIME_PHRASES,
    WAYS,
    full_caption,
    loose_caption,
)
from vop_desktop.samples.scene import TIMELESS, Scene, held_out_scenes
from vop_desktop.samples.write import write_samples
from vop_desktop.search import SearchEngine, parse
from vop_desktop.search.ranking import look_up

Claims = dict[str, object]
FIRST_HITS = 1000  # of so many queries that fit, and as many that do not, the word is looked at


@dataclass(frozen=True)
class Asked:
    """A query, what has to be true of a scene, and what must not be."""

    text: str
    wanted: tuple[tuple[str, object], ...]
    unwanted: tuple[tuple[str, object], ...] = ()

    def fits(self, scene: Scene) -> bool:
        return all(getattr(scene, name) == value for name, value in self.wanted) and not any(
            getattr(scene, name) == value for name, value in self.unwanted
        )


def word(scene: Scene, name: str) -> str:
    """One attribute of a scene in a word or two."""
    if name == "subject":
        return NOUNS[scene.subject][0][0]
    if name == "place":
        return SINGLE_PLACES[scene.place][0]
    if name == "time":
        return TIME_PHRASES[scene.time][0]
    if name == "motion":
        way = WAYS.get(scene.motion)
        return f"moves {way[0]}" if way else ACTING[scene.motion][0][0]
    return scene.colour


def single(scene: Scene, rng: random.Random) -> Asked:
    name = rng.choice(("subject", "subject", "place", "colour", "motion", "time"))
    if name == "time" and scene.place in TIMELESS:
        name = "subject"
    return Asked(word(scene, name), ((name, getattr(scene, name)),))


def full(scene: Scene, rng: random.Random) -> Asked:
    caption = full_caption(scene, rng)
    return Asked(caption.text, caption.claims)


def loose(scene: Scene, rng: random.Random) -> Asked:
    caption = loose_caption(scene, rng)
    return Asked(caption.text, caption.claims)


def negative(scene: Scene, rng: random.Random) -> Asked:
    """A subject or a place without something that other clips of it show."""
    first, other = rng.choice((("subject", "place"), ("subject", "colour"), ("place", "subject")))
    shown = rng.choice([s for s in held_out_scenes(60, 5) if getattr(s, other) != getattr(scene, other)])
    text = word(shown, other)
    said = f"-{text}" if " " not in text else f"not {text}"
    return Asked(
        f"{word(scene, first)} {said}",
        ((first, getattr(scene, first)),),
        ((other, getattr(shown, other)),),
    )


def mixture(scene: Scene, rng: random.Random) -> Asked:
    names = rng.sample(("subject", "place", "colour"), 2)
    text = " + ".join(word(scene, name) for name in names)
    return Asked(text, tuple((name, getattr(scene, name)) for name in names))


def motion(scene: Scene, rng: random.Random) -> Asked:
    subject = NOUNS[scene.subject][0][0]
    return Asked(
        f"a {subject} {word(scene, 'motion')}", (("subject", scene.subject), ("motion", scene.motion))
    )


KINDS: dict[str, Callable[[Scene, random.Random], Asked]] = {
    "captions": full,
    "loose": loose,
    "single": single,
    "negatives": negative,
    "mixtures": mixture,
    "motion": motion,
}


def prepare(folder: Path, count: int, seed: int, encoder: Encoder) -> tuple[Path, Path, dict[str, Scene]]:
    """Two libraries with the same clips, without words and with some; the scene of each file name of both."""
    scenes = held_out_scenes(count, seed)
    plain, worded = folder / "plain", folder / "worded"
    write_samples(plain, count=count, seed=seed)
    (plain / "captions.csv").unlink()
    worded.mkdir()
    rng = random.Random(seed)
    known: dict[str, Scene] = {}
    for number, (path, scene) in enumerate(zip(sorted(plain.glob("*.mp4")), scenes, strict=True)):
        name = path.name
        if number % 3 == 0:
            name = f"{word(scene, 'subject')} {word(scene, 'place')} {number:03}.mp4".replace(" ", "_")
        shutil.copy(path, worded / name)
        if number % 3 == 1:
            (worded / name).with_suffix(".txt").write_text(full_caption(scene, rng).text, "utf-8")
        known[path.name] = known[name] = scene
    with Library.open(folder / "plain.sqlite") as library:
        index_folders(library, encoder, [plain])
    shutil.copy(folder / "plain.sqlite", folder / "worded.sqlite")
    with Library.open(folder / "worded.sqlite") as library:
        remove_root(library, str(plain))
        library.execute("DELETE FROM files")
        index_folders(library, encoder, [worded])  # the contents are known: nothing is encoded again
    return folder / "plain.sqlite", folder / "worded.sqlite", known


def ranks_of(found: list[str], asked: Asked, scenes: dict[str, Scene], right: int) -> float:
    """Rank of the first right hit; behind all of them where there is none."""
    place = next((i for i, name in enumerate(found, 1) if asked.fits(scenes[name])), None)
    return float(place if place is not None else len(scenes) // 2 + right)


def examine(
    plain: Library, worded: Library, encoder: Encoder, scenes: dict[str, Scene], queries: int
) -> None:
    """Prints R@1, R@5 and the median rank of the first right hit, for each kind and way of searching."""
    engines = {"content": SearchEngine(plain, encoder), "fused": SearchEngine(worded, encoder)}
    names = dict(worded.query("SELECT video_id, path FROM files"))
    here = list(scenes.values())
    print("kind        way       R@1    R@5    MdR   queries")
    for kind, make in KINDS.items():
        rng = random.Random(f"{kind}/7")
        asked = [make(scene, rng) for scene in rng.choices(here, k=queries)]
        asked = [query for query in asked if any(query.fits(scene) for scene in here)]
        for way in ("content", "words", "fused"):
            ranks = []
            for query in asked:
                if way == "words":
                    hits, _ = look_up(worded, parse(query.text))
                    found = [Path(names[hit.video_id]).name for hit in hits]
                else:
                    found = [Path(hit.path).name for hit in engines[way].search(query.text, limit=50)]
                ranks.append(ranks_of(found, query, scenes, 1))
            line = f"{np.mean(np.array(ranks) <= 1):.3f}  {np.mean(np.array(ranks) <= 5):.3f}"
            print(f"{kind:11} {way:8}  {line}  {np.median(ranks):4.0f}   {len(asked)}", flush=True)


def examine_confidence(library: Library, encoder: Encoder, scenes: dict[str, Scene], queries: int) -> None:
    """Prints what first hits are called where something fits, and where all that would fit is left out."""
    engine = SearchEngine(library, encoder)
    engine.refresh()
    by_id = {
        video_id: scenes[Path(path).name]
        for video_id, path in library.query("SELECT video_id, path FROM files ORDER BY path")
    }  # in the same order in every run, which ids are not
    elsewhere = held_out_scenes(600, 11)
    print("kind      fits: likely  likely or maybe   fits nothing: likely  weak   queries")
    for kind in ("captions", "loose", "single"):
        rng = random.Random(f"confidence/{kind}")
        present, absent = [], []
        pool = list(by_id.values())
        while len(present) < queries or len(absent) < queries:
            query = KINDS[kind](rng.choice(pool if len(present) < queries else elsewhere), rng)
            fitting = {video_id for video_id, scene in by_id.items() if query.fits(scene)}
            if fitting and len(present) < queries:
                present.append(engine.search(query.text, limit=1)[0].confidence)
            if len(absent) < queries and len(fitting) < len(by_id):
                hits = engine.search(query.text, limit=len(by_id))
                absent.append(next(hit.confidence for hit in hits if hit.video_id not in fitting))
        shares = [
            np.mean([word == "likely" for word in present]),
            np.mean([word != "weak" for word in present]),
            np.mean([word == "likely" for word in absent]),
            np.mean([word == "weak" for word in absent]),
        ]
        line = "{:.2f}          {:.2f}              {:.2f}                  {:.2f}".format(*shares)
        print(f"{kind:9} {line}   {len(present)} and {len(absent)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[103])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--pack", default="starter")
    options = parser.parse_args()
    encoder = load_encoder(options.pack)
    for seed in options.seeds:
        print(f"--- seed {seed}, {options.count} clips, pack {options.pack}")
        with tempfile.TemporaryDirectory() as temporary:
            plain, worded, scenes = prepare(Path(temporary), options.count, seed, encoder)
            with Library.open(plain) as bare, Library.open(worded) as library:
                examine(bare, library, encoder, scenes, options.queries)
                bare.execute("DELETE FROM keywords")  # names are neutral; nothing but content is to speak
                examine_confidence(bare, encoder, scenes, FIRST_HITS)


if __name__ == "__main__":
    main()
