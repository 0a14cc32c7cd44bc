"""The paper's claim in miniature: what each way of tuning makes of the same small CLIP in a new domain.

    python -m vop_desktop.tuning.miniature --cache DIR [--seeds 24 25 26] [--threads 1]

A small CLIP learns from single frames of drawn scenes. Then it is adapted to clips in another style, with
captions that say how things move, by each method: nothing, all weights, projections, biases, and the six
variants of VoP. Each method searches its learning rate once, on the first seed, among the same rates; each
seed has its own split, order and first prompts. Figures are those of the best state on the validation
split, on clips that neither training nor that choice has seen.

All that is done is kept in the cache: stopped or killed, the same command goes on.
"""

from __future__ import annotations

import argparse
import copy
import json
import logging
import math
import platform
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch

from vop_desktop.model.checkpoint import load_vop, save_vop
from vop_desktop.model.tuned import config_for, with_prompts
from vop_desktop.model.vop import VoP
from vop_desktop.samples.dataset import attributes, render_dataset, training_scenes
from vop_desktop.samples.write import write_samples
from vop_desktop.tuning.baselines import BASELINES, baseline_names
from vop_desktop.tuning.features import Features
from vop_desktop.tuning.options import TuneOptions
from vop_desktop.tuning.pairs import Clips, load_frames, read_pairs
from vop_desktop.tuning.starter import CONFIG, Data, Readout, fresh_model
from vop_desktop.tuning.starter import Trainer as StarterTrainer
from vop_desktop.tuning.starter_pack import Words, full_vocabulary
from vop_desktop.tuning.trainer import Trainer

log = logging.getLogger(__name__)

VARIANTS = ("vop", "vop_p", "vop_c", "vop_f", "vop_fp", "vop_fc")
METHODS = ("zero-shot", *BASELINES, *VARIANTS)
TITLES = {
    "zero-shot": "zero-shot", "full": "all weights", "projection": "projections", "bias": "biases",
    "vop": "VoP", "vop_p": "VoP^P", "vop_c": "VoP^C", "vop_f": "VoP^F", "vop_fp": "VoP^{F+P}",
    "vop_fc": "VoP^{F+C}",
}  # fmt: skip
SMALL = replace(CONFIG, variant="clip", num_frames=4, context_length=36)
RATES = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2)
STILL_BATCH = 192


@dataclass(frozen=True, slots=True)
class Plan:
    """How large the comparison is.

    Attributes:
        scenes: drawn scenes that the small CLIP learns from.
        still_steps: its steps, `STILL_BATCH` single frames each.
        clips: captioned clips of the new domain, two captions each.
        style: of these.
        epochs: passes over their captions.
        batch: pairs a step.
        seeds: one run of each method for each.
    """

    scenes: int = 3000
    still_steps: int = 600
    clips: int = 400
    style: str = "chalk"
    epochs: int = 6
    batch: int = 32
    seeds: tuple[int, ...] = (24, 25, 26)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One method with one seed.

    Attributes:
        parameters: that were trained.
        share: of all parameters of the model.
        rate: learning rate.
        t2v_r1, t2v_r5, v2t_r1: on the held-out clips, 0 to 1.
        seconds: of the processor, training and examinations.
        memory: bytes that a step needs beside the weights: activations kept for the gradient, gradients,
            and the two moments of the optimiser.
    """

    parameters: int
    share: float
    rate: float
    t2v_r1: float
    t2v_r5: float
    v2t_r1: float
    seconds: float
    memory: int


def small_clip(cache: Path, plan: Plan) -> VoP:
    """The CLIP that all methods start from: trained on single frames, or taken from `cache`."""
    weights = cache / f"clip-{plan.scenes}-{plan.still_steps}.safetensors"
    words = Words(SMALL.text_tokens)
    config = replace(SMALL, vocab_size=49408)
    if not weights.exists():
        torch.manual_seed(0)
        scenes = training_scenes(plan.scenes, 0)
        frames = render_dataset(
            scenes, cache / f"scenes-{plan.scenes}.npy", num_frames=4, size=SMALL.image_size, seed=0
        )
        data = Data(frames, scenes, attributes(scenes), words)
        model = fresh_model(SMALL, words)
        trainer = StarterTrainer(model, Readout(SMALL.embed_dim), data, 0, bf16=False)
        for _ in trainer.run(plan.still_steps, STILL_BATCH, single=True):
            pass
        part = weights.with_suffix(".part")
        save_vop(full_vocabulary(model, words), part, torch.float32)
        part.replace(weights)
    return load_vop(config, weights, "small CLIP")


def new_domain(cache: Path, plan: Plan) -> Clips:
    """Captioned clips in another style, drawn, encoded as H.264 and decoded again; kept in `cache`."""
    folder = cache / f"{plan.style}-{plan.clips}"
    if not (folder / "captions.csv").exists():
        write_samples(folder, count=plan.clips, seed=11, style=plan.style)
    clips, failed = load_frames(
        read_pairs(folder), cache / "frames", image_size=SMALL.image_size, num_frames=SMALL.num_frames
    )
    assert not failed
    return clips


def adapted(base: VoP, method: str, seed: int) -> tuple[VoP, list[str]]:
    """The model that a method starts with, and the names of what it trains; none for zero-shot."""
    if method == "zero-shot":
        return base, []
    if method in BASELINES:
        model = copy.deepcopy(base)
        return model, baseline_names(model, method)
    model = with_prompts(base, config_for(base.config, method), seed)
    return model, list(model.prompt_parameters())


def run_method(base: VoP, clips: Clips, method: str, *, plan: Plan, seed: int, rate: float = 0.0) -> Outcome:
    """Adapts the base by one method and examines it; `rate` 0 searches for one."""
    began = time.process_time()
    model, trained = adapted(base, method, seed)
    options = TuneOptions(epochs=plan.epochs, batch=plan.batch, rate=rate, seed=seed, patience=1 << 30)
    memory = 0
    if trained:
        options = replace(options, method="vop")  # whatever is trained, the videos change
        trainer = Trainer(model, clips, options, None, trained=trained, rates=RATES)
        memory = _step_memory(trainer)
        trainer.run()
        rate = trainer.rate
    t2v, v2t = Features(model, clips).recalls(clips.part("test", seed))
    sizes = {name: parameter.numel() for name, parameter in model.named_parameters()}
    count = sum(sizes[name] for name in trained)
    return Outcome(
        parameters=count,
        share=count / sum(sizes.values()),
        rate=rate,
        t2v_r1=t2v.r1,
        t2v_r5=t2v.r5,
        v2t_r1=v2t.r1,
        seconds=time.process_time() - began,
        memory=memory,
    )


def _step_memory(trainer: Trainer) -> int:
    """Bytes that a step needs beside the weights (`Outcome.memory`)."""
    weights = {p.untyped_storage().data_ptr() for p in trainer.model.parameters()}
    kept: dict[int, int] = {}

    def pack(tensor: torch.Tensor) -> torch.Tensor:
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in weights:
            kept[storage.data_ptr()] = storage.nbytes()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        loss = trainer.loss(trainer.batches(0)[0])
    del loss
    trained = sum(p.numel() * p.element_size() for p in trainer.model.parameters() if p.requires_grad)
    return sum(kept.values()) + 3 * trained


def compare(cache: Path, plan: Plan, methods: Sequence[str] = METHODS) -> dict[str, list[Outcome]]:
    """All methods with all seeds; what `cache` holds already is not done again."""
    cache.mkdir(parents=True, exist_ok=True)
    base, clips = small_clip(cache, plan), new_domain(cache, plan)
    file = cache / "outcomes.json"
    sizes = json.loads(json.dumps(asdict(plan) | {"seeds": 0}))
    stored = json.loads(file.read_text("utf-8")) if file.exists() else {}
    if stored.get("plan") != sizes:
        stored = {"plan": sizes, "outcomes": {}}
    done = stored["outcomes"]
    for seed in plan.seeds:
        for method in methods:
            key = f"{method}/{seed}"
            if key in done:
                continue
            first = done.get(f"{method}/{plan.seeds[0]}")
            rate = first["rate"] if first else 0.0
            outcome = run_method(base, clips, method, plan=plan, seed=seed, rate=rate)
            log.info("%s: %s", key, outcome)
            done[key] = asdict(outcome)
            part = file.with_suffix(".part")
            part.write_text(json.dumps(stored, indent=1), "utf-8")
            part.replace(file)
    return {method: [Outcome(**done[f"{method}/{seed}"]) for seed in plan.seeds] for method in methods}


def table(found: dict[str, list[Outcome]]) -> str:
    """The outcomes in Markdown: means and, after ±, the standard deviation over seeds."""
    lines = [
        "| method | parameters tuned | share | t2v R@1 | t2v R@5 | v2t R@1 | rate | seconds | MB a step |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for method, runs in found.items():
        figures = [_spread([getattr(run, name) for run in runs]) for name in ("t2v_r1", "t2v_r5", "v2t_r1")]
        first = runs[0]
        seconds = float(np.mean([run.seconds for run in runs[1:] or runs]))  # the first searched for a rate
        cells = [
            TITLES[method],
            f"{first.parameters:,}",
            f"{100 * first.share:.3g} %",
            *figures,
            f"{first.rate:g}" if first.parameters else "–",
            f"{seconds:.0f}",
            f"{first.memory / 1e6:.0f}" if first.parameters else "–",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _spread(values: Sequence[float]) -> str:
    deviation = float(np.std(values, ddof=1)) if len(values) > 1 else math.nan
    return f"{np.mean(values):.3f} ± {deviation:.3f}"


def machine() -> str:
    """What it ran on, in a line."""
    name = platform.processor() or platform.machine()
    facts = Path("/proc/cpuinfo")
    if facts.exists():
        models = [line for line in facts.read_text("utf-8").splitlines() if line.startswith("model name")]
        name = models[0].split(":", 1)[1].strip() if models else name
    return f"{name}, {torch.get_num_threads()} thread(s), torch {torch.__version__}"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--cache", type=Path, required=True, help="folder for all that is kept")
    parser.add_argument("--seeds", type=int, nargs="+", default=list(Plan().seeds))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--scenes", type=int, default=Plan().scenes, help="drawn for the small CLIP")
    parser.add_argument("--still-steps", type=int, default=Plan().still_steps)
    parser.add_argument("--clips", type=int, default=Plan().clips, help="captioned clips of the new style")
    parser.add_argument("--epochs", type=int, default=Plan().epochs)
    parser.add_argument("--style", default=Plan().style)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    plan = Plan(
        scenes=max(options.scenes, STILL_BATCH), still_steps=options.still_steps, clips=options.clips,
        style=options.style, epochs=options.epochs, seeds=tuple(options.seeds),
    )  # fmt: skip
    began, worked = time.monotonic(), time.process_time()
    found = compare(options.cache, plan)
    minutes = (time.process_time() - worked) / 60, (time.monotonic() - began) / 60
    print(table(found))  # noqa: T201
    print(f"\n{machine()}; {minutes[0]:.1f} minutes of the processor, {minutes[1]:.1f} by the clock")  # noqa: T201


if __name__ == "__main__":
    main()
