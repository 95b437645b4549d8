"""The errors a caller can act on.

SantaError                 something went wrong; the message says what, and what to do
├── SettingsError          a value of the environment or .env is unusable; names the key
├── InputError             what a person or a browser sent cannot be used
│   └── NotFoundError      ... because it names something that is not there
├── NotAllowedError        the person or ticket may not do this
├── StorageError           the log cannot be read or written (folder, version, disk)
└── ProviderError          a vendor said no or said nothing
    ├── ProviderRefused    it answered with an error: repeating will not help
    └── ProviderUnavailable  no usable answer: the outcome is unknown
"""

from __future__ import annotations

from dataclasses import dataclass


class SantaError(Exception):
    """A sentence for the person who reads it. Never holds a key, a prompt or a child's words."""


class SettingsError(SantaError):
    pass


class InputError(SantaError):
    pass


class NotFoundError(InputError):
    pass


class NotAllowedError(SantaError):
    pass


class StorageError(SantaError):
    pass


@dataclass(frozen=True)
class VendorWords:
    """What the vendor itself said, kept for the fold under an error. Missing parts are None."""

    status: int | None = None
    code: str | None = None
    message: str | None = None


class ProviderError(SantaError):
    """`retryable` is decided once, by the adapter that saw the answer.

    `kind` is one of: unauthorized, insufficient_credits, session_limit, session_closed,
    invalid_request, unavailable, unsupported, other. `retry_after_seconds`: the vendor's own wish.
    """

    def __init__(
        self,
        message: str,
        *,
        kind: str = "other",
        retryable: bool = False,
        vendor: VendorWords | None = None,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds
        self.kind = kind
        self.retryable = retryable
        self.vendor = vendor or VendorWords()


class ProviderRefused(ProviderError):
    pass


class ProviderUnavailable(ProviderError):
    pass
