"""Whatever JSON a vendor answers with, a provider answers or raises a ProviderError: never anything else."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from santa_core.errors import ProviderError
from santa_core.providers.heygen import HeyGenAvatarProvider
from santa_core.providers.liveavatar import LiveAvatarAccount, LiveAvatarProvider
from tests.fakes.vendor_wire import ImpatientClock
from tests.vendor_calls import CALLS, KEY, Call

# The names that the adapters read, so that odd values land where they are looked for.
NAMES = (
    "sessions", "results", "data", "next", "count", "id", "session_id", "session_token", "token", "status",
    "created_at", "duration", "credits_left", "remaining_quota", "voices", "avatar_id", "voice_id", "name",
    "url", "access_token", "next_pagination_token", "transcript_data", "transcript", "role", "is_paid",
    "session_duration_limit", "credits_consumed", "end_reason", "livekit_url", "livekit_client_token",
)  # fmt: skip
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()  # NaN and infinity too: Python's JSON lets them through
    | st.sampled_from(
        ["", "new", "santa-call 1", "2025-12-01T09:00:00Z", "99999999999999999999", "1e999", "\x00"]
    )
)
ODD = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=3), inner, max_size=6)
    ),
    max_leaves=12,
)
ENVELOPES = st.fixed_dictionaries(
    {"data": ODD},
    optional={
        "code": st.sampled_from([100, 1000, None, "100", 4003]) | SCALARS,
        "message": SCALARS,
        "error": ODD,
        "detail": ODD,
    },
)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(status=st.sampled_from([200, 201, 204, 400, 403, 404, 422, 429, 500]), answer=ENVELOPES | ODD)
async def test_any_json_is_an_answer_or_an_error_of_the_vendor(call: Call, status: int, answer: Any) -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, content=json.dumps(answer).encode())

    async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as http:
        clock = ImpatientClock()
        heygen = HeyGenAvatarProvider(http, base_url="https://heygen.test", api_key=KEY, clock=clock)
        account = LiveAvatarAccount(http, base_url="https://liveavatar.test", api_key=KEY, clock=clock)
        liveavatar = LiveAvatarProvider(account, avatar_id="8f59f2d6-5a37-4c0e-9c1e-0a5a27a5a001")
        try:
            await call.ask(heygen, liveavatar)
        except ProviderError as error:
            assert KEY not in f"{error} {error.vendor}"
