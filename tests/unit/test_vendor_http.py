"""HTTP with a vendor: what is repeated, what is waited for, what is told, and what never is."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from pydantic import TypeAdapter

from santa_core.errors import ProviderError, ProviderRefused, ProviderUnavailable, VendorWords
from santa_core.providers.vendor_answers import without
from santa_core.providers.vendor_http import ANYTHING, FAILURES_KEPT, Timeouts, UnusableAnswer, VendorHttp
from tests.fakes.vendor_wire import ImpatientClock, Outcome, VendorWire

KEY = "key-of-the-account"
PATH = "/v1/streaming.list"
GET, POST = f"GET {PATH}", f"POST {PATH}"


def ok(data: object = None) -> httpx.Response:
    return httpx.Response(200, json={"code": 100, "message": "success", "data": data})


def a_wire(*outcomes: Outcome) -> VendorWire:
    def unexpected(request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"not expected: {request.method} {request.url}")

    return VendorWire({GET: outcomes, POST: outcomes}, usual=unexpected)


def http_of(wire: VendorWire) -> VendorHttp:
    return VendorHttp(
        wire.client(),
        base_url="https://api.vendor.test/",
        vendor="Vendor",
        key_header="X-Api-Key",
        api_key=KEY,
        clock=wire.clock,
    )


async def test_what_is_safe_is_asked_three_times_with_growing_jittered_pauses() -> None:
    wire = a_wire(httpx.ReadTimeout("x"), httpx.Response(502, text="<html>"), ok("at last"))
    assert await http_of(wire).get(PATH, ANYTHING) == "at last"
    first, second = wire.clock.pauses
    assert 0.1 <= first <= 0.3 and 0.2 <= second <= 0.6

    wire = a_wire(httpx.Response(500))
    with pytest.raises(ProviderUnavailable) as failed:
        await http_of(wire).get(PATH, ANYTHING)
    assert wire.asked == [GET] * 3
    assert failed.value.retryable


async def test_retry_after_is_honoured_up_to_ten_seconds() -> None:
    busy = httpx.Response(429, headers={"Retry-After": "7"}, json={"code": 1, "message": "slow down"})
    wire = a_wire(busy, ok())
    await http_of(wire).get(PATH, ANYTHING)
    (pause,) = wire.clock.pauses
    assert 7 < pause <= 7.3  # the vendor's wish and our jitter

    busy = httpx.Response(429, headers={"Retry-After": "11"}, json={"code": 1, "message": "slow down"})
    wire = a_wire(busy)
    with pytest.raises(ProviderUnavailable) as failed:
        await http_of(wire).get(PATH, ANYTHING)
    assert (wire.asked, wire.clock.pauses) == ([GET], [])
    assert failed.value.retry_after_seconds == 11


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "1"}, 1.0),
        ({"Retry-After": "0.5"}, 0.5),
        ({"Retry-After": "Mon, 01 Dec 2025 00:00:04 GMT"}, 4.0),  # the clock stands at midnight
        ({"Retry-After": "Sun, 30 Nov 2025 00:00:00 GMT"}, 0.0),
        ({"X-RateLimit-Reset": "3"}, 3.0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({}, None),
    ],
)
async def test_how_long_a_vendor_wants_us_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    wire = a_wire(httpx.Response(429, headers=headers, json={"code": 1, "message": "slow down"}))
    with pytest.raises(ProviderUnavailable) as failed:
        await http_of(wire).post(PATH, ANYTHING, body={}, safe=False)
    assert failed.value.retry_after_seconds == seconds


@pytest.mark.parametrize(
    ("outcome", "may_be_tried_again"),
    [
        (httpx.ConnectError("refused"), True),  # never sent
        (httpx.ConnectTimeout("x"), True),
        (httpx.PoolTimeout("x"), True),
        (httpx.Response(429, json={"code": 1}), True),  # not even looked at
        (httpx.ReadTimeout("x"), False),
        (httpx.WriteError("x"), False),
        (httpx.RemoteProtocolError("cut off"), False),
        (httpx.Response(500, json={"code": 1}), False),
        (httpx.Response(502, text="<html>"), False),
        (httpx.Response(200, content=b'{"code": 100, "da'), False),
        (httpx.Response(200, content=b""), False),
        (httpx.Response(200, json={}), False),
    ],
)
async def test_what_is_not_safe_is_sent_once_and_its_error_says_whether_it_may_have_been_done(
    outcome: Outcome, may_be_tried_again: bool
) -> None:
    wire = a_wire(outcome)
    with pytest.raises(ProviderUnavailable) as failed:
        await http_of(wire).post(PATH, ANYTHING, body={}, safe=False)
    assert wire.asked == [POST]
    assert failed.value.kind == "unavailable"
    assert failed.value.retryable is may_be_tried_again


@pytest.mark.parametrize(
    "nonsense", [b"", b"null", b"[]", b"{}", b"\xff\xfe", b"[" * 5_000, b"<html></html>"]
)
@pytest.mark.parametrize("status", [200, 201, 400, 403, 500])
async def test_nonsense_is_an_error_and_never_a_crash(nonsense: bytes, status: int) -> None:
    wire = a_wire(httpx.Response(status, content=nonsense))
    with pytest.raises(ProviderError) as failed:
        await http_of(wire).post(PATH, ANYTHING, body={}, safe=False)
    assert failed.value.vendor.status == status


@pytest.mark.parametrize(
    "answer",
    [
        {"code": 100, "message": "success", "data": {"a": 1}},
        {"code": 1000, "data": {"a": 1}},
        {"code": "1000", "data": {"a": 1}, "trace_id": "unknown field"},
        {"error": None, "data": {"a": 1}},
        {"data": {"a": 1}},
    ],
)
async def test_every_envelope_of_a_success_is_read(answer: dict[str, object]) -> None:
    assert await http_of(a_wire(httpx.Response(200, json=answer))).get(PATH, ANYTHING) == {"a": 1}


async def test_no_content_is_a_success() -> None:
    assert await http_of(a_wire(httpx.Response(204))).get(PATH, ANYTHING) is None


@pytest.mark.parametrize(
    ("answer", "code", "message"),
    [
        ({"code": 7, "message": "a word", "data": None}, "7", "a word"),
        ({"error": {"code": 7, "message": "a word"}, "data": None}, "7", "a word"),
        ({"error": "a word", "data": None}, None, "a word"),
        ({"detail": "a word"}, None, "a word"),
    ],
)
async def test_every_envelope_of_an_error_is_read(
    answer: dict[str, object], code: str | None, message: str
) -> None:
    wire = a_wire(httpx.Response(400, json=answer))
    with pytest.raises(ProviderRefused) as refused:
        await http_of(wire).get(PATH, ANYTHING)
    assert refused.value.vendor == VendorWords(400, code, message)


async def test_a_page_of_a_proxy_is_described_not_quoted() -> None:
    page = httpx.Response(403, html="<html><script>alert(1)</script></html>")
    with pytest.raises(ProviderRefused) as refused:
        await http_of(a_wire(page)).get(PATH, ANYTHING)
    assert refused.value.vendor.message == "38 bytes of text/html that cannot be read."


async def test_the_last_twenty_failures_are_kept_newest_first_and_without_recovered_ones() -> None:
    wire = a_wire(httpx.Response(502), ok())
    http = http_of(wire)
    await http.get(PATH, ANYTHING)
    assert list(http.failures.newest_first()) == []

    wire = a_wire(*(httpx.Response(400, json={"code": n}) for n in range(1, FAILURES_KEPT + 3)))
    http = http_of(wire)
    for _ in range(FAILURES_KEPT + 2):
        with pytest.raises(ProviderRefused):
            await http.get(PATH, ANYTHING)
    failures = http.failures.newest_first()
    assert [f.vendor.code for f in failures] == [str(n) for n in range(FAILURES_KEPT + 2, 2, -1)]
    assert (failures[0].request, failures[0].kind) == (GET, "invalid_request")


async def test_a_failure_that_the_caller_expects_is_not_kept() -> None:
    wire = a_wire(httpx.Response(400, json={"code": 400006, "message": "session state wrong: closed"}))
    http = http_of(wire)
    with pytest.raises(ProviderRefused):
        await http.post(PATH, ANYTHING, body={}, safe=True, expected=("session_closed",))
    assert list(http.failures.newest_first()) == []


async def test_the_clocks_are_compared_by_the_date_header() -> None:
    date = {"Date": "Mon, 01 Dec 2025 00:02:00 GMT"}  # ours stands at midnight
    wire = a_wire(httpx.Response(200, json={"data": {}}, headers=date))
    assert (await http_of(wire).check(PATH)).clock_offset_seconds == 120
    for odd in ({}, {"Date": "yesterday"}):
        wire = a_wire(httpx.Response(200, json={"data": {}}, headers=odd))
        assert (await http_of(wire).check(PATH)).clock_offset_seconds is None


async def test_a_check_asks_once_and_is_kept_when_it_fails() -> None:
    wire = a_wire(httpx.ReadTimeout("x"))
    http = http_of(wire)
    with pytest.raises(ProviderUnavailable):
        await http.check(PATH)
    assert wire.asked == [GET]
    assert [f.request for f in http.failures.newest_first()] == [GET]


async def test_no_secret_prompt_or_childs_word_is_in_an_error_a_repr_or_a_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    prompt = "You are Santa Claus, and Emma of Graz has lost her grandfather."
    echo = f"Bad value 'Emma of Graz has lost her grand' from {KEY} with browser-token: {prompt}"
    wire = a_wire(httpx.Response(400, json={"code": 1, "message": echo}))
    http = http_of(wire)
    body = {"prompt": prompt, "text": "Emma"}
    with pytest.raises(ProviderRefused) as refused:
        await http.post(PATH, ANYTHING, body=body, safe=False, token="browser-token")
    (failure,) = http.failures.newest_first()
    error = refused.value
    told = f"{error} {error!r} {error.vendor} {vars(error)} {failure} {http!r} {caplog.text}"
    for secret in (KEY, "browser-token", "Emma", "grandfather", "You are Santa"):
        assert secret not in told, secret
    assert error.vendor.message is not None
    assert error.vendor.message.startswith("Bad value '[removed][removed]' from [removed] with [removed]: ")
    assert error.__cause__ is None  # httpx's own error would hold the request


async def test_a_timeout_hides_the_request_that_holds_the_key() -> None:
    with pytest.raises(ProviderUnavailable) as failed:
        await http_of(a_wire(httpx.ReadTimeout("x"))).post(PATH, ANYTHING, body={}, safe=False)
    assert failed.value.__cause__ is None and failed.value.__suppress_context__


def test_a_long_echo_is_cut_out_and_chance_is_not() -> None:
    prompt = "x" * 50 + "the quick brown fox" + "y" * 50
    assert without("he said: the quick brown fox!", (prompt,)) == "he said: [removed]!"
    assert without("the quick", (prompt,)) == "the quick"
    assert without("", (prompt,)) == ""
    assert without("no text of ours", ()) == "no text of ours"


async def test_an_answer_of_another_form_is_handed_to_whoever_must_clean_up() -> None:
    wire = a_wire(ok({"session_id": "a"}))
    with pytest.raises(UnusableAnswer) as failed:
        await http_of(wire).post(PATH, TypeAdapter(list[int]), body={}, safe=False)
    assert failed.value.data == {"session_id": "a"}
    assert not failed.value.retryable


async def test_an_address_that_is_none_is_said_to_be_in_the_settings() -> None:
    http = VendorHttp(
        httpx.AsyncClient(),
        base_url="http://vendor:port",
        vendor="Vendor",
        key_header="X-Api-Key",
        api_key=KEY,
        clock=ImpatientClock(),
    )
    with pytest.raises(ProviderRefused, match=r"\.env"):
        await http.get(PATH, ANYTHING)
    await http.aclose()


# --- over a real socket --------------------------------------------------------------------


@asynccontextmanager
async def a_server(answer: bytes | None, *, trickles: bool = False) -> AsyncIterator[tuple[str, list[int]]]:
    """Takes a request and answers with these bytes; None: with nothing, until the caller hangs up."""
    asked: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        asked.append(1)
        if answer is not None:
            writer.write(answer)
            await writer.drain()
        if answer is None or trickles:
            await reader.read()  # until the caller hangs up
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}", asked
    finally:
        server.close()


def real_http(base_url: str, clock: ImpatientClock) -> VendorHttp:
    return VendorHttp(
        httpx.AsyncClient(trust_env=False),
        base_url=base_url,
        vendor="Vendor",
        key_header="X-Api-Key",
        api_key=KEY,
        clock=clock,
        timeouts=Timeouts(usual=0.2, opening=0.2, glance=0.2, connect=0.2),
    )


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    ("answer", "trickles"),
    [
        (None, False),  # never answers
        (HEAD + b"Content-Length: 100\r\n\r\n{", True),  # begins, and never goes on
        (HEAD + b"Content-Length: 100\r\n\r\n{", False),  # hangs up in the middle
        (HEAD + b"\r\n" + b'{"code": 100, "da', False),  # half a JSON
        (b"", False),  # hangs up at once
        (b"not HTTP at all\r\n\r\n", False),
    ],
)
async def test_a_real_server_that_misbehaves_is_given_up_in_time(
    answer: bytes | None, trickles: bool
) -> None:
    clock = ImpatientClock()
    async with a_server(answer, trickles=trickles) as (address, asked):
        http = real_http(address, clock)
        with pytest.raises(ProviderUnavailable) as failed:
            await http.post(PATH, ANYTHING, body={}, safe=False)
        assert (len(asked), failed.value.retryable) == (1, False)
        with pytest.raises(ProviderUnavailable):
            await http.get(PATH, ANYTHING)
        assert len(asked) == 1 + 3
        await http.aclose()


async def test_a_port_that_nobody_listens_on_is_told_as_never_sent() -> None:
    async with a_server(b"") as (address, _):
        pass  # gone again: the port is free
    http = real_http(address, ImpatientClock())
    with pytest.raises(ProviderUnavailable) as failed:
        await http.post(PATH, ANYTHING, body={}, safe=False)
    assert failed.value.retryable
    assert "ConnectError" in (failed.value.vendor.message or "")
    await http.aclose()
