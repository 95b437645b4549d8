"""The review of a call out of the log: /call?review=<id>."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from components.review import export
from santa_core.domain.calls import Avatar, CallState, Child, EndReason, TurnOrigin
from santa_core.services.call_review import review_call
from santa_core.studio import Studio
from tests.pages.conftest import OpenPage
from tests.pages.logged_calls import a_call_of_two_sessions, a_turn, an_answer, an_ended_call, an_event

AT = datetime(2025, 12, 20, 17, 0, tzinfo=UTC)


def tiles(at: object) -> dict[str, str]:
    return {metric.label: metric.value for metric in at.metric}  # type: ignore[attr-defined]


def html(at: object) -> str:
    return " ".join(h.proto.body for h in at.get("html"))  # type: ignore[attr-defined]


def test_the_arithmetic_of_a_paid_call_is_shown(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(studio.call_log, started_at=AT, seconds=61, avatar=Avatar.HEYGEN)
    at = open_page("call", review=call.call_id)
    # 61 s x 0.2 / 60 = 0.20333..., rounded to 0.2033; x $0.99 = $0.201267, shown as $0.20
    assert tiles(at)["Duration"] == "1 min 1 s"
    assert tiles(at)["Cost"] == "$0.20"
    assert tiles(at)["Credits"] == "0.2033"
    shown = " ".join(c.value for c in at.caption).replace("\\", "")
    assert "61 s x 0.2 credit/min = 0.2033 credits x $0.99 = $0.20" in shown
    drawn = [component.proto.json for component in at.get("bidi_component")]
    assert not any("ticket" in data for data in drawn), "an old call's review must not offer to start one"


def test_a_practice_call_would_have_cost_the_minimum(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(studio.call_log, started_at=AT, seconds=12)
    at = open_page("call", review=call.call_id)
    assert tiles(at)["Would have cost"] == "$0.10"  # 30 s x 0.2 / 60 = 0.1 credits x $0.99 = $0.099
    assert "Practice: would have cost 30 s (the minimum)" in " ".join(c.value for c in at.caption).replace(
        "\\", ""
    )


def test_waits_are_those_of_answers_only(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(studio.call_log, started_at=AT)
    log = studio.call_log
    log.save_turn(a_turn(call, 0, "Ho ho ho!", origin=TurnOrigin.GREETING))
    log.save_turn(a_turn(call, 1, "Hello"))
    log.save_turn(an_answer(call, 2, "Hello Emma!", hearing=100, thinking=300, avatar=150, sound=50))  # 600
    log.save_turn(an_answer(call, 3, "And you?", hearing=200, thinking=900, avatar=200))  # 1,300
    log.save_turn(an_answer(call, 4, "Fine!", hearing=0, thinking=300, avatar=100))  # 400
    at = open_page("call", review=call.call_id)
    assert tiles(at)["Wait (p50)"] == "600 ms"
    assert tiles(at)["Wait (p90)"] == "1,300 ms"
    assert tiles(at)["Wait (p95)"] == "1,300 ms"
    waits = at.dataframe[0].value
    assert waits["total"].tolist() == [600, 1300, 400]
    assert waits["first_token"].tolist() == [300, 900, 300]
    assert waits["sound"].isna().tolist() == [False, True, True]
    said = " ".join(m.value for m in at.markdown)
    assert "Half of the answers were heard within 600 ms" in said
    assert "19 in 20 within 1,300 ms. Most of it is first word: 300 ms." in said


def test_each_answer_is_a_bar_of_its_parts(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(studio.call_log, started_at=AT)
    studio.call_log.save_turn(a_turn(call, 0, "Hello"))
    studio.call_log.save_turn(an_answer(call, 1, "Hi!", hearing=100, thinking=300, avatar=150, sound=50))
    studio.call_log.save_turn(an_answer(call, 2, "Yes!", hearing=200, thinking=100, avatar=10))
    (chart,) = open_page("call", review=call.call_id).get("plotly_chart")
    bars = {bar["name"]: bar for bar in json.loads(chart.proto.spec)["data"]}
    assert list(bars) == ["Hearing", "First word", "First sentence", "Sending", "Avatar", "Sound"]
    assert bars["Hearing"]["y"] == ["Turn 2", "Turn 3"]
    assert [bar["x"][0] for bar in bars.values()] == [100, 300, 0, 0, 150, 50]
    assert [bar["x"][1] for bar in bars.values()] == [200, 100, 0, 0, 10, 0]
    assert not any("color" in bar.get("marker", {}) for bar in bars.values())  # the theme's own


def test_a_corrected_turn_says_what_was_heard(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(studio.call_log, started_at=AT)
    studio.call_log.save_turn(a_turn(call, 0, "a bike", origin=TurnOrigin.VOICE, heard_text="a <b>bite</b>"))
    shown = html(open_page("call", review=call.call_id))
    assert "corrected" in shown
    assert "Heard as: a &lt;b&gt;bite&lt;/b&gt;" in shown


def test_hostile_words_are_text(open_page: OpenPage, studio: Studio) -> None:
    child = Child(name="<b>Ed</b>", age=6)
    call = an_ended_call(studio.call_log, started_at=AT, child=child)
    studio.call_log.save_turn(a_turn(call, 0, "<script>alert(1)</script>"))
    studio.call_log.append_event(an_event(call, "flag", {"note": "[a](b) **c**"}, after_seconds=7))
    at = open_page("call", review=call.call_id)
    shown = html(at)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "&lt;b&gt;Ed&lt;/b&gt;" in shown
    assert "<script" not in shown
    assert "<b>" not in shown
    flag = next(m.value for m in at.markdown if "flag" in m.value)
    assert "0:07" in flag.replace("\\", "")
    assert r"\[a\]\(b\) \*\*c\*\*" in flag


def test_a_cut_off_turn_says_what_was_meant(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(studio.call_log, started_at=AT)
    turn = a_turn(call, 0, "I have", origin=TurnOrigin.ANSWER, intended_text="I have a sleigh.")
    studio.call_log.save_turn(turn)
    shown = html(open_page("call", review=call.call_id))
    assert "cut off" in shown
    assert "Meant to say: I have a sleigh." in shown


def test_the_export_is_the_whole_call(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(studio.call_log, started_at=AT, child=Child(name="ليلى"))
    studio.call_log.save_turn(a_turn(call, 0, "مرحبا"))
    studio.call_log.append_event(an_event(call, "first_frame", {"sinceStartMs": 700}, after_seconds=1))
    at = open_page("call", review=call.call_id)
    assert at.get("download_button")[0].proto.label == "Export as JSON"
    exported = export(review_call(studio.call_log, call.call_id)).decode()
    assert "مرحبا" in exported
    whole = json.loads(exported)
    assert [event["name"] for event in whole["events"]] == ["first_frame"]
    assert len(whole["turns"]) == 1


def test_an_unknown_call_is_a_sentence(open_page: OpenPage) -> None:
    for review in ("7cf2a8b4-6f24-4d2e-9f7e-1f9c1d8a1f00", "<b>", "nonsense"):
        at = open_page("call", review=review)
        assert "no call with this id" in at.error[0].value.replace("\\", "")
        assert not at.exception


def test_a_call_that_never_opened_cost_nothing(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(
        studio.call_log, started_at=AT, bill=None, session_id=None, connected_at=None,
        end_reason=EndReason.OPEN_FAILED,
    )  # fmt: skip
    studio.call_log.save_call(call.__class__(**{**call.__dict__, "started_at": None}))
    at = open_page("call", review=call.call_id)
    assert "nothing was billed" in " ".join(c.value for c in at.caption)
    assert "would not open a session" in " ".join(m.value for m in at.markdown)


def test_a_running_call_is_not_called_over(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(
        studio.call_log, started_at=AT, state=CallState.LIVE, ended_at=None, end_reason=None, bill=None
    )
    at = open_page("call", review=call.call_id)
    assert "not over: it is live" in " ".join(m.value for m in at.markdown).replace("\\", "")
    assert tiles(at)["Duration"] == "running"


def captions(at: object) -> str:
    return " ".join(caption.value for caption in at.caption).replace("\\", "")  # type: ignore[attr-defined]


def test_a_call_of_two_sessions_tells_both_and_adds_up(open_page: OpenPage, studio: Studio) -> None:
    call = a_call_of_two_sessions(studio.call_log, started_at=AT)
    at = open_page("call", review=call.call_id)
    assert "2 sessions: 10 s in high quality, then 1 min 1 s in low quality." in captions(at)
    # 30 s (the minimum): 0.1 credits, $0.0990; 61 s: 0.2033 credits, $0.2013; in all 0.3033 and $0.3003
    assert tiles(at)["Cost"] == "$0.30"
    assert tiles(at)["Credits"] == "0.3033"
    assert (
        "30 s (the minimum) + 61 s, x 0.2 credit/min = 0.1 + 0.2033 = 0.3033 credits, "
        "x $0.99 = $0.099 + $0.2013 = $0.30" in captions(at)
    )
    assert not at.exception


def test_a_call_of_one_session_says_nothing_of_sessions(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(studio.call_log, started_at=AT, avatar=Avatar.HEYGEN)
    assert "session" not in captions(open_page("call", review=call.call_id))


def test_the_export_has_every_session_with_its_price(studio: Studio) -> None:
    call = a_call_of_two_sessions(studio.call_log, started_at=AT)
    whole = json.loads(export(review_call(studio.call_log, call.call_id)))
    (earlier,) = whole["call"]["earlier_sessions"]
    assert earlier == {
        "session_id": "earlier",
        "quality": "high",
        "opened_at": "2025-12-20T17:00:00Z",
        "closed_at": "2025-12-20T17:00:10Z",
        "bill": {
            "rate_card_id": "heygen-v1-2024-11",
            "billed_seconds": 30,
            "credits": "0.1000",
            "usd": "0.0990",
            "would_have_cost": False,
        },
    }
    assert whole["call"]["session_opened_at"] == "2025-12-20T17:00:12Z"
    assert whole["call"]["bill"]["usd"] == "0.3003"


def test_a_sandbox_call_is_free(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(studio.call_log, started_at=AT, seconds=42, avatar=Avatar.LIVEAVATAR_SANDBOX)
    at = open_page("call", review=call.call_id)
    assert tiles(at)["Cost"] == "free"
    assert "42 s in LiveAvatar's sandbox: free" in captions(at)


def test_why_it_ended_is_told_in_a_sentence_and_in_the_logs_words(
    open_page: OpenPage, studio: Studio
) -> None:
    call = an_ended_call(studio.call_log, started_at=AT, end_reason=EndReason.NETWORK_ERROR)
    at = open_page("call", review=call.call_id)
    assert "The connection to the avatar broke." in " ".join(m.value for m in at.markdown).replace("\\", "")
    assert "ended by a broken connection to the avatar" in captions(at)


def test_a_vendors_unknown_word_is_shown_as_text(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(studio.call_log, started_at=AT, end_reason=EndReason.PROVIDER_ERROR)
    said = {"reason": None, "vendor_reason": "GPU **lost** [a](b) <b>"}
    studio.call_log.append_event(an_event(call, "stream_disconnected", said, after_seconds=60))
    at = open_page("call", review=call.call_id)
    outcome = next(m.value for m in at.markdown if "The avatar" in m.value)
    assert r"GPU \*\*lost\*\* \[a\]\(b\)" in outcome
    assert "<b>" not in outcome


def test_a_vendors_word_is_not_shown_for_a_call_that_we_ended(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(studio.call_log, started_at=AT, end_reason=EndReason.USER)
    said = {"reason": None, "vendor_reason": "GPU_LOST"}
    studio.call_log.append_event(an_event(call, "stream_disconnected", said, after_seconds=60))
    at = open_page("call", review=call.call_id)
    assert "GPU" not in " ".join(m.value for m in at.markdown)


def test_a_call_that_is_being_closed_is_not_called_over(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(studio.call_log, started_at=AT, state=CallState.ENDING, ended_at=None, bill=None)
    at = open_page("call", review=call.call_id)
    assert "not over: it is ending" in " ".join(m.value for m in at.markdown).replace("\\", "")
    assert "ended by the caller" not in captions(at)
