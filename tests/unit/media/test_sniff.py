import gzip
import io
import zipfile

import pytest
from PIL import Image

from tests.helpers.videos import COLOURS, solid, write_audio_only, write_video
from vop_desktop.errors import MediaError
from vop_desktop.media.fingerprint import PART_BYTES, fingerprint
from vop_desktop.media.sniff import sniff, sniff_file


def picture_bytes(kind):
    buffer = io.BytesIO()
    Image.fromarray(solid(COLOURS[0])).save(buffer, kind)
    return buffer.getvalue()


def zip_bytes():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "a")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("head", "kind", "reason"),
    [
        (b"", "empty", "the file is empty"),
        (b"\0" * 5000, "other", "nothing but zeros"),
        (b"Dear reader,\n this is no film.\n", "text", "a text file, not a video"),
        ("Grüße aus Köln, 花\n".encode(), "text", "a text file, not a video"),
        (("é" * 40000).encode()[:65535] + b"\xc3", "text", "a text file, not a video"),
        ("Hallo\r\n".encode("utf-16"), "text", "a text file, not a video"),
        (b"#EXTM3U\nhttp://example.org/a.ts\n", "text", "a text file, not a video"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n", "lfs-pointer", "Git LFS"),
        (picture_bytes("JPEG"), "image", "a JPEG picture, not a video"),
        (picture_bytes("PNG"), "image", "a PNG picture, not a video"),
        (picture_bytes("BMP"), "image", "a BMP picture, not a video"),
        (picture_bytes("TIFF"), "image", "a TIFF picture, not a video"),
        (picture_bytes("WEBP"), "image", "a WebP picture, not a video"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image", "a HEIC picture, not a video"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "audio", "a WAV sound file, not a video"),
        (b"ID3\x04\0\0\0\0\0\0\xff\xfb", "audio", "an MP3 sound file, not a video"),
        (zip_bytes(), "archive", "a ZIP archive, not a video"),
        (gzip.compress(b"a", mtime=0), "archive", "a gzip archive, not a video"),
    ],
)
def test_what_is_no_video_is_named(head, kind, reason):
    sniffed = sniff(head)
    assert sniffed.kind == kind
    assert reason in sniffed.reason


@pytest.mark.parametrize(
    "head", [picture_bytes("GIF"), b"\x47" + b"\x1f\xff\x10" * 50, b"\x00\x01\x02\xfe" * 9]
)
def test_a_gif_and_the_unknown_may_be_videos(head):
    assert sniff(head).kind == "video"


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.avi", "a.ts", "a.mov", "a.mpg"])
def test_videos_may_be_videos(tmp_path, name):
    path = write_video(
        tmp_path / name, [solid(COLOURS[0])] * 5, codec="mpeg4" if name != "a.mpg" else "mpeg1video"
    )
    assert sniff_file(str(path)).kind == "video"


def test_a_sound_track_in_a_video_container_is_left_to_the_probe(tmp_path):
    assert sniff_file(str(write_audio_only(tmp_path / "a.mp4"))).kind == "video"


def test_a_file_that_is_gone_is_named_so(tmp_path):
    with pytest.raises(MediaError, match="no longer there") as caught:
        sniff_file(str(tmp_path / "gone.mp4"))
    assert caught.value.stage == "scan"


def test_a_fingerprint_is_that_of_the_content(tmp_path):
    content = bytes(range(256)) * 4096
    one, other = tmp_path / "one.mp4", tmp_path / "other name.mkv"
    one.write_bytes(content)
    other.write_bytes(content)
    assert fingerprint(str(one)) == fingerprint(str(other))
    assert len(fingerprint(str(one))) == 40


@pytest.mark.parametrize("size", [10, 3 * PART_BYTES, 3 * PART_BYTES + 1, 1_000_000])
@pytest.mark.parametrize("place", ["head", "middle", "tail"])
def test_a_fingerprint_sees_a_change_at_head_middle_and_tail(tmp_path, size, place):
    data = bytearray(size)
    path = tmp_path / "a.mp4"
    path.write_bytes(data)
    before = fingerprint(str(path))
    data[{"head": 0, "middle": size // 2, "tail": size - 1}[place]] = 1
    path.write_bytes(data)
    assert fingerprint(str(path)) != before


def test_a_fingerprint_sees_the_size(tmp_path):
    prints = set()
    for size in (0, 1, 2, 3 * PART_BYTES, 3 * PART_BYTES + 1, 500_000, 500_001):
        path = tmp_path / "a.mp4"
        path.write_bytes(bytes(size))
        prints.add(fingerprint(str(path)))
    assert len(prints) == 7


def test_a_small_file_is_read_whole(tmp_path):
    path = tmp_path / "a.mp4"
    seen = set()
    for offset in range(0, 3 * PART_BYTES, 10_000):
        data = bytearray(3 * PART_BYTES)
        data[offset] = 1
        path.write_bytes(data)
        seen.add(fingerprint(str(path)))
    assert len(seen) == len(range(0, 3 * PART_BYTES, 10_000))


def test_a_fingerprint_of_a_missing_file_or_a_folder_is_a_media_error(tmp_path):
    for path in (tmp_path / "gone.mp4", tmp_path):
        with pytest.raises(MediaError) as caught:
            fingerprint(str(path))
        assert caught.value.stage == "scan"
