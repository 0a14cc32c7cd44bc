"""`vop packs` as a person runs it: adding a pack, using it, taking it away."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import Vop
from tests.helpers.packs import write_tiny_pack


def test_a_pack_is_imported_listed_and_removed(vop: Vop, tmp_path: Path) -> None:
    folder = write_tiny_pack(tmp_path / "made", name="mine")
    added = vop("packs", "import", folder, "--name", "ours", "--json")
    assert (added.code, added.document["name"]) == (0, "ours")
    assert "ours" in {pack["name"] for pack in vop("packs", "list", "--json").document}
    assert "intact" in vop("packs", "show", "ours").out
    assert vop("packs", "remove", "ours").out == "Removed ours.\n"
    builtin = vop("packs", "remove", "starter")
    assert (builtin.code, builtin.err) == (
        1,
        "vop: “starter” is a pack of the program itself; it cannot be removed.\n",
    )
    assert [pack["name"] for pack in vop("packs", "list", "--json").document] == ["starter"]
