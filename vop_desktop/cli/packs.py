"""`vop packs`: the model packs."""

from __future__ import annotations

import click

from vop_desktop.cli.common import json_option
from vop_desktop.cli.output import print_json


@click.group()
def packs() -> None:
    """Model packs: what is installed."""


@packs.command("list")
@json_option
def packs_list(as_json: bool) -> None:
    """List the installed packs."""
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


@packs.command("show")
@click.argument("name")
@json_option
def packs_show(name: str, as_json: bool) -> None:
    """Show one pack and check its weights."""
    from vop_desktop.model.config import VopConfig
    from vop_desktop.model.packs import find_pack

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
