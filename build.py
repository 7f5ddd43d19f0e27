"""The door: ``python build.py pdf`` is ``build pdf``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "src"))

if __name__ == "__main__":
    try:
        from bindery.door import main

        main()
    except ModuleNotFoundError as missing:
        sys.exit(
            f"{missing.name} is not here. Run `make setup`, then `uv run python build.py`, or just `uv run build`."
        )
