"""Large libraries of random vectors, written as fast as SQLite takes them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tests.helpers.stored import segment_arrays, video_file, video_info
from vop_desktop.library import Library
from vop_desktop.library.rows import filmstrip_layout
from vop_desktop.media.thumbnails import make_filmstrip
from vop_desktop.records import Encoder, Filmstrip, FloatArray


def random_embeddings(count: int, dim: int, seed: int = 0) -> FloatArray:
    """float32 [N, D], unit length, any direction as likely as any other."""
    rng = np.random.default_rng(seed)
    rows = np.empty((count, dim), np.float32)
    for start in range(0, count, 50_000):
        part = rng.standard_normal((min(50_000, count - start), dim), np.float32)
        rows[start : start + len(part)] = part / np.linalg.norm(part, axis=1, keepdims=True)
    return rows


def clustered_embeddings(count: int, dim: int, seed: int = 0) -> FloatArray:
    """float32 [N, D], unit length, around 2,000 topics in a cone: as embeddings of real videos lie.

    Topics are those of every other call; `seed` tells which rows are drawn.
    """
    inner, topics, cone = _topics(dim)
    rng = np.random.default_rng([seed, 1])
    rows = np.empty((count, dim), np.float32)
    for start in range(0, count, 50_000):
        size = min(50_000, count - start)
        latent = topics[rng.integers(0, 2000, size)] + 0.5 * rng.standard_normal((size, 96), np.float32)
        part = latent @ inner + cone + 0.3 * rng.standard_normal((size, dim), np.float32)
        rows[start : start + size] = part / np.linalg.norm(part, axis=1, keepdims=True)
    return rows


def topic_texts(count: int, dim: int, seed: int = 0) -> FloatArray:
    """float32 [N, D], unit length: what lies near the same topics, vaguely, in another cone, as texts do."""
    inner, topics, cone = _topics(dim)
    other = np.random.default_rng(5).standard_normal(dim, np.float32) * 5
    rng = np.random.default_rng([seed, 2])
    latent = 0.7 * (topics[rng.integers(0, 2000, count)] + rng.standard_normal((count, 96), np.float32))
    rows = latent @ inner + 0.3 * cone + other + 0.3 * rng.standard_normal((count, dim), np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def _topics(dim: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    rng = np.random.default_rng(0)
    inner = rng.standard_normal((96, dim), np.float32) * np.linspace(2, 0.2, 96, dtype=np.float32)[:, None]
    return inner, rng.standard_normal((2000, 96), np.float32), rng.standard_normal(dim, np.float32) * 5


def fill_library(library: Library, embeddings: FloatArray, model_id: str, each: int = 20) -> None:
    """Stores embeddings [N, D] as videos of `each` segments with one frame each, below one folder."""
    root = library.add_root("/large")

    def rows() -> Iterator[tuple[int, bytes, bytes, bytes, int]]:
        for start in range(0, len(embeddings), each):
            part = embeddings[start : start + each]
            spans = 24.0 * (np.arange(len(part))[:, None] + np.array([0.0, 1.0]))
            data = part.astype("<f2").tobytes()
            yield 1 + start // each, spans.tobytes(), spans.mean(axis=1).tobytes(), data, len(part)

    with library.transaction():
        count = -(-len(embeddings) // each)
        library.execute_many(
            "INSERT INTO videos (id, fingerprint, size, duration, fps, width, height, codec, container, "
            "rotation, state, added) VALUES (?, ?, 1, ?, '25/1', 640, 360, 'h264', 'mp4', 0, 'complete', 0)",
            ((number, f"content {number}", 24.0 * each) for number in range(1, count + 1)),
        )
        library.execute_many(
            "INSERT INTO files (path, video_id, root_id, size, mtime_ns) VALUES (?, ?, ?, 1, ?)",
            ((f"/large/{number}.mp4", number, root, number) for number in range(1, count + 1)),
        )
        library.execute_many(
            "INSERT INTO segments (video_id, model_id, detail, segments, frames, dim, spans, times, "
            "embeddings, frame_embeddings) "
            f"VALUES (?, '{model_id}', 'normal', ?, 1, {embeddings.shape[1]}, ?, ?, ?, ?)",
            ((number, many, spans, times, data, data) for number, spans, times, data, many in rows()),
        )


def noisy_filmstrip(rng: np.random.Generator, frames: int) -> Filmstrip:
    """A filmstrip of coarse noise, of the size that one of a video has."""
    coarse = rng.integers(0, 255, (frames, 18, 32, 3), np.uint8)
    jpeg, poster = make_filmstrip([np.kron(frame, np.ones((10, 10, 1), np.uint8)) for frame in coarse])
    return Filmstrip(jpeg, frames, poster)


def fill_browsable(library: Library, count: int, encoder: Encoder) -> None:
    """Stores videos of one segment in a folder that does not exist, each with a thumbnail and a filmstrip."""
    rng = np.random.default_rng(0)
    frames = encoder.num_frames
    strips = [noisy_filmstrip(rng, frames) for _ in range(8)]
    rows = random_embeddings(count, encoder.embed_dim)
    layout = filmstrip_layout("normal", frames)
    with library.transaction():
        root = library.add_root("/browsed")
        for number, row in enumerate(rows):
            content = f"content {number}"
            video_id = library.put_video(content, video_info(duration=24.0), "complete")
            name = f"/browsed/{2000 + number % 24}/a holiday by the sea, day {number}.mp4"
            library.put_file(video_file(name), video_id, root)
            arrays = segment_arrays(row[None], np.repeat(row[None, None], frames, axis=1))
            library.put_segments(video_id, encoder.model_id, "normal", arrays)
            library.put_filmstrips(content, layout, 0, [strips[number % len(strips)]])
