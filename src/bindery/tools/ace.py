"""The door to Ace by DAISY: the checker of EPUB accessibility."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bindery.errors import BinderyError
from bindery.model import Finding, Place, Severity
from bindery.tools import programs

_SCRIPT = Path(__file__).with_name("ace.js")


def check(epubs: Mapping[str, Path]) -> list[Finding]:
    """Return every assertion of Ace that failed on books by the names that are shown."""
    modules = programs.module("@daisy/ace").parents[1]
    with tempfile.TemporaryDirectory() as folder:
        pairs = [(epub.resolve(), Path(folder) / str(number)) for number, epub in enumerate(epubs.values())]
        done = programs.run(
            [programs.node(), _SCRIPT, modules, *(part for pair in pairs for part in pair)],
            # Its default runner is Electron, which brings a browser of its own.
            environment={
                "PUPPETEER_EXECUTABLE_PATH": programs.chromium(),
                "ACE_TIMEOUT_INITIAL": "60000",
                "XDG_CONFIG_HOME": folder,
            },
            files=len(epubs),
        )
        try:
            reports = [json.loads((reported / "report.json").read_text("utf-8")) for _, reported in pairs]
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
        for shown, report in zip(epubs, reports, strict=True)
        for part in report["assertions"]
        for found in part["assertions"]
        if found["earl:result"]["earl:outcome"] == "fail"
    ]
