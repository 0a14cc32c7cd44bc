"""Libraries from before states were kept for each model: nothing is lost, what was unsure is read again."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.stored import MODEL, add_video, new_library
from vop_desktop.library import Library
from vop_desktop.library.states import encoding_of
from vop_desktop.records import Failure


def test_an_older_library_keeps_its_states(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with new_library(path) as library:
        whole = add_video(library, "/videos/whole.mp4", [[1, 0]])
        cut = add_video(library, "/videos/cut.mp4", [[1, 0]], state="partial")
        bad = add_video(library, "/videos/bad.mp4", state="failed")
        unsure = add_video(library, "/videos/unsure.mp4", state="failed")
        both = add_video(library, "/videos/both.mp4", [[1, 0]], state="failed")
        library.execute(
            "UPDATE videos SET stage = 'decode', reason = 'it broke' WHERE id IN (?, ?)", bad, cut
        )
        library.execute("UPDATE videos SET stage = 'encode', reason = 'no' WHERE id IN (?, ?)", unsure, both)
        library.put_failure(Failure("/videos/bad.mp4", "decode", "it broke"), 1234, 1)
        library.put_failure(Failure("/videos/gone.mp4", "scan", "it cannot be read"))
        library.execute("DROP TABLE encodings")
        library.execute("ALTER TABLE videos DROP COLUMN full_hash")
        library.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '%encodings'")
        library.execute("PRAGMA user_version = 3")

    with Library.open(path) as library:
        found = {
            number: encoding_of(library, number, MODEL, "normal")
            for number in (whole, cut, bad, unsure, both)
        }
        assert {number: value and value.state for number, value in found.items()} == {
            whole: "complete", cut: "partial", bad: "failed", unsure: None, both: "complete",
        }  # fmt: skip
        assert library.video(both).state == "complete"
        assert set(library.failures()) == {
            Failure("/videos/bad.mp4", "decode", "it broke"),
            Failure("/videos/gone.mp4", "scan", "it cannot be read"),
        }
        assert encoding_of(library, bad, "another", "normal") is not None  # no model can read it
