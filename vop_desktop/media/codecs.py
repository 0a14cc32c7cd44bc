"""Which video codecs the installed decoders can decode: tried on one small picture of each."""

from __future__ import annotations

# One frame of 64 x 64 pixels in one colour, encoded for this purpose; H.264 and HEVC with start codes.
_PICTURES: dict[str, tuple[tuple[str, ...], str]] = {
    "h264": (
        ("h264",),
        "000000016764000aac7204442684000003000400000300083c489611800000000168e8438f2c8b000000016588810002bf"
        "feeccf7e0535e8632fb31c856c3211d78e634e9a15d3a1d2184856c500b7aa493309",
    ),
    "hevc": (
        ("hevc",),
        "0000000140010c01ffff01600000030090000003000003001e959809000000014201010160000003009000000300000300"
        "1ea020810596566924cae6808000000300800000030084000000014401c172b42240000000012801af1380e53251fff012"
        "8ffdd1cf0f0ea340085f80",
    ),
    "vp9": (
        ("vp9",),
        "824983420003f003f60038241c184a0000306000007ca9ffffddb0cffffe42907fffff040cb064a510",
    ),
    "av1": (
        ("libdav1d", "av1"),  # FFmpeg's own one needs a graphics chip
        "12000a0a00000002afff8d5f300832161000ba02082041010000080095d0c053acadbb365bc0",
    ),
}


def codec_faults() -> dict[str, str]:
    """For H.264, HEVC, VP9 and AV1 why they cannot be decoded, in words; empty for those that can."""
    return {name: _fault(decoders, bytes.fromhex(data)) for name, (decoders, data) in _PICTURES.items()}


def _fault(decoders: tuple[str, ...], data: bytes) -> str:
    import av

    fault = "no decoder is installed"
    for name in decoders:
        try:
            context = av.CodecContext.create(name, "r")
            if isinstance(context, av.VideoCodecContext) and [
                *context.decode(av.Packet(data)),
                *context.decode(None),
            ]:
                return ""
            fault = "the decoder gives no picture"
        except (ValueError, OSError) as error:  # every error of FFmpeg is one of the two
            if not isinstance(error, av.codec.codec.UnknownCodecError):
                fault = f"the decoder fails: {error}"
    return fault


def ffmpeg_versions() -> dict[str, str]:
    """The libraries of FFmpeg that PyAV brings, with their versions."""
    import av

    return {name: ".".join(map(str, version)) for name, version in av.library_versions.items()}
