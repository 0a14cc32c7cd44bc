"""The variants of VoP side by side on the drawn scenes, each with the same start and the same steps.

    python -m vop_desktop.tuning.compare [--steps N] [--seed N] [--pack DIR]

A base VoP learns from single frames once; from there each variant goes on with whole clips for N steps.
`clip` is the same backbone with zero prompts and mean pooling. With `--pack` the table is written into the
pack's folder as `comparison.json` and into its model card.
"""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
from dataclasses import replace
from pathlib import Path

import torch

from vop_desktop.model.config import Variant
from vop_desktop.tuning.starter import (
    CLIP_STEPS,
    CONFIG,
    STILL_STEPS,
    Lesson,
    Readout,
    Trainer,
    for_clips,
    prepare,
    train_on_frames,
)
from vop_desktop.tuning.starter_pack import Figures, evaluate, write_comparison

log = logging.getLogger(__name__)

VARIANTS: tuple[Variant, ...] = ("clip", "vop", "vop_p", "vop_c", "vop_f", "vop_fp", "vop_fc")
BATCH = 96


def compare(lesson: Lesson, *, still_steps: int, steps: int, seed: int) -> dict[str, Figures]:
    """Figures of each variant; see the module."""
    readout = Readout(CONFIG.embed_dim)
    still = train_on_frames(lesson, readout, seed, still_steps)
    learnt = {name: tensor.clone() for name, tensor in readout.state_dict().items()}
    found: dict[str, Figures] = {}
    for variant in VARIANTS:
        torch.manual_seed(seed)
        readout.load_state_dict(learnt)
        model = for_clips(still, replace(CONFIG, variant=variant), lesson.words)
        trainer = Trainer(model, readout, lesson.data, seed, bf16=True)
        for _ in trainer.run(steps, BATCH):
            pass
        figures = evaluate(model, lesson.words, lesson.exams)
        found[variant] = {
            "prompt parameters": sum(p.numel() for p in model.prompt_parameters().values()),
            **{key: figures["200 clips"][key] for key in ("t2v R@1", "t2v R@5", "v2t R@1")},
            "motion pairs": figures["pairs that differ in motion alone"]["text picks its clip"],
        }
        log.info("%s: %s", variant, found[variant])
    return found


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--still-steps", type=int, default=STILL_STEPS, help="on single frames, once")
    parser.add_argument("--steps", type=int, default=CLIP_STEPS, help="on whole clips, for each variant")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--clips", type=int, default=24000, help="how many training clips are drawn")
    parser.add_argument("--cache", type=Path, help="folder for drawn clips, kept; else a temporary one")
    parser.add_argument("--pack", type=Path, help="folder of the starter pack to write the table into")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    with tempfile.TemporaryDirectory() as temporary:
        cache = options.cache or Path(temporary)
        cache.mkdir(parents=True, exist_ok=True)
        lesson = prepare(cache, seed=options.seed, clips=options.clips)
        found = compare(lesson, still_steps=options.still_steps, steps=options.steps, seed=options.seed)
    if options.pack is not None:
        write_comparison(options.pack, {"steps": options.steps, "batch": BATCH, "variants": found})
    print(json.dumps(found, indent=2))  # noqa: T201


if __name__ == "__main__":
    main()
