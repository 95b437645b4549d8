"""What the database's own errors mean for the person who reads them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from santa_core.errors import StorageError

# Part of the driver's words -> what to tell people. {name} is "the log in data/santa.db".
_KNOWN = {
    "file is not a database": (
        "The file of {name} is not a database. Move it away, or choose another place with SANTA_DATA_DIR."
    ),
    "malformed": "The file of {name} is damaged. Restore a copy, or move it away to begin a new log.",
    "unable to open database file": (
        "The file of {name} cannot be opened. Make the file and its folder readable and writable, or "
        "choose another place with SANTA_DATA_DIR."
    ),
    "readonly database": (
        "The file of {name} cannot be written. Make the file and its folder writable, or choose another "
        "place with SANTA_DATA_DIR."
    ),
    "disk is full": "The disk is full: {name} cannot be written. Make room and try again.",
    "disk i/o error": "The disk does not answer properly: {name} cannot be used. Check the disk.",
    "permission denied": "The user in DATABASE_URL may not use {name}. Ask for the rights, or use another.",
    "locked": "Another program holds {name} and did not let go within seconds. Close it and try again.",
}
_KNOWN_WHEN_CONNECTING = {
    "password authentication failed": (
        "The server of {name} refused the user or the password. Correct them in DATABASE_URL."
    ),
    "no password supplied": "The server of {name} wants a password. Put it in DATABASE_URL.",
    "does not exist": (
        "The server of {name} answers, but a name in DATABASE_URL (the database or the user) does not exist "
        "there. Create it or correct the name."
    ),
}


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Turns the database's errors into StorageError."""
    try:
        yield
    except (SQLAlchemyError, OverflowError, ValueError) as error:
        # from None: the driver's words may hold the row, and so a child's words; a traceback goes to the log.
        raise StorageError(_sentence(error, _KNOWN, name) or _unknown(error, name)) from None


@contextmanager
def connection_trouble(name: str) -> Iterator[None]:
    """As `explained`, for the first connection: what is not known means that nobody answers there."""
    try:
        yield
    except SQLAlchemyError as error:
        sentence = _sentence(error, _KNOWN | _KNOWN_WHEN_CONNECTING, name) or (
            f"Nobody answers for {name}. Check that the database server runs and that host and port in "
            "DATABASE_URL are right."
        )
        # from None: the driver's words can hold pieces of a mistyped URL, and so of a password.
        raise StorageError(sentence) from None


def _sentence(error: Exception, known: dict[str, str], name: str) -> str | None:
    words = str(error.orig).lower() if isinstance(error, DBAPIError) else ""
    for part, sentence in known.items():
        if part in words:
            return sentence.format(name=name)
    return None


def _unknown(error: Exception, name: str) -> str:
    if type(error) is ValueError:  # an enum's: a row holds a word that is not in its vocabulary
        return f"A newer version of this program wrote to {name} ({error}). Update the program."
    if isinstance(error, DBAPIError):
        code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)
        detail = f"{type(error.orig).__name__}{f' {code}' if code else ''}"
    else:
        detail = type(error).__name__
    return f"The database refused to work with {name} ({detail})."
