"""Where the installed application's command line starts."""

from vop_desktop.__main__ import cli_main

cli_main()
