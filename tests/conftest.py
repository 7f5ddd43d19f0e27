"""What every test may ask for."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import begun
from tools import FLAGS, need

ROOT = Path(__file__).parents[1]
Scheme = Literal["light", "dark"]
os.environ["BINDERY_CACHE"] = "off"  # what the user has kept proves nothing


# The longest files first, so that no worker is left with one of them at the end.
LONGEST = (
    "reading/test_engines", "renderers/test_validators", "test_preview", "renderers/test_keyboard", "test_robust",
    "test_hostile", "translation/test_rtl", "test_workshop", "test_translate", "renderers/test_web", "test_cli",
    "test_reproducible", "renderers/test_epub",
)  # fmt: skip


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Half as many workers again as there are cores: much of a test's time is a wait for browsers and validators."""
    return (os.cpu_count() or 1) * 3 // 2 or 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A worker takes whole files: what their tests share is then made once, and each validator is asked once."""
    from xdist.scheduler import LoadFileScheduling

    config.option.loadscopereorder = False
    return LoadFileScheduling(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {str(ROOT / f"tests/{name}.py"): number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(str(item.path), len(order)))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh-golden", action="store_true", help="write the golden cases anew; read the diff")


@pytest.fixture(scope="session")
def refresh_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--refresh-golden"))


@pytest.fixture(scope="session", autouse=True)
def _press() -> Iterator[None]:
    """Whatever press has begun for a test ends with the last of them."""
    yield
    if begun.press.cache_info().currsize:
        begun.press().end()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one browser of a process: a second beside it is more than Playwright allows."""
    chromium = need("chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def window(browser: Browser) -> Callable[..., Page]:
    """An empty page of a size and a scheme, with script or without; it is kept, for a new one costs more than most tests."""
    kept: dict[bool, Page] = {}

    def window(width: int, height: int, *, script: bool = True, scheme: Scheme = "light") -> Page:
        if script not in kept:
            kept[script] = browser.new_context(java_script_enabled=script).new_page()
        page = kept[script]
        page.goto("about:blank")
        page.bring_to_front()  # who tabbed past the end of the last page has left the focus in the browser's own bar
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="null", color_scheme=scheme)
        return page

    return window
