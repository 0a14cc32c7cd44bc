"""Names that files may have and programs trip over."""

from __future__ import annotations

import os
import sys

NOT_UTF8 = os.fsdecode(b"caf\xe9 \xff.mp4") if sys.platform == "linux" else "café ÿ.mp4"

ODD_NAMES = {
    "long": "é" * 125 + ".mp4",  # 254 bytes
    "quotes": 'it\'s "quoted" `and` so.mp4',
    "newline": "two\nlines\tand\rmore.mp4",
    "emoji": "🎬👩‍👩‍👧 film.mp4",
    "right to left": "סרט \u202eabc\u202c فيلم.mp4",
    "globs": "100% [of] {it}?*.mp4",
    "sql": "'; DROP TABLE files; --.mp4",
    "not utf-8": NOT_UTF8,
}
