"""The door to axe-core: accessibility of a page as a browser shows it, wide, narrow and dark."""

from __future__ import annotations

import json
from pathlib import Path

from bindery.errors import BinderyError
from bindery.model import Finding, Place, Severity
from bindery.tools import programs

_SCRIPT = Path(__file__).with_name("axe.js")


def check(page: Path, shown: str) -> list[Finding]:
    """Return every violation that axe finds at desktop width, at 320 px and in dark mode."""
    modules = programs.module("axe-core").parent
    done = programs.run([programs.node(), _SCRIPT, programs.chromium(), modules, page.resolve().as_uri()])
    try:
        violations = json.loads(done.stdout)
    except ValueError as error:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise BinderyError(f"axe stopped: {said[0] if said else 'no reason given'}.") from error
    return [
        Finding(
            f"axe-{violation['id']}",
            Severity.ERROR,
            Place(shown, spot=f"{violation['view']}, {violation['target']}"),
            f"{violation['help']}.",
        )
        for violation in violations
    ]
