"""What went wrong at a language model's server, as ProviderError."""

from __future__ import annotations

import re

from santa_core.errors import ProviderError, ProviderRefused, ProviderUnavailable, VendorWords

_WORDS_LIMIT = 300  # characters of a server's message that are kept


def transport_errors() -> tuple[type[Exception], ...]:
    """Everything a request or a running stream can raise. The library wraps errors of HTTP only until
    the stream has begun, and errors of JSON never."""
    import httpx2
    from openai import OpenAIError

    return (OpenAIError, httpx2.HTTPError, httpx2.StreamError, ValueError)


def as_provider_error(error: Exception, *, model: str, secret: str) -> ProviderError:
    """`secret` is removed from the server's words."""
    from openai import APIError, APIStatusError

    if isinstance(error, APIStatusError):
        return _answered(error, model=model, secret=secret)
    if isinstance(error, APIError) and error.code:
        # An error event within a stream.
        words = VendorWords(None, str(error.code), _kept(error.message, secret))
    else:
        words = VendorWords(message=f"No answer: {type(error).__name__}.")
    return ProviderUnavailable(
        "The language model stopped answering. Check its server and the connection, then try again.",
        kind="unavailable",
        retryable=True,
        vendor=words,
    )


def _answered(error: object, *, model: str, secret: str) -> ProviderError:
    from openai import APIStatusError

    assert isinstance(error, APIStatusError)
    body = error.body if isinstance(error.body, dict) else {}
    message = body.get("message") if isinstance(body.get("message"), str) else error.message
    code = error.code or error.type
    words = VendorWords(error.status_code, str(code) if code else None, _kept(str(message), secret))
    status = error.status_code
    if status in (401, 403):
        return ProviderRefused(
            "The language model's server did not accept the key. Check OPENAI_API_KEY and start again.",
            kind="unauthorized",
            vendor=words,
        )
    if code == "insufficient_quota" or status == 402:
        return ProviderRefused(
            "The language model's account has no credit left. Top it up, or remove the key to practise "
            "with the scripted Santa.",
            kind="insufficient_credits",
            vendor=words,
        )
    if status == 404:
        return ProviderRefused(
            f"The language model {model!r} is not there. Check the prompt's model, OPENAI_MODEL and "
            "OPENAI_BASE_URL.",
            kind="invalid_request",
            vendor=words,
        )
    if status in (408, 409, 429) or status >= 500:
        return ProviderUnavailable(
            "The language model's server is overloaded or broken. Try again in a moment.",
            kind="unavailable",
            retryable=True,
            vendor=words,
            retry_after_seconds=_retry_after_seconds(error.response.headers.get("retry-after")),
        )
    return ProviderRefused(
        f"The language model {model!r} did not accept the request. See what its server said.",
        kind="invalid_request",
        vendor=words,
    )


def _retry_after_seconds(header: str | None) -> float | None:
    """Of a Retry-After in seconds; a date, which no such server sends, is passed over."""
    return float(header) if header and re.fullmatch(r"\d{1,6}(\.\d+)?", header) else None


def _kept(message: str, secret: str) -> str:
    return message.replace(secret, "[removed]")[:_WORDS_LIMIT] if secret else message[:_WORDS_LIMIT]
