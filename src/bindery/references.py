"""References: what pandoc takes for the address of a link, ``[words]: address``, and prints nowhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bindery import bare
from bindery.model import Finding, Severity
from bindery.source import Source

_REFERENCE = re.compile(r"^ {0,3}\[(?!\^)([^\[\]\n]+)\]:[ \t]*(.*)")
_ADDRESS = re.compile(r"<?(?:https?://|ftp://|mailto:|tel:|#)", re.IGNORECASE)
_NAMED = re.compile(r"\[([^\[\]]*)\]")
_TARGET = re.compile(r"(?:<[^>]*>|\S+)(?:\s+[\"'(].*)?")


def find(source: Source) -> Iterator[Finding]:
    """Yield a finding for each that is no address, and for each that no link uses."""
    lines, before = bare.lines(source.text), ""
    times = Counter(_NAMED.findall(" ".join(source.text.casefold().split())))
    for at, line in enumerate(lines):
        here = _REFERENCE.match(line)
        if here and (not before.strip() or _REFERENCE.match(before)):
            name, address = here[1], here[2].strip() or "".join(lines[at + 1 : at + 2]).strip()
            is_used = times[" ".join(name.casefold().split())] > 1
            if not (_ADDRESS.match(address) or (is_used and _TARGET.fullmatch(address))):
                message = f"“[{name[:60]}]: …” is taken for the address of a link, and would be printed nowhere."
                hint = f"Put a backslash before it, \\[{name[:60]}]: …; or give it an address of the web."
                yield source.find("reference-lost", Severity.ERROR, at + 1, message, hint)
            elif not is_used:
                message = f"no link uses the address [{name[:60]}], so it is printed nowhere."
                yield source.find("reference-unused", Severity.WARNING, at + 1, message, f"Write [words][{name[:60]}].")
        before = line
