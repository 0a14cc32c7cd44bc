"""What a library can still be listed by when its pack is gone: the model that it was read with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vop_desktop.errors import PackError
from vop_desktop.library.store import Library
from vop_desktop.records import ByteArray, FloatArray, VideoEmbeddings


@dataclass(frozen=True, slots=True)
class KeptModel:
    """Stands in for an encoder whose pack cannot be used: sizes and id are known, encoding is refused.

    Attributes:
        why: what is said to whoever wants something encoded.
    """

    model_id: str
    embed_dim: int
    num_frames: int
    why: str
    image_size: int = 0

    def encode_frames(self, frames: ByteArray) -> VideoEmbeddings:
        """Raises: PackError."""
        raise PackError(self.why)

    def encode_text(self, texts: list[str]) -> FloatArray:
        """Raises: PackError."""
        raise PackError(self.why)


def kept_model(library: Library, pack: str, why: str) -> KeptModel:
    """The model by which to list a library: that of the pack, or else the one that read most videos.

    Args:
        library: what is to be listed.
        pack: name or folder of the pack that cannot be used.
        why: it cannot.
    """
    models = library.query(
        "SELECT model_id, max(dim), max(frames / segments) FROM segments WHERE segments > 0 "
        "GROUP BY model_id ORDER BY count(*) DESC, max(seq) DESC"
    )
    name = Path(pack).name
    row = next((row for row in models if row[0].rpartition("-")[0] == name), None)
    row = row or next(iter(models), None)
    if row is None:
        return KeptModel("", 1, 1, why)
    model_id, dim, frames = row
    return KeptModel(str(model_id), int(dim), int(frames), why)
