"""Texts cut into the pieces of XLM-RoBERTa's vocabulary, by the `tokenizer.json` that a pack brings.

The file is a stranger's, so it is checked before a query goes through it. No other pack loads `tokenizers`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from vop_desktop.errors import PackError
from vop_desktop.model.clip_tokenizer import clean_text
from vop_desktop.model.config import VopConfig
from vop_desktop.model.packs import MAX_TOKENIZER
from vop_desktop.model.xlm_roberta import END, PAD, START

SPECIAL = {"<s>": START, "<pad>": PAD, "</s>": END}
REPEATS = "*+{"  # signs of a pattern that repeats something; two of them can take for ever
PROBES = ("a red car drives away", "一辆红色的汽车", "быстрая лиса 🚲", "")


class XlmTokenizer:
    """Texts to ids, as open_clip's `HFTokenizer` gives them but for the padding. Any thread.

    White space becomes single spaces, broken Unicode and HTML escapes are mended, capital letters stay.

    Args:
        text: of a `tokenizer.json`.
        length: ids of a text at most, start and end included.

    Raises:
        ValueError: the text describes no tokenizer.
    """

    def __init__(self, text: str, length: int) -> None:
        from tokenizers import Tokenizer

        self._tokenizer: Any = _guarded(Tokenizer.from_str, text)
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(length)  # a text that is cut keeps its end

    def __call__(self, texts: list[str]) -> torch.Tensor:
        """Gives int64 [N, L], padded with PAD; L is the length of the longest text."""
        rows = [self.ids(text) for text in texts]
        ids = torch.full((len(rows), max(map(len, rows), default=2)), PAD)
        for row, found in zip(ids, rows, strict=True):
            row[: len(found)] = torch.tensor(found)
        return ids

    def ids(self, text: str) -> list[int]:
        """Ids of one text, start and end included."""
        found: list[int] = _guarded(self._tokenizer.encode, clean_text(text)).ids
        return found

    @property
    def vocabulary(self) -> dict[str, int]:
        """Ids of all pieces."""
        found: dict[str, int] = self._tokenizer.get_vocab(with_added_tokens=True)
        return found

    def __deepcopy__(self, memo: dict[int, Any]) -> XlmTokenizer:
        return self  # copies of a model on other devices share it


def read_tokenizer(path: Path, config: VopConfig, *, called: str) -> XlmTokenizer:
    """Reads a `tokenizer.json` and checks that it fits the model.

    Args:
        path: the file.
        config: of the model.
        called: what a sentence about it begins with: `The tokenizer.json of the pack “x”`.

    Raises:
        PackError: missing, too large, damaged, of another kind, or of another vocabulary.
    """
    text = _read(path, called)
    try:
        described = json.loads(text)
        kind = described["model"]["type"]
        patterns = list(_patterns([described.get(part) for part in ("normalizer", "pre_tokenizer")]))
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise PackError(f"{called} is damaged: it describes no vocabulary. Get the file again.") from error
    if kind != "Unigram":
        raise PackError(f"{called} is not one of XLM-RoBERTa: it cuts words in another way ({kind!s:.40}).")
    if any(sum(map(pattern.count, REPEATS)) > 1 for pattern in patterns):
        raise PackError(f"{called} is not one of XLM-RoBERTa: it looks for patterns in texts.")
    try:
        tokenizer = XlmTokenizer(text, config.text_tokens)
        pieces = tokenizer.vocabulary
        _check_vocabulary(pieces, config.vocab_size, called)
        probed = [tokenizer.ids(probe) for probe in PROBES]
    except ValueError as error:
        raise PackError(f"{called} is damaged: it cannot be used. Get the file again.") from error
    if not all(ids[0] == START and ids[-1] == END and max(ids) < config.vocab_size for ids in probed):
        raise PackError(f"{called} is not one of XLM-RoBERTa: texts do not begin with <s> and end with </s>.")
    return tokenizer


def _read(path: Path, called: str) -> str:
    try:
        if path.stat().st_size > MAX_TOKENIZER:
            raise PackError(f"{called} is far too large for a vocabulary.")
        return path.read_text("utf-8")
    except FileNotFoundError as error:
        raise PackError(f"{called} is missing.") from error
    except OSError as error:
        raise PackError(f"{called} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise PackError(f"{called} is damaged: it is no text.") from error


def _patterns(part: Any) -> Iterator[str]:
    """The regular expressions that a description holds."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        if key == "Regex":
            yield str(value)
        elif isinstance(value, dict | list):
            yield from _patterns(value)


def _check_vocabulary(pieces: dict[str, int], rows: int, called: str) -> None:
    if len(pieces) != rows:
        raise PackError(
            f"{called} belongs to another model: it knows {len(pieces):,} pieces of words, and the model "
            f"{rows:,}."
        )
    if sorted(pieces.values()) != list(range(rows)):
        raise PackError(f"{called} is damaged: its pieces are not numbered one by one.")
    for piece, number in SPECIAL.items():
        if pieces.get(piece) != number:
            raise PackError(f"{called} is not one of XLM-RoBERTa: {piece} is not its number {number}.")


def _guarded(call: Any, *args: Any) -> Any:
    """Calls into the library; whatever it stumbles over becomes a ValueError."""
    try:
        return call(*args)
    except Exception as error:
        raise ValueError(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's, which is no Exception
            raise
        raise ValueError(str(error)) from error
