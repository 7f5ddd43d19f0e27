"""WeasyPrint's own style sheets are kept, and are what it reads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Imports WeasyPrint as the press does, with a folder of its own to keep sheets in; what it finds by them is printed.
_CODE = """
import sys
from pathlib import Path
from bindery.tools import pycache, weasyprint
from bindery.tools.mends import agent
pycache.FOLDER = Path(sys.argv[1])
if sys.argv[2] == "none":
    agent.kept = __import__("contextlib").nullcontext
import tinycss2
read = []
plain = tinycss2.parse_stylesheet
tinycss2.parse_stylesheet = lambda css, *more, **named: (read.append(len(css)), plain(css, *more, **named))[1]
weasyprint.warm()
import weasyprint as engine
from weasyprint import html
assert html.CSS is engine.CSS and type(html.__spec__.loader).__module__ != "bindery.tools.mends.agent"
PAGE = '''<!DOCTYPE html><style>p { color: red }</style><h1 hidden>A</h1><h2 dir=rtl>B</h2><ol start=3 type=I><li>C<ol><li>D</ol></ol>
<table border=1><tr><th>E<td align=right>F</table><q lang=uk>G</q><pre>H</pre><a href="#x">I</a><hr size=3><p id=x>K<sup>1</sup>'''
made = weasyprint.print_pages(PAGE, {}, variant=weasyprint.DRAFT)
import hashlib
print(len(read), made.pages, hashlib.sha256(made.data).hexdigest(), sorted(html.UA_COUNTER_STYLE)[:40])
"""


def imported(folder: Path, how: str = "kept", **environment: str) -> tuple[int, str]:
    """How many sheets were read, and what was printed."""
    done = subprocess.run(
        [sys.executable, "-c", _CODE, str(folder), how],
        capture_output=True,
        text=True,
        check=False,
        env={key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | environment,
    )
    assert not done.returncode, done.stderr
    count, _, said = done.stdout.partition(" ")
    return int(count), said


def test_kept_sheets_are_what_is_read(tmp_path: Path) -> None:
    """Read at first, and found from then on; pages are the same bytes, with and without."""
    folder = tmp_path / "kept"
    first, again, without = imported(folder), imported(folder), imported(folder, "none")
    assert first[1] == again[1] == without[1]
    assert (first[0], again[0], without[0]) == (4, 1, 4)  # three of WeasyPrint's, one of the page
    assert len(list(folder.iterdir())) == 3


def test_what_can_not_be_read_is_read_anew(tmp_path: Path) -> None:
    """Torn, empty and strange files, and a folder where nothing can be written."""
    folder = tmp_path / "kept"
    count, said = imported(folder)
    files = sorted(folder.iterdir())
    files[0].write_bytes(files[0].read_bytes()[:100])
    files[1].write_bytes(b"")
    files[2].write_bytes(b"strange")
    assert imported(folder) == (count, said)
    assert imported(folder) == (1, said)
    assert imported(tmp_path / "kept" / files[0].name) == (count, said)


@pytest.mark.parametrize("told", ["1", ""])
def test_nothing_is_kept_where_python_keeps_nothing(tmp_path: Path, told: str) -> None:
    """As its own bytecode."""
    imported(tmp_path / "kept", PYTHONDONTWRITEBYTECODE=told)
    assert (tmp_path / "kept").exists() != bool(told)
