"""Keeps deliberate refusals out of the server's error log."""

from __future__ import annotations

import logging

# A WebSocket that is refused with an HTTP answer, as newer LiveKit clients expect (404, 401): uvicorn
# logs it as an error of the app.
_REFUSED_WITH_AN_ANSWER = "without completing handshake"


def is_worth_logging(record: logging.LogRecord) -> bool:
    return _REFUSED_WITH_AN_ANSWER not in record.getMessage()


def keep_refusals_out_of_the_log() -> None:
    """For whoever serves the emulator by uvicorn. Doing it twice does no harm."""
    logging.getLogger("uvicorn.error").addFilter(is_worth_logging)
