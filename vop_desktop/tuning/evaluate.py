"""How well a pack finds the videos of a test set by their texts, and the texts by the videos (SPEC §5.2)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from vop_desktop import paths
from vop_desktop.errors import Cancelled, TuneError
from vop_desktop.records import Failure, FloatArray, display_path
from vop_desktop.search.metrics import Recall, ranks, recall
from vop_desktop.tuning.datasets import TestSet
from vop_desktop.tuning.pairs import Clips, load_frames
from vop_desktop.tuning.paper import PaperRow, paper_row
from vop_desktop.tuning.report import Figures, video_ranks

if TYPE_CHECKING:
    from vop_desktop.tuning.features import Features

TIES = "equal scores share the average of their ranks"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """Figures of one pack on one test set.

    Attributes:
        pack: its name.
        title: of the data set; empty for a person's own pairs.
        videos, captions: that the figures rest on.
        total: videos that the annotations name.
        figures: recall both ways.
        t2v_ranks, v2t_ranks: rank of the right one for each caption and each video, from 1.
        paper: what the paper reports for this data set and the pack's variant, if anything.
        missing: videos that are not there.
        problems: videos that cannot be read and lines that cannot be used.
        seconds: that it took.
    """

    pack: str
    title: str
    videos: int
    captions: int
    total: int
    figures: Figures
    t2v_ranks: npt.NDArray[np.float64]
    v2t_ranks: npt.NDArray[np.float64]
    paper: PaperRow | None
    missing: tuple[str, ...]
    problems: tuple[Failure, ...]
    seconds: float

    @property
    def complete(self) -> bool:
        """Whether the figures rest on every video of the test set."""
        return self.videos == self.total

    def document(self) -> dict[str, Any]:
        """As JSON shows it: recall in percent, as the paper prints it."""
        own = {"t2v": percent(self.figures.t2v), "v2t": percent(self.figures.v2t)}
        found: dict[str, Any] = {
            "dataset": self.title or None, "pack": self.pack, "videos": self.videos,
            "videos_named": self.total, "captions": self.captions, "ties": TIES, **own,
        }  # fmt: skip
        if self.paper is not None:
            paper = {"t2v": percent(self.paper.t2v), "v2t": percent(self.paper.v2t)}
            found["paper"] = {"method": self.paper.method, "same_videos": self.complete, **paper}
            found["difference"] = {
                way: {name: round(value - paper[way][name], 4) for name, value in own[way].items()}
                for way in own
            }
        found["missing"] = [display_path(name) for name in self.missing]
        found["failures"] = [
            {"path": display_path(p.path), "stage": p.stage, "reason": p.reason} for p in self.problems
        ]
        found["seconds"] = round(self.seconds, 2)
        return found


def percent(figures: Recall) -> dict[str, float]:
    """Recall in percent and the ranks, under the names that papers use."""
    named = {"R@1": 100 * figures.r1, "R@5": 100 * figures.r5, "R@10": 100 * figures.r10,
             "MdR": figures.median_rank, "MnR": figures.mean_rank}  # fmt: skip
    return {name: round(value, 4) for name, value in named.items()}


def evaluate(
    test_set: TestSet,
    pack: str,
    *,
    device: str = "auto",
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> Evaluation:
    """Examines a pack on a test set. Takes minutes to hours; any thread but the GUI's.

    Frames are kept in the cache, so that the next pack of the same size needs no decoding.

    Args:
        test_set: texts and the videos that are there.
        pack: its name.
        device: where to compute.
        progress: called with the phase (`reading`, `videos`, `captions`), how many are done, and in all.
        cancel: set to stop.

    Raises:
        TuneError: not one video can be read.
        PackError: the pack cannot be used.
        Cancelled: stopped.
    """
    from vop_desktop.model.devices import pick_devices
    from vop_desktop.model.packs import find_pack
    from vop_desktop.model.tuned import load_pack_model
    from vop_desktop.tuning.features import Features

    began = time.monotonic()
    tell = progress or (lambda phase, done, total: None)
    chosen = find_pack(pack)
    clips, failed = load_frames(
        test_set.pairs,
        paths.cache_dir() / "frames",
        image_size=chosen.config.image_size,
        num_frames=chosen.config.num_frames,
        seconds=test_set.seconds,
        progress=lambda done, total: tell("reading", done, total),
        cancel=cancel,
    )
    if not clips.videos:
        why = f" {display_path(failed[0].path)}: {failed[0].reason}." if failed else ""
        raise TuneError(f"Not one of the {len(test_set.pairs.videos)} videos can be read.{why}")
    model = load_pack_model(chosen).to(pick_devices(device)[0])
    similarity, truth = _similarity(Features(model, clips), clips, tell, cancel)
    t2v, v2t = ranks(similarity, truth), video_ranks(similarity, truth)
    return Evaluation(
        pack=chosen.name,
        title=test_set.title,
        videos=len(clips.videos),
        captions=len(truth),
        total=test_set.total,
        figures=Figures(recall(t2v), recall(v2t)),
        t2v_ranks=t2v,
        v2t_ranks=v2t,
        paper=paper_row(test_set.title, chosen.config.variant),
        missing=test_set.missing,
        problems=(*test_set.pairs.problems, *failed),
        seconds=time.monotonic() - began,
    )


def _similarity(
    features: Features, clips: Clips, tell: Progress, cancel: threading.Event | None
) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """Similarity [C, N] of captions and videos, and int [C], the video of each caption."""
    import torch

    said = [(place, text) for place, video in enumerate(clips.videos) for text in video.captions]

    def encoded(
        phase: str, items: list[Any], size: int, encode: Callable[[list[Any]], torch.Tensor]
    ) -> FloatArray:
        done: list[FloatArray] = []
        for start in range(0, len(items), size):
            if cancel is not None and cancel.is_set():
                raise Cancelled("stopped")
            rows = torch.nn.functional.normalize(encode(items[start : start + size]), dim=-1)
            done.append(rows.cpu().numpy())
            tell(phase, min(start + size, len(items)), len(items))
        return np.concatenate(done)

    with torch.no_grad():
        videos = encoded("videos", list(range(len(clips.videos))), 8, features.videos)
        texts = encoded("captions", [text for _, text in said], 64, features.texts)
    return texts @ videos.T, np.array([place for place, _ in said], np.int64)
