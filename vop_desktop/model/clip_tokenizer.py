"""Texts as CLIP's text encoder takes them: cleaned, and cut into pieces by its byte-pair vocabulary.

The vocabulary is the file that open_clip brings, the cutting that of the package tokenizers: neither needs
torch, so that a query can be encoded at once after a start.
"""

from __future__ import annotations

import gzip
import html
import importlib.util
from collections.abc import Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from vop_desktop.records import IdArray

START, END = 49406, 49407
MERGES = END + 1 - 2 - 2 * 256  # the rest are single bytes, within a word and at its end
PIECE = r"'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+"
WORD_END = "</w>"


def vocabulary_file() -> Path:
    """The byte-pair vocabulary of CLIP that comes with open_clip, a gzip file; open_clip is not imported."""
    found = importlib.util.find_spec("open_clip")
    folders = [] if found is None else list(found.submodule_search_locations or ())
    return Path(*folders[:1], "bpe_simple_vocab_16e6.txt.gz")


def clean_text(text: str) -> str:
    """A text with broken Unicode and HTML escapes mended and single spaces; capital letters stay."""
    from ftfy import fix_text

    return " ".join(html.unescape(html.unescape(fix_text(text))).split())


def tokenize(texts: Sequence[str], length: int) -> IdArray:
    """CLIP's ids, int64 [N, length], zero-padded; of a text that is longer the end is put last."""
    ids = np.zeros((len(texts), length), np.int64)
    for row, text in zip(ids, texts, strict=True):
        pieces = [START, *_tokenizer().encode(clean_text(text).lower()).ids, END][:length]
        row[: len(pieces)] = pieces
        row[len(pieces) - 1] = END
    return ids


@cache
def _tokenizer() -> Any:
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers

    with gzip.open(vocabulary_file(), "rt", encoding="utf-8") as lines:
        next(lines)  # a remark
        merges = (line.split() for line in islice(lines, MERGES))
        pairs = [(left, right) for left, right in merges]
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    pieces = [*letters, *(letter + WORD_END for letter in letters), *map("".join, pairs)]
    model = models.BPE({piece: i for i, piece in enumerate(pieces)}, pairs, end_of_word_suffix=WORD_END)
    tokenizer: Any = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PIECE), "removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    return tokenizer
