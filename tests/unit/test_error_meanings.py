"""What a vendor's error means, by code, words and status."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from santa_core.errors import VendorWords
from santa_core.providers.error_meanings import ROWS, meaning_of
from santa_core.providers.vendor_answers import read_answer
from tests.contract.recorded import FOLDER, answer_of
from tests.fakes.vendor_wire import ImpatientClock


@pytest.mark.parametrize(
    ("status", "code", "message", "kind"),
    [
        (400, "10004", "Concurrent limit reached", "session_limit"),
        (403, "4003", "Session concurrency limit reached", "session_limit"),
        (403, "4003", None, "session_limit"),
        (429, None, "Too many active sessions", "session_limit"),
        (400, None, "quota not enough", "insufficient_credits"),
        (402, None, None, "insufficient_credits"),
        (403, "4030", "Insufficient credits to start a session", "insufficient_credits"),
        (400, "1", "Insufficient credit", "insufficient_credits"),
        (403, None, "Insufficient permissions", "unauthorized"),
        (401, "400112", "Unauthorized", "unauthorized"),
        (401, None, "Session token expired", "unauthorized"),
        (401, "4010", "Invalid API key", "unauthorized"),
        (403, None, None, "unauthorized"),
        (400, "400006", "Session is not in correct state", "session_closed"),
        (400, None, "session state wrong: closed", "session_closed"),
        (400, "400006", "session state wrong: new", "invalid_request"),
        (404, None, "session not found", "session_closed"),
        (400, "4001", "Session is already closed", "session_closed"),
        (400, "4000", "Session is already started", "invalid_request"),
        (400, "10003", "invalid avatar", "invalid_request"),
        (400, "400014", None, "invalid_request"),
        (400, "400105", None, "invalid_request"),
        (400, "40039", None, "invalid_request"),
        (422, None, "streaming avatar not support this voice", "invalid_request"),
        (404, None, None, "invalid_request"),
        (409, None, None, "invalid_request"),
        (429, None, "slow down", "unavailable"),
        (500, None, None, "unavailable"),
        (502, None, None, "unavailable"),
        (200, "10001", "something", "invalid_request"),
        (200, None, None, "other"),
        (302, None, None, "other"),
        (None, "99", "a code nobody has seen", "other"),
    ],
)
def test_what_an_error_answer_means(
    status: int | None, code: str | None, message: str | None, kind: str
) -> None:
    assert meaning_of(VendorWords(status, code, message)).kind == kind


@pytest.mark.parametrize(
    ("code", "message", "advice"),
    [
        ("400014", None, "cannot use this avatar"),
        ("10003", "Invalid parameter: invalid avatar: 'Nobody'", "cannot use this avatar"),
        ("4040", "Avatar not found", "cannot use this avatar"),
        ("10003", "streaming avatar not support this voice", "cannot speak with this voice"),
        ("400105", "Text contains blocked words", "does not let an avatar say"),
        ("40039", "Invalid text", "1 to 1,000 characters"),
    ],
)
def test_what_a_person_can_mend_is_said(code: str, message: str | None, advice: str) -> None:
    assert advice in meaning_of(VendorWords(400, code, message)).advice


def test_each_advice_is_a_sentence_about_the_vendor() -> None:
    for row in ROWS:
        text = row.meaning.advice.format(vendor="HeyGen")
        assert "HeyGen" in text and text.endswith("."), text


KINDS_OF_RECORDED_ERRORS = {
    "unauthorized": "unauthorized",
    "token_spent": "unauthorized",
    "concurrent_limit": "session_limit",
    "insufficient_credits": "insufficient_credits",
    "quota_exhausted": "insufficient_credits",
    "closed": "session_closed",
    "rate_limited": "unavailable",
    "server_error": "unavailable",
}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.json")), ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_recorded_answer_is_read_as_what_it_is(path: Path) -> None:
    exchange = json.loads(path.read_text(encoding="utf-8"))
    answer = read_answer(answer_of(exchange), secrets=(), now=ImpatientClock().now())
    assert answer.is_readable
    assert answer.is_success is (exchange["response"]["status"] < 400)
    if answer.is_success:
        assert answer.data == exchange["response"]["json"]["data"]
        return
    assert answer.words.message  # the vendor's own words are there to be shown
    for ending, kind in KINDS_OF_RECORDED_ERRORS.items():
        if path.stem.endswith(ending):
            assert meaning_of(answer.words).kind == kind
            return
    assert meaning_of(answer.words).kind in ("invalid_request", "session_closed")


def test_the_form_of_fastapi_is_told_by_field_without_what_was_sent() -> None:
    detail = [
        {
            "loc": ["body", "prompt"],
            "msg": "String should have at most 10 characters",
            "type": "string_too_long",
            "input": "You are Santa.",
        }
    ]
    response = httpx.Response(422, json={"detail": detail})
    answer = read_answer(response, secrets=(), now=ImpatientClock().now())
    assert answer.words == VendorWords(422, None, "body.prompt: String should have at most 10 characters")
