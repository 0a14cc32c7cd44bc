"""The schema of a library, step by step (DESIGN §4).

Each migration runs once, in its own transaction. Whoever adds one raises `SCHEMA_VERSION`.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

APPLICATION_ID = 0x566F5044  # "VoPD", at byte 68 of the file
SCHEMA_VERSION = 10

migrations = Migrations("vop_desktop")


@migrations()
def m001_initial(db: Database) -> None:
    """Roots, videos, files, segments, jobs, captions, keywords, failures and what undo will need."""
    for statement in _INITIAL.split(";\n"):
        if statement.strip():
            db.execute(statement)


@migrations()
def m002_segment_list(db: Database) -> None:
    """Which embeddings there are is read from an index alone, without the pages that hold them."""
    db.execute("DROP INDEX segments_model")
    db.execute("CREATE INDEX segments_model ON segments(model_id, seq, video_id, segments)")


@migrations()
def m003_frame_hashes(db: Database) -> None:
    """Perceptual hashes of a video's frames, whatever the model (`library.frame_hashes`)."""
    db.execute(
        "CREATE TABLE frame_hashes (seq INTEGER PRIMARY KEY AUTOINCREMENT, "
        "video_id INTEGER NOT NULL UNIQUE REFERENCES videos(id) ON DELETE CASCADE, "
        "frames INTEGER NOT NULL, times BLOB NOT NULL, hashes BLOB NOT NULL)"
    )


@migrations()
def m004_undo(db: Database) -> None:
    """What undo needs: titles of changes, forgotten videos with their paths, chosen pictures."""
    for statement in _UNDO.split(";\n"):
        db.execute(statement)


@migrations()
def m005_keywords(db: Database) -> None:
    """The full-text index by kinds of words, what is to be written to it, and saved searches by title."""
    for statement in _KEYWORDS.split(";;\n"):
        db.execute(statement)


@migrations()
def m006_encodings(db: Database) -> None:
    """What became of a video under each model, and the full hash of contents that share a fingerprint."""
    for statement in _ENCODINGS.split(";\n"):
        db.execute(statement)


@migrations()
def m007_places(db: Database) -> None:
    """Folders that are read gently, and drives that were seen within watched folders."""
    db.execute("ALTER TABLE roots ADD COLUMN gentle INTEGER NOT NULL DEFAULT 0")
    db.execute("CREATE TABLE mounts (path NOT NULL UNIQUE)")


@migrations()
def m008_revisions(db: Database) -> None:
    """What tells at once that captions of a set came, went or were edited: a number that is drawn anew."""
    for statement in _REVISIONS.split(";;\n"):
        db.execute(statement)


@migrations()
def m009_caption_embeddings(db: Database) -> None:
    """A table with row numbers: one without keeps a thousand bytes of a row, and the rest on a page each."""
    for statement in _CAPTION_EMBEDDINGS.split(";\n"):
        db.execute(statement)


@migrations()
def m010_kept_captions(db: Database) -> None:
    """Captions of clips that the library does not have, by content, until one of its folders holds it."""
    for statement in _KEPT_CAPTIONS.split(";;\n"):
        db.execute(statement)


# Paths are TEXT, or BLOB where a name holds bytes that are no UTF-8 (`store.path_to_db`).
_INITIAL = """
CREATE TABLE roots (
    id INTEGER PRIMARY KEY, path NOT NULL UNIQUE, excludes TEXT NOT NULL DEFAULT '[]',
    reachable INTEGER NOT NULL DEFAULT 1, added REAL NOT NULL
);
CREATE TABLE videos (
    id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE, size INTEGER NOT NULL,
    duration REAL NOT NULL, fps TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
    codec TEXT NOT NULL, container TEXT NOT NULL, rotation INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('complete', 'partial', 'failed')),
    stage TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', added REAL NOT NULL
);
CREATE TABLE files (
    id INTEGER PRIMARY KEY, path NOT NULL UNIQUE, video_id INTEGER NOT NULL REFERENCES videos(id),
    root_id INTEGER REFERENCES roots(id) ON DELETE SET NULL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, missing_since REAL
);
CREATE INDEX files_video ON files(video_id);
CREATE INDEX files_root ON files(root_id);
CREATE TABLE segments (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, video_id INTEGER NOT NULL REFERENCES videos(id),
    model_id TEXT NOT NULL, detail TEXT NOT NULL,
    segments INTEGER NOT NULL, frames INTEGER NOT NULL, dim INTEGER NOT NULL,
    spans BLOB NOT NULL, times BLOB NOT NULL, embeddings BLOB NOT NULL, frame_embeddings BLOB NOT NULL,
    UNIQUE (video_id, model_id)
);
CREATE INDEX segments_model ON segments(model_id, seq);
CREATE TABLE jobs (
    path NOT NULL PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'parked')),
    tries INTEGER NOT NULL DEFAULT 0, started REAL NOT NULL
);
CREATE TABLE failures (
    path NOT NULL PRIMARY KEY, stage TEXT NOT NULL, reason TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 1, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, at REAL NOT NULL
);
CREATE TABLE caption_sets (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, version TEXT NOT NULL DEFAULT ''
);
CREATE TABLE captions (
    id INTEGER PRIMARY KEY, set_id INTEGER NOT NULL REFERENCES caption_sets(id),
    video_id INTEGER REFERENCES videos(id), text TEXT NOT NULL, source TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX captions_once ON captions(set_id, coalesce(video_id, 0), text);
CREATE INDEX captions_video ON captions(video_id);
CREATE TABLE caption_embeddings (
    caption_id INTEGER NOT NULL REFERENCES captions(id) ON DELETE CASCADE, model_id TEXT NOT NULL,
    embedding BLOB NOT NULL, PRIMARY KEY (caption_id, model_id)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE keywords USING fts5 (text, kind UNINDEXED, video_id UNINDEXED, start UNINDEXED);
CREATE TABLE searches (
    id INTEGER PRIMARY KEY, text TEXT NOT NULL, title TEXT, saved INTEGER NOT NULL DEFAULT 0, at REAL NOT NULL
);
CREATE TABLE tags (
    video_id INTEGER NOT NULL REFERENCES videos(id), tag TEXT NOT NULL, PRIMARY KEY (video_id, tag)
) WITHOUT ROWID;
CREATE TABLE changes (
    id INTEGER PRIMARY KEY, at REAL NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
)
"""

# A forgotten video keeps its rows; its paths wait in a table of their own, where nothing finds them.
# `asked` tells what a person forgot, which no scan brings back, from what was missing for too long.
_UNDO = """
ALTER TABLE changes ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE changes ADD COLUMN clock REAL NOT NULL DEFAULT 0;
CREATE TABLE forgotten (
    video_id INTEGER PRIMARY KEY REFERENCES videos(id) ON DELETE CASCADE,
    asked INTEGER NOT NULL, at REAL NOT NULL
);
CREATE TABLE forgotten_files (
    path NOT NULL PRIMARY KEY, video_id INTEGER NOT NULL REFERENCES videos(id) ON DELETE CASCADE,
    root_id INTEGER REFERENCES roots(id) ON DELETE SET NULL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, missing_since REAL
);
CREATE INDEX forgotten_files_video ON forgotten_files(video_id);
CREATE INDEX forgotten_files_root ON forgotten_files(root_id);
CREATE TABLE removed_captions (
    video_id INTEGER NOT NULL REFERENCES videos(id) ON DELETE CASCADE, text TEXT NOT NULL,
    PRIMARY KEY (video_id, text)
) WITHOUT ROWID;
CREATE TABLE posters (
    video_id INTEGER PRIMARY KEY REFERENCES videos(id) ON DELETE CASCADE, moment REAL NOT NULL
);
CREATE TABLE missing_marks (
    file_id INTEGER PRIMARY KEY REFERENCES files(id) ON DELETE CASCADE, at REAL NOT NULL
);
CREATE TABLE upkeep (name TEXT NOT NULL PRIMARY KEY, value REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX tags_tag ON tags(tag)
"""

# Nothing had been written to `keywords` before. The triggers write no more than a number each; the index
# itself is written by `keywords.sync`, because SQLite cannot tell the words of Chinese apart. (OR IGNORE
# would not do: inside a trigger the outer statement decides about conflicts.)
_KEYWORDS = """
DROP TABLE keywords;;
CREATE VIRTUAL TABLE keywords USING fts5 (
    name, caption, tag, folder, subtitle, video_id UNINDEXED, start UNINDEXED,
    tokenize = 'porter unicode61 remove_diacritics 2'
);;
CREATE TABLE keyword_rows (id INTEGER PRIMARY KEY, video_id INTEGER NOT NULL, subtitle INTEGER NOT NULL);;
CREATE INDEX keyword_rows_video ON keyword_rows(video_id);;
CREATE TABLE keywords_stale (video_id INTEGER PRIMARY KEY);;
CREATE TABLE subtitle_sources (video_id INTEGER PRIMARY KEY, stamp TEXT NOT NULL);;
CREATE TRIGGER keywords_file_new AFTER INSERT ON files BEGIN
    INSERT INTO keywords_stale SELECT new.video_id WHERE new.video_id NOT IN keywords_stale;
END;;
CREATE TRIGGER keywords_file_moved AFTER UPDATE OF path, video_id, root_id ON files
WHEN old.path IS NOT new.path OR old.video_id <> new.video_id OR old.root_id IS NOT new.root_id BEGIN
    INSERT INTO keywords_stale SELECT old.video_id WHERE old.video_id NOT IN keywords_stale;
    INSERT INTO keywords_stale SELECT new.video_id WHERE new.video_id NOT IN keywords_stale;
END;;
CREATE TRIGGER keywords_file_gone AFTER DELETE ON files BEGIN
    INSERT INTO keywords_stale SELECT old.video_id WHERE old.video_id NOT IN keywords_stale;
END;;
CREATE TRIGGER keywords_video_gone AFTER DELETE ON videos BEGIN
    INSERT INTO keywords_stale SELECT old.id WHERE old.id NOT IN keywords_stale;
END;;
CREATE TRIGGER keywords_caption_new AFTER INSERT ON captions WHEN new.video_id IS NOT NULL BEGIN
    INSERT INTO keywords_stale SELECT new.video_id WHERE new.video_id NOT IN keywords_stale;
END;;
CREATE TRIGGER keywords_caption_changed AFTER UPDATE OF text, video_id ON captions
WHEN new.video_id IS NOT NULL BEGIN
    INSERT INTO keywords_stale SELECT new.video_id WHERE new.video_id NOT IN keywords_stale;
END;;
CREATE TRIGGER keywords_caption_gone AFTER DELETE ON captions WHEN old.video_id IS NOT NULL BEGIN
    INSERT INTO keywords_stale SELECT old.video_id WHERE old.video_id NOT IN keywords_stale;
END;;
CREATE TRIGGER keywords_tag_new AFTER INSERT ON tags BEGIN
    INSERT INTO keywords_stale SELECT new.video_id WHERE new.video_id NOT IN keywords_stale;
END;;
CREATE TRIGGER keywords_tag_changed AFTER UPDATE ON tags BEGIN
    INSERT INTO keywords_stale SELECT old.video_id WHERE old.video_id NOT IN keywords_stale;
    INSERT INTO keywords_stale SELECT new.video_id WHERE new.video_id NOT IN keywords_stale;
END;;
CREATE TRIGGER keywords_tag_gone AFTER DELETE ON tags BEGIN
    INSERT INTO keywords_stale SELECT old.video_id WHERE old.video_id NOT IN keywords_stale;
END;;
INSERT INTO keywords_stale SELECT id FROM videos;;
CREATE INDEX searches_text ON searches(text)
"""

# A video that failed under an unknown model has '' for one. Failures to encode are tried once more: under
# which model they occurred was never written down.
_ENCODINGS = """
ALTER TABLE videos ADD COLUMN full_hash TEXT NOT NULL DEFAULT '';
CREATE TABLE encodings (
    video_id INTEGER NOT NULL REFERENCES videos(id) ON DELETE CASCADE, model_id TEXT NOT NULL,
    detail TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('complete', 'partial', 'failed')),
    stage TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
    tries INTEGER NOT NULL DEFAULT 1, at REAL NOT NULL, PRIMARY KEY (video_id, model_id, detail)
) WITHOUT ROWID;
CREATE INDEX encodings_failed ON encodings(video_id) WHERE state = 'failed';
INSERT INTO encodings (video_id, model_id, detail, state, stage, reason, at)
    SELECT s.video_id, s.model_id, s.detail, iif(v.state = 'partial', 'partial', 'complete'),
        iif(v.state = 'partial', v.stage, ''), iif(v.state = 'partial', v.reason, ''), v.added
    FROM segments s JOIN videos v ON v.id = s.video_id;
INSERT INTO encodings (video_id, model_id, detail, state, stage, reason, at)
    SELECT id, '', '', 'failed', stage, reason, added FROM videos
    WHERE state = 'failed' AND stage <> 'encode' AND id NOT IN (SELECT video_id FROM segments);
UPDATE videos SET state = 'complete', stage = '', reason = ''
    WHERE state = 'failed' AND id IN (SELECT video_id FROM segments);
DELETE FROM failures WHERE path IN (SELECT path FROM files)
"""

# Drawn, not counted: a library that was restored and then changed must not come by a number it once had.
_REVISIONS = """
ALTER TABLE caption_sets ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;;
UPDATE caption_sets SET revision = random();;
CREATE TRIGGER revision_caption_new AFTER INSERT ON captions BEGIN
    UPDATE caption_sets SET revision = random() WHERE id = new.set_id;
END;;
CREATE TRIGGER revision_caption_changed AFTER UPDATE OF set_id, text ON captions BEGIN
    UPDATE caption_sets SET revision = random() WHERE id IN (old.set_id, new.set_id);
END;;
CREATE TRIGGER revision_caption_gone AFTER DELETE ON captions BEGIN
    UPDATE caption_sets SET revision = random() WHERE id = old.set_id;
END
"""

_CAPTION_EMBEDDINGS = """
ALTER TABLE caption_embeddings RENAME TO old_caption_embeddings;
CREATE TABLE caption_embeddings (
    caption_id INTEGER NOT NULL REFERENCES captions(id) ON DELETE CASCADE, model_id TEXT NOT NULL,
    embedding BLOB NOT NULL, UNIQUE (caption_id, model_id)
);
INSERT INTO caption_embeddings SELECT * FROM old_caption_embeddings ORDER BY caption_id;
DROP TABLE old_caption_embeddings
"""

# Whatever brings a video into a watched folder (a scan, undo, a folder that is added again) writes to
# `files`. The conditions stand in place of OR IGNORE, which does not hold inside a trigger (see above).
_TAKE_KEPT = """
    INSERT INTO caption_sets (name)
        SELECT 'library' WHERE NOT EXISTS (SELECT 1 FROM caption_sets WHERE name = 'library');
    DELETE FROM removed_captions WHERE video_id = new.video_id AND text IN (
        SELECT k.text FROM kept_captions k JOIN videos v ON v.fingerprint = k.fingerprint
        WHERE v.id = new.video_id);
    UPDATE captions SET source = 'person' WHERE video_id = new.video_id
        AND set_id = (SELECT id FROM caption_sets WHERE name = 'library') AND text IN (
        SELECT k.text FROM kept_captions k JOIN videos v ON v.fingerprint = k.fingerprint
        WHERE v.id = new.video_id);
    INSERT INTO captions (set_id, video_id, text, source)
        SELECT s.id, v.id, k.text, 'person'
        FROM kept_captions k JOIN videos v ON v.fingerprint = k.fingerprint
        JOIN caption_sets s ON s.name = 'library' WHERE v.id = new.video_id AND NOT EXISTS (
        SELECT 1 FROM captions c WHERE c.set_id = s.id AND c.video_id = v.id AND c.text = k.text)
        ORDER BY k.id;
    DELETE FROM kept_captions WHERE fingerprint = (SELECT fingerprint FROM videos WHERE id = new.video_id);
"""
_IS_KEPT = (
    "new.root_id IS NOT NULL AND EXISTS (SELECT 1 FROM kept_captions k JOIN videos v "
    "ON v.fingerprint = k.fingerprint WHERE v.id = new.video_id)"
)
_KEPT_CAPTIONS = f"""
CREATE TABLE kept_captions (
    id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (fingerprint, text)
);;
CREATE TRIGGER kept_file_new AFTER INSERT ON files WHEN {_IS_KEPT} BEGIN {_TAKE_KEPT} END;;
CREATE TRIGGER kept_file_changed AFTER UPDATE OF video_id, root_id ON files
WHEN {_IS_KEPT} BEGIN {_TAKE_KEPT} END
"""
