"""Texts in pieces, counted by hand, and files that are no vocabulary of XLM-RoBERTa's kind."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.helpers import multilingual
from tests.helpers.multilingual import VOCAB
from tests.unit.model.test_xlm_roberta import config
from vop_desktop.errors import PackError
from vop_desktop.model.xlm_tokenizer import XlmTokenizer, read_tokenizer

CALLED = "The tokenizer.json of the pack “x”"


@pytest.fixture(scope="module")
def tokenizer() -> XlmTokenizer:
    return XlmTokenizer(multilingual.tokenizer_text(), 77)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a red car drives", "<s> ▁a ▁red ▁car ▁drives </s>"),
        ("  a\tred\n\n car ", "<s> ▁a ▁red ▁car </s>"),  # white space is one space
        ("A red car", "<s> ▁A ▁red ▁car </s>"),  # capital letters stay
        ("cars", "<s> ▁car s </s>"),  # the likelier cut: not ▁ca r s
        ("红色的汽车", "<s> ▁ 红色 的 汽车 </s>"),
        ("машина", "<s> ▁машина </s>"),
        ("a red &amp;amp; car", "<s> ▁a ▁red ▁& ▁car </s>"),
        ("a z car", "<s> ▁a ▁ <unk> ▁car </s>"),
        ("", "<s> </s>"),
    ],
)
def test_texts_in_pieces(tokenizer: XlmTokenizer, text: str, pieces: str) -> None:
    assert [VOCAB[number] for number in tokenizer.ids(text)] == pieces.split()


def test_shorter_texts_are_padded_and_longer_ones_keep_their_end(tokenizer: XlmTokenizer) -> None:
    ids = tokenizer(["a car", "a " * 200, ""])
    assert (ids.shape, ids.dtype) == ((3, 77), torch.int64)
    assert ids[0].tolist() == [0, 5, 7, 2] + 73 * [1]
    assert ids[1].tolist() == [0, *75 * [5], 2]
    assert ids[2].tolist() == [0, 2] + 75 * [1]
    assert tokenizer(["a car", "a"]).tolist() == [[0, 5, 7, 2], [0, 5, 2, 1]]
    assert tokenizer([]).shape == (0, 2)
    assert copy.deepcopy(tokenizer) is tokenizer


def test_what_the_file_says_of_lengths_does_not_count() -> None:
    described = json.loads(multilingual.tokenizer_text())
    described["truncation"] = {
        "direction": "Left", "max_length": 4, "strategy": "LongestFirst", "stride": 0,
    }  # fmt: skip
    described["padding"] = {
        "strategy": {"Fixed": 9}, "direction": "Left", "pad_to_multiple_of": None, "pad_id": 7,
        "pad_type_id": 0, "pad_token": "x",
    }  # fmt: skip
    assert XlmTokenizer(json.dumps(described), 6)(["a a a a a a a"]).tolist() == [[0, 5, 5, 5, 5, 2]]


# --- files from elsewhere -----------------------------------------------------------------------------


def refused(path: Path) -> str:
    with pytest.raises(PackError) as caught:
        read_tokenizer(path, config(), called=CALLED)
    assert str(caught.value).startswith(CALLED)
    return str(caught.value)


def test_a_file_that_fits_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    path.write_text(multilingual.tokenizer_text(), "utf-8")
    assert read_tokenizer(path, config(), called=CALLED)(["a"]).tolist() == [[0, 5, 2]]


def without(*path: str) -> Callable[[dict[str, Any]], Any]:
    def change(described: dict[str, Any]) -> None:
        for name in path[:-1]:
            described = described[name]
        del described[path[-1]]

    return change


def swapped(described: dict[str, Any]) -> None:
    vocab = described["model"]["vocab"]
    vocab[0], vocab[2] = vocab[2], vocab[0]
    described["added_tokens"] = []
    described["post_processor"] = None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (without("model"), "is damaged: it describes no vocabulary"),
        (lambda d: d["model"].update(type="BPE"), "cuts words in another way (BPE)"),
        (lambda d: d["model"].update(vocab="none"), "is damaged: it cannot be used"),
        (lambda d: d["model"].update(unk_id=10**6), "is damaged: it cannot be used"),
        (lambda d: d["model"].update(unk_id=None), "is damaged: it cannot be used"),
        (lambda d: d["model"]["vocab"].insert(9, ["▁novel", -9.0]), "it knows 23 pieces of words, and the"),
        (lambda d: d["model"]["vocab"].pop(9), "it knows 21 pieces of words, and the model 22"),
        (lambda d: d["model"]["vocab"].__setitem__(9, ["▁red", -9.0]), "belongs to another model"),
        (swapped, "is not one of XLM-RoBERTa: <s> is not its number 0"),
        (lambda d: d.update(post_processor=None), "texts do not begin with <s> and end with </s>"),
        (
            lambda d: d.update(normalizer={"type": "Replace", "pattern": {"Regex": "(a+)+$"}, "content": ""}),
            "it looks for patterns in texts",
        ),
        (lambda d: d.update(normalizer={"type": "Precompiled", "precompiled_charsmap": "AAAA"}), "damaged"),
    ],
)
def test_a_file_that_does_not_fit_is_told(
    tmp_path: Path, change: Callable[[dict[str, Any]], Any], said: str
) -> None:
    described = json.loads(multilingual.tokenizer_text())
    change(described)
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps(described), "utf-8")
    assert said in refused(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "describes no vocabulary"),
        (b"<html>Not found</html>", "describes no vocabulary"),
        (b"[]", "describes no vocabulary"),
        (b"null", "describes no vocabulary"),
        (b"[" * 100_000, "describes no vocabulary"),
        (b"\xff\xfe\x00", "is damaged: it is no text"),
        (multilingual.tokenizer_text().encode()[:-9], "describes no vocabulary"),
    ],
)
def test_a_damaged_file_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "tokenizer.json"
    path.write_bytes(content)
    assert said in refused(path)


def test_a_missing_or_huge_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    assert refused(path) == f"{CALLED} is missing."
    with path.open("wb") as stream:
        stream.truncate(10 << 30)  # which takes no room
    assert refused(path) == f"{CALLED} is far too large for a vocabulary."
