"""The video encoder in 8-bit whole numbers, for CPUs that multiply those fastest.

Weights are rounded once, to 255 steps an output channel; activations as they come, to 256 steps a matrix
(torch's dynamic quantisation). What is between the products stays fp32: norms, attention, sums.
"""

from __future__ import annotations

import copy
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from vop_desktop.model.attention import attend
from vop_desktop.model.backbone import QUICK, QuickGELU

if TYPE_CHECKING:
    from vop_desktop.model.vop import VoP

STEPS = 127
_engine_lock = threading.Lock()


class Int8Linear(nn.Module):
    """`x @ weight.T + bias` for fp32 x, with the product in whole numbers.

    Args:
        weight: fp32 [out, in].
        bias: fp32 [out], or None.
    """

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor | None = None) -> None:
        super().__init__()
        scales = (weight.abs().amax(dim=1) / STEPS).clamp_min(1e-12).double()
        zeros = torch.zeros(len(weight), dtype=torch.long)
        with _engine() as exact:
            rounded = torch.quantize_per_channel(weight, scales, zeros, 0, torch.qint8)
            self._packed = torch.ops.quantized.linear_prepack(rounded, bias)
        self._reduce = not exact

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """[..., in] to [..., out]."""
        out: torch.Tensor = torch.ops.quantized.linear_dynamic(x, self._packed, self._reduce)
        return out


class Int8Block(nn.Module):
    """A residual attention block of open_clip without a mask, its four products as `Int8Linear`."""

    def __init__(self, block: Any) -> None:
        super().__init__()
        self.ln_1, self.ln_2, self.ls_1, self.ls_2 = block.ln_1, block.ln_2, block.ls_1, block.ls_2
        self.heads: int = block.attn.num_heads
        self.qkv = Int8Linear(block.attn.in_proj_weight, block.attn.in_proj_bias)
        self.out = Int8Linear(block.attn.out_proj.weight, block.attn.out_proj.bias)
        mlp, self.activation = block.mlp, block.mlp.gelu
        grow, shrink = 1.0, 1.0
        if isinstance(self.activation, QuickGELU):  # its two factors go into the weights on either side
            grow, shrink, self.activation = QUICK, 1 / QUICK, nn.SiLU()
        self.c_fc = Int8Linear(mlp.c_fc.weight * grow, mlp.c_fc.bias * grow)
        self.c_proj = Int8Linear(mlp.c_proj.weight * shrink, mlp.c_proj.bias)

    def forward(self, x: torch.Tensor, beside: torch.Tensor | None, count: int) -> torch.Tensor:
        """The first `count` outputs over [B, N, d], beside which others [B or 1, n, d] are seen."""
        q, k, v = self._heads(x)
        if beside is not None:
            _, keys, values = self._heads(beside)
            k = torch.cat([k, keys.expand(len(x), -1, -1, -1)], dim=2)
            v = torch.cat([v, values.expand(len(x), -1, -1, -1)], dim=2)
        x = x[:, :count]
        x = x + self.ls_1(self.out(attend(q[:, :, :count], k, v)))
        done: torch.Tensor = x + self.ls_2(self.c_proj(self.activation(self.c_fc(self.ln_2(x)))))
        return done

    def _heads(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Queries, keys and values [B, heads, N, d / heads] of tokens [B, N, d]."""
        split = self.qkv(self.ln_1(x)).view(*x.shape[:2], 3, self.heads, -1)
        q, k, v = split.permute(2, 0, 3, 1, 4)
        return q, k, v


def int8_model(model: VoP) -> VoP:
    """A model whose video encoder computes in 8 bits; all else is shared with `model`, fp32 on the CPU.

    RuntimeError where this build of torch has no such products.
    """
    changed: VoP = twin(model)
    changed.visual = twin(model.visual)
    changed.visual.conv1 = Int8Linear(model.visual.conv1.weight.flatten(1))
    changed.visual.transformer = twin(model.visual.transformer)
    blocks = (Int8Block(block) for block in model.visual.transformer.resblocks)
    changed.visual.transformer.resblocks = nn.ModuleList(blocks)
    return changed


def twin(module: Any) -> Any:
    """A module with the same parts, of which each can be exchanged without changing the first."""
    other = copy.copy(module)
    for name in ("_modules", "_parameters", "_buffers"):
        other.__dict__[name] = dict(module.__dict__[name])
    return other


@contextmanager
def _engine() -> Iterator[bool]:
    """Sets torch's best engine for whole numbers; yields whether it needs no guard against overflow."""
    exact = bool(getattr(torch.cpu, "_is_vnni_supported", bool)())
    known = torch.backends.quantized.supported_engines
    wanted = ("onednn", "x86", "qnnpack") if exact else ("x86", "fbgemm", "qnnpack", "onednn")
    name = next((name for name in wanted if name in known), None)
    if name is None:
        raise RuntimeError("this build of torch has no products of whole numbers")
    with _engine_lock:
        before = torch.backends.quantized.engine
        torch.backends.quantized.engine = name
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # a later torch may drop it: then bf16 serves
                yield exact
        except AttributeError as error:
            raise RuntimeError("this build of torch has no products of whole numbers") from error
        finally:
            torch.backends.quantized.engine = before
