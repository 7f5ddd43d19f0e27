"""The door to EPUBCheck: the W3C's own validator of EPUB 3.3."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bindery.errors import BinderyError
from bindery.model import Finding, Place, Severity
from bindery.tools import java, programs


def check(epubs: Mapping[str, Path]) -> list[Finding]:
    """Return every message of EPUBCheck on books by the names that are shown, but its usage notes."""
    return [
        Finding(
            f"epubcheck-{message['ID']}",
            Severity.WARNING if message["severity"] in {"WARNING", "INFO"} else Severity.ERROR,
            Place(shown, spot=_spot(message)),
            f"{message['message']}",
            message.get("suggestion") or "",
        )
        for shown, found in zip(epubs, messages(list(epubs.values())), strict=True)
        for message in found
        if message["severity"] not in {"USAGE", "SUPPRESSED"}
    ]


def messages(epubs: Sequence[Path]) -> list[list[dict[str, Any]]]:
    """Return all that EPUBCheck says of each book, in its own words.

    Raises ToolMissing where it is not there, BinderyError where a book stops it.
    """
    jar = programs.package_file("epubcheck", "epubcheck.jar")
    with tempfile.TemporaryDirectory() as folder:
        pairs = [(epub.resolve(), Path(folder) / f"{number}.json") for number, epub in enumerate(epubs)]
        if len(epubs) > 1 and java.compiles():
            commands = [[*java.driver("EPUBCheck", [jar]), *(part for pair in pairs for part in pair)]]
        else:
            commands = [java.command("-jar", jar, epub, "--json", report, "--quiet") for epub, report in pairs]
        said = ""
        for command in commands:
            done = programs.run(command, files=len(epubs))  # it exits 0 on warnings: reports are read, not the code
            said = said or done.stderr.decode(errors="replace").strip()
        try:
            return [json.loads(report.read_text("utf-8"))["messages"] for _, report in pairs]
        except (OSError, ValueError, KeyError) as error:
            reason = said.splitlines()[0] if said else "no reason given"
            raise BinderyError(f"EPUBCheck stopped: {reason}.") from error


def _spot(message: Mapping[str, Any]) -> str:
    locations = message.get("locations")
    first = locations[0] if isinstance(locations, list) and locations else {}
    line = first.get("line", -1)
    return f"{first.get('path', '')}:{line}" if line > 0 else str(first.get("path", ""))
