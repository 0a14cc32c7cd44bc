"""`vop searches`: searches that are kept under a name."""

from __future__ import annotations

from pathlib import Path

import click

from vop_desktop.cli.common import json_option, library_option, open_library
from vop_desktop.cli.output import print_json


@click.group()
def searches() -> None:
    """Saved searches: kept by name, run anew each time."""


@searches.command("list")
@library_option
@json_option
def searches_list(library: Path | None, as_json: bool) -> None:
    """List the saved searches."""
    from vop_desktop.library.searches import saved_searches

    with open_library(library) as lib:
        found = saved_searches(lib)
    if as_json:
        print_json([{"title": search.title, "text": search.text} for search in found])
        return
    if not found:
        click.echo("No search is saved. Save one with: vop searches save TEXT", err=True)
    for search in found:
        click.echo(search.title if search.title == search.text else f"{search.title}: {search.text}")


@searches.command("save")
@click.argument("text", metavar="TEXT")
@click.option("--title", default="", help="Its name; the text itself if not given.")
@library_option
@json_option
def searches_save(text: str, title: str, library: Path | None, as_json: bool) -> None:
    """Save TEXT as a search. One of the same title is replaced."""
    from vop_desktop.library.searches import save_search

    with open_library(library) as lib:
        saved = save_search(lib, text, title)
    if as_json:
        print_json({"title": saved.title, "text": saved.text})
    else:
        click.echo(f"Saved as “{saved.title}”.")


@searches.command("remove")
@click.argument("title")
@library_option
@json_option
def searches_remove(title: str, library: Path | None, as_json: bool) -> None:
    """Remove a saved search by its TITLE. Videos are not touched."""
    from vop_desktop.library.searches import remove_search

    with open_library(library) as lib:
        removed = remove_search(lib, title)
    if as_json:
        print_json({"title": removed.title, "text": removed.text})
    else:
        click.echo(f"Removed “{removed.title}”.")
