"""Features of clips and captions under one model, with gradients where they are wanted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

from vop_desktop.model.config import CLIP_MEAN, CLIP_STD
from vop_desktop.model.vop import VoP
from vop_desktop.records import ByteArray, FloatArray
from vop_desktop.search.metrics import Recall, ranks, recall
from vop_desktop.tuning.pairs import Clips
from vop_desktop.tuning.report import video_recall

CHUNK = 8  # videos encoded at a time; on a GPU, with checkpoints, all whose activations are held
TEXTS = 64


class Features:
    """Encodes the clips of one data set.

    Args:
        model: on its device, in evaluation mode.
        clips: frames and captions.
        fixed_videos: the video encoder does not change, so a clip is encoded once and kept.
    """

    def __init__(self, model: VoP, clips: Clips, *, fixed_videos: bool = False) -> None:
        self.model, self.clips = model, clips
        self.device = next(model.parameters()).device
        self._fixed = fixed_videos
        self._kept: dict[int, torch.Tensor] = {}
        self._mean = torch.tensor(CLIP_MEAN, device=self.device).view(3, 1, 1)
        self._std = torch.tensor(CLIP_STD, device=self.device).view(3, 1, 1)

    def videos(self, rows: Sequence[int]) -> torch.Tensor:
        """Pooled features [B, D] of clips, not renormalised."""
        if self._fixed:
            new = [row for row in dict.fromkeys(rows) if row not in self._kept]
            with torch.no_grad():
                for part in parts(new, CHUNK):
                    self._kept.update(zip(part, self._encode(self.clips.stacked(part)), strict=True))
            return torch.stack([self._kept[row] for row in rows])
        encoded = []
        for part in parts(list(rows), CHUNK):
            frames = self.clips.stacked(part)
            if self.device.type != "cpu" and torch.is_grad_enabled():
                encoded.append(checkpoint(self._encode, frames, use_reentrant=False))
            else:
                encoded.append(self._encode(frames))
        return torch.cat(encoded)

    def texts(self, captions: Sequence[str]) -> torch.Tensor:
        """Features [B, D] of captions, unit length."""
        ids = self.model.tokenize(list(captions))
        with self._autocast():
            encoded = self.model.encode_text(ids.to(self.device))
        return encoded.float()

    def all_of(
        self, rows: Sequence[int]
    ) -> tuple[FloatArray, FloatArray, np.ndarray[Any, np.dtype[np.int64]]]:
        """Some clips with all their captions, without gradients.

        Returns:
            Videos [N, D] and captions [C, D], unit length, and int [C], the video of each caption.
        """
        said = [(place, text) for place, row in enumerate(rows) for text in self.clips.videos[row].captions]
        with torch.no_grad():
            videos = torch.cat([self.videos(part) for part in parts(list(rows), CHUNK)])
            texts = torch.cat([self.texts([text for _, text in part]) for part in parts(said, TEXTS)])
        unit = nn.functional.normalize(videos, dim=-1)
        return unit.cpu().numpy(), texts.cpu().numpy(), np.array([place for place, _ in said], np.int64)

    def recalls(self, rows: Sequence[int]) -> tuple[Recall, Recall]:
        """t2v and v2t recall on some clips."""
        videos, texts, truth = self.all_of(rows)
        similarity = texts @ videos.T
        return recall(ranks(similarity, truth)), video_recall(similarity, truth)

    def _encode(self, frames: ByteArray) -> torch.Tensor:
        pixels = torch.from_numpy(np.ascontiguousarray(frames)).to(self.device)
        pixels = (pixels.permute(0, 1, 4, 2, 3).float() / 255 - self._mean) / self._std
        with self._autocast():
            pooled = self.model.encode_frames(pixels)[1]
        return pooled.float()

    def _autocast(self) -> torch.autocast:
        return torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda")


def parts(items: Sequence[Any], size: int) -> Iterator[Any]:
    """Consecutive pieces of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
