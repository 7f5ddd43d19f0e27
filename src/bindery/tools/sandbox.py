"""The door to Jinja2's sandbox: a template fills in words, runs nothing, and comes to an end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jinja2 import nodes, pass_context
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

ROUNDS = 2_000_000  # of all loops together: a book of the largest size has a tenth of them
_LONGEST = 1_000_000  # letters, items or digits that a product may have
_COUNTED = "counted"
# What makes a text as wide as it is told, by filters and by methods of a text: no style sheet needs them.
_PADDING = ("center", "format", "indent")
_PADDED = frozenset({"center", "expandtabs", "format", "format_map", "ljust", "rjust", "zfill"})


class Bounded(SandboxedEnvironment):
    """Jinja2's sandbox, which bounds a range but no loops within one another, no product and no padding."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        for name in _PADDING:
            del self.filters[name]
        self.filters[_COUNTED] = self._counted
        self._rounds = 0

    def begin(self) -> None:
        """Count from here."""
        self._rounds = 0

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        """Have each loop counted; it is what Jinja2 has its subclasses change."""
        for loop in list(source.find_all(nodes.For)):
            loop.iter = nodes.Filter(loop.iter, _COUNTED, [], [], None, None, lineno=loop.lineno, environment=self)
        return super()._generate(source, name, filename, defer_init)

    @pass_context  # so that it is no constant
    def _counted(self, _context: Context, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self._rounds += 1
            if self._rounds > ROUNDS:
                raise TemplateRuntimeError(f"its loops go round more than {ROUNDS} times")
            yield item

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Tell whether a template may ask for an attribute."""
        return not (isinstance(obj, str) and attr in _PADDED) and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:  # noqa: ARG002
        """Return nothing: a text's ``format`` is refused as all that pads is."""
        return

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Return a product or a remainder.

        Raises SecurityError where it would fill the memory.
        """
        if operator == "%" and isinstance(left, str):
            raise SecurityError("% fills in no text; write it with {{ … }}")
        if _length(operator, left, right) > _LONGEST:
            raise SecurityError(f"{operator} makes more than {_LONGEST} letters or digits")
        return super().call_binop(context, operator, left, right)


def _length(operator: str, left: Any, right: Any) -> int:
    """Return how long a product or a power is, roughly."""
    for times, what in ((left, right), (right, left)):
        if isinstance(times, int) and hasattr(what, "__len__"):
            return times * len(what)
    if not (isinstance(left, int) and isinstance(right, int)):
        return 0
    return left.bit_length() * abs(right) if operator == "**" else left.bit_length() + right.bit_length()
