"""The texts that have nothing to do with a query: what the scores of a pack are told apart from."""

from __future__ import annotations

import contextlib
import hashlib
import os

import numpy as np

from vop_desktop import paths
from vop_desktop.library import captions
from vop_desktop.records import Encoder, FloatArray, knowledge_of, text_model_id

BACKGROUND_SIZE = 256  # texts


def background_sample(count: int) -> list[int]:
    """Which of `count` captions stand for the background: evenly spread, BACKGROUND_SIZE at most."""
    return sorted({int(row) for row in np.linspace(0, count - 1, min(count, BACKGROUND_SIZE))})


def background_of(encoder: Encoder) -> FloatArray:
    """float32 [G, D], unit length: the background of a pack, out of its own captions or everyday ones.

    Kept in a file of the cache: it is the same after every start, and a large pack takes seconds for it.
    """
    lines = knowledge_of(encoder).captions or captions.everyday_captions()
    texts = [lines[row] for row in background_sample(len(lines))]
    shape = (len(texts), encoder.embed_dim)
    key = hashlib.blake2b("\n".join([text_model_id(encoder), *texts]).encode(), digest_size=8)
    file = paths.cache_dir() / f"background-{key.hexdigest()}.npy"
    with contextlib.suppress(OSError, ValueError, EOFError), file.open("rb") as stored:
        kept = np.lib.format.read_array(stored)
        if kept.shape == shape and kept.dtype == np.float32 and np.isfinite(kept).all():
            return np.asarray(kept)
    found = encoder.encode_text(texts)
    partial = file.with_suffix(f".{os.getpid()}.part")
    with contextlib.suppress(OSError):  # it is made again next time
        file.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as stream:
            np.save(stream, found)
        partial.replace(file)
    return found
