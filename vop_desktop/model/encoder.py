"""The encoder that indexing and search use: a VoP model on a device, numpy in and out."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict

import numpy as np
import torch
from torch.nn import functional

from vop_desktop.errors import DeviceError, PackError
from vop_desktop.model.backbone import tokenize
from vop_desktop.model.packs import Pack, find_pack
from vop_desktop.model.tuned import load_pack_model
from vop_desktop.model.vop import VoP
from vop_desktop.records import ByteArray, FloatArray, Knowledge, VideoEmbeddings

log = logging.getLogger(__name__)

CLIP_MEAN = (0.48145466, 0.4578275, 0.40821073)
CLIP_STD = (0.26862954, 0.26130258, 0.27577711)
TEXT_BATCH = 64
TEXT_CACHE = 512
FAST_ENOUGH = 1.2  # bf16 has to beat fp32 by this factor to be worth its rounding
SAME_ENOUGH = 0.995  # cosine to fp32 below which a precision is refused
ALL_THREADS = torch.get_num_threads()
SMALL_MODEL = 10_000_000  # parameters of the video encoder; below it fp32 costs next to nothing


class VopEncoder:
    """A VoP model as an `Encoder`. Any thread may call it; calls from two threads share the machine.

    Attributes:
        device: torch device in use.
        precision: `fp32`, `bf16` or `fp16`.
        small: whether one CPU thread is enough for the model.
        segment_batch: segments that indexing should hand over at once: few where one takes long, so that
            a stop or a query waits for one batch at most.
        text_model_id: what embeddings of captions are kept under.
        knowledge: what the pack says of its own abilities.
    """

    def __init__(self, model: VoP, model_id: str, *, device: str = "cpu", precision: str = "auto") -> None:
        self._model = model.to(device)
        self.device = torch.device(device)
        self.model_id = model_id
        self.text_model_id = model_id
        self.embed_dim = model.config.embed_dim
        self.num_frames = model.config.num_frames
        self.image_size = model.config.image_size
        self.knowledge = Knowledge()
        self.precision = self._choose_precision() if precision == "auto" else precision
        self._dtype = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[self.precision]
        self._model.to(self._dtype)
        self.small = self._vision_parameters() < SMALL_MODEL
        self.segment_batch = 1 if self.device.type == "cpu" and not self.small else 8
        scale = 1 / (255 * torch.tensor(CLIP_STD))
        self._scale = scale.view(3, 1, 1).to(self.device)
        self._shift = (-torch.tensor(CLIP_MEAN) / torch.tensor(CLIP_STD)).view(3, 1, 1).to(self.device)
        self._texts: OrderedDict[str, FloatArray] = OrderedDict()
        self._texts_lock = threading.Lock()

    def encode_frames(self, frames: ByteArray) -> VideoEmbeddings:
        """Encodes uint8 [N, T, S, S, 3] RGB; see `records.Encoder`."""
        with torch.inference_mode():
            pixels = torch.from_numpy(np.ascontiguousarray(frames)).to(self.device)
            pixels = pixels.permute(0, 1, 4, 2, 3).float() * self._scale + self._shift
            features, pooled = self._model.encode_frames(pixels.to(self._dtype))
            segments = functional.normalize(pooled.float(), dim=-1)
            unit = functional.normalize(features.float(), dim=-1)
            return VideoEmbeddings(segments.cpu().numpy(), unit.cpu().numpy())

    def encode_text(self, texts: list[str]) -> FloatArray:
        """Encodes N texts to float32 [N, D], unit length; repeated ones come from a cache."""
        with self._texts_lock:
            known = {text: self._texts[text] for text in texts if text in self._texts}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        for start in range(0, len(new), TEXT_BATCH):
            batch = new[start : start + TEXT_BATCH]
            known.update(zip(batch, self._encode_batch(batch), strict=True))
        with self._texts_lock:
            for text in new[-TEXT_CACHE:]:
                self._texts[text] = known[text]
            while len(self._texts) > TEXT_CACHE:
                self._texts.popitem(last=False)
        if not texts:
            return np.zeros((0, self.embed_dim), np.float32)
        return np.stack([known[text] for text in texts])

    def _encode_batch(self, texts: list[str]) -> FloatArray:
        config = self._model.config
        ids = tokenize(texts, config.text_tokens)
        if not config.num_text_suffix:  # what follows the end of text is never seen: cut it off
            ids = ids[:, : int(ids.argmax(dim=-1).max()) + 1]
        with torch.inference_mode():
            features = self._model.encode_text(ids.to(self.device)).float()
            unit: FloatArray = functional.normalize(features, dim=-1).cpu().numpy()
        return unit

    def _vision_parameters(self) -> int:
        return sum(int(p.numel()) for p in self._model.visual.parameters())

    def _choose_precision(self) -> str:
        if self.device.type == "cuda":
            return "fp16"
        if (
            self.device.type != "cpu"
            or self._vision_parameters() < SMALL_MODEL
            or hasattr(self._model, "context")
        ):
            return "fp32"
        return _faster_on_cpu(self._model)


def _faster_on_cpu(model: VoP) -> str:
    """Times one segment in fp32 and with bf16 weights; bf16 wins if it is faster and says the same."""
    config = model.config
    generator = torch.Generator().manual_seed(0)
    shape = (1, config.num_frames, 3, config.image_size, config.image_size)
    pixels = torch.randn(shape, generator=generator)
    original = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    with torch.inference_mode():
        seconds32, wanted = _timed(model, pixels)
        model.to(torch.bfloat16)
        seconds16, got = _timed(model, pixels.bfloat16())
        model.to(torch.float32)
    model.load_state_dict(original)
    cosine = float(functional.cosine_similarity(wanted, got.float()).min())
    choice = "bf16" if seconds16 * FAST_ENOUGH < seconds32 and cosine >= SAME_ENOUGH else "fp32"
    log.info("fp32 %.2f s, bf16 %.2f s a segment, cosine %.5f: %s", seconds32, seconds16, cosine, choice)
    return choice


def _timed(model: VoP, pixels: torch.Tensor) -> tuple[float, torch.Tensor]:
    model.encode_frames(pixels)  # the first pass pays for memory and kernels
    start = time.perf_counter()
    _, pooled = model.encode_frames(pixels)
    return time.perf_counter() - start, pooled


def pick_device(wanted: str = "auto") -> str:
    """The device to compute on: the one asked for, or the first of CUDA, MPS, XPU, CPU that is there.

    DeviceError when the one asked for is not there.
    """
    present = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "xpu": hasattr(torch, "xpu") and torch.xpu.is_available(),
        "cpu": True,
    }
    if wanted == "auto":
        return next(name for name, there in present.items() if there)
    if not present.get(wanted, False):
        raise DeviceError(f"There is no working {wanted} device on this machine; use --device auto or cpu.")
    return wanted


def load_encoder(pack: str, *, device: str = "auto", precision: str = "auto") -> VopEncoder:
    """Loads a pack by name or folder. Takes seconds: not for the GUI thread.

    Args:
        pack: name of an installed pack, or the path of a pack's folder.
        device: `auto`, `cpu`, `cuda`, `mps` or `xpu`.
        precision: `auto`, `fp32`, `bf16` or `fp16`.

    Raises:
        PackError: missing, damaged, or of a kind that cannot be run.
        DeviceError: the device asked for is not there.
    """
    found: Pack = find_pack(pack)
    chosen = pick_device(device)
    found.check()
    try:
        model = load_pack_model(found)
    except (MemoryError, RuntimeError) as error:
        raise PackError(f"The pack “{found.name}” cannot be loaded: {error}.") from error
    encoder = VopEncoder(model, found.model_id, device=chosen, precision=precision)
    if chosen == "cpu":  # in a small model threads wait for one another more than they bring
        torch.set_num_threads(1 if encoder.small else ALL_THREADS)
    encoder.knowledge = found.knowledge
    encoder.text_model_id = found.text_model_id
    return encoder
