"""The house's templates and styles, filled; a mistake in one is told with its name and line."""

from __future__ import annotations

import re
import traceback
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bindery import dates, ties
from bindery.errors import TemplateError
from bindery.house import House

if TYPE_CHECKING:
    import jinja2

    from bindery.tools.sandbox import Bounded


class Templates:
    """Jinja2 over the project's own files first, then the press's."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._fonts: dict[Path, tuple[tuple[int, int, int], bytes]] = {}  # with what the file was

    @cached_property
    def _environment(self) -> Bounded:
        import jinja2  # who only has something printed by another process needs none

        from bindery.tools import sandbox
        from bindery.tools.bytecode import Kept

        folders = [base / part for base in (self.house.root, self.house.defaults) for part in ("templates", "styles")]
        # A template may come from a stranger: it fills in words and runs nothing.
        environment = sandbox.Bounded(
            loader=_loader(tuple(dict.fromkeys(folders)), self.house),
            autoescape=lambda name: not (name or "").endswith((".css", ".js")),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=Kept(self.house.defaults, __file__, sandbox.__file__),
        )
        environment.globals |= {"spoken": dates.spoken, "tied": ties.tie_text}
        environment.filters["quoted"] = quoted
        return environment

    def fill(self, name: str, **words: Any) -> str:
        """Return a template or style with ``words`` in it.

        Raises TemplateError with the template's name and line.
        """
        import jinja2

        try:
            self._environment.begin()
            return self._environment.get_template(name).render(**words)
        except jinja2.TemplateSyntaxError as error:
            raise TemplateError(
                f"{error.filename or name}:{error.lineno}: {error.message}. Mend the template."
            ) from error
        except jinja2.TemplateNotFound as error:
            raise TemplateError(f"templates/{error.name}: not found. Restore it or reinstall Bindery.") from error
        except SyntaxError as error:  # Python's own: it knows bounds that Jinja2 does not, and no line of the template
            raise TemplateError(f"{error.filename or name}: {error.msg}. Mend the template.") from error
        except MemoryError as error:
            raise TemplateError(f"{name}: more than the memory holds. Mend the template.") from error
        except (
            jinja2.TemplateError,
            TypeError,
            ValueError,
            LookupError,
            AttributeError,
            ArithmeticError,
            RecursionError,
        ) as error:
            # Jinja2 rewrites its own frames: a file that is not Python is a template.
            frames = [f for f in traceback.extract_tb(error.__traceback__) if not f.filename.endswith((".py", ">"))]
            where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else name
            raise TemplateError(f"{where}: {str(error).rstrip('.')}. Mend the template.") from error

    def compile(self, *names: str) -> None:
        """Have templates ready to be filled; what is wrong with one is told when it is."""
        import jinja2

        for name in names:
            with suppress(jinja2.TemplateError, TemplateError, SyntaxError, RecursionError, MemoryError):
                self._environment.get_template(name)

    def font(self, file: str) -> bytes:
        """Return a font file's bytes, read once."""
        return self._read(self.house.file(f"styles/fonts/{file}"))

    def print_font(self, file: str) -> bytes:
        """Return a font as print wants it: what ``X.woff2`` packs, where ``X`` stands beside it.

        WeasyPrint unpacks WOFF2 in Python, which takes longer than all the rest of a PDF. Beside, not elsewhere: the
        press's own is not what a project's file of the same name packs.
        """
        return self._read(self._printed(file))

    def font_files(self, file: str) -> tuple[Path, ...]:
        """Return where a font is that editions have, and where the one that print has, if that is another."""
        return tuple(dict.fromkeys((self.house.file(f"styles/fonts/{file}"), self._printed(file))))

    def _printed(self, file: str) -> Path:
        for base in (self.house.root, self.house.defaults):
            for name in (file.removesuffix(".woff2"), file):
                if (path := base / "styles/fonts" / name).is_file():
                    return path
        return self.house.file(f"styles/fonts/{file}")

    def _read(self, path: Path) -> bytes:
        state = path.stat()
        key = state.st_mtime_ns, state.st_size, state.st_ino
        if path not in self._fonts or self._fonts[path][0] != key:
            self._fonts[path] = key, path.read_bytes()
        return self._fonts[path][1]


def _loader(folders: tuple[Path, ...], house: House) -> jinja2.BaseLoader:
    """Return what reads templates of folders, the first that has one; one that is no text is told by its own name."""
    import jinja2

    class Loader(jinja2.FileSystemLoader):
        def get_source(self, environment: jinja2.Environment, template: str) -> Any:
            try:
                return super().get_source(environment, template)
            except UnicodeDecodeError as error:
                file = next(folder / template for folder in folders if (folder / template).is_file())
                data, at = error.object, error.start
                raise TemplateError(
                    f"{house.place(file)}:{data.count(10, 0, at) + 1}: byte 0x{data[at]:02x} is not UTF-8. "
                    "Save it as UTF-8."
                ) from error

    return Loader([str(folder) for folder in folders])


@lru_cache(maxsize=1)
def of(house: House) -> Templates:
    """Return a house's templates, which a command compiles once; one that has changed since is read again."""
    return Templates(house)


def quoted(text: str) -> str:
    """Return text as a string of CSS (CSS Syntax 3, 4.3.5): a quotation mark or a line break in it ends nothing."""
    return '"' + re.sub(r'["\\\x00-\x1f\x7f<]', lambda m: f"\\{ord(m[0]):x} ", text) + '"'
