"""Mends of the libraries that set type: what they do twice, or wrong, is done once, or right.

Each says what its library would have to change for it to go; a version of the library in the lock file that does so is
the time to delete it. What they change are modules in memory, never installed files. All but ``turned``, ``leaders``,
``hanging``, ``gradients``, ``tables``, ``shaped`` and ``packing`` leave every byte of an edition as it was.
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
        gradients,
        hanging,
        kinds,
        leaders,
        packing,
        styles,
        tables,
        targets,
        turned,
    )

    lines = (hanging, breaks, leaders, turned)  # the second asks the first what it does not know
    for each in (styles, boxes, contexts, kinds, targets, *lines, glyphs, packing, tables, edges, gradients):
        each.mend()
