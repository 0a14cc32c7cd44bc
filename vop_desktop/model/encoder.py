"""The encoder that indexing and search use: a VoP model on a device, numpy in and out."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

import numpy as np
import torch
from torch.nn import functional

from vop_desktop.errors import DeviceError, PackError
from vop_desktop.model.config import CLIP_MEAN, CLIP_STD
from vop_desktop.model.devices import (
    DTYPES,
    MOST_SEGMENTS,
    SelfCheck,
    device_name,
    fitting_segments,
    is_out_of_memory,
    pick_devices,
    precisions_of,
)
from vop_desktop.model.int8 import int8_model
from vop_desktop.model.packs import Pack, find_pack
from vop_desktop.model.precision import Choice, Precision, choose_for_cpu
from vop_desktop.model.tuned import load_pack_model
from vop_desktop.model.turns import Turns
from vop_desktop.model.vop import VoP
from vop_desktop.records import ByteArray, FloatArray, Knowledge, VideoEmbeddings

log = logging.getLogger(__name__)

TEXT_BATCH = 64
TEXT_CACHE = 512
QUERY = 8  # texts up to which a request goes before the indexing of videos
ALL_THREADS = torch.get_num_threads()
SMALL_MODEL = 10_000_000  # parameters of the video encoder; below it fp32 costs next to nothing


class VopEncoder:
    """A VoP model as an `Encoder`. Any thread may call it; a query goes before the next batch of videos.

    Where memory runs out it goes on with smaller batches, then on the CPU, and says so in `take_notices`.

    Args:
        model: fp32, on the CPU; it belongs to the encoder from now on.
        device: kind of device, or several to try in this order: each but the CPU is checked first.
        precision: `auto` for the best one (see `precision`), or one of them.

    Attributes:
        device: torch device in use.
        precision: of the video encoder: `fp32`, `bf16`, `fp16` or `int8`.
        why: how the precision was chosen, in words.
        small: whether one CPU thread is enough for the model.
        segment_batch: segments that indexing should hand over at once: few where one takes long, so that
            a stop or a query waits for one batch at most.
        text_model_id: what embeddings of captions are kept under.
        knowledge: what the pack says of its own abilities.
    """

    def __init__(
        self,
        model: VoP,
        model_id: str,
        *,
        device: str | Sequence[str] = "cpu",
        precision: Precision | Literal["auto"] = "auto",
    ) -> None:
        self.model_id = model_id
        self.text_model_id = model_id
        self.embed_dim = model.config.embed_dim
        self.num_frames = model.config.num_frames
        self.image_size = model.config.image_size
        self.knowledge = Knowledge()
        self.small = sum(int(p.numel()) for p in model.visual.parameters()) < SMALL_MODEL
        self._model = model
        self._wish: Precision | None = None if precision == "auto" else precision
        self._notices: list[str] = []
        self._told: set[str] = set()
        self._turns = Turns()
        self._cores = 1 if self.small else ALL_THREADS  # a small model is slower on several
        self._video_cores = self._cores
        self._texts: OrderedDict[str, FloatArray] = OrderedDict()
        self._lock = threading.Lock()  # of texts and notices
        self._place((device,) if isinstance(device, str) else tuple(device))

    @property
    def description(self) -> str:
        """Device and precision for people: `NVIDIA H100, fp16`."""
        return f"{device_name(self.device.type)}, {self.precision}"

    def take_notices(self) -> tuple[str, ...]:
        """What a person should know of since the last call: each sentence comes once. Any thread."""
        with self._lock:
            notices, self._notices = tuple(self._notices), []
        return notices

    # --- videos -------------------------------------------------------------------------------------

    def encode_frames(self, frames: ByteArray) -> VideoEmbeddings:
        """Encodes uint8 [N, T, S, S, 3] RGB; see `records.Encoder`. DeviceError where memory is too small."""
        parts: list[VideoEmbeddings] = []
        start = 0
        while start < len(frames):
            batch = frames[start : start + self.segment_batch]
            try:
                with self._turns.batch():
                    parts.append(self._encode_segments(batch))
                start += len(batch)
            except (torch.OutOfMemoryError, MemoryError, RuntimeError) as error:
                self._make_room(error, len(batch))
        return VideoEmbeddings(
            np.concatenate([part.segments for part in parts] or [np.zeros((0, self.embed_dim), np.float32)]),
            np.concatenate(
                [part.frames for part in parts]
                or [np.zeros((0, *frames.shape[1:2], self.embed_dim), np.float32)]
            ),
        )

    def share_cores(self, others: int) -> None:
        """Leaves a core to each of so many processes that work beside it; one at least remains."""
        self._video_cores = max(1, self._cores - others)

    def _encode_segments(self, frames: ByteArray) -> VideoEmbeddings:
        with torch.inference_mode(), _computing_with(self._video_cores):
            if self._model.frames_apart:
                features = self._encode_different(frames)
            else:
                features, _ = self._model.encode_frames(self._pixels(frames))
            unit = functional.normalize(features.float(), dim=-1)  # [N, T, D]
            segments = functional.normalize(unit.mean(dim=1), dim=-1)
            return VideoEmbeddings(segments.cpu().numpy(), unit.cpu().numpy())

    def _encode_different(self, frames: ByteArray) -> torch.Tensor:
        """Frame features [N, T, D]; a frame like the one before it, as padding is, costs nothing."""
        flat = frames.reshape(-1, *frames.shape[2:])
        new = [i for i in range(len(flat)) if i == 0 or not np.array_equal(flat[i], flat[i - 1])]
        features, _ = self._model.encode_frames(self._pixels(flat[new][None]))
        rows = np.searchsorted(new, np.arange(len(flat)), side="right") - 1
        return features[0, torch.from_numpy(rows).to(features.device)].view(*frames.shape[:2], -1)

    def _pixels(self, frames: ByteArray) -> torch.Tensor:
        """uint8 [N, T, S, S, 3] to normalised [N, T, 3, S, S] on the device."""
        pixels = torch.from_numpy(np.ascontiguousarray(frames)).to(self.device)
        return (pixels.permute(0, 1, 4, 2, 3).float() * self._scale + self._shift).to(self._dtype)

    # --- texts --------------------------------------------------------------------------------------

    def encode_text(self, texts: list[str]) -> FloatArray:
        """Encodes N texts to float32 [N, D], unit length; repeated ones come from a cache."""
        with self._lock:
            known = {text: self._texts[text] for text in texts if text in self._texts}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        turn = self._turns.query if len(new) <= QUERY else self._turns.batch
        for start in range(0, len(new), TEXT_BATCH):
            batch = new[start : start + TEXT_BATCH]
            while not known.keys() >= set(batch):
                try:
                    with turn():
                        known.update(zip(batch, self._encode_batch(batch), strict=True))
                except (torch.OutOfMemoryError, MemoryError, RuntimeError) as error:
                    self._make_room(error, 1)
        with self._lock:
            for text in new[-TEXT_CACHE:]:
                self._texts[text] = known[text]
            while len(self._texts) > TEXT_CACHE:
                self._texts.popitem(last=False)
        if not texts:
            return np.zeros((0, self.embed_dim), np.float32)
        return np.stack([known[text] for text in texts])

    def _encode_batch(self, texts: list[str]) -> FloatArray:
        ids = self._model.tokenize(texts)
        with torch.inference_mode(), _computing_with(self._cores):
            features = self._model.encode_text(ids.to(self.device)).float()
            unit: FloatArray = functional.normalize(features, dim=-1).cpu().numpy()
        return unit

    # --- where and how ------------------------------------------------------------------------------

    def _place(self, devices: tuple[str, ...]) -> None:
        """Puts the model on the first device that works. DeviceError if one was named and fails."""
        check = SelfCheck(self._model, self.model_id)
        for device in devices:
            if device == "cpu":
                self._use_cpu()
                return
            wishes: tuple[Precision, ...] = precisions_of(device)
            if self._wish is not None and self._wish != "int8":  # whole numbers are for the CPU only
                wishes = (self._wish,)
            trouble = ""
            for precision in wishes:
                moved, trouble = check.place(device, precision)
                if moved is not None:
                    self._use(moved, device, Choice(precision, precision, "it agrees with the CPU"))
                    self.segment_batch = fitting_segments(moved, device, precision)
                    return
            name = f"The device {device} ({device_name(device)}) {trouble}"
            if devices == (device,):
                raise DeviceError(f"{name}; use --device auto or cpu.")
            self._tell(f"{name}, so it is not used.")
        raise DeviceError("No device on this machine can compute; see vop doctor.")

    def _use_cpu(self) -> None:
        model = self._model.to("cpu", torch.float32)
        if self._wish is not None:
            choice = Choice(self._wish, "fp32" if self._wish == "int8" else self._wish, "it was asked for")
        elif self.small:
            choice = Choice("fp32", "fp32", "the model is small")
        else:
            choice = choose_for_cpu(model, self.model_id)
        if choice.video == "int8":
            model = int8_model(model)
        else:
            model.to(DTYPES[choice.video])
        model.text_to(DTYPES[choice.text])
        self._use(model, "cpu", choice)
        self.segment_batch = MOST_SEGMENTS if self.small else 1  # more bring nothing there

    def _use(self, model: VoP, device: str, choice: Choice) -> None:
        self._model = model
        self.device = torch.device(device)
        self.precision: Precision = choice.video
        self.why = choice.why
        self._dtype = DTYPES[choice.video]
        scale = 1 / (255 * torch.tensor(CLIP_STD))
        self._scale = scale.view(3, 1, 1).to(device)
        self._shift = (-torch.tensor(CLIP_MEAN) / torch.tensor(CLIP_STD)).view(3, 1, 1).to(device)

    def _make_room(self, error: Exception, batch: int) -> None:
        """Memory ran out: smaller batches from now on, then the CPU. Anything else is raised again."""
        if not is_out_of_memory(error):
            raise error
        if batch > 1:
            self.segment_batch = max(1, batch // 2)
            self._tell("Memory is short, so videos are encoded in smaller batches, which takes longer.")
            return
        failed_on = self.device
        with self._turns.alone():
            if self.device != failed_on:
                return  # another thread has moved it meanwhile
            if failed_on.type == "cpu":
                raise DeviceError(
                    "There is not enough memory for this pack. Close other programs, or choose a smaller one."
                ) from error
            self._tell(
                f"The device {failed_on.type} ({device_name(failed_on.type)}) has too little free memory, "
                "so the CPU computes from now on, which takes longer."
            )
            self._use_cpu()
        if failed_on.type == "cuda":
            torch.cuda.empty_cache()

    def _tell(self, notice: str) -> None:
        with self._lock:
            if notice not in self._told:
                self._told.add(notice)
                self._notices.append(notice)
                log.warning("%s", notice)


@contextmanager
def _computing_with(cores: int) -> Iterator[None]:
    """Within it this thread computes on so many cores."""
    before = torch.get_num_threads()
    torch.set_num_threads(cores)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def load_encoder(
    pack: str, *, device: str = "auto", precision: Precision | Literal["auto"] = "auto"
) -> VopEncoder:
    """Loads a pack by name or folder. Takes seconds: not for the GUI thread.

    Args:
        pack: name of an installed pack, or the path of a pack's folder.
        device: `auto`, `cpu`, `cuda`, `mps` or `xpu`.
        precision: `auto`, `fp32`, `bf16`, `fp16` or `int8` (the last on the CPU only).

    Raises:
        PackError: missing, damaged, or of a kind that cannot be run.
        DeviceError: the device asked for is not there, or gives wrong results.
    """
    found: Pack = find_pack(pack)
    devices = pick_devices(device)
    found.check()
    torch.set_num_threads(ALL_THREADS)  # also for measuring, after a small model was loaded
    try:
        model = load_pack_model(found)
        encoder = VopEncoder(model, found.model_id, device=devices, precision=precision)
    except (MemoryError, RuntimeError) as error:
        raise PackError(f"The pack “{found.name}” cannot be loaded: {error}.") from error
    if encoder.device.type == "cpu" and encoder.small:  # there threads cost more than they bring
        torch.set_num_threads(1)
    encoder.knowledge = found.knowledge
    encoder.text_model_id = found.text_model_id
    return encoder
