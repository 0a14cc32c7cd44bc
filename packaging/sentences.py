"""Finds the sentences for people that the program's lower layers write, as templates with `{0}`.

Below the window texts are plain English: errors, causes, notices. The window knows them again by these
templates (`vop_desktop/ui/sentences.py`) and shows them in the person's language. Standard library only.
"""

from __future__ import annotations

import ast
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "vop_desktop"
LAYERS = ("media", "library", "search", "indexing", "samples", "model", "tuning")
BASE = "VopDesktopError"
SHOWN = ("title", "description", "understands", "licence_note")  # of a pack in the catalogue
SPEAKERS = ("LibraryNotice", "TransientError", "Plan", "Sniffed", "Encoding", "_tell", "_fail", "_trouble")
SPOKEN_NAMES = frozenset({"title", "reason", "trouble", "hint", "count", "notes", "fault", "problem"})

# Functions, tables and constants that hold texts for people without saying so by their name.
SPOKEN = {
    "media/sniff.py": ("_MAGIC", "_RIFF", "_FTYP", "reason_of", "sniff", "_by_container"),
    "media/probe.py": ("_why_not_opened", "_cause", "_damage", "_mp4_damage"),
    "media/cutting.py": ("_trouble", "_UNTIMED"),
    "media/decode_job.py": ("_flaw",),
    "media/decode_worker.py": ("_no_frame",),
    "library/connection.py": ("_operational_text",),
    "library/upkeep.py": ("_weekly_backup",),
    "indexing/run.py": ("_change",),
    "search/notes.py": (
        "EMPTY_LIBRARY", "OTHER_PACK", "NO_VIDEO_LEFT", "ONLY_UNWANTED", "notes_on", "_missing",
        "_unread",
    ),
    "model/transfer.py": ("page_sentence", "_wrong_length"),
    "model/download.py": ("_fetch_from_any",),
    "samples/write.py": ("_cause",),
}  # fmt: skip
# Written for the command line or for those who build packs; the window never shows them.
SILENT = (
    "tuning/datasets.py", "tuning/evaluate.py", "tuning/plot.py", "tuning/compare.py", "tuning/starter.py",
    "tuning/starter_pack.py", "tuning/report.py",
)  # fmt: skip
SLOT = "\x00"
# Titles of changes, which are too short to be found, or count something.
CHANGES = (
    "Forget {0} video", "Forget {0} video missing for {1} days", "Bring back {0} video",
    "Forget {0} videos", "Forget {0} videos missing for {1} days", "Bring back {0} videos",
    "Tag {0} video {1}", "Take tag {0} off {1} video", "Tag {0} videos {1}", "Take tag {0} off {1} videos",
    "Leave out {0}", "Leave out {0} files or folders", "Take in again {0}",
)  # fmt: skip
# What `model/tuned.py` writes into the packs it makes.
TUNED = "{0}, tuned ({1})", "Prompts tuned on captioned videos over the pack “{0}”."
LEAST_LETTERS = 8  # fewer say too little to be known again


def templates() -> list[str]:
    """Every sentence, in a steady order, each once."""
    trees = {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text("utf-8"))
        for layer in LAYERS
        for path in sorted((SOURCE / layer).rglob("*.py"))
    }
    trees["settings.py"] = ast.parse((SOURCE / "settings.py").read_text("utf-8"))
    speakers = frozenset(SPEAKERS) | _errors(
        [*trees.values(), ast.parse((SOURCE / "errors.py").read_text("utf-8"))]
    )
    found: dict[str, None] = {}
    for name, tree in trees.items():
        if name not in SILENT:
            for raw in _spoken(tree, speakers, SPOKEN.get(name, ())):
                found.update(dict.fromkeys([_numbered(raw)] if _is_prose(raw) else []))
    found.update(dict.fromkeys([*CHANGES, *TUNED, *_of_packs()]))
    return list(found)


def _errors(trees: list[ast.Module]) -> frozenset[str]:
    """The names of all classes below `VopDesktopError`."""
    classes = {
        node.name: {ast.unparse(base).rsplit(".", 1)[-1] for base in node.bases}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    names = {BASE}
    while more := {name for name, bases in classes.items() if bases & names} - names:
        names |= more
    return frozenset(names - {"Cancelled"})


def _spoken(tree: ast.Module, speakers: frozenset[str], places: tuple[str, ...]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rsplit(".", 1)[-1] in speakers:
            for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
                yield from _texts(argument)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {ast.unparse(target).rsplit(".", 1)[-1] for target in targets}
            if names & SPOKEN_NAMES:
                yield from _texts(node.value)
            if names & set(places):
                yield from _all_texts(node.value)
        elif isinstance(node, ast.FunctionDef) and node.name in places:
            first = node.body[0]
            documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            for statement in node.body[documented:]:
                yield from _all_texts(statement)


def _all_texts(node: ast.AST) -> Iterator[str]:
    """The texts of a whole piece of code; parts of a larger text are not listed by themselves."""
    if isinstance(node, ast.Compare):  # what is looked for in the texts of others
        return
    found = _texts(node) if isinstance(node, ast.expr) else []
    if found and not isinstance(node, ast.Tuple | ast.List):
        yield from found
        return
    for child in ast.iter_child_nodes(node):
        yield from _all_texts(child)


def _texts(node: ast.expr) -> list[str]:
    """What an expression may come to: one text, or one for each way it can go."""
    match node:
        case ast.Constant(value=str() as text):
            return [text]
        case ast.JoinedStr(values=parts):
            return ["".join(way) for way in itertools.product(*(_part(part) for part in parts))]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            ways = itertools.product(_texts(left) or [SLOT], _texts(right) or [SLOT])
            return ["".join(way) for way in ways]
        case ast.IfExp(body=body, orelse=orelse):
            return [*_texts(body), *_texts(orelse)]
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return [text for item in items for text in _texts(item)]
    return []


def _part(part: ast.expr) -> list[str]:
    if isinstance(part, ast.FormattedValue):
        return _texts(part.value) or [SLOT]
    return _texts(part)


def _is_prose(raw: str) -> bool:
    letters = sum(character.isalpha() for character in raw)
    query = any(word in raw for word in ("SELECT ", "INSERT ", "UPDATE "))
    return " " in raw.strip() and letters >= LEAST_LETTERS and not query and raw == raw.strip()


def _numbered(raw: str) -> str:
    first, *rest = raw.split(SLOT)
    return first + "".join(f"{{{number}}}{text}" for number, text in enumerate(rest))


def _of_packs() -> Iterator[str]:
    """What our own packs say of themselves."""
    folder = ROOT / "resources" / "packs"
    entries = [json.loads((folder / "starter" / "pack.json").read_text("utf-8"))]
    entries += json.loads((folder / "catalogue.json").read_text("utf-8"))["packs"]
    for entry in entries:
        yield from (entry[name] for name in SHOWN if entry.get(name))
