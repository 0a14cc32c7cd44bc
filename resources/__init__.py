"""Files that ship with the program; installed as `vop_desktop.resources`."""
