"""What became of a video under each model: the video's own state is the best of them.

Whether a video can be decoded is a fact about the video; whether a model could encode it is not. So a
video that one pack cannot encode stays complete under the pack that could.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from vop_desktop.library.store import Library
from vop_desktop.records import Detail, VideoInfo, VideoState


@dataclass(frozen=True, slots=True)
class Encoding:
    """The state of a video under one model and detail; `stage` and `reason` say why it is not complete."""

    state: VideoState
    stage: str = ""
    reason: str = ""


def put_state(
    library: Library, content: str, info: VideoInfo, model: tuple[str, Detail], encoding: Encoding
) -> int:
    """Records how a content fared under a model, and what it is; gives the video's id.

    `model` is the model's id and the detail. A failure takes nothing away: what is known of a video that
    another model or detail has is kept.
    """
    model_id, detail = model
    with library.transaction():
        rows = library.query(
            "SELECT v.id FROM videos v JOIN encodings e ON e.video_id = v.id "
            "WHERE v.fingerprint = ? AND e.state <> 'failed' LIMIT 1",
            content,
        )
        if rows and encoding.state == "failed":
            video_id = int(rows[0][0])
        else:
            video_id = library.put_video(content, info, encoding.state, encoding.stage, encoding.reason)
        if encoding.state != "failed":  # the segments of other details are replaced by those of this one
            library.execute(
                "DELETE FROM encodings WHERE video_id = ? AND "
                "(model_id = '' OR model_id = ? AND detail <> ?)",
                video_id, model_id, detail,
            )  # fmt: skip
        library.execute(
            "INSERT INTO encodings (video_id, model_id, detail, state, stage, reason, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET tries = iif(excluded.state = 'failed', "
            "tries + 1, 1), state = excluded.state, stage = excluded.stage, reason = excluded.reason, "
            "at = excluded.at",
            video_id, model_id, detail, encoding.state, encoding.stage, encoding.reason, time.time(),
        )  # fmt: skip
        _settle(library, video_id)
    return video_id


def encoding_of(library: Library, video_id: int, model_id: str, detail: Detail) -> Encoding | None:
    """How a video fared under a model; None where it was never tried and nothing says that it must fail."""
    rows = library.query(
        "SELECT state, stage, reason FROM encodings WHERE video_id = ?1 AND (model_id = ?2 AND detail = ?3 "
        "OR state = 'failed' AND stage <> 'encode' AND (SELECT state FROM videos WHERE id = ?1) = 'failed') "
        "ORDER BY model_id = ?2 AND detail = ?3 DESC LIMIT 1",
        video_id, model_id, detail,
    )  # fmt: skip
    return Encoding(*rows[0]) if rows else None


def delete_model(library: Library, model_id: str) -> int:
    """Removes all that one model made: segments, states, caption embeddings. Gives the number of videos.

    Videos, files, captions and tags stay, as does what other models made; states are put right.
    """
    with library.transaction():
        touched = library.query("SELECT DISTINCT video_id FROM encodings WHERE model_id = ?", model_id)
        library.execute("DELETE FROM encodings WHERE model_id = ?", model_id)
        library.execute("DELETE FROM caption_embeddings WHERE model_id = ?", model_id)
        removed = library.execute("DELETE FROM segments WHERE model_id = ?", model_id)
        for row in touched:
            _settle(library, row[0])
    return removed


def _settle(library: Library, video_id: int) -> None:
    """The state of a video is the best it has under any model; with none left, what it was."""
    library.execute(
        "UPDATE videos SET (state, stage, reason) = (SELECT state, stage, reason FROM encodings "
        "WHERE video_id = ?1 ORDER BY state = 'failed', state = 'partial', at DESC LIMIT 1) "
        "WHERE id = ?1 AND EXISTS (SELECT 1 FROM encodings WHERE video_id = ?1)",
        video_id,
    )
