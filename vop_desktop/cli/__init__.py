"""`vop`: the same jobs as the window, without Qt (DESIGN §7).

One JSON document on stdout with `--json`; everything else that is said goes to stderr.
Exit codes: 0 done, 1 failed, 2 misuse, 3 done with failures listed.
"""

from __future__ import annotations

import io
import logging
import sys

import click

from vop_desktop import __version__
from vop_desktop.cli.caption import caption
from vop_desktop.cli.captions import captions
from vop_desktop.cli.common import FriendlyGroup
from vop_desktop.cli.doctor import doctor
from vop_desktop.cli.evaluate import evaluate
from vop_desktop.cli.find import search, similar
from vop_desktop.cli.index import index, status
from vop_desktop.cli.library import library, tag
from vop_desktop.cli.packs import packs
from vop_desktop.cli.roots import gently, locate
from vop_desktop.cli.samples import samples
from vop_desktop.cli.searches import searches
from vop_desktop.cli.tune import tune
from vop_desktop.cli.updates import updates


@click.group(cls=FriendlyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="vop")
@click.option("--verbose", is_flag=True, help="Say on stderr what is going on inside.")
def main(verbose: bool) -> None:
    """Find moments in your own videos by typing what happens in them. Nothing leaves this computer."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a name that the terminal cannot show ends no command
            stream.reconfigure(errors="backslashreplace")
    logging.basicConfig(  # what a person has to know is said in plain words, not in the log
        level=logging.INFO if verbose else logging.CRITICAL, format="%(name)s: %(message)s", stream=sys.stderr
    )


library.add_command(locate)
library.add_command(gently)

COMMANDS = (
    index, search, caption, similar, status, packs, samples, searches, library, tag, tune, evaluate,
    captions, doctor, updates,
)  # fmt: skip
for command in COMMANDS:
    main.add_command(command)
