"""A file whose content was changed: what the person said of the old content goes over to the new one."""

from __future__ import annotations

from vop_desktop.library.store import Library

_OWN = ("segments", "encodings", "frame_hashes", "files")  # of one content, or tied anew by the caller


def replace_content(library: Library, old: int, new: int) -> bool:
    """Takes an edited content out of the library if no path leads to it any more; says whether it did.

    Its tags, captions and whatever else refers to it become the new content's; captions that were found
    beside the file are read anew. Embeddings and filmstrips of the old one are removed.
    """
    if old == new or library.query("SELECT 1 FROM files WHERE video_id = ? LIMIT 1", old):
        return False
    with library.transaction():
        (fingerprint,) = library.query("SELECT fingerprint FROM videos WHERE id = ?", old)[0]
        library.execute(
            "DELETE FROM captions WHERE video_id = ? AND source IN ('file', 'title', 'subtitle')", old
        )
        library.execute("DELETE FROM keywords WHERE video_id = ?", old)
        for table, column in _referring(library):
            if table not in _OWN:
                library.execute(f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} = ?", new, old)
            library.execute(f"DELETE FROM {table} WHERE {column} = ?", old)
        library.execute("DELETE FROM videos WHERE id = ?", old)
    library.drop_filmstrips(fingerprint)
    return True


def _referring(library: Library) -> list[tuple[str, str]]:
    """Every table with a column that refers to a video, and that column."""
    return [
        (row[0], row[1])
        for row in library.query(
            'SELECT m.name, k."from" FROM sqlite_master m, pragma_foreign_key_list(m.name) k '
            "WHERE m.type = 'table' AND k.\"table\" = 'videos'"
        )
    ]
