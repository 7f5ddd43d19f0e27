"""The server: the desk's editions as pages on this machine only; it reads, and is told nothing."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bindery.brand import read_brand
from bindery.errors import BinderyError, UsageError
from bindery.house import DEFAULTS, House
from bindery.languages import languages, read_language
from bindery.preview import watch
from bindery.preview.desk import Desk, Edition
from bindery.templates import Templates

ADDRESS = "127.0.0.1"
_NAMES = [ADDRESS, "localhost"]  # no other: a page elsewhere may have its own name lead here (DNS rebinding)
_COMMON = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_FRAME = (
    f"{_NOTHING}; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; frame-src 'self'; "
    "img-src 'self' data:"
)
_EDITION = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; style-src 'unsafe-inline'; "
    "img-src data:; font-src 'self' data:; script-src {scripts}"
)
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def listen(port: int) -> socket.socket:
    """Return a socket that only this machine can reach; port 0 is any that is free.

    Raises UsageError where the port is taken.
    """
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((ADDRESS, port))
    except OSError as error:
        door.close()
        raise UsageError(f"Port {port}: {error.strerror}. Choose another, or leave out --port.") from error
    return door


def serve(house: House, door: socket.socket, ready: Callable[[], None]) -> None:
    """Serve the house's publications until Ctrl-C, or until the terminal is closed.

    ``ready`` is called once pages can be asked for.
    """
    server = _Server(application(house), ready)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:  # who was begun by nohup goes on
        signal.signal(signal.SIGHUP, server.handle_exit)
    server.run(sockets=[door])


class _Server(uvicorn.Server):
    """A server that tells when it is ready, and sends listeners home before it waits for them."""

    def __init__(self, pages: Starlette, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                pages, log_level="critical", access_log=False, timeout_graceful_shutdown=2, server_header=False
            )
        )
        self._pages, self._ready = pages, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets=sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the desk, which ends every stream of news, then the rest."""
        self._pages.state.desk.close()
        await super().shutdown(sockets=sockets)


def application(house: House) -> Starlette:
    """Return the pages of the preview."""

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        app.state.desk = desk = Desk(house, _font_url)
        watching = asyncio.create_task(_watch(desk))
        yield
        watching.cancel()
        desk.close()

    routes = [
        Route("/", _first, methods=["GET"]),
        Route("/-/preview.css", _style, methods=["GET"]),
        Route("/-/preview.js", _script, methods=["GET"]),
        Route("/-/fonts/{file:path}", _font, methods=["GET"]),
    ]
    for base in ("/{slug}/", "/{slug}/{language}/"):
        routes += [
            Route(base, _page, methods=["GET"]),
            Route(f"{base}news", _news, methods=["GET"]),
            Route(f"{base}edition.html", _html, methods=["GET"]),
            Route(f"{base}edition.pdf", _pdf, methods=["GET"]),
        ]
    pages = Starlette(
        routes=routes,
        lifespan=life,
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=_NAMES, www_redirect=False)],
        exception_handlers={BinderyError: _missing},
    )
    pages.router.redirect_slashes = False
    return pages


def _font_url(file: str) -> str:
    return f"/-/fonts/{file}"


async def _watch(desk: Desk) -> None:
    async for paths in watch.changes(desk.house):
        desk.change(paths)


def _edition(request: Request) -> Edition:
    desk: Desk = request.app.state.desk
    return desk.edition(request.path_params["slug"], request.path_params.get("language", ""))


async def _missing(_request: Request, error: Exception) -> Response:
    return PlainTextResponse(str(error), 404, _COMMON | {"Content-Security-Policy": _NOTHING})


async def _first(request: Request) -> Response:
    slugs = request.app.state.desk.house.slugs()
    if not slugs:
        raise UsageError("No publication here yet. Make one with `build new SLUG`.")
    return RedirectResponse(f"/{slugs[0]}/", headers=_COMMON)


async def _page(request: Request) -> Response:
    edition = _edition(request)
    base = f"/{edition.slug}/" + (f"{edition.language}/" if edition.language else "")
    return _filled(request, "preview.html", "text/html", base=base, slug=edition.slug)


async def _style(request: Request) -> Response:
    return _filled(request, "preview.css", "text/css")


async def _script(request: Request) -> Response:
    return _filled(request, "preview.js", "text/javascript")


def _filled(request: Request, name: str, kind: str, **words: Any) -> Response:
    """Return one of the preview's own templates; a house whose brand or templates are broken gets the press's."""

    def fill(house: House) -> str:
        # The desk speaks English, and has no guests.
        ours = {"brand": read_brand(house), "language": read_language(house, "en"), "trail": lambda _voice: ""}
        return Templates(house).fill(name, document=ours, font_url=_font_url, **words)

    try:
        text = fill(request.app.state.desk.house)
    except BinderyError:
        text = fill(House(DEFAULTS))
    return Response(text, media_type=kind, headers=_COMMON | {"Content-Security-Policy": _FRAME})


async def _font(request: Request) -> Response:
    house: House = request.app.state.desk.house
    file = request.path_params["file"]
    if file not in await asyncio.to_thread(_font_files, house):
        raise UsageError(f"{file}: no font of the house.")
    data = await asyncio.to_thread(house.file(f"styles/fonts/{file}").read_bytes)
    return Response(data, media_type="font/woff2", headers=_COMMON | {"Cache-Control": "max-age=3600"})


def _font_files(house: House) -> set[str]:
    """Return the fonts that any edition may ask for: the brand's, and those of languages."""
    found = {font.file for font in read_brand(house).fonts}
    for code in languages(house):
        with suppress(BinderyError):  # who reads in that language is told
            found |= {face.file for face in read_language(house, code).faces}
    return found


async def _html(request: Request) -> Response:
    html = _made(_edition(request).html)
    text = html.decode()
    hashes = [f"'sha256-{b64encode(sha256(body.encode()).digest()).decode()}'" for body in _SCRIPT.findall(text)]
    policy = _EDITION.format(scripts=" ".join(hashes) or "'none'")
    return Response(html, media_type="text/html", headers=_COMMON | {"Content-Security-Policy": policy})


async def _pdf(request: Request) -> Response:
    edition = _edition(request)
    policy = "frame-ancestors 'self'"  # the browser's own viewer runs under the page's policy, and needs its scripts
    name = f'inline; filename="{edition.slug}.pdf"'
    headers = _COMMON | {"Content-Security-Policy": policy, "Content-Disposition": name}
    return Response(_made(edition.pdf), media_type="application/pdf", headers=headers)


def _made(data: bytes) -> bytes:
    if not data:
        raise UsageError("Not made yet.")
    return data


async def _news(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    edition = _edition(request)

    async def lines() -> AsyncIterator[str]:
        yield "retry: 500\n\n"
        async for status in desk.statuses(edition):
            yield f"data: {json.dumps(status, ensure_ascii=False)}\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream", headers=_COMMON)
