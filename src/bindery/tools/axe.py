"""The door to axe-core: accessibility of a page as a browser shows it, wide, narrow and dark."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from bindery.errors import BinderyError
from bindery.model import Finding, Place, Severity
from bindery.tools import programs

_SCRIPT = Path(__file__).with_name("axe.js")


def check(pages: Mapping[str, Path]) -> list[Finding]:
    """Return every violation that axe finds on pages by their names, at desktop width, at 320 px and in dark mode."""
    modules = programs.module("axe-core").parent
    addresses = [page.resolve().as_uri() for page in pages.values()]
    done = programs.run([programs.node(), _SCRIPT, programs.chromium(), modules, *addresses], files=len(pages))
    try:
        violations = json.loads(done.stdout)
    except ValueError as error:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise BinderyError(f"axe stopped: {said[0] if said else 'no reason given'}.") from error
    shown = list(pages)
    return [
        Finding(
            f"axe-{violation['id']}",
            Severity.ERROR,
            Place(shown[violation["page"]], spot=f"{violation['view']}, {violation['target']}"),
            f"{violation['help']}.",
        )
        for violation in violations
    ]
