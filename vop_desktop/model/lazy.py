"""An encoder that knows its pack at once and loads what it needs when something is first encoded."""

from __future__ import annotations

import threading
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from vop_desktop.errors import VopDesktopError
from vop_desktop.model.packs import Pack, find_pack
from vop_desktop.records import ByteArray, FloatArray, Knowledge, VideoEmbeddings

if TYPE_CHECKING:
    from vop_desktop.model.encoder import VopEncoder
    from vop_desktop.model.text_encoder import TextEncoder

FEW_TEXTS = 8


class LazyEncoder:
    """An `Encoder` whose sizes come from `pack.json`; torch is imported when videos are first encoded.

    So a library can be browsed at once, and also when the weights are missing or damaged; and it is searched
    without torch for as long as nothing is indexed. Any thread; the first caller loads, the others wait for
    it. A failure is kept and raised again.

    Args:
        pack: name or folder of a pack.
        device: `auto`, `cpu`, `cuda`, `mps` or `xpu`.

    Raises (from every member):
        PackError: the pack is missing or damaged.
        DeviceError: the device asked for is not there.
    """

    def __init__(self, pack: str, *, device: str = "auto") -> None:
        self._name = pack
        self._device = device
        self._lock = threading.Lock()
        self._loaded: VopEncoder | None = None
        self._texts: TextEncoder | None = None  # until the whole is loaded
        self._texts_tried = False
        self._texts_failure: VopDesktopError | None = None
        self._texts_lock = threading.Lock()
        self._failure: VopDesktopError | None = None
        self._waiting: set[int] = set()  # threads that wait for the weights
        self._ahead: threading.Thread | None = None

    @property
    def name(self) -> str:
        """The pack that was asked for, which may not be there."""
        return self._name

    @cached_property
    def pack(self) -> Pack:
        """What `pack.json` says."""
        return find_pack(self._name)

    @property
    def model_id(self) -> str:
        """See `records.Encoder`."""
        return self.pack.model_id

    @property
    def text_model_id(self) -> str:
        """See `Pack.text_model_id`."""
        return self.pack.text_model_id

    @property
    def embed_dim(self) -> int:
        """See `records.Encoder`."""
        return self.pack.config.embed_dim

    @property
    def num_frames(self) -> int:
        """See `records.Encoder`."""
        return self.pack.config.num_frames

    @property
    def image_size(self) -> int:
        """See `records.Encoder`."""
        return self.pack.config.image_size

    @property
    def knowledge(self) -> Knowledge:
        """See `Pack.knowledge`."""
        return self.pack.knowledge

    @property
    def segment_batch(self) -> int:
        """See `VopEncoder.segment_batch`."""
        return self.load().segment_batch

    @property
    def description(self) -> str:
        """See `VopEncoder.description`; empty while the weights are not loaded."""
        return "" if self._loaded is None else self._loaded.description

    def take_notices(self) -> tuple[str, ...]:
        """See `VopEncoder.take_notices`."""
        return () if self._loaded is None else self._loaded.take_notices()

    def encode_frames(self, frames: ByteArray) -> VideoEmbeddings:
        """See `records.Encoder`."""
        return self.load().encode_frames(frames)

    def share_cores(self, others: int) -> None:
        """See `VopEncoder.share_cores`."""
        self.load().share_cores(others)

    def encode_text(self, texts: list[str]) -> FloatArray:
        """See `records.Encoder`."""
        light = self._load_texts()
        if light is not None and (len(texts) <= FEW_TEXTS or light.small):
            return light.encode_text(texts)
        return self.load().encode_text(texts)

    def load(self) -> VopEncoder:
        """The encoder itself, loaded if it was not yet; takes seconds the first time."""
        if self._loaded is not None:
            return self._loaded
        self._waiting.add(threading.get_ident())
        try:
            with self._lock:
                return self._load()
        finally:
            self._waiting.discard(threading.get_ident())

    def load_ahead(self) -> None:
        """Has what texts need loaded in a thread of its own, for somebody who will soon ask. Any thread."""
        if self._loaded is None and self._ahead is None:
            self._ahead = threading.Thread(target=self._load_quietly, name="weights", daemon=True)
            self._ahead.start()

    def _load_quietly(self) -> None:
        with suppress(Exception):  # whoever wants them meets it again, and is told
            if self._load_texts() is None:
                self.load()

    def _load_texts(self) -> TextEncoder | None:
        """What encodes texts for as long as nothing else is loaded; None if the pack has none such."""
        with self._texts_lock:
            if self._texts_failure is not None:
                raise self._texts_failure
            if self._loaded is None and not self._texts_tried:
                from vop_desktop.model.text_encoder import load_text_encoder

                self._texts_tried = True
                try:
                    self._texts = load_text_encoder(self.pack)
                except VopDesktopError as error:
                    self._texts_failure = error
                    raise
            return self._texts

    def keeps_waiting(self, thread: int) -> bool:
        """Whether the thread of this identity does nothing now but wait for the weights. Any thread."""
        return thread in self._waiting

    def _load(self) -> VopEncoder:
        if self._failure is not None:
            raise self._failure
        if self._loaded is None:
            from vop_desktop.model.encoder import load_encoder

            try:
                self._loaded = load_encoder(self._name, device=self._device)
                self._texts = None
            except VopDesktopError as error:
                self._failure = error
                raise
        return self._loaded
