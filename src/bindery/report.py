"""Findings told to people and to machines: text, JSON, and SARIF 2.1.0 for code hosts and editors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bindery.installed import versions
from bindery.model import Finding, Place, Severity

FORMATS = ("text", "json", "sarif")
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def written(findings: Sequence[Finding], form: str) -> str:
    """Return findings in one of ``FORMATS``, each on a line of its own as text."""
    if form == "json":
        return json.dumps([entry(found) for found in findings], ensure_ascii=False, indent=1)
    if form == "sarif":
        return json.dumps(_sarif(findings), ensure_ascii=False, indent=1)
    return "\n".join(f"{finding} [{finding.code}]" for finding in findings)


def entry(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values: code, severity, artefact or source, line, spot, message, hint."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "file": finding.place.file,
        "line": finding.place.line,
        "spot": finding.place.spot,
        "message": finding.message,
        "hint": finding.hint,
    }


def finding(entry: dict[str, Any]) -> Finding:
    """Return the finding that ``entry`` told of.

    Raises KeyError, TypeError or ValueError where it is none.
    """
    return Finding(
        entry["code"],
        Severity(entry["severity"]),
        Place(entry["file"], entry["line"], entry["spot"]),
        entry["message"],
        entry["hint"],
    )


def _sarif(findings: Sequence[Finding]) -> dict[str, Any]:
    codes = sorted({finding.code for finding in findings})
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Bindery",
                        "version": versions()["bindery"],
                        "rules": [{"id": code} for code in codes],
                    }
                },
                "results": [_result(finding, codes.index(finding.code)) for finding in findings],
            }
        ],
    }


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    from urllib.parse import quote  # few ask for it

    place = finding.place
    uri = quote(place.file, errors="surrogateescape")  # SARIF 2.1.0, 3.4.3: as RFC 3986 has it
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": uri}}}
    if place.line:
        location["physicalLocation"]["region"] = {"startLine": place.line}
    if place.spot:
        location["logicalLocations"] = [{"name": place.spot}]
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message} {finding.hint}".strip()},
        "locations": [location],
    }
