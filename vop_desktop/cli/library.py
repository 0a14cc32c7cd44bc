"""`vop library` and `vop tag`: looking after a library, forgetting, undoing, marking."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vop_desktop.cli.common import (
    EXIT_WITH_FAILURES,
    json_option,
    library_option,
    library_path,
    open_library,
)
from vop_desktop.cli.output import print_json
from vop_desktop.errors import LibraryError, VopDesktopError
from vop_desktop.records import display_path, one_line

if TYPE_CHECKING:
    from vop_desktop.library import Library
    from vop_desktop.library.changes import DoneChange

path_type = click.Path(path_type=Path)


@click.group()
def library() -> None:
    """Look after a library: check, copies, repair, forgetting and undoing."""


@library.command("check")
@library_option
@json_option
def library_check(library: Path | None, as_json: bool) -> None:
    """Read the whole library and say whether anything is wrong with it."""
    from vop_desktop.library.health import check

    with open_library(library) as lib:
        findings = check(lib)
    if as_json:
        print_json(
            {
                "sound": not findings,
                "findings": [{"kind": f.kind, "text": f.text, "count": f.count} for f in findings],
            }
        )
    elif findings:
        for finding in findings:
            click.echo(finding.text)
        click.echo("Put it right with: vop library repair", err=True)
    else:
        click.echo("The library is sound.")
    sys.exit(EXIT_WITH_FAILURES if findings else 0)


@library.command("backup")
@click.argument("file", required=False, type=path_type)
@click.option("--list", "list_only", is_flag=True, help="List the copies that there are.")
@library_option
@json_option
def library_backup(file: Path | None, list_only: bool, library: Path | None, as_json: bool) -> None:
    """Copy the library to FILE, or to the place of backups; it may be in use meanwhile."""
    from vop_desktop.library import backups
    from vop_desktop.library.connection import translated_errors

    path = library_path(library)
    if list_only:
        known = [
            {
                "path": display_path(str(b.path)), "made": b.made, "occasion": b.occasion,
                "bytes": b.path.stat().st_size,
            }
            for b in backups.list_backups(path)
        ]  # fmt: skip
        if as_json:
            print_json({"backups": known})
        for entry in [] if as_json else known:
            click.echo(f"{entry['made']}  {entry['occasion']:9}  {one_line(str(entry['path']))}")
        return
    open_library(library).close()  # says in words what is wrong with it
    with translated_errors(path if file is None else file):
        if file is None:
            target = backups.make_backup(path, "manual").path
        else:
            target = file.expanduser().absolute()
            if target.exists():
                raise LibraryError(f"{one_line(str(target))} exists already. Name another file.")
            backups.copy_database(path, target)
    if as_json:
        print_json({"backup": display_path(str(target)), "bytes": target.stat().st_size})
    else:
        click.echo(f"Backed up to {one_line(str(target))}")


@library.command("restore")
@click.argument("file", type=path_type)
@library_option
@json_option
def library_restore(file: Path, library: Path | None, as_json: bool) -> None:
    """Bring the library to what its copy FILE holds; the present state is kept."""
    from vop_desktop.library.restore import restore

    path = library_path(library)
    kept = restore(path, file.expanduser().absolute())
    if as_json:
        old = display_path(str(kept)) if kept != path else None
        print_json({"library": display_path(str(path)), "kept": old})
        return
    click.echo(f"Restored {one_line(str(path))}")
    if kept != path:
        click.echo(f"What it held before is kept as {one_line(str(kept))}")


@library.command("export")
@click.option("-o", "--output", type=path_type, default=None, metavar="FILE", help="Where to; else stdout.")
@library_option
def library_export(output: Path | None, library: Path | None) -> None:
    """Write what is known of each video as JSON Lines (docs/library.md)."""
    from vop_desktop.library.export import export_lines

    with open_library(library) as lib:
        if output is None:
            for line in export_lines(lib):
                click.echo(line)
            return
        target = output.expanduser().absolute()
        part = target.with_name(target.name + ".part")
        count = -1
        try:
            with part.open("w", encoding="utf-8", newline="\n") as stream:
                for line in export_lines(lib):
                    stream.write(line + "\n")
                    count += line.startswith('{"video"') or count < 0
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    click.echo(f"Wrote {count} videos to {one_line(str(target))}", err=True)


@library.command("repair")
@library_option
@json_option
def library_repair(library: Path | None, as_json: bool) -> None:
    """Put right what can be put right, and say what was done."""
    from vop_desktop.library.health import check
    from vop_desktop.library.repair import repair

    path = library_path(library)
    if not path.exists():
        open_library(library)
    done = repair(path)
    with open_library(library) as lib:
        left = check(lib)
    if as_json:
        print_json({"done": done, "left": [finding.text for finding in left]})
    else:
        for text in done or ["Nothing had to be repaired."]:
            click.echo(text)
        for finding in left:
            click.echo(f"Still wrong: {finding.text}", err=True)
    sys.exit(EXIT_WITH_FAILURES if left else 0)


# --- changes --------------------------------------------------------------------------------------------


@library.command("forget")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path())
@library_option
@json_option
def library_forget(paths: tuple[str, ...], library: Path | None, as_json: bool) -> None:
    """Forget the videos at PATH, files or folders, with all their copies; the files are not touched.

    They do not come back while they are as they are. `vop library undo` and `vop library recall` bring them
    back with everything that was known of them.
    """
    from vop_desktop.library import changes
    from vop_desktop.library.forget import Forget, videos_at

    with open_library(library) as lib:
        found = _each(lib, paths, videos_at, "in the library")
        _told(changes.do(lib, Forget(found)), as_json, "Nothing to forget.")


@library.command("recall")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path())
@library_option
@json_option
def library_recall(paths: tuple[str, ...], library: Path | None, as_json: bool) -> None:
    """Bring forgotten videos back: those at PATH, files or folders."""
    from vop_desktop.library import changes
    from vop_desktop.library.forget import Recall, forgotten_at

    with open_library(library) as lib:
        found = _each(lib, paths, forgotten_at, "among the forgotten ones")
        _told(changes.do(lib, Recall(found)), as_json, "Nothing to bring back.")


@library.command("undo")
@library_option
@json_option
def library_undo(library: Path | None, as_json: bool) -> None:
    """Take back what was changed last: forgetting, tags, captions, folders left out or removed, pictures."""
    from vop_desktop.library import changes

    with open_library(library) as lib:
        _told(changes.undo(lib), as_json, "There is nothing to undo.", "Undone: ")


@library.command("redo")
@library_option
@json_option
def library_redo(library: Path | None, as_json: bool) -> None:
    """Do again what was undone last."""
    from vop_desktop.library import changes

    with open_library(library) as lib:
        _told(changes.redo(lib), as_json, "There is nothing to redo.", "Done again: ")


@click.group()
def tag() -> None:
    """Tags: short marks on videos, found with tag:NAME."""


@tag.command("add")
@click.argument("tag")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path())
@library_option
@json_option
def tag_add(tag: str, paths: tuple[str, ...], library: Path | None, as_json: bool) -> None:
    """Put TAG on the videos at PATH, files or folders."""
    from vop_desktop.library import changes
    from vop_desktop.library.forget import videos_at
    from vop_desktop.library.tags import AddTag

    with open_library(library) as lib:
        found = _each(lib, paths, videos_at, "in the library")
        _told(changes.do(lib, AddTag(found, tag)), as_json, "They have this tag already.")


@tag.command("remove")
@click.argument("tag")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path())
@library_option
@json_option
def tag_remove(tag: str, paths: tuple[str, ...], library: Path | None, as_json: bool) -> None:
    """Take TAG off the videos at PATH, files or folders."""
    from vop_desktop.library import changes
    from vop_desktop.library.forget import videos_at
    from vop_desktop.library.tags import RemoveTag

    with open_library(library) as lib:
        found = _each(lib, paths, videos_at, "in the library")
        _told(changes.do(lib, RemoveTag(found, tag)), as_json, "None of them has this tag.")


@tag.command("list")
@click.argument("path", required=False, type=click.Path())
@library_option
@json_option
def tag_list(path: str | None, library: Path | None, as_json: bool) -> None:
    """List the tags of the library with the number of their videos, or those of the video at PATH."""
    from vop_desktop.library.forget import videos_at
    from vop_desktop.library.tags import all_tags, tags_of

    with open_library(library) as lib:
        if path is None:
            counts = all_tags(lib)
        else:
            counts = {}
            for number in _each(lib, [path], videos_at, "in the library"):
                for name in tags_of(lib, number):
                    counts[name] = counts.get(name, 0) + 1
    if as_json:
        print_json({"tags": [{"tag": name, "videos": count} for name, count in counts.items()]})
        return
    for name, count in counts.items():
        click.echo(f"{count:6}  {name}")


def _each(
    lib: Library, paths: Iterable[str], find: Callable[[Library, str], list[int]], where: str
) -> list[int]:
    """The videos at paths; all paths have to be known, or nothing is done."""
    found: dict[int, None] = {}
    for path in paths:
        ids = find(lib, os.path.abspath(path))
        if not ids:
            raise VopDesktopError(f"There is no video {one_line(path)} {where}. Nothing was changed.")
        found.update(dict.fromkeys(ids))
    return list(found)


def _told(done: DoneChange | None, as_json: bool, nothing: str, prefix: str = "Done: ") -> None:
    if as_json:
        print_json(
            {"done": None if done is None else {"kind": done.kind, "title": done.title, "rows": done.rows}}
        )
    elif done is None:
        click.echo(nothing)
    else:
        click.echo(f"{prefix}{done.title}.")
