"""What modules compile whenever they are imported, kept beside their bytecode.

That is regular expressions, and the methods that dataclasses write: both are a third of what a command's imports cost.
It is the first thing that a command imports, for what was imported before it is compiled already. Were Python to keep
both as it keeps modules, this one would go.
"""

from __future__ import annotations

import dataclasses
import marshal
import re
import sys
import zlib
from array import array
from contextlib import suppress
from types import FrameType
from typing import Any

from bindery.tools import pycache

_OWN_NAMES = 0x2  # CO_NEWLOCALS: a function has names of its own, the body of a module or a class has not
_MOST = 4000  # things that are kept: where there are more, some are of versions that are gone
_SHUFFLED = frozenset({"email._header_value_parser"})  # modules whose patterns are others in each process

Pattern = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]  # what ``_sre.compile`` takes
_patterns: dict[tuple[str | bytes, int], Pattern] = {}
_methods: dict[str, bytes] = {}  # their code, as ``marshal`` has it
_used: set[Any] = set()
_new: set[Any] = set()


def keep() -> None:
    """Take what is kept from now on; twice is once."""
    if dataclasses.__dict__.get("exec"):
        return
    with suppress(OSError, ValueError, EOFError, TypeError):
        patterns, methods = marshal.loads(pycache.read(pycache.file(_name())))  # noqa: S302 (it was written here)
        _patterns.update(patterns)
        _methods.update(methods)
    dataclasses.exec = _execute  # type: ignore[attr-defined]
    compiler: Any = getattr(re, "_compiler", None)
    if all(hasattr(compiler, name) for name in ("compile", "_sre", "_parser", "_code")):
        compiler.compile = _compiling(compiler, compiler.compile)


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that a table of the press or of its house comes to, kept as those of modules are."""
    return re.compile(text, flags)


def save() -> None:
    """Keep what was new, where Python may keep its own; of two processes that do, what the last says stays."""
    if not _new:
        return
    kept: list[dict[Any, Any]] = [_patterns, _methods]
    if sum(map(len, kept)) > _MOST:
        kept = [{key: what for key, what in each.items() if key in _used} for each in kept]
    if pycache.keep(pycache.file(_name()), marshal.dumps(kept)):
        _new.clear()


def _name() -> str:
    """Return the name of what is kept: another Python, or another engine of its expressions, keeps another."""
    magic = getattr(getattr(getattr(re, "_compiler", None), "_sre", None), "MAGIC", 0)
    return f"compiled-{zlib.crc32(f'{sys.version} {magic}'.encode()):08x}"


def _execute(source: Any, names: Any = None, more: Any = None) -> None:
    """Do as ``exec`` does, which dataclasses ask for their methods."""
    if isinstance(source, str):
        if source not in _methods:
            _methods[source] = marshal.dumps(compile(source, "<string>", "exec", dont_inherit=True))
            _new.add(source)
        _used.add(source)
        source = marshal.loads(_methods[source])  # noqa: S302
    exec(source, names, more)  # noqa: S102


def _compiling(compiler: Any, plain: Any) -> Any:
    """Return ``re._compiler.compile``, which remembers what modules ask it for."""

    def compile_pattern(pattern: Any, flags: Any = 0) -> Any:
        key = pattern, int(flags)
        if not isinstance(pattern, (str, bytes)):
            return plain(pattern, flags)
        if key not in _patterns:
            if not _is_to_be_kept(sys._getframe(3)):  # noqa: SLF001 (of whoever asks ``re.compile``)
                return plain(pattern, flags)
            _patterns[key] = _parsed(compiler, pattern, int(flags))
            _new.add(key)
        _used.add(key)
        whole, code, *rest = _patterns[key]
        return compiler._sre.compile(pattern, whole, memoryview(code).cast("I").tolist(), *rest)  # noqa: SLF001

    return compile_pattern


def _parsed(compiler: Any, pattern: str | bytes, flags: int) -> Pattern:
    """Return what ``re._compiler.compile`` makes of a pattern before it hands it on."""
    parsed = compiler._parser.parse(pattern, flags)  # noqa: SLF001
    code = array("I", compiler._code(parsed, flags))  # noqa: SLF001
    state = parsed.state
    names = {number: name for name, number in state.groupdict.items()}
    groups = tuple(names.get(number) for number in range(state.groups))
    return flags | state.flags, code.tobytes(), state.groups - 1, dict(state.groupdict), groups


def _is_to_be_kept(frame: FrameType | None) -> bool:
    """Tell whether a frame is a module or a class that is being made, a comprehension within one, or ``pattern``."""
    frames = [f for f in (frame, frame and frame.f_back) if f and f.f_globals.get("__name__") not in _SHUFFLED]
    return any(f.f_code is pattern.__code__ or not f.f_code.co_flags & _OWN_NAMES for f in frames)
