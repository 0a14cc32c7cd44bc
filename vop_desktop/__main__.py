"""Entry points. Both call `freeze_support` first: decode workers are spawned processes, also when frozen."""

from __future__ import annotations

import gc
import multiprocessing
import sys

COLLECT_AFTER = (10_000, 20, 100)  # a look for dead cycles through all of torch stops each thread for 0.2 s


def cli_main() -> None:
    """`vop`: the command line."""
    multiprocessing.freeze_support()
    gc.set_threshold(*COLLECT_AFTER)
    from vop_desktop.cli import main

    main()


def gui_main() -> None:
    """`vop-desktop`: the window."""
    multiprocessing.freeze_support()
    gc.set_threshold(*COLLECT_AFTER)
    from vop_desktop.app import end_process, main

    end_process(main(sys.argv[1:]))


if __name__ == "__main__":
    gui_main()
