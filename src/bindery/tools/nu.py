"""The door to the Nu HTML Checker: the validator of the HTML standard."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bindery.errors import BinderyError
from bindery.model import Finding, Place, Severity
from bindery.tools import java, programs


def check(pages: Mapping[str, Path]) -> list[Finding]:
    """Return every error and warning of the checker on pages by the names that are shown."""
    jar = programs.module("vnu-jar") / "build/dist/vnu.jar"
    shown = {str(page.resolve()): name for name, page in pages.items()}
    # Fonts stand in the page as one long address each: its default stack overflows on them.
    command = java.command("-Xss16m", "-jar", jar, "--stdout", "--exit-zero-always", "--format", "json", *shown)
    done = programs.run(command, files=len(pages))
    try:
        return [
            Finding(
                f"nu-{message.get('subType') or message['type']}",
                Severity.WARNING if message.get("subType") == "warning" else Severity.ERROR,
                Place(shown[unquote(urlsplit(message["url"]).path)], int(message.get("lastLine", 0))),
                message["message"],
            )
            for message in json.loads(done.stdout)["messages"]
            if message["type"] != "info" or message.get("subType") == "warning"
        ]
    except (ValueError, KeyError) as error:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise BinderyError(f"The Nu checker stopped: {said[0] if said else 'no reason given'}.") from error
