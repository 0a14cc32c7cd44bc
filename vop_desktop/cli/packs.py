"""`vop packs`: the model packs, installed ones and those to be had."""

from __future__ import annotations

import signal
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vop_desktop.cli.common import json_option
from vop_desktop.cli.output import print_json, show_download
from vop_desktop.errors import Cancelled
from vop_desktop.model.download_progress import DownloadCallback, DownloadProgress, size_text

if TYPE_CHECKING:
    from vop_desktop.model.catalogue import CatalogueEntry
    from vop_desktop.model.config import Activation


@click.group()
def packs() -> None:
    """Model packs: what is installed, what can be, and adding your own."""


@packs.command("list")
@click.option("--available", is_flag=True, help="List what can be downloaded instead.")
@json_option
def packs_list(available: bool, as_json: bool) -> None:
    """List the installed packs, or those that can be downloaded."""
    if available:
        _list_available(as_json)
        return
    from vop_desktop.model.packs import list_packs

    found = list_packs()
    if as_json:
        print_json(
            [
                {"name": p.name, "title": p.title, "languages": p.languages, "licence": p.licence}
                for p in found
            ]
        )
        return
    for pack in found:
        click.echo(f"{pack.name}  {pack.title}  [{', '.join(pack.languages)}]  {pack.licence}")


def _list_available(as_json: bool) -> None:
    from vop_desktop.model.catalogue import load_catalogue

    entries = load_catalogue().values()
    if as_json:
        print_json([_entry_document(entry) for entry in entries])
        return
    for entry in entries:
        told = [f"{size_text(entry.download_size)} to fetch", f"licence {entry.licence}"]
        told += ["recommended"] if entry.recommended else []
        click.echo(f"{entry.name}  {entry.title}  ({', '.join(told)}{_state_of(entry)})")
        click.echo(f"    {entry.description}")


def _state_of(entry: CatalogueEntry) -> str:
    from vop_desktop.model.download import kept_bytes
    from vop_desktop.model.packs import is_installed

    if is_installed(entry.name):
        return ", installed"
    kept = kept_bytes(entry.name)
    return f", {size_text(kept)} fetched so far" if kept else ""


def _entry_document(entry: CatalogueEntry) -> dict[str, object]:
    from vop_desktop.model.download import kept_bytes
    from vop_desktop.model.packs import is_installed

    return {
        "name": entry.name, "title": entry.title, "description": entry.description,
        "understands": entry.understands, "languages": entry.languages, "licence": entry.licence,
        "licence_note": entry.licence_note, "encoder": entry.config.text_encoder,
        "recommended": entry.recommended, "download_size": entry.download_size,
        "installed_size": entry.installed_size, "memory": entry.memory,
        "embed_dim": entry.config.embed_dim, "config": asdict(entry.config), "unverified": entry.unverified,
        "sources": [asdict(source) for source in entry.sources],
        "installed": is_installed(entry.name), "fetched": kept_bytes(entry.name),
    }  # fmt: skip


@packs.command("show")
@click.argument("name")
@json_option
def packs_show(name: str, as_json: bool) -> None:
    """Show one pack and check its weights, or show one that can be downloaded."""
    from vop_desktop.model.catalogue import load_catalogue
    from vop_desktop.model.config import VopConfig
    from vop_desktop.model.packs import find_pack, is_installed

    if not is_installed(name) and (entry := load_catalogue().get(name)):
        _show_available(entry, as_json)
        return
    pack = find_pack(name)
    pack.check()
    config = {field: getattr(pack.config, field) for field in VopConfig.__slots__}
    if as_json:
        print_json({
            "name": pack.name, "title": pack.title, "description": pack.description,
            "understands": pack.understands, "languages": pack.languages, "licence": pack.licence,
            "model_id": pack.model_id, "config": config,
        })  # fmt: skip
        return
    click.echo(f"{pack.name}: {pack.title}\n{pack.description}\nUnderstands: {pack.understands}")
    click.echo(f"Languages: {', '.join(pack.languages)}. Licence: {pack.licence}. Weights checked: intact.")
    click.echo(f"Model {pack.model_id}: " + ", ".join(f"{name} {value}" for name, value in config.items()))


def _show_available(entry: CatalogueEntry, as_json: bool) -> None:
    if as_json:
        print_json(_entry_document(entry))
        return
    click.echo(f"{entry.name}: {entry.title} (not installed)\n{entry.description}")
    click.echo(f"Understands: {entry.understands}\nLanguages: {', '.join(entry.languages)}.")
    click.echo(f"Licence of the weights: {entry.licence}. {entry.licence_note}".rstrip())
    about = "about " if entry.unverified else ""
    click.echo(
        f"To fetch: {about}{size_text(entry.download_size)}; needs about "
        f"{size_text(entry.memory)} of memory; embeddings of {entry.config.embed_dim} numbers."
    )
    for source in entry.sources:
        names = ", ".join(file.path for file in source.files)
        known = "" if all(file.sha256 for file in source.files) else " (SHA-256 as the server states it)"
        click.echo(f"From {source.title}: {names}{known}")
    click.echo(f"Install it with: vop packs download {entry.name}")


@packs.command("download")
@click.argument("name")
@json_option
def packs_download(name: str, as_json: bool) -> None:
    """Download a pack of the catalogue and install it; goes on where it was stopped."""
    from vop_desktop.model.catalogue import find_entry
    from vop_desktop.model.download import download_pack
    from vop_desktop.model.packs import find_pack, is_installed

    entry = find_entry(name)
    if is_installed(name):
        pack, source, fetched, seconds = find_pack(name), "", 0, 0.0
        pack.check()
        click.echo(f"“{pack.title}” is installed already, and intact.", err=True)
    else:
        if not as_json:
            click.echo(f"Licence of the weights: {entry.licence}. {entry.licence_note}".rstrip(), err=True)
        try:
            done = download_pack(entry, progress=_progress(as_json), cancel=_stop_on_signal())
        except Cancelled:
            raise Cancelled(
                "Stopped. What was fetched is kept: the same command goes on from there."
            ) from None
        pack, source, fetched, seconds = done.pack, done.source, done.fetched, done.seconds
    if as_json:
        print_json({
            "name": pack.name, "title": pack.title, "model_id": pack.model_id, "folder": str(pack.folder),
            "source": source, "fetched": fetched, "seconds": round(seconds, 3),
        })  # fmt: skip
    elif source:
        click.echo(f"“{pack.title}” is installed: {size_text(fetched)} from {source} in {seconds:.0f} s.")
        click.echo(f"Use it with: vop index FOLDER --pack {pack.name}")


def _stop_on_signal() -> threading.Event:
    """Set by Ctrl-C or a request to end; a second one ends at once."""
    cancel = threading.Event()

    def stop(number: int, frame: object) -> None:
        cancel.set()
        signal.signal(number, signal.SIG_DFL)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    return cancel


def _progress(as_json: bool) -> DownloadCallback | None:
    """A line that is written over in a terminal; elsewhere only the trouble that is being waited out."""
    if not as_json and sys.stderr.isatty():
        return show_download
    said = ""

    def say(progress: DownloadProgress) -> None:
        nonlocal said
        if progress.note and progress.note != said:
            click.echo(progress.note, err=True)
        said = progress.note

    return say


@packs.command("import")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help="What to call the pack; made from the file's name if not given.")
@click.option("--title", metavar="TEXT", help="Its title.")
@click.option("--licence", metavar="TEXT", help="Its licence, to be shown with it.")
@click.option("--language", "languages", multiple=True, metavar="CODE", help="A language of queries. [en]")
@click.option(
    "--activation",
    type=click.Choice(["quick_gelu", "gelu"]),
    help="How its layers compute, where the file does not tell: quick_gelu for OpenAI's, gelu for LAION's.",
)
@json_option
def packs_import(
    source: Path,
    name: str | None,
    title: str | None,
    licence: str | None,
    languages: tuple[str, ...],
    activation: Activation | None,
    as_json: bool,
) -> None:
    """Add a model that you have: a ModelScope folder, a CLIP checkpoint, or a pack as a folder or zip."""
    from vop_desktop.model.importing import import_pack

    pack = import_pack(
        source,
        name=name,
        title=title,
        licence=licence,
        languages=languages or ("en",),
        activation=activation,
        on_progress=_show_bytes,
    )
    click.echo("\r\x1b[K", err=True, nl=False)
    if as_json:
        print_json({"name": pack.name, "title": pack.title, "model_id": pack.model_id})
        return
    click.echo(f"Added {pack.name}: {pack.title}. Use it with: --pack {pack.name}")


@packs.command("remove")
@click.argument("name")
def packs_remove(name: str) -> None:
    """Delete a pack that was added. What was indexed with it stays in the libraries."""
    from vop_desktop.model.staging import remove_pack

    remove_pack(name)
    click.echo(f"Removed {name}.")


def _show_bytes(done: int, total: int) -> None:
    click.echo(f"\r\x1b[K{done / 1e6:.0f} of {total / 1e6:.0f} MB", err=True, nl=False)
