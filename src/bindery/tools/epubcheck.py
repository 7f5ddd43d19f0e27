"""The door to EPUBCheck: the W3C's own validator of EPUB 3.3."""

from __future__ import annotations

import json
from pathlib import Path

from bindery.errors import BinderyError
from bindery.model import Finding, Place, Severity
from bindery.tools import programs

# EPUBCheck exits 0 on warnings: the report is read, not the code.
_FLAGS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # starts in less than half the time


def check(epub: Path, shown: str) -> list[Finding]:
    """Return every message of EPUBCheck but its usage notes."""
    jar = programs.package_file("epubcheck", "epubcheck.jar")
    java = programs.find("java", "Run `make setup-tests`.")
    done = programs.run([java, *_FLAGS, "-jar", jar, epub, "--json", "-", "--quiet"])
    try:
        report = json.loads(done.stdout)
    except ValueError as error:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise BinderyError(f"EPUBCheck stopped: {said[0] if said else 'no reason given'}.") from error
    return [
        Finding(
            f"epubcheck-{message['ID']}",
            Severity.WARNING if message["severity"] in {"WARNING", "INFO"} else Severity.ERROR,
            Place(shown, spot=_spot(message)),
            f"{message['message']}",
            message.get("suggestion") or "",
        )
        for message in report["messages"]
        if message["severity"] not in {"USAGE", "SUPPRESSED"}
    ]


def _spot(message: dict[str, object]) -> str:
    locations = message.get("locations")
    first = locations[0] if isinstance(locations, list) and locations else {}
    line = first.get("line", -1)
    return f"{first.get('path', '')}:{line}" if line > 0 else str(first.get("path", ""))
