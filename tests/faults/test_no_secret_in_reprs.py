"""What a traceback or a debug line prints of our objects holds no key, token, prompt or child's words."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx

from santa_core.domain.calls import Quality, Voice
from santa_core.ports import AvatarSession, Message, SessionRequest
from tests.faults.secrets import Leaks
from tests.faults.vendors import VENDORS
from tests.faults.virtual_time import VirtualClock
from tests.faults.world import CHILD_WORDS, PROMPT

TOKEN = "a-token-of-a-room"


def test_an_open_session_keeps_its_tokens_to_itself() -> None:
    session = AvatarSession("id", datetime(2026, 12, 1, tzinfo=UTC), 600, {"session_token": TOKEN})
    Leaks([TOKEN]).in_text(repr(session))


def test_a_request_keeps_the_prompt_to_itself() -> None:
    request = SessionRequest(
        call_id="id", quality=Quality.LOW, voice=Voice(), language="en", knowledge_base=PROMPT
    )
    Leaks().in_text(repr(request))


def test_a_message_keeps_its_words_to_itself() -> None:
    Leaks().in_text(repr(Message("user", CHILD_WORDS)))


def test_a_provider_keeps_its_key_to_itself() -> None:
    for vendor in VENDORS:
        provider = vendor.provider(httpx.AsyncClient(), "http://vendor.test", VirtualClock())
        Leaks().in_text(repr(provider))
        Leaks().in_text(repr(vars(provider)))
