"""Entry points. Both call `freeze_support` first: decode workers are spawned processes, also when frozen."""

from __future__ import annotations

import multiprocessing
import sys


def cli_main() -> None:
    """`vop`: the command line."""
    multiprocessing.freeze_support()
    from vop_desktop.cli import main

    main()


def gui_main() -> None:
    """`vop-desktop`: the window."""
    multiprocessing.freeze_support()
    from vop_desktop.app import end_process, main

    end_process(main(sys.argv[1:]))


if __name__ == "__main__":
    gui_main()
