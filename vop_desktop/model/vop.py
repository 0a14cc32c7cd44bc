"""VoP: text-video co-operative prompt tuning (Huang et al., CVPR 2023, arXiv 2211.12764; SPEC §1).

All variants in one module over open_clip's blocks; plain CLIP is the one with zero prompts.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from torch.nn import functional

from vop_desktop.errors import PackError
from vop_desktop.model.attention import attend
from vop_desktop.model.backbone import build_clip
from vop_desktop.model.clip_tokenizer import tokenize
from vop_desktop.model.config import VopConfig
from vop_desktop.model.int8 import Int8Block, Int8Linear
from vop_desktop.model.prompts import PROMPT_NAMES, ContextModule, register_prompts
from vop_desktop.model.xlm_roberta import XlmRobertaText
from vop_desktop.model.xlm_tokenizer import XlmTokenizer


class VoP(nn.Module):
    """A frozen CLIP with trained prompts in every layer of the text and the video encoder.

    State-dict names: open_clip's for the backbone, those of `register_prompts` for the rest.

    Attributes:
        tokenizer: cuts texts for XLM-RoBERTa; whoever loads a pack sets it. CLIP's own text encoder has none.
    """

    text: XlmRobertaText
    attn_mask: torch.Tensor
    text_prompts: nn.Parameter
    visual_prompts: nn.Parameter
    position_prompts: nn.Parameter
    deep_visual_prompts: nn.Parameter
    frame_positional_embedding: nn.Parameter
    context: ContextModule

    def __init__(self, config: VopConfig) -> None:
        super().__init__()
        self.config = config
        clip = build_clip(config)
        self.visual: Any = clip.visual
        self.tokenizer: XlmTokenizer | None = None
        if config.text_encoder == "xlm_roberta":
            self.text = XlmRobertaText(config)
        else:
            self.transformer: Any = clip.transformer
            self.token_embedding: nn.Embedding = clip.token_embedding
            self.ln_final: nn.Module = clip.ln_final
            self.positional_embedding: nn.Parameter = clip.positional_embedding
            self.text_projection: nn.Parameter = clip.text_projection
            self.register_buffer("attn_mask", clip.attn_mask, persistent=False)
        self.logit_scale: nn.Parameter = clip.logit_scale
        register_prompts(self, config)

    def prompt_parameters(self) -> dict[str, nn.Parameter]:
        """The parameters that VoP trains, by name: prompts, context module, frame positions."""
        return {name: p for name, p in self.named_parameters() if name.startswith(PROMPT_NAMES)}

    def freeze_backbone(self) -> None:
        """Leaves only `prompt_parameters` trainable; `logit_scale` is frozen with the rest (§1.8)."""
        trained = self.prompt_parameters()
        for name, parameter in self.named_parameters():
            parameter.requires_grad_(name in trained)

    # --- text ---------------------------------------------------------------------------------------

    def tokenize(self, texts: list[str]) -> torch.Tensor:
        """Ids for `encode_text`, int64 [N, L], as short as the texts allow. PackError without a tokenizer."""
        if self.config.text_encoder == "xlm_roberta":
            if self.tokenizer is None:
                raise PackError("This model came without its tokenizer.json, so it cannot read texts.")
            return self.tokenizer(texts)
        ids = torch.from_numpy(tokenize(texts, self.config.text_tokens))
        if self.config.num_text_suffix:
            return ids
        return ids[:, : int(ids.argmax(dim=-1).max()) + 1]  # what follows the end of text is never seen

    def encode_text(self, ids: torch.Tensor) -> torch.Tensor:
        """int64 [B, L] to float [B, D], unit length (§1.2).

        L is `config.text_tokens`, or fewer where no suffix prompts are used: what follows the end of
        text cannot be seen by it.
        """
        if self.config.text_encoder == "xlm_roberta":
            return functional.normalize(self.text(ids), dim=-1)
        prefix, suffix = self.config.num_text_prefix, self.config.num_text_suffix
        x = self.token_embedding(ids)  # [B, L, d]
        total = x.shape[1] + prefix + suffix
        mask = self.attn_mask[:total, :total]
        last = self.config.text_layers - 1
        for i, block in enumerate(self.transformer.resblocks):
            if prefix + suffix:
                x = self._insert_text_prompts(x, i)
            if i == 0:
                x = x + self.positional_embedding[:total]
            x = block(x, attn_mask=mask)
            if prefix + suffix and i < last:
                x = torch.cat([x[:, :1], x[:, 1 + prefix : total - 1 - suffix], x[:, total - 1 :]], dim=1)
        shift = prefix + suffix if self.config.text_readout == "modelscope" else prefix
        end = ids.argmax(dim=-1)  # the end of text has the largest id
        if self.config.text_readout == "eot" and suffix:  # an end in the last slot lies behind the suffix
            end = torch.where(end == ids.shape[1] - 1, end + suffix, end)
        rows = torch.arange(len(ids), device=ids.device)
        features = self.ln_final(x[rows, end + shift]) @ self.text_projection  # [B, D]
        return functional.normalize(features, dim=-1)

    def text_to(self, dtype: torch.dtype) -> None:
        """Converts what only the text encoder reads."""
        if self.config.text_encoder == "xlm_roberta":
            self.text.to(dtype)
            return
        for part in (self.transformer, self.token_embedding, self.ln_final):
            part.to(dtype)
        for name in ("positional_embedding", "text_projection", "text_prompts"):
            if hasattr(self, name):
                parameter = getattr(self, name)
                setattr(self, name, nn.Parameter(parameter.to(dtype), parameter.requires_grad))

    def _insert_text_prompts(self, x: torch.Tensor, layer: int) -> torch.Tensor:
        prefix = self.config.num_text_prefix
        prompts = self.text_prompts[layer].expand(len(x), -1, -1).to(x.dtype)
        return torch.cat([x[:, :1], prompts[:, :prefix], x[:, 1:-1], prompts[:, prefix:], x[:, -1:]], dim=1)

    # --- video --------------------------------------------------------------------------------------

    def encode_frames(self, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Normalised pixels [B, F, 3, H, W] to frame features [B, F, D], unit length, and their mean [B, D].

        The mean is not renormalised (§1.8). ValueError if F does not fit the variant's tables.
        """
        frame_features = functional.normalize(self.project_frames(pixels), dim=-1)
        return frame_features, frame_features.mean(dim=1)

    def project_frames(self, pixels: torch.Tensor) -> torch.Tensor:
        """Frame features [B, F, D] before normalisation."""
        videos, frames = pixels.shape[:2]
        self._check_frames(frames)
        x = self._embed_patches(pixels.flatten(0, 1))  # [B*F, 1+M, d]
        blocks = self.visual.transformer.resblocks
        intra = self.config.intra_layers
        for i in range(intra):
            x = self._intra_layer(x, i, videos, frames)
        if intra < len(blocks):
            cls_tokens = self._joint_layers(x, videos, frames)
        else:
            cls_tokens = x[:, 0].reshape(videos, frames, -1)
        features: torch.Tensor = self.visual.ln_post(cls_tokens) @ self.visual.proj
        return features

    @property
    def frames_apart(self) -> bool:
        """Whether each frame is encoded by itself: where and beside what it stands makes no difference."""
        return self.config.variant in ("clip", "vop")

    def _check_frames(self, frames: int) -> None:
        fixed = self.config.variant in ("vop_p", "vop_f", "vop_fp", "vop_fc")
        if fixed and frames != self.config.num_frames:
            raise ValueError(f"this model takes {self.config.num_frames} frames a segment, not {frames}")

    def _embed_patches(self, pixels: torch.Tensor) -> torch.Tensor:
        visual = self.visual
        patches = _cut_patches(pixels, self.config.patch_size)  # [B*F, M, 3*p*p]
        if isinstance(visual.conv1, Int8Linear):
            x = visual.conv1(patches)  # [B*F, M, d]
        else:  # the convolution as one matrix product: the same numbers, sooner
            x = functional.linear(patches, visual.conv1.weight.flatten(1))
        cls_token = visual.class_embedding.to(x.dtype).expand(len(x), 1, -1)
        positions: torch.Tensor = visual.positional_embedding.to(x.dtype)
        return torch.cat([cls_token, x], dim=1) + positions

    def _intra_layer(self, x: torch.Tensor, layer: int, videos: int, frames: int) -> torch.Tensor:
        prompts = self._frame_prompts(x, layer, videos, frames)
        if layer == 0:  # the first layer's prompts pass through ln_pre as well (§1.3)
            x = self.visual.ln_pre(x)
            prompts = self.visual.ln_pre(prompts) if prompts is not None else None
        last = layer == self.config.vision_layers - 1
        block = self.visual.transformer.resblocks[layer]
        return _outputs(block, x, prompts, 1 if last else x.shape[1])

    def _frame_prompts(self, x: torch.Tensor, layer: int, videos: int, frames: int) -> torch.Tensor | None:
        """Prompts of one layer that sees single frames, [B*F, n, d]; [1, n, d] where all have the same."""
        prompts = []
        if hasattr(self, "visual_prompts"):
            prompts.append(self.visual_prompts[layer])
        if hasattr(self, "position_prompts"):
            prompts.append(self.position_prompts[layer].repeat(videos, 1, 1))
        if hasattr(self, "context"):
            prompts.append(self.context(x[:, 0].reshape(videos, frames, -1)).flatten(0, 1))
        if not prompts:
            return None
        each = max(map(len, prompts))
        return torch.cat([p.expand(each, -1, -1) for p in prompts], dim=1).to(x.dtype)

    def _joint_layers(self, x: torch.Tensor, videos: int, frames: int) -> torch.Tensor:
        """Layers K_s.. over all tokens of a video; gives the CLS tokens [B, F, d] (§1.6)."""
        x = x.reshape(videos, frames, *x.shape[1:]) + self.frame_positional_embedding[None, :, None].to(
            x.dtype
        )
        sequence = torch.cat([x[:, :, 0], x[:, :, 1:].flatten(1, 2)], dim=1)  # [B, F + F*M, d]
        for layer in range(self.config.intra_layers, self.config.vision_layers):
            prompts = self._joint_prompts(layer)
            prompts = prompts.to(sequence.dtype) if prompts is not None else None
            if layer == 0:
                sequence = self.visual.ln_pre(sequence)
                prompts = self.visual.ln_pre(prompts) if prompts is not None else None
            last = layer == self.config.vision_layers - 1
            block = self.visual.transformer.resblocks[layer]
            sequence = _outputs(block, sequence, prompts, frames if last else sequence.shape[1])
        return sequence[:, :frames]

    def _joint_prompts(self, layer: int) -> torch.Tensor | None:
        if hasattr(self, "deep_visual_prompts"):
            return self.deep_visual_prompts[layer - self.config.intra_layers]
        if self.config.variant == "vop_f" and hasattr(self, "visual_prompts"):
            return self.visual_prompts[layer]
        return None


def _cut_patches(pixels: torch.Tensor, p: int) -> torch.Tensor:
    """The squares of p x p pixels of [B, C, H, W] as rows, [B, M, C*p*p]."""
    count, channels, height, width = pixels.shape
    cut = pixels.reshape(count, channels, height // p, p, width // p, p).permute(0, 2, 4, 1, 3, 5)
    return cut.reshape(count, -1, channels * p * p)


def _outputs(block: Any, x: torch.Tensor, beside: torch.Tensor | None, count: int) -> torch.Tensor:
    """The first `count` outputs of a block over x [B, N, d], beside which tokens [B or 1, n, d] are seen.

    Nobody reads what a layer makes of its prompts, as each layer has its own (§1.3), nor what the last one
    makes of patches. So prompts stand apart and are only looked at. Their queries, output projection and MLP
    are saved, an eighth of a ViT-B/32 with eight of them; where all frames have the same, they are looked at
    once. To the attention the order of tokens is all the same.
    """
    if isinstance(block, Int8Block):
        short: torch.Tensor = block(x, beside, count)
        return short
    if beside is None and count == x.shape[1]:
        whole: torch.Tensor = block(x)
        return whole
    attn, width = block.attn, x.shape[-1]
    weight, bias = attn.in_proj_weight, attn.in_proj_bias
    normed = block.ln_1(x)
    q = functional.linear(normed[:, :count], weight[:width], bias[:width])
    k, v = functional.linear(normed, weight[width:], bias[width:]).chunk(2, dim=-1)
    if beside is not None:
        others = functional.linear(block.ln_1(beside), weight[width:], bias[width:]).expand(len(x), -1, -1)
        k, v = (torch.cat(pair, dim=1) for pair in zip((k, v), others.chunk(2, dim=-1), strict=True))
    q, k, v = (part.view(*part.shape[:2], attn.num_heads, -1).transpose(1, 2) for part in (q, k, v))
    out = x[:, :count] + block.ls_1(attn.out_proj(attend(q, k, v)))
    tokens: torch.Tensor = out + block.ls_2(block.mlp(block.ln_2(out)))
    return tokens


def contrastive_loss(text: torch.Tensor, video: torch.Tensor, scale: torch.Tensor | float) -> torch.Tensor:
    """Symmetric cross entropy of N matching pairs (§1.8): features [N, D] each, `scale` = exp(logit_scale).

    Both sides are normalised here, so that pooled video features need not be.
    """
    logits = scale * functional.normalize(text, dim=-1) @ functional.normalize(video, dim=-1).T
    target = torch.arange(len(logits), device=logits.device)
    return (functional.cross_entropy(logits, target) + functional.cross_entropy(logits.T, target)) / 2
