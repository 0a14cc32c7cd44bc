"""XLM-RoBERTa as a text encoder of CLIP, as open_clip builds it: a hundred languages in one vocabulary.

A BERT-like network with its norms behind each sum, whose last hidden states are averaged over the text and
projected by two layers. Names of the tensors are those of open_clip's files, so that no table is needed.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from vop_desktop.model.config import VopConfig

START, PAD, END = 0, 1, 2  # ids of `<s>`, `<pad>` and `</s>`
POSITIONS = 514  # rows of the position table in every XLM-RoBERTa; texts begin at row PAD + 1
EPS = 1e-5


class XlmRobertaText(nn.Module):
    """Ids [B, L] to features [B, D], not normalised.

    Args:
        config: `vocab_size`, `text_width`, `text_layers`, `head_width` and `embed_dim` count.
    """

    def __init__(self, config: VopConfig) -> None:
        super().__init__()
        self.transformer = _Transformer(config)
        hidden = (config.text_width + config.embed_dim) // 2
        self.proj = nn.Sequential(
            nn.Linear(config.text_width, hidden, bias=False),
            nn.GELU(),
            nn.Linear(hidden, config.embed_dim, bias=False),
        )

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """int64 [B, L], padded with PAD at the end, to float [B, D]; L at most POSITIONS - 2."""
        there = ids != PAD  # [B, L]
        states = self.transformer(ids, there)
        weights = there[..., None].to(states.dtype)
        pooled = (states * weights).sum(dim=1) / weights.sum(dim=1)
        features: torch.Tensor = self.proj(pooled)
        return features


class _Transformer(nn.Module):
    """Ids to the last hidden states [B, L, d]."""

    def __init__(self, config: VopConfig) -> None:
        super().__init__()
        self.embeddings = _Embeddings(config)
        self.encoder = nn.Module()
        self.encoder.layer = nn.ModuleList(_Layer(config) for _ in range(config.text_layers))

    def forward(self, ids: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        x: torch.Tensor = self.embeddings(ids, there)
        seen = None if bool(there.all()) else there[:, None, None]  # [B, 1, 1, L]
        for layer in self.encoder.layer:  # type: ignore[union-attr]
            x = layer(x, seen)
        return x


class _Embeddings(nn.Module):
    def __init__(self, config: VopConfig) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(config.vocab_size, config.text_width)
        self.position_embeddings = nn.Embedding(POSITIONS, config.text_width)
        self.token_type_embeddings = nn.Embedding(1, config.text_width)
        self.LayerNorm = nn.LayerNorm(config.text_width, EPS)

    def forward(self, ids: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        positions = there.long().cumsum(dim=1) * there + PAD  # padding stands at row PAD, the text behind it
        x = self.word_embeddings(ids) + self.token_type_embeddings.weight[0]
        normed: torch.Tensor = self.LayerNorm(x + self.position_embeddings(positions))
        return normed


class _Layer(nn.Module):
    """Self-attention and MLP, each added to what came in and then normalised."""

    def __init__(self, config: VopConfig) -> None:
        super().__init__()
        width = config.text_width
        self.heads = width // config.head_width
        self.attention = nn.Module()
        self.attention.self = nn.Module()
        for name in ("query", "key", "value"):
            self.attention.self.add_module(name, nn.Linear(width, width))
        self.attention.output = _Sum(width, width)
        self.intermediate = nn.Module()
        self.intermediate.dense = nn.Linear(width, 4 * width)
        self.output = _Sum(4 * width, width)

    def forward(self, x: torch.Tensor, seen: torch.Tensor | None) -> torch.Tensor:
        """[B, L, d] to the same; `seen` bool [B, 1, 1, L] tells what is no padding."""
        q, k, v = (
            project(x).unflatten(-1, (self.heads, -1)).transpose(1, 2)  # [B, heads, L, d / heads]
            for project in self.attention.self.children()  # type: ignore[union-attr]
        )
        attended = functional.scaled_dot_product_attention(q, k, v, attn_mask=seen)
        x = self.attention.output(attended.transpose(1, 2).flatten(2), x)  # type: ignore[operator]
        out: torch.Tensor = self.output(functional.gelu(self.intermediate.dense(x)), x)  # type: ignore[operator]
        return out


class _Sum(nn.Module):
    """Projects, adds to what was there before, and normalises."""

    def __init__(self, inner: int, width: int) -> None:
        super().__init__()
        self.dense = nn.Linear(inner, width)
        self.LayerNorm = nn.LayerNorm(width, EPS)

    def forward(self, x: torch.Tensor, before: torch.Tensor) -> torch.Tensor:
        normed: torch.Tensor = self.LayerNorm(self.dense(x) + before)
        return normed
