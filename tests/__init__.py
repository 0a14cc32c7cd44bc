import vop_desktop  # noqa: F401  # before numpy is loaded: it says how many threads that has
