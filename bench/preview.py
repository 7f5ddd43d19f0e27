"""What an editor waits for: from a save to the refreshed page, beside the naive chain in the same rounds."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench.clock import Timing, Work, measure
from bench.naive import chain

ROOT = Path(__file__).parents[1]
BUILD = Path(sys.executable).with_name("build")
ARTICLE = ROOT / "manuscript/on-the-brink-of-war"
WANTED = {"save to HTML": 0.15, "save to PDF": 0.40}  # of the naive chain, which takes about a second


class News:
    """The stream of a running preview; what is waited for is what a page would be told."""

    def __init__(self, port: int) -> None:
        self.asked = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.asked.request("GET", "/on-the-brink-of-war/news")
        self.answer = self.asked.getresponse()
        self.html = self.pdf = ""

    def until(self, state: str, time_: int = 0) -> dict:
        """Return the first status of that state whose files are no older than ``time_``."""
        while line := self.answer.readline().decode():
            if line.startswith("data: "):
                status = json.loads(line.removeprefix("data: "))
                if status["state"] == "broken":
                    raise SystemExit(str(status["findings"]))
                if status["state"] == state and status["time"] >= time_:
                    return status
        raise SystemExit("the preview ended")


def run(folder: Path, rounds: int) -> tuple[list[str], dict[str, Timing]]:
    """Measure the article in a folder: one word changed and saved each round, until the page is told, and has it."""
    shutil.copytree(ARTICLE, folder / "manuscript/on-the-brink-of-war")
    source = next((folder / "manuscript/on-the-brink-of-war").glob("*.md"))
    text = source.read_text("utf-8")
    naive = chain(folder, [source])
    process = subprocess.Popen([BUILD, "preview", "--no-open"], cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        port = int(re.search(r":(\d+)/", process.stdout.readline())[1])
        news = News(port)
        status = news.until("current")
        saves = 0

        def save() -> None:
            nonlocal saves
            saves += 1
            source.write_text(text.replace(" the ", f" the{'y' * (saves % 9 + 1)} ", 1), "utf-8")

        def fetch(name: str) -> None:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
            asked.request("GET", f"/on-the-brink-of-war/{name}")
            assert asked.getresponse().read()
            asked.close()

        def settle() -> None:
            nonlocal status
            if status["state"] != "current":
                status = news.until("current", status["time"])
            time.sleep(0.2)

        def waited(state: str, name: str) -> None:
            nonlocal status
            before = status["time"]
            save()
            status = news.until(state, before + 1)
            fetch(name)

        timings = measure(
            [
                Work("naive", naive, settle),
                Work("save to HTML", lambda: waited("printing", "edition.html"), settle),
                Work("save to PDF", lambda: waited("current", "edition.pdf"), settle),
            ],
            rounds,
        )
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()
    base = timings["naive"].median
    return [
        f"| {name} | {timings[name].median / base:.2f} of the naive chain | at most {most} |"
        for name, most in WANTED.items()
    ], timings
