"""A YAML file that an editor writes: read strictly, so that every mistake is told with its line."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

import yaml

from bindery import characters
from bindery.errors import ConfigurationError
from bindery.model import Finding, Place, Severity

_INDENT = re.compile(r" *([^\S ])\s*\S")  # a tab, or a space of another kind, where only plain ones count
_NUMBER = re.compile(r"\\U([0-9a-fA-F]{8})")


class Loader(yaml.SafeLoader):
    """YAML without dates and numbers of its own: 2024-05-01 stays what the editor wrote, and 20:24 is not 1224."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (PyYAML's own name and kind)
        first: [(tag, like) for tag, like in resolvers if not tag.endswith((":timestamp", ":int", ":float"))]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Return the next node; an alias is refused, for a few of them inside one another are a billion nodes."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "an alias (*name) is not understood here", mark)
        node: yaml.Node | None = super().compose_node(parent, index)
        return node


def parsed(file: bytes, shown: str) -> yaml.Node:
    """Return a file's keys and values with their places; raises ConfigurationError where it has none."""
    try:
        node = yaml.compose(file.decode("utf-8-sig"), Loader=Loader)
    except yaml.MarkedYAMLError as error:
        raise _unparsed(error, file.decode("utf-8-sig"), shown) from error
    except yaml.reader.ReaderError as error:
        sign = chr(int(error.character))
        line = characters.line_of(file.decode("utf-8-sig"), sign)
        message = f"character {characters.name(sign)} is none that YAML can hold."
        raise ConfigurationError([finding("yaml-encoding", Place(shown, line), message, "Take it out.")]) from error
    except RecursionError as error:
        message = "lists or keys are nested too deeply."
        raise ConfigurationError([finding("yaml-depth", Place(shown), message, "Mend the brackets.")]) from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigurationError(
            [finding("yaml-encoding", Place(shown), "not readable as UTF-8 text.", "Save the file as UTF-8.")]
        ) from error
    except (ValueError, OverflowError) as error:  # chr() of "\\UFFFFFFFF"
        raise _beyond(file.decode("utf-8-sig"), shown) from error
    if not isinstance(node, yaml.MappingNode):
        raise ConfigurationError(
            [
                finding(
                    "yaml-shape",
                    Place(shown, 1),
                    "expected lines of `key: value`.",
                    "See `build new` for an example.",
                )
            ]
        )
    return node


def said(node: yaml.Node, shown: str) -> tuple[Any, list[Finding]]:
    """Return what a file says, and its keys that stand twice, of which YAML keeps the last.

    Raises ConfigurationError where it has what no edition can hold, or says nothing.
    """
    if wrong := list(_unprintable(node, shown)):
        raise ConfigurationError(wrong)
    repeated = list(_repeated(node, shown))
    try:
        return Loader("").construct_document(node), repeated
    except yaml.MarkedYAMLError as error:
        raise _unparsed(error, "", shown) from error
    except (ValueError, LookupError, AttributeError, TypeError) as error:  # `!!int x` and its like
        hint = "Take out what begins with `!!`."
        raise ConfigurationError([finding("yaml-value", Place(shown), f"{error}.", hint)]) from error


def texts(node: yaml.Node, path: str = "") -> Iterator[tuple[str, str, int]]:
    """Yield each text of a file: where it stands in it (``authors.1.name``), itself, its line."""
    if isinstance(node, yaml.ScalarNode):
        yield path, node.value, node.start_mark.line + 1
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from texts(value, f"{path}.{key.value}".lstrip("."))
    elif isinstance(node, yaml.SequenceNode):
        for at, item in enumerate(node.value, 1):
            yield from texts(item, f"{path}.{at}".lstrip("."))


def line(node: yaml.Node, path: list[str]) -> int:
    """Return the line, from 1, on which what a path names stands, or that above it which does."""
    at = node.start_mark.line + 1
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == part]
            if not found:
                return at
            at, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and part.isdigit():
            node = node.value[int(part)]
            at = node.start_mark.line + 1
    return at


def finding(code: str, place: Place, message: str, hint: str) -> Finding:
    """Return what is wrong, which stops everything."""
    return Finding(code, Severity.ERROR, place, message, hint)


def _unparsed(error: yaml.MarkedYAMLError, text: str, shown: str) -> ConfigurationError:
    """Return where and why a file is no YAML, in an editor's words and not in those of its parser."""
    at = error.problem_mark or error.context_mark
    line = at.line if at else 0
    before, written = ["", *text.splitlines(), "", ""][line : line + 2] if at else ["", ""]
    problem, context = error.problem or "", error.context or ""
    message, hint = f"{problem}.", "Look for a missing quote, colon or space here."
    if strange := _INDENT.match(written) or _INDENT.match(before):
        line -= strange.string is before
        sign = "a tab" if strange[1] == "\t" else f"a space of another kind (U+{ord(strange[1]):04X})"
        message, hint = f"the line begins with {sign}.", "Type spaces before its words instead."
    elif "unknown escape character" in problem:
        message = 'a backslash within "…" means something else.'
        hint = "Write it twice, or put the words into '…'."
    elif "quoted scalar" in context:
        line = error.context_mark.line if error.context_mark else line
        message, hint = "a straight quotation mark is opened here that nothing closes.", "Close it behind the words."
    elif "flow" in context:
        line = error.context_mark.line if error.context_mark else line
        message, hint = "a bracket is opened here, and no comma or bracket follows its words.", "Close it, or quote it."
    elif "simple key" in context:
        line = error.context_mark.line if error.context_mark else line
        message, hint = "the line has no key.", "Write it as `key: value`, with a space behind the colon."
    elif "mapping values" in problem:
        message = "there is a colon too many, or the line does not begin right below its neighbour."
        hint = 'Put words with a colon into quotes: title: "War: A History".'
    elif "cannot start any token" in problem or "alias" in context or "anchor" in context:
        message, hint = "a sign begins the words that means something else there.", 'Put the words into quotes: "…".'
    elif problem.startswith("expected <block end>"):
        if at and not written[: at.column].strip():
            message = "the line does not begin right below those that it belongs with."
            hint = "Begin it with as many spaces as they have."
        else:
            message, hint = "words follow where a quotation has ended.", "Put all the words into one pair of quotes."
    return ConfigurationError([finding("yaml-syntax", Place(shown, line + 1 if at else 0), message, hint)])


def _beyond(text: str, shown: str) -> ConfigurationError:
    """Return that a character is written by a number that none has."""
    found = next((found for found in _NUMBER.finditer(text) if int(found[1], 16) > sys.maxunicode), None)
    place = Place(shown, text.count("\n", 0, found.start()) + 1 if found else 0)
    message = f"{found[0] if found else 'a number'} is no character."
    return ConfigurationError([finding("yaml-character", place, message, "Take it out.")])


def _unprintable(node: yaml.Node, shown: str, path: str = "") -> Iterator[Finding]:
    """Yield a finding for each key and value that has in it, by its number, what no edition can hold."""
    if isinstance(node, yaml.ScalarNode):
        if sign := characters.unprintable(node.value):
            message = f"`{path}`: expected text without control characters, and there is {characters.name(sign)}."
            yield finding("yaml-character", Place(shown, node.start_mark.line + 1), message, "Take it out.")
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = characters.printable(str(key.value)) if isinstance(key, yaml.ScalarNode) else ""
            yield from _unprintable(key, shown, f"{path}.{below}".lstrip("."))
            yield from _unprintable(value, shown, f"{path}.{below}".lstrip("."))
    else:
        for at, item in enumerate(node.value, 1):
            yield from _unprintable(item, shown, f"{path}.{at}".lstrip("."))


def _repeated(node: yaml.Node, shown: str) -> Iterator[Finding]:
    """Yield a finding for each key that stands twice in its mapping, of which YAML would keep the last."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _repeated(item, shown)
    seen: set[str] = set()
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        yield from _repeated(value, shown)
        if not isinstance(key, yaml.ScalarNode):
            continue
        if key.value in seen:
            message = f"`{key.value}` stands twice."
            yield finding("yaml-repeated", Place(shown, key.start_mark.line + 1), message, "Keep one.")
        seen.add(key.value)
