"""Where the installed application starts: as `vop` the command line, by any other name the window."""

import sys
from pathlib import Path

from vop_desktop.__main__ import cli_main, gui_main

if Path(sys.argv[0]).stem.lower() == "vop":
    cli_main()
else:
    gui_main()
