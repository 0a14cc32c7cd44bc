"""Attention with fewer queries than tokens that are looked at."""

from __future__ import annotations

import torch
from torch.nn import functional

FEW_TOKENS = 256


def attend(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """What queries [B, heads, M, d / heads] take of keys and values [B, heads, N, d / heads], as [B, M, d].

    Spelt out for few tokens on a CPU, where torch's own is slower if M is not N.
    """
    if q.device.type == "cpu" and q.shape[2] != k.shape[2] <= FEW_TOKENS:
        attended: torch.Tensor = (q * q.shape[-1] ** -0.5 @ k.transpose(-1, -2)).softmax(dim=-1) @ v
    else:
        attended = functional.scaled_dot_product_attention(q, k, v)
    return attended.transpose(1, 2).flatten(2)
