"""`vop updates`: whether a newer version is out, for those who want to be told."""

from __future__ import annotations

import click

from vop_desktop import __version__, paths
from vop_desktop.cli.common import json_option
from vop_desktop.cli.output import print_json


@click.command()
@json_option
def updates(as_json: bool) -> None:
    """Say whether a newer version is out. Off until the settings turn it on; then this alone asks.

    The settings are `check_updates` (true or false) and `update_address`.
    """
    from vop_desktop.settings import Settings
    from vop_desktop.updates import newest_release

    settings = Settings()
    release = newest_release(settings.get("check_updates"), settings.get("update_address"))
    if as_json:
        found = None if release is None else {"version": release.version, "page": release.page}
        newer = release is not None and release.newer
        print_json({"version": __version__, "checked": release is not None, "newest": found, "newer": newer})
    elif release is None:
        click.echo(f"Looking for updates is off; {paths.settings_path()} turns it on: check_updates.")
    elif release.newer:
        click.echo(f"Version {release.version} is out; this is {__version__}. {release.page}".rstrip())
    else:
        click.echo(f"This is {__version__}, the newest version.")
