"""Importing a model that a person already has: checked, turned into safetensors once, installed whole.

Takes a ModelScope folder or its `.pth`, OpenAI's `.pt`, open_clip's `.safetensors` or `.bin` (with its
`tokenizer.json` where the text encoder is XLM-RoBERTa), and packs of this program as a folder or a zip file.
All of them are taken for hostile: nothing in them is run, sizes are checked before anything large is read,
and what was installed before stays as it is, whatever happens.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import threading
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from vop_desktop.errors import Cancelled, PackError
from vop_desktop.model.config import Activation, VopConfig
from vop_desktop.model.layouts import FACTS, Layout, Wanted, backbone_name, is_xlm_roberta, recognise
from vop_desktop.model.methods import check_backbone
from vop_desktop.model.pack_files import change_entry, copy_pack, is_pack_folder, is_pack_zip, unzip_pack
from vop_desktop.model.packs import PACK_FILE, PACK_FORMAT, TOKENIZER, Pack
from vop_desktop.model.sources import Source, find_source
from vop_desktop.model.staging import check_name, check_space, install, pack_name, staging
from vop_desktop.model.tensor_files import TensorFile, open_tensors
from vop_desktop.model.tuned import load_pack_model
from vop_desktop.model.writing import size_of, write_safetensors
from vop_desktop.model.xlm_tokenizer import read_tokenizer
from vop_desktop.records import display_path

WEIGHTS = "weights.safetensors"
CAPTIONS = "captions.txt"
MAX_CAPTIONS = 200_000
MAX_VOCABULARY = 16 << 20  # bytes, unpacked; CLIP's takes 3 MB

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Words:
    """What `pack.json` says to people; None: what the checkpoint suggests."""

    title: str | None
    description: str | None
    understands: str | None
    licence: str | None
    languages: tuple[str, ...]


def import_pack(
    source: Path,
    *,
    name: str | None = None,
    expected: VopConfig | None = None,
    title: str | None = None,
    description: str | None = None,
    understands: str | None = None,
    licence: str | None = None,
    languages: Sequence[str] = ("en",),
    activation: Activation | None = None,
    sources: Sequence[dict[str, Any]] | None = None,
    on_progress: OnProgress | None = None,
    cancel: threading.Event | None = None,
) -> Pack:
    """Makes an installed pack of a model from elsewhere. Takes seconds: not for the GUI thread.

    The trap: OpenAI's CLIP, and so VoP, computes with QuickGELU, the models of LAION and DataComp with GELU.
    No tensor tells which, and a model run with the wrong one raises no error and finds worse. It is taken, in
    this order, from `activation`, from `expected`, from the form of the file (TorchScript and ModelScope's
    are OpenAI's), from `open_clip_config.json` beside it, and from its name; if none tells, it is asked for.

    Args:
        source: file or folder.
        name: of the new pack; by default made from the file's or folder's.
        expected: the model that it has to be; another one is refused.
        title, description, understands, licence, languages: what is shown of it. Our packs keep their own.
        activation: of the blocks, see above.
        sources: where it came from, as `pack.json` keeps it; by default the file's name, size and SHA-256.
        on_progress: called from this thread with bytes done and bytes in all.
        cancel: set by another thread to stop.

    Raises:
        PackError: not a model that can be used, damaged, hostile, a name that is taken, or a full disk. The
            text says which and what to do.
        Cancelled: `cancel` was set. Nothing was added.
    """
    source = source.expanduser().absolute()
    words = _Words(title, description, understands, licence, tuple(languages))
    if name is not None:
        check_name(name)
    try:
        if is_pack_folder(source) or is_pack_zip(source):
            return _import_pack(source, name, expected)
        found = find_source(source)
        name = name or pack_name(source.stem if source.is_file() else source.name)
        check_name(name)
        _check_vocabulary(found)
        captions = _captions(found)
        with open_tensors(found.weights) as tensors:
            layout = recognise(tensors, _wanted(found, tensors, expected, activation))
            check_backbone(tensors, layout, found.base)
            _check_tokenizer(found, layout.config)
            with staging() as folder:
                sha256 = _convert(tensors, layout, folder, on_progress, cancel)
                entry = _entry(found, layout, words, name, sha256=sha256, sources=sources)
                if layout.config.text_encoder != "clip":
                    entry |= _keep_tokenizer(found, layout.config, folder)
                if captions:
                    (folder / CAPTIONS).write_text("\n".join(captions) + "\n", "utf-8")
                    entry["captions"] = CAPTIONS
                (folder / PACK_FILE).write_text(
                    json.dumps(entry, ensure_ascii=False, indent=2) + "\n", "utf-8"
                )
                return install(folder, name)
    except OSError as error:
        raise PackError(f"{display_path(source.name)} cannot be read: {error.strerror or error}.") from error
    except (MemoryError, RuntimeError) as error:
        reason = (str(error).splitlines() or ["there is not enough memory"])[0].rstrip(".")
        raise PackError(f"{display_path(source.name)} cannot be imported: {reason}.") from error


def _import_pack(source: Path, name: str | None, expected: VopConfig | None) -> Pack:
    """A pack of ours: its weights are kept byte for byte, so that what was embedded with them stays valid."""
    with staging() as folder:
        copied = copy_pack(source, folder) if source.is_dir() else unzip_pack(source, folder)
        name = name or copied.name
        check_name(name)
        if expected is not None and copied.config != expected:
            raise PackError(
                f"The pack in {display_path(source.name)} is another model than the one asked for."
            )
        copied.check()
        # All tensors, of their shapes, and finite; so the words; and the pack below, if there is one.
        load_pack_model(copied)
        _ = copied.knowledge
        with copied.weights.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if (name, digest) != (copied.name, copied.sha256):
            change_entry(folder, name=name, sha256=digest)
        return install(folder, name)


def _wanted(
    found: Source, tensors: TensorFile, expected: VopConfig | None, activation: Activation | None
) -> Wanted:
    if activation is None:
        activation = expected.activation if expected is not None else _activation(found, tensors)
    return Wanted(
        expected=expected,
        activation=activation,
        num_text_prefix=found.number("tp_prefix_token_num"),
        num_text_suffix=found.number("tp_suffix_token_num"),
        num_frames=found.number("num_frames"),
        image_size=found.number("input_res"),
    )


def _activation(found: Source, tensors: TensorFile) -> Activation | None:
    names = {name.replace("module.", "") for name in tensors.entries}
    if is_xlm_roberta({name.replace("module.", ""): e.shape for name, e in tensors.entries.items()}):
        return found.activation or "gelu"  # open_clip has no such model with another
    if tensors.scripted or names & FACTS or any(name.startswith("clip.") for name in names):
        return "quick_gelu"
    return found.activation


def _convert(
    tensors: TensorFile,
    layout: Layout,
    folder: Path,
    on_progress: OnProgress | None,
    cancel: threading.Event | None,
) -> str:
    """Writes the weights into a staging folder; gives their SHA-256. PackError at a number that is none."""
    file = display_path(tensors.path.name)
    entries = {name: tensors.entries[own] for name, own in layout.names.items()}
    total, done = size_of(entries), 0
    check_space(total)

    def read(name: str) -> torch.Tensor:
        tensor = tensors.read(layout.names[name])
        if not bool(torch.isfinite(tensor).all()):
            raise PackError(f"{file} is damaged: {name} is not all numbers (NaN or infinite).")
        return tensor

    def on_bytes(count: int) -> None:
        nonlocal done
        done += count
        if cancel is not None and cancel.is_set():
            raise Cancelled
        if on_progress is not None:
            on_progress(done, total)

    return write_safetensors(folder / WEIGHTS, entries, read, on_bytes=on_bytes)


def _entry(
    found: Source,
    layout: Layout,
    words: _Words,
    name: str,
    *,
    sha256: str,
    sources: Sequence[dict[str, Any]] | None,
) -> dict[str, Any]:
    """What `pack.json` says."""
    config, file = layout.config, display_path(found.weights.name)
    method = "CLIP" if config.variant == "clip" else "VoP"
    kind = f"{method} {backbone_name(config.vision_width, config.patch_size)}"
    if sources is None:
        with found.weights.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        sources = [{"file": file, "size": found.weights.stat().st_size, "sha256": digest}]
    return {
        "format": PACK_FORMAT,
        "name": name,
        "title": words.title or f"{kind} ({file})",
        "description": words.description or f"Imported from {file}.",
        "config": asdict(config),
        "weights": WEIGHTS,
        "sha256": sha256,
        "languages": list(words.languages),
        "licence": words.licence or "unknown",
        "understands": words.understands or "what CLIP learnt from pictures and their captions on the web",
        "sources": list(sources),
    }


def _captions(found: Source) -> list[str]:
    """The captions of ModelScope's gallery, each once, one line each."""
    if found.gallery is None:
        return []
    file = display_path(found.gallery.name)
    with open_tensors(found.gallery) as stored:
        texts = stored.root.get("texts") if isinstance(stored.root, dict) else None
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise PackError(
            f"{file} holds no plain list of captions; take it out of the folder to import without them."
        )
    texts = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]  # a pickle may hold halves
    lines = list(dict.fromkeys(" ".join(text.split()) for text in texts))
    if len(lines) > MAX_CAPTIONS:
        raise PackError(f"{file} holds {len(lines):,} captions; at most {MAX_CAPTIONS:,} can be used.")
    return [line for line in lines if line]


def _check_tokenizer(found: Source, config: VopConfig) -> None:
    """Before gigabytes are converted: PackError if a model comes without the pieces that it needs."""
    if config.text_encoder == "clip":
        return
    if found.tokenizer is None:
        raise PackError(
            f"{display_path(found.weights.name)} reads texts with XLM-RoBERTa and needs the file {TOKENIZER} "
            "that was published with it. Put it into the same folder and import again."
        )
    read_tokenizer(found.tokenizer, config, called=found.tokenizer.name)


def _keep_tokenizer(found: Source, config: VopConfig, folder: Path) -> dict[str, Any]:
    """Copies the `tokenizer.json` into a staging folder; gives what `pack.json` says of it."""
    assert found.tokenizer is not None
    copy = folder / TOKENIZER
    shutil.copyfile(found.tokenizer, copy)
    read_tokenizer(copy, config, called=TOKENIZER)  # the copy counts: the file may have changed meanwhile
    return {"tokenizer": TOKENIZER, "tokenizer_sha256": hashlib.sha256(copy.read_bytes()).hexdigest()}


def _check_vocabulary(found: Source) -> None:
    """Queries are cut with CLIP's own vocabulary: another one would make nonsense of them."""
    if found.vocabulary is None:
        return
    from vop_desktop.model.clip_tokenizer import vocabulary_file

    try:
        with gzip.open(found.vocabulary) as theirs, gzip.open(vocabulary_file()) as ours:
            same = theirs.read(MAX_VOCABULARY) == ours.read(MAX_VOCABULARY)
    except (OSError, EOFError, zlib.error):
        same = False
    if not same:
        raise PackError(
            f"{found.vocabulary.name} is not CLIP's own vocabulary, or damaged. Get the file again, or take "
            "it out of the folder if the model was trained with CLIP's."
        )
