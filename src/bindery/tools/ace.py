"""The door to Ace by DAISY: the checker of EPUB accessibility."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from bindery.errors import BinderyError
from bindery.model import Finding, Place, Severity
from bindery.tools import programs


def check(epub: Path, shown: str) -> list[Finding]:
    """Return every assertion of Ace that failed."""
    script = programs.module("@daisy/ace") / "bin/ace-puppeteer.js"
    with tempfile.TemporaryDirectory() as folder:
        done = programs.run(
            [programs.node(), script, "-f", "-s", "-o", folder, epub],
            # Its default runner is Electron, which brings a browser of its own.
            environment={
                "PUPPETEER_EXECUTABLE_PATH": programs.chromium(),
                "ACE_TIMEOUT_INITIAL": "60000",
                "XDG_CONFIG_HOME": folder,
            },
        )
        try:
            report = json.loads((Path(folder) / "report.json").read_text("utf-8"))
        except (OSError, ValueError) as error:
            said = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
            raise BinderyError(f"Ace stopped: {said[-1] if said else 'no reason given'}.") from error
    return [
        Finding(
            f"ace-{found['earl:test']['dct:title']}",
            Severity.ERROR,
            Place(shown, spot=part["earl:testSubject"]["url"]),
            str(found["earl:result"]["dct:description"]).strip().split("\n")[0],
            str(found["earl:test"].get("help", {}).get("url", "")),
        )
        for part in report["assertions"]
        for found in part["assertions"]
        if found["earl:result"]["earl:outcome"] == "fail"
    ]
