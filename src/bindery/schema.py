"""What a file of settings may say: held to a schema by voluptuous, and every mistake told at once and in one way."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeGuard

import voluptuous as v

MISSING, UNKNOWN, WRONG = "missing-key", "unknown-key", "value"


@dataclass(frozen=True, slots=True)
class Expected:
    """A value that passes a test, as it is; another is told to be none of what is expected."""

    what: str
    test: Callable[[Any], bool]

    def __call__(self, value: Any) -> Any:
        """Return the value; raises voluptuous's Invalid."""
        if not self.test(value):
            raise v.Invalid(f"expected {self.what}")
        return value


class Fault(NamedTuple):
    """What is wrong at a path of keys and of places in lists, from 0; ``kind`` is MISSING, UNKNOWN or WRONG."""

    path: tuple[str | int, ...]
    kind: str
    message: str
    hint: str


def is_text(value: Any) -> TypeGuard[str]:
    """Tell whether a value is words."""
    return isinstance(value, str) and bool(value.strip())


def is_texts(value: Any) -> bool:
    """Tell whether a value is a list of words."""
    return isinstance(value, list) and all(is_text(item) for item in value)


FLAG = Expected("true or false", lambda value: isinstance(value, bool))
TEXTS = Expected("a list of texts", is_texts)


def like(pattern: str | re.Pattern[str], what: str) -> Expected:
    """Expect a text that a pattern matches as a whole."""
    sought = re.compile(pattern)
    return Expected(what, lambda value: isinstance(value, str) and bool(sought.fullmatch(value)))


def one_of(known: Collection[str]) -> Expected:
    """Expect one of some words."""
    return Expected(f"one of {', '.join(known)}", lambda value: isinstance(value, str) and value in known)


def needed(keys: Mapping[str, Any]) -> dict[Any, Any]:
    """Return keys that may not be left out, with what each holds; one that is missing is told what it should be."""
    return {v.Required(key, description=_what(held)): held for key, held in keys.items()}


def each(many: Expected, one: Any) -> v.All:
    """Expect a list, of which each holds the same."""
    return v.All(many, [one])


def _what(held: Any) -> str | None:
    if isinstance(held, v.All):
        return _what(held.validators[0])
    return "keys of its own" if isinstance(held, Mapping) else getattr(held, "what", None)


class Schema:
    """What a file may say: ``keys`` as voluptuous has them; ``table`` is what holds keys in a file of its kind."""

    def __init__(self, keys: Mapping[Any, Any], table: str) -> None:
        self._keys, self._table = keys, table
        self._schema, self._homes = v.Schema(dict(keys)), dict(_homes(keys))

    def held(self, data: Any) -> tuple[Any, list[Fault]]:
        """Return what a file says, as its keys read it, and all that is wrong in it."""
        try:
            return self._schema(data), []
        except v.MultipleInvalid as invalid:
            return data, [self._fault(error) for error in invalid.errors]

    def takes(self, key: str, value: object) -> bool:
        """Tell whether a key at the top may have a value."""
        try:
            v.Schema(self._keys[key])(value)
        except v.Invalid:
            return False
        return True

    def _fault(self, error: v.Invalid) -> Fault:
        path = tuple(part if isinstance(part, int) else str(part) for part in error.path)
        if error.error_message.startswith("extra keys"):
            home = self._homes.get(str(path[-1]))
            return unknown(path, self._homes if home is None else {}, f"It belongs to `{home}`." if home else "")
        if isinstance(error, v.RequiredFieldInvalid):
            what = getattr(error.path[-1], "description", None)
            hint = f"Expected {what}." if what else f"Add a line `{path[-1]}: …`."
            return Fault(path, MISSING, f"`{named(path)}` is missing.", hint)
        said = f"expected {self._table}" if isinstance(error, v.DictInvalid) else error.error_message
        return Fault(path, WRONG, f"`{named(path)}`: {said}.", "Change it.")


def unknown(path: tuple[str | int, ...], known: Collection[str], hint: str = "") -> Fault:
    """Return what is wrong with a key that nobody knows there; without a hint one like it is looked for."""
    from difflib import get_close_matches  # only where a name is wrong

    near = get_close_matches(str(path[-1]), known, 1)
    hint = hint or (f"Did you mean `{near[0]}`?" if near else "Remove it.")
    return Fault(path, UNKNOWN, f"unknown key `{named(path)}`.", hint)


def named(path: tuple[str | int, ...]) -> str:
    """Return a path as an editor reads it: what stands in a list is counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def _homes(keys: Any, home: str = "") -> Iterator[tuple[str, str]]:
    """Yield all names of keys, each with the key that it stands below, if any."""
    for key, held in keys.items() if isinstance(keys, Mapping) else ():
        if isinstance(key, (str, v.Marker)):
            yield str(key), home
            yield from _homes(held, str(key))
    for held in keys.validators if isinstance(keys, v.All) else keys if isinstance(keys, list) else ():
        yield from _homes(held, home)
