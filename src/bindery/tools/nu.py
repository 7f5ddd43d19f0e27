"""The door to the Nu HTML Checker: the validator of the HTML standard."""

from __future__ import annotations

import json
from pathlib import Path

from bindery.errors import BinderyError
from bindery.model import Finding, Place, Severity
from bindery.tools import programs


def check(page: Path, shown: str) -> list[Finding]:
    """Return every error and warning of the checker."""
    jar = programs.module("vnu-jar") / "build/dist/vnu.jar"
    java = programs.find("java", "Run `make setup-tests`.")
    # Fonts stand in the page as one long address each: its default stack overflows on them.
    done = programs.run([java, "-Xss16m", "-jar", jar, "--stdout", "--exit-zero-always", "--format", "json", page])
    try:
        messages = json.loads(done.stdout)["messages"]
    except (ValueError, KeyError) as error:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise BinderyError(f"The Nu checker stopped: {said[0] if said else 'no reason given'}.") from error
    return [
        Finding(
            f"nu-{message.get('subType') or message['type']}",
            Severity.WARNING if message.get("subType") == "warning" else Severity.ERROR,
            Place(shown, int(message.get("lastLine", 0))),
            message["message"],
        )
        for message in messages
        if message["type"] != "info" or message.get("subType") == "warning"
    ]
