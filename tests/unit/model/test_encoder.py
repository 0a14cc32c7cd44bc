"""The encoder in use: short memory, repeated frames, and queries that come while videos are encoded."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
import torch

from tests.unit.model.small import tiny
from vop_desktop.errors import DeviceError
from vop_desktop.model import VoP
from vop_desktop.model import encoder as encoder_module
from vop_desktop.model.encoder import VopEncoder
from vop_desktop.model.precision import Choice
from vop_desktop.model.turns import Turns
from vop_desktop.records import ByteArray

pytestmark = pytest.mark.usefixtures("one_thread")


def some_frames(segments: int) -> ByteArray:
    return np.random.default_rng(0).integers(0, 255, (segments, 12, 64, 64, 3), dtype=np.uint8)


class Watched(VoP):
    """A real model that notes what it is given, and can be slow or short of memory.

    Attributes:
        room: frames that memory holds at once.
        pace: seconds that a batch and a text take longer.
        log: what happened, in order.
        threads: what the last of it was computed with.
    """

    room = 10**9
    pace = (0.0, 0.0)
    log: list[str]
    threads = 0

    def encode_frames(self, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        count = pixels.shape[0] * pixels.shape[1]
        self.log.append(f"{count} frames")
        self.threads = torch.get_num_threads()
        if count > self.room or pixels.device.type == "meta":
            raise torch.OutOfMemoryError("out of memory")
        time.sleep(self.pace[0])
        return super().encode_frames(pixels)

    def encode_text(self, ids: torch.Tensor) -> torch.Tensor:
        self.threads = torch.get_num_threads()
        if ids.device.type == "meta":
            raise torch.OutOfMemoryError("out of memory")
        time.sleep(self.pace[1])
        return super().encode_text(ids)


def watched(**changes: object) -> Watched:
    model: Watched = tiny(Watched, **changes)
    model.log = []
    return model


# --- memory -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("variant", ["vop", "vop_f"])
def test_short_memory_leads_to_smaller_batches_and_is_said_once(variant: str) -> None:
    frames = some_frames(9)
    wanted = VopEncoder(tiny(variant=variant), "tiny").encode_frames(frames)
    model = watched(variant=variant)
    model.room = 30
    encoder = VopEncoder(model, "tiny")
    for _ in range(2):
        got = encoder.encode_frames(frames)
        np.testing.assert_allclose(got.segments, wanted.segments, atol=1e-5)
        np.testing.assert_allclose(got.frames, wanted.frames, atol=1e-5)
    assert encoder.segment_batch == 2
    (notice,) = encoder.take_notices()
    assert "smaller batches" in notice


def test_a_device_without_memory_hands_over_to_the_cpu() -> None:
    model, frames = watched(), some_frames(5)
    encoder = VopEncoder(model, "tiny")
    encoder._use(model, "meta", Choice("fp32", "fp32", ""))  # a device on which everything is too large
    got = encoder.encode_frames(frames)
    assert encoder.device.type == "cpu"
    np.testing.assert_allclose(
        got.segments, VopEncoder(tiny(), "tiny").encode_frames(frames).segments, atol=1e-5
    )
    smaller, moved = encoder.take_notices()
    assert "smaller batches" in smaller
    assert "the CPU computes from now on" in moved


def test_a_query_moves_to_the_cpu_too() -> None:
    model = watched()
    encoder = VopEncoder(model, "tiny")
    encoder._use(model, "meta", Choice("fp32", "fp32", ""))
    got = encoder.encode_text(["a dog"])
    np.testing.assert_array_equal(got, VopEncoder(tiny(), "tiny").encode_text(["a dog"]))
    assert encoder.device.type == "cpu"


def test_a_cpu_without_memory_says_so() -> None:
    model = watched()
    model.room = 5
    with pytest.raises(DeviceError, match="not enough memory for this pack"):
        VopEncoder(model, "tiny").encode_frames(some_frames(3))


def test_other_faults_are_not_taken_for_short_memory() -> None:
    encoder = VopEncoder(tiny(variant="vop_f"), "tiny")
    with pytest.raises(ValueError, match="12 frames a segment, not 7"):
        encoder.encode_frames(some_frames(1)[:, :7])
    with pytest.raises(RuntimeError):
        encoder.encode_frames(some_frames(1)[:, :, :50])


# --- cores --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("others", "left"), [(0, 4), (1, 3), (4, 1), (9, 1)])
def test_videos_leave_cores_to_who_decodes_them(
    monkeypatch: pytest.MonkeyPatch, others: int, left: int
) -> None:
    monkeypatch.setattr(encoder_module, "SMALL_MODEL", 0)
    monkeypatch.setattr(encoder_module, "ALL_THREADS", 4)
    model = watched()
    encoder = VopEncoder(model, "tiny", precision="fp32")
    encoder.share_cores(others)
    encoder.encode_frames(some_frames(1))
    assert model.threads == left
    encoder.encode_text(["a dog"])  # somebody waits for it
    assert (model.threads, torch.get_num_threads()) == (4, 1)


def test_a_small_model_computes_on_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_module, "ALL_THREADS", 4)
    model = watched()
    VopEncoder(model, "tiny").encode_frames(some_frames(1))
    assert model.threads == 1


# --- frames -------------------------------------------------------------------------------------------


def test_repeated_frames_are_encoded_once() -> None:
    frames = some_frames(3)
    frames[0, 5:] = frames[0, 4]  # as padding does
    frames[1] = frames[1, 0]
    model = watched()
    got = VopEncoder(model, "tiny").encode_frames(frames)
    assert model.log == ["18 frames"]  # 5 + 1 + 12
    with torch.inference_mode():
        encoder = VopEncoder(tiny(), "tiny")
        features, pooled = encoder._model.encode_frames(encoder._pixels(frames))
    np.testing.assert_allclose(got.frames, features, atol=1e-5)
    unit = torch.nn.functional.normalize(pooled, dim=-1)
    np.testing.assert_allclose(got.segments, unit, atol=1e-5)


def test_frames_that_know_their_place_are_all_encoded() -> None:
    model = watched(variant="vop_p")
    frames = some_frames(1)
    frames[0, 5:] = frames[0, 4]
    got = VopEncoder(model, "tiny").encode_frames(frames)
    assert model.log == ["12 frames"]
    assert not np.allclose(got.frames[0, 10], got.frames[0, 11], atol=1e-6)


def test_no_segments_give_no_embeddings() -> None:
    got = VopEncoder(tiny(), "tiny").encode_frames(some_frames(1)[:0])
    assert got.segments.shape == (0, 32)
    assert got.frames.shape == (0, 12, 32)


@pytest.mark.parametrize("precision", ["fp32", "bf16", "int8"])
def test_a_precision_that_was_asked_for_is_used(precision: str) -> None:
    encoder = VopEncoder(tiny(), "tiny", precision=precision)  # type: ignore[arg-type]
    plain, frames = VopEncoder(tiny(), "tiny"), some_frames(2)
    cosines = (encoder.encode_frames(frames).segments * plain.encode_frames(frames).segments).sum(axis=1)
    assert cosines.min() > 0.995
    assert (encoder.encode_text(["a dog"]) * plain.encode_text(["a dog"])).sum() > 0.995
    assert encoder.description.endswith(f", {precision}")
    assert encoder.why == "it was asked for"


def test_a_large_model_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vop_desktop.model.encoder.SMALL_MODEL", 0)
    encoder = VopEncoder(tiny(), "tiny")
    assert encoder.segment_batch == 1
    assert encoder.why.startswith("measured on this machine, for one segment: fp32 ")
    assert encoder.precision in {"fp32", "bf16", "int8"}


# --- queries while videos are encoded -----------------------------------------------------------------


def test_a_query_waits_for_one_batch_at_most() -> None:
    model = watched()
    model.pace = (0.02, 0.1)
    encoder = VopEncoder(model, "tiny")
    encoder.segment_batch = 1
    indexing = threading.Thread(target=encoder.encode_frames, args=(some_frames(40),))
    indexing.start()
    begun = []
    for number in range(3):
        time.sleep(0.05)
        before = len(model.log)
        encoder.encode_text([f"query {number}"])  # during which five batches would have begun
        begun.append(len(model.log) - before)
        assert indexing.is_alive()
    indexing.join()
    assert max(begun) <= 1  # one may begin before the query is known of
    assert model.log == ["12 frames"] * 40  # and indexing went on to its end


def test_many_texts_take_turns_with_videos() -> None:
    model = watched()
    model.pace = (0.01, 0.1)
    encoder = VopEncoder(model, "tiny")
    encoder.segment_batch = 1
    captions = threading.Thread(target=encoder.encode_text, args=([f"caption {n}" for n in range(192)],))
    captions.start()
    time.sleep(0.05)
    encoder.encode_frames(some_frames(3))
    assert captions.is_alive()
    captions.join()


def test_the_model_moves_only_while_nobody_computes() -> None:
    turns, log = Turns(), []
    started, release = threading.Event(), threading.Event()

    def compute() -> None:
        with turns.query():
            started.set()
            release.wait(10)
            log.append("query")

    def move() -> None:
        with turns.alone():
            log.append("move")
            time.sleep(0.05)
            log.append("moved")

    def late() -> None:
        with turns.query():
            log.append("late query")

    threads = [threading.Thread(target=compute)]
    threads[0].start()
    assert started.wait(10)
    for job in (move, late):
        threads.append(threading.Thread(target=job))
        threads[-1].start()
        time.sleep(0.05)
    release.set()
    for thread in threads:
        thread.join(10)
    assert log == ["query", "move", "moved", "late query"]
