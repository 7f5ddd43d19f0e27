"""The door: ``python build.py pdf`` is ``build pdf``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "src"))

from bindery.cli import main

if __name__ == "__main__":
    main()
