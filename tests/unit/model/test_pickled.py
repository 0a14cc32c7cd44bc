"""Pickles are read for what they say, never for what they would do."""

from __future__ import annotations

import collections
import io
import pickle

import pytest
import torch

from vop_desktop.model.pickled import ForeignCodeError, Thing, read_pickle


@pytest.mark.parametrize("protocol", range(6))
def test_plain_values_come_back_as_they_were(protocol: int) -> None:
    value = {"texts": ["a dog", "一只狗", "x" * 300], "pair": (1, -2), "big": 1 << 40, "half": 0.5,
             "none": None, "flags": [True, False], "empty": [{}, (), []], 3: (1, 2, 3, 4)}  # fmt: skip
    if protocol == 0:  # nothing writes that any more, and its flags are written as numbers
        del value["flags"]
    assert read_pickle(pickle.dumps(value, protocol)) == value


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_what_is_named_is_noted_and_not_looked_up(protocol: int) -> None:
    found = read_pickle(
        pickle.dumps({"size": torch.Size([2, 3]), "o": collections.OrderedDict(a=1)}, protocol)
    )
    assert isinstance(found, dict)
    assert isinstance(found["size"], Thing)
    assert str(found["size"].name) == "torch.Size"
    assert found["o"] == {"a": 1}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (b"cos\nsystem\n(S'true'\ntR.", "os.system"),
        (b"\x80\x04\x8c\x08builtins\x8c\x04exec\x93\x8c\x01x\x85R.", "builtins.exec"),
        (b"ctorchvision.os\nsystem\n.", "torchvision.os.system"),
        (b"cnumpyx\nload\n.", "numpyx.load"),
    ],
)
def test_foreign_names_are_refused(code: bytes, name: str) -> None:
    with pytest.raises(ForeignCodeError, match=f"^{name}$"):
        read_pickle(code)


def test_even_harmless_names_are_never_called() -> None:
    found = read_pickle(b"ctorch\nload\n(S'/etc/passwd'\ntR.")
    assert isinstance(found, Thing)
    assert found.arguments == ("/etc/passwd",)


@pytest.mark.parametrize(
    "code",
    [
        b"", b"}", b".", b"t.", b"h\x05.", b"K\x01K\x02a.", b"\x80\x02](K\x01e", b"}(](u.", b"}((tK\x01u.",
        b"K\x01Q.", b"\x80\x02X\xff\xff\xff\x7fa.", b"i", b"\x96\xff\xff\xff\xff\xff\xff\xff\x7f.",
        b"ctorch._utils\n_rebuild_tensor_v2\n(K\x01K\x02K\x03K\x04tR.", b"r\xff\xff\xff\xff.",
    ],
)  # fmt: skip
def test_damage_is_a_value_error(code: bytes) -> None:
    with pytest.raises(ValueError):
        read_pickle(code)


def test_nested_doubling_and_circles_end() -> None:
    doubled = b"N" + b"2\x86" * 200 + b"."  # DUP is not known, so this ends at once
    with pytest.raises(ValueError, match="DUP"):
        read_pickle(doubled)
    keys = b"}N" + b"q\x00h\x00\x86" * 200 + b"Ns."  # a key of 2^200 parts would take for ever to hash
    with pytest.raises(ValueError, match="key"):
        read_pickle(keys)
    circle: list[object] = []
    circle.append(circle)
    stream = io.BytesIO()
    pickle.dump(circle, stream, 2)
    found = read_pickle(stream.getvalue())
    assert isinstance(found, list)
    assert found[0] is found
