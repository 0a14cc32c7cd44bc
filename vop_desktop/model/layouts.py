"""Whose checkpoint is this? Names of others turned into ours, sizes read off the shapes (SPEC §2.3, §3).

No number of a tensor is needed here: whatever does not fit is refused before anything large is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch

from vop_desktop.errors import PackError
from vop_desktop.model.config import Activation, VopConfig
from vop_desktop.model.tensor_files import TensorEntry, TensorFile
from vop_desktop.model.vop import VoP
from vop_desktop.model.xlm_roberta import POSITIONS
from vop_desktop.records import display_path

VOCABULARY = 49408  # rows of CLIP's byte-pair vocabulary, the one that queries are cut into
MAX_LAYERS = 100
XLM_CONTEXT = 77  # pieces of a text; open_clip trains with as many as for its other models
XLM_TENSORS = (
    "text.transformer.embeddings.word_embeddings.weight",
    "text.transformer.embeddings.position_embeddings.weight",
    "text.transformer.embeddings.token_type_embeddings.weight",
    "text.proj.0.weight",
    "text.proj.2.weight",
)
TEXT_TRANSFORMER = r"^text\.transformer\.(?!resblocks\.)"
UNUSED = re.compile(r"text\.transformer\.(pooler\.|embeddings\.(position|token_type)_ids$)")
LEARNERS = {
    "visual_prompts": "visual_prompt_learner.visual_prompts",
    "text_prompts": "text_prompt_learner.text_prompts",
}
SIZES = (
    "embed_dim", "image_size", "vision_layers", "text_width", "text_layers", "context_length", "vocab_size",
    "num_visual_prompts",
)  # fmt: skip
FACTS = {"input_resolution", "context_length", "vocab_size"}  # numbers that OpenAI keeps among the weights
BACKBONES = {384: "S", 512: "S", 768: "B", 1024: "L", 1280: "H", 1408: "g", 1664: "bigG"}

# How other models name their parts, and what to tell a person who chose one.
FOREIGN = (
    (r"(^|\.)visual\.(layer1|attnpool)\.", "is a CLIP with a ResNet; only ViT models can be used"),
    (r"(^|\.)visual\.trunk\.", "is a model whose image encoder comes from timm (SigLIP, MobileCLIP, EVA, "
     "ConvNeXt); only CLIP's own ViT can be used"),
    (r"(^|\.)(vision_model|text_model)\.", "is written in the names of transformers; get the OpenAI or "
     "open_clip file of the same model"),
    (TEXT_TRANSFORMER, "is a CLIP with a text encoder of another kind; only CLIP's own "
     "text encoder and XLM-RoBERTa can be used"),
    (r"^text_decoder\.", "is a CoCa model, which writes captions; only CLIP and VoP can be used"),
    (r"(^|[._])(adapter|adaptmlp|lora)[._\d]", "is a CLIP with adapters, another method than VoP"),
    (r"^(transformerClip|frame_position_embeddings|cross)\.", "is a checkpoint of CLIP4Clip, a wholly "
     "tuned CLIP and not VoP"),
    (r"^(pool_frames|video_transformer)\.", "is a checkpoint of X-Pool, a wholly tuned CLIP and not VoP"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of a checkpoint besides its tensors. None: not known.

    Attributes:
        expected: the model that it has to be.
        activation: of the blocks. No tensor tells it, and a model run with the wrong one answers, only worse.
        num_text_prefix, num_text_suffix, num_frames, image_size: from ModelScope's configuration.
    """

    expected: VopConfig | None = None
    activation: Activation | None = None
    num_text_prefix: int | None = None
    num_text_suffix: int | None = None
    num_frames: int | None = None
    image_size: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A recognised checkpoint.

    Attributes:
        config: the model that it is.
        names: our name of each tensor, and the file's.
        aliases: pairs of the file's names that have to hold the same numbers.
        modelscope: whether it is in ModelScope's form.
    """

    config: VopConfig
    names: dict[str, str]
    aliases: tuple[tuple[str, str], ...] = ()
    modelscope: bool = False


def recognise(tensors: TensorFile, wanted: Wanted) -> Layout:
    """Finds out which model a checkpoint is, from names and shapes alone.

    ModelScope's SE checkpoints, and plain CLIP in its names, come out as `clip` with `modelscope` set.

    Raises:
        PackError: says what the file is instead, or which tensor is missing or misshapen.
    """
    file = display_path(tensors.path.name)
    found = {name.replace("module.", ""): name for name in tensors.entries}
    multilingual = is_xlm_roberta({name: tensors.entries[own].shape for name, own in found.items()})
    _refuse_foreign(file, found, allowed=TEXT_TRANSFORMER if multilingual else "")
    modelscope = any(name.startswith("clip.") for name in found)
    aliases: tuple[tuple[str, str], ...] = ()
    if modelscope:
        names, aliases = _from_modelscope(found)
    elif multilingual:
        names = {name: own for name, own in found.items() if not UNUSED.match(name)}
    else:
        names = {name.removeprefix("text."): own for name, own in found.items()}
    names = {name: own for name, own in names.items() if name not in FACTS and not name.endswith("attn_mask")}
    shapes = {name: tensors.entries[own].shape for name, own in names.items()}
    config = _config(file, shapes, wanted, modelscope)
    if wanted.activation is None:
        raise PackError(
            f"{file} does not say how its layers compute, and a wrong guess would make every result worse. "
            "Import it with --activation quick_gelu if it comes from OpenAI, or with --activation gelu if it "
            "comes from LAION or DataComp."
        )
    _compare(file, shapes, config)
    _check_types(file, names, tensors.entries)
    if wanted.expected is not None:
        _check_expected(file, config, wanted.expected)
    return Layout(config, names, aliases, modelscope)


def is_xlm_roberta(shapes: Mapping[str, tuple[int, ...]]) -> bool:
    """Whether the text encoder is an XLM-RoBERTa as open_clip keeps it; BERT has other positions."""
    words, positions, kinds, first, second = (shapes.get(name, ()) for name in XLM_TENSORS)
    return (
        [len(shape) for shape in (words, positions, kinds, first, second)] == [2] * 5
        and (positions[0], kinds[0]) == (POSITIONS, 1)
        and words[1] == positions[1] == kinds[1] == first[1]
        and second[1] == first[0]
    )


def _refuse_foreign(file: str, found: dict[str, str], *, allowed: str) -> None:
    if not found:
        raise PackError(f"{file} holds no tensors; it is no model.")
    for pattern, what in FOREIGN:
        if pattern != allowed and any(re.search(pattern, name) for name in found):
            raise PackError(f"{file} {what}.")


def _from_modelscope(found: dict[str, str]) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """ModelScope keeps the towers twice: as `clip.*`, and once more as the two encoders (SPEC §2.3)."""
    names, aliases, learners = {}, [], {learner: ours for ours, learner in LEARNERS.items()}
    for name, own in found.items():
        if name.startswith(("image_encoder.", "text_encoder.")):
            tower, rest = name.split(".", 1)
            original = found.get(f"clip.visual.{rest}" if tower == "image_encoder" else f"clip.{rest}")
            if original is not None:
                aliases.append((original, own))
                continue
        names[learners.get(name, name.removeprefix("clip."))] = own
    return names, tuple(aliases)


def _config(file: str, shapes: dict[str, tuple[int, ...]], wanted: Wanted, modelscope: bool) -> VopConfig:
    """The config that the shapes speak of. PackError where they speak of none."""
    width, _, patch, _ = _shape(file, shapes, "visual.conv1.weight", 4)
    patches = _shape(file, shapes, "visual.positional_embedding", 2)[0] - 1
    text = _text_sizes(file, shapes)
    grid = round(max(patches, 0) ** 0.5)
    if patches < 1 or grid * grid != patches:
        raise PackError(f"{file} does not fit together: {patches} patches are no square picture.")
    if width % 64 or text["text_width"] % 64 or width >= 1280:  # from ViT-H on, heads are not 64 wide
        raise PackError(f"{file} is a {backbone_name(width, patch)}, a size of CLIP that cannot be used.")
    prompts = {name: shapes[name] for name in LEARNERS if name in shapes}
    expected = wanted.expected or VopConfig(variant="clip")
    try:
        base = VopConfig(
            variant="clip",
            image_size=grid * patch,
            patch_size=patch,
            vision_width=width,
            vision_layers=_layers(file, shapes, "visual.transformer.resblocks."),
            num_frames=wanted.num_frames or expected.num_frames,
            activation=wanted.activation or "gelu",
            **text,
        )
        if wanted.image_size not in (None, base.image_size):
            raise PackError(
                f"{file} takes pictures of {base.image_size} pixels, but its configuration says "
                f"{wanted.image_size}."
            )
        return _with_prompts(file, base, prompts, wanted) if prompts and modelscope else base
    except ValueError as error:
        raise PackError(f"{file} is no CLIP that can be used: {error}.") from error


def _text_sizes(file: str, shapes: dict[str, tuple[int, ...]]) -> dict[str, Any]:
    """What the shapes say of the text encoder. PackError where it is none that can be used."""
    if XLM_TENSORS[0] in shapes:
        return {
            "text_encoder": "xlm_roberta",
            "vocab_size": shapes[XLM_TENSORS[0]][0],
            "text_width": shapes[XLM_TENSORS[0]][1],
            "text_layers": _layers(file, shapes, "text.transformer.encoder.layer."),
            "context_length": XLM_CONTEXT,
            "embed_dim": shapes[XLM_TENSORS[-1]][0],
        }
    context, width = _shape(file, shapes, "positional_embedding", 2)
    vocabulary = _shape(file, shapes, "token_embedding.weight", 2)[0]
    if vocabulary != VOCABULARY:
        raise PackError(
            f"{file} is made for another vocabulary of {vocabulary:,} pieces of words; only CLIP's own, of "
            f"{VOCABULARY:,}, can be used."
        )
    return {
        "vocab_size": vocabulary,
        "text_width": width,
        "text_layers": _layers(file, shapes, "transformer.resblocks."),
        "context_length": context,
        "embed_dim": _shape(file, shapes, "text_projection", 2)[1],
    }


def _with_prompts(
    file: str, base: VopConfig, prompts: dict[str, tuple[int, ...]], wanted: Wanted
) -> VopConfig:
    """VoP of the prompts' shapes. ModelScope reads out prefix + suffix slots after the end (SPEC §1.2)."""
    visual = _shape(file, prompts, "visual_prompts", 4)
    text = _shape(file, prompts, "text_prompts", 3)
    prefix, suffix = wanted.num_text_prefix, wanted.num_text_suffix
    if wanted.expected is not None and None in (prefix, suffix):
        prefix, suffix = wanted.expected.num_text_prefix, wanted.expected.num_text_suffix
    if prefix is None or suffix is None:  # as ModelScope's own documentation has it: half and half
        prefix, suffix = text[1] - text[1] // 2, text[1] // 2
    if prefix + suffix != text[1] or min(prefix, suffix) < 0:
        raise PackError(
            f"{file} holds {text[1]} text prompts a layer, but {prefix} before and {suffix} after the text "
            "were asked for."
        )
    return replace(
        base,
        variant="vop",
        num_text_prefix=prefix,
        num_text_suffix=suffix,
        text_readout="modelscope",
        num_visual_prompts=visual[2],
    )


def _layers(file: str, shapes: dict[str, tuple[int, ...]], tower: str) -> int:
    numbers = set()
    for name in shapes:
        if match := re.match(rf"{re.escape(tower)}(\d{{1,4}})\.", name):
            numbers.add(int(match[1]))
    if not numbers:
        raise PackError(f"{file} is not complete: none of {tower}0 is there.")
    if max(numbers) >= MAX_LAYERS:
        raise PackError(f"{file} is no CLIP that can be used: it names {max(numbers) + 1} layers.")
    return max(numbers) + 1


def _shape(file: str, shapes: dict[str, tuple[int, ...]], name: str, dimensions: int) -> tuple[int, ...]:
    if name not in shapes:
        raise PackError(f"{file} is not complete, or no CLIP at all: {name} is missing.")
    if len(shapes[name]) != dimensions:
        raise PackError(f"{file} does not fit together: {name} has the shape {_said(shapes[name])}.")
    return shapes[name]


def _compare(file: str, shapes: dict[str, tuple[int, ...]], config: VopConfig) -> None:
    """Every tensor of the model, and no other, each of its shape."""
    with torch.device("meta"):  # sizes without numbers
        model = VoP(config)
    wanted = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
    missing = sorted(wanted.keys() - shapes.keys())
    if missing:
        raise PackError(f"{file} is not complete: {missing[0]} is missing{_and_more(missing)}.")
    foreign = sorted(shapes.keys() - wanted.keys())
    if foreign:
        raise PackError(
            f"{file} belongs to another method: it holds {foreign[0]}{_and_more(foreign)}, which neither "
            "CLIP nor VoP has."
        )
    for name, shape in wanted.items():
        if shapes[name] != shape:
            raise PackError(
                f"{file} does not fit together: {name} has the shape {_said(shapes[name])}, not "
                f"{_said(shape)}."
            )


def _check_types(file: str, names: dict[str, str], entries: dict[str, TensorEntry]) -> None:
    for name, own in names.items():
        if not entries[own].dtype.is_floating_point:
            raise PackError(f"{file} is no model that can be used: {name} holds whole numbers.")


def _check_expected(file: str, found: VopConfig, expected: VopConfig) -> None:
    """PackError, saying what the file is instead, if it has not the sizes of the expected model."""
    if found.variant == "clip" and expected.variant != "clip":
        raise PackError(f"{file} is a CLIP without prompts, not VoP.")
    if found.variant != "clip" and expected.variant == "clip":
        raise PackError(f"{file} is VoP, a CLIP with prompts, not the plain CLIP that was asked for.")
    if found.text_encoder != expected.text_encoder:
        kinds = {"clip": "CLIP's own text encoder", "xlm_roberta": "the text encoder XLM-RoBERTa"}
        raise PackError(f"{file} has {kinds[found.text_encoder]}, not {kinds[expected.text_encoder]}.")
    if (found.vision_width, found.patch_size) != (expected.vision_width, expected.patch_size):
        is_one, not_one = (backbone_name(each.vision_width, each.patch_size) for each in (found, expected))
        raise PackError(f"{file} has another backbone: it is a {is_one}, not a {not_one}.")
    for name in SIZES:
        if getattr(found, name) != getattr(expected, name):
            raise PackError(
                f"{file} is not the model that was asked for: {name} is {getattr(found, name)}, not "
                f"{getattr(expected, name)}."
            )


def backbone_name(width: int, patch: int) -> str:
    """`ViT-B/32` and the like."""
    return f"ViT-{BACKBONES[width]}/{patch}" if width in BACKBONES else f"ViT of width {width}"


def _said(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) or "of one number"


def _and_more(names: list[str]) -> str:
    return f" and {len(names) - 1} more" if len(names) > 1 else ""
