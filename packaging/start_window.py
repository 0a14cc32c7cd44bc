"""Where the installed application's window starts."""

from vop_desktop.__main__ import gui_main

gui_main()
