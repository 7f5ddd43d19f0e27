"""Memory: how often Python looks through it for what nobody holds any more."""

from __future__ import annotations

import gc

# Objects made before the first look; looks before a longer one. A document is a million objects that all stay: to look
# through them every few hundred takes a tenth of a print, and as much of a command that has nothing to do.
_SELDOM = (100_000, 20, 10)


def look_seldom() -> None:
    """Have this process, and those forked from it, look seldom."""
    gc.set_threshold(*_SELDOM)


def look_no_more() -> None:
    """Have this process end without a look: the system takes back all at once."""
    gc.freeze()
