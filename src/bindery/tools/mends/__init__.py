"""Mends of the libraries that set type: what they do twice, or wrong, is done once, or right.

Each says what its library would have to change for it to go; a version of the library in the lock file that does so is
the time to delete it. What they change are modules in memory, never installed files. All but ``turned``, ``leaders``,
``tables``, ``shaped`` and ``packing`` leave every byte of an edition as it was.
"""

from __future__ import annotations


def mend() -> None:
    """Mend WeasyPrint, which has been imported."""
    from bindery.tools.mends import (
        boxes,
        breaks,
        contexts,
        edges,
        glyphs,
        kinds,
        leaders,
        packing,
        styles,
        tables,
        targets,
        turned,
    )

    for each in (styles, boxes, contexts, kinds, targets, breaks, glyphs, packing, turned, leaders, tables, edges):
        each.mend()
