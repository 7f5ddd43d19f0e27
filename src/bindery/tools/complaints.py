"""What WeasyPrint complains of, listened to."""

from __future__ import annotations

import logging


class Complaints(logging.Handler):
    """Warnings and errors from when it begins to listen; ``said`` are their words."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def listen(self) -> Complaints:
        """Begin to listen."""
        logging.getLogger("weasyprint").addHandler(self)
        return self

    def stop(self) -> None:
        """Listen no more."""
        logging.getLogger("weasyprint").removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what is said."""
        self.said.append(record.getMessage())
