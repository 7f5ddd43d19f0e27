"""Make ``src/bindery/tools/mends/pango_table.py`` of the declarations of the WeasyPrint that is installed.

Run after its version has changed in the lock file: ``uv run python scripts/declare.py``. Until then it imports slowly.
"""

from __future__ import annotations

import ast
import io
from pathlib import Path

import cffi
from cffi.recompiler import Recompiler

from bindery.tools.mends import pango

TARGET = Path(__file__).parents[1] / "src/bindery/tools/mends/pango_table.py"
_HEAD = '"""Made by scripts/declare.py: what WeasyPrint declares of Pango, HarfBuzz and their kin, parsed."""\n'


def table() -> str:
    """Return the module that is to stand there."""
    from weasyprint.text import ffi

    source = Path(ffi.__file__).read_text("utf-8")
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    said = [c.args[0] for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr == "cdef"]
    builder = cffi.FFI()
    for text in said:
        builder.cdef(ast.literal_eval(text))
    builder.set_source("pango", None)
    recompiler = Recompiler(builder, "pango", target_is_python=True)
    recompiler.collect_type_table()
    recompiler.collect_step_tables()
    made = io.StringIO()
    recompiler.write_source_to_f(made, None)
    arguments = made.getvalue().split("_cffi_backend.FFI('pango',\n", 1)[1]
    return f'{_HEAD}\nMADE_OF = "{pango.digest()}"\nTABLE = dict(\n{arguments}'


if __name__ == "__main__":
    TARGET.write_text(table(), "utf-8")
