"""The four codecs that most videos use, tried on a real picture each."""

from __future__ import annotations

import pytest

from vop_desktop.media import codecs
from vop_desktop.media.codecs import codec_faults, ffmpeg_versions


def test_every_codec_gives_its_picture() -> None:
    assert codec_faults() == {"h264": "", "hevc": "", "vp9": "", "av1": ""}


def test_a_codec_that_is_not_there_or_gives_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    decoders, picture = codecs._PICTURES["vp9"]
    monkeypatch.setitem(codecs._PICTURES, "vp9", (("no_such_decoder",), picture))
    monkeypatch.setitem(codecs._PICTURES, "av1", (decoders, "00"))
    found = codec_faults()
    assert found["vp9"] == "no decoder is installed"
    assert found["av1"].startswith("the decoder ")


def test_the_libraries_have_versions() -> None:
    assert ffmpeg_versions()["libavcodec"].count(".") == 2
