"""What log lines leave out."""

import logging


def without_traceback(record: logging.LogRecord) -> bool:
    """For a request that is refused for its own fault: one line with the reason, at WARNING."""
    record.exc_info = None
    record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True
