"""One tuning run from pairs to a pack: read, train, compare, write. What `vop tune` and the window call."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import distributed

from vop_desktop import paths
from vop_desktop.errors import TuneError
from vop_desktop.model.devices import pick_devices
from vop_desktop.model.packs import Pack, find_pack
from vop_desktop.model.tuned import config_for, load_pack_model, save_tuned_pack, start_model, tuned_folder
from vop_desktop.model.vop import VoP
from vop_desktop.records import Failure
from vop_desktop.tuning.features import Features
from vop_desktop.tuning.options import TuneOptions, TuneProgress
from vop_desktop.tuning.pairs import Clips, PairSet, load_frames
from vop_desktop.tuning.report import TuneReport, compare
from vop_desktop.tuning.trainer import Trainer, trained_names


@dataclass(frozen=True, slots=True)
class TuneResult:
    """What `tune` gives back.

    Attributes:
        pack: the new pack.
        report: before and after on held-out captions.
        parameters: how many numbers were trained.
        problems: pairs that were left out.
        seconds: in all.
        history: losses and validation figures, for a chart.
    """

    pack: Pack
    report: TuneReport
    parameters: int
    problems: tuple[Failure, ...]
    seconds: float
    history: dict[str, list[Any]]


def tune(
    pairs: PairSet,
    base: str,
    name: str,
    options: TuneOptions,
    *,
    device: str = "auto",
    report: Callable[[TuneProgress], None] | None = None,
    cancel: threading.Event | None = None,
) -> TuneResult:
    """Tunes prompts of a pack on pairs and makes a pack of them. Takes minutes; any thread but the GUI's.

    Under `torchrun` every process calls this with the same arguments; the first one writes.

    Raises:
        TuneError: too few pairs, a learning rate that diverges, a full disk.
        PackError: the base is missing, or the name cannot be used.
        Cancelled: stopped; the same call goes on where it was.
    """
    began = time.monotonic()
    tell = report or (lambda progress: None)
    rank = join_processes()
    pack = find_pack(base)
    folder = tuned_folder(name)
    config_for(pack.config, options.method)  # what cannot be trained is told before anything is read
    work = paths.data_dir() / "tuning" / name
    clips, failed = load_frames(
        pairs,
        paths.cache_dir() / "frames",
        image_size=pack.config.image_size,
        num_frames=pack.config.num_frames,
        progress=lambda done, total: tell(TuneProgress("reading", done, total)),
        cancel=cancel,
    )
    chosen = pick_devices(device)[0]
    model = start_model(pack, options.method, options.seed).to(chosen)
    trainer = Trainer(model, clips, options, work, report=tell if not rank else None, cancel=cancel)
    history = trainer.run()
    found = held_out_report(load_pack_model(pack).to(chosen), model, clips, options)
    trained = trained_names(model, options.method)
    parameters = sum(p.numel() for n, p in model.prompt_parameters().items() if n in trained)
    document = {"report": found.document(), "parameters": parameters, "history": history}
    if rank == 0:
        pack = save_tuned_pack(folder, name, pack, model, trained=trained, report=document)
        shutil.rmtree(work, ignore_errors=True)
    return TuneResult(pack, found, parameters, (*pairs.problems, *failed), time.monotonic() - began, history)


def held_out_report(before: VoP, after: VoP, clips: Clips, options: TuneOptions) -> TuneReport:
    """Both models on the test split, which neither training nor the choice of its best state has seen."""
    rows = clips.part("test", options.seed)
    if not rows:
        raise TuneError("No video is left to examine the result on. Caption at least 20.")
    similarity = []
    for model in (before, after):
        videos, texts, truth = Features(model, clips).all_of(rows)
        similarity.append(texts @ videos.T)
    return compare(similarity[0], similarity[1], truth, seed=options.seed)


def join_processes() -> int:
    """Joins the group that `torchrun` started, if one did; gives this process's number, 0 for the first."""
    if int(os.environ.get("WORLD_SIZE", "1")) < 2:
        return 0
    if not distributed.is_initialized():
        distributed.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    return distributed.get_rank()
