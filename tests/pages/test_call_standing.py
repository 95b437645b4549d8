"""The call page beside Start: price, what is left, why not; LiveAvatar and its sandbox; signing out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from components.standing_lines import left_line
from santa_core.bootstrap import open_studio
from santa_core.domain.calls import AnswerBy, Avatar
from santa_core.services.standing import Standing
from santa_core.settings import Settings, load_settings
from santa_core.studio import Studio
from tests.fakes.avatar_provider import FakeAvatarProvider
from tests.pages.conftest import OpenPage
from tests.pages.test_call_page import call_data, go_live, name_field
from tests.pages.test_home_usage import words

NOON = datetime(2026, 12, 20, 12, tzinfo=UTC)
AskedFor = list[tuple[Avatar, int]]


def set_up(studio: Studio, avatar: Avatar, *, account: str) -> None:
    """As if its key stood in .env."""
    studio.providers[avatar] = FakeAvatarProvider(avatar=avatar, account=account, clock=studio.clock)
    studio.avatars = [
        replace(choice, available=True, because="") if choice.avatar is avatar else choice
        for choice in studio.avatars
    ]


@pytest.fixture
def asked(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> AskedFor:
    """What the studio was asked for; nothing speaks against a call."""
    return answer(studio, monkeypatch, lambda avatar: Standing(avatar, studio.clock.now()))


def answer(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, standing: Callable[[Avatar], Standing]
) -> AskedFor:
    asked: AskedFor = []

    async def stand(avatar: Avatar, cap_seconds: int) -> Standing:
        asked.append((avatar, cap_seconds))
        return standing(avatar)

    monkeypatch.setattr(studio.calls, "standing", stand)
    return asked


def rich(avatar: Avatar) -> Standing:
    return Standing(
        avatar,
        at=NOON,
        budget_left_usd=Decimal("41.204"),
        credits_left=Decimal("9.6666"),
        minutes_left=Decimal("48.3"),
        warnings=("Only <b>one</b> place is left.",),
    )


def test_price_and_what_is_left_stand_beside_start(
    open_page: OpenPage, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(studio, Avatar.HEYGEN, account="HeyGen")
    answer(studio, monkeypatch, rich)
    at = open_page("call", avatar="heygen")
    # 10 min x 0.2 credit/min = 2 credits x $0.99 = $1.98
    assert call_data(at)["plan"]["priceLine"] == (
        "HeyGen: $0.198 a minute, at most $1.98 for 10 min (2 credits). "
        "Left: $41.20 of this month's budget and 9.66 credits at HeyGen (48 min)."
    )
    assert "Only <b>one</b> place is left." in words(at)
    assert call_data(at)["blockedBecause"] is None


def test_a_refusal_turns_start_off_and_can_be_looked_at_again(
    open_page: OpenPage, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = "HeyGen has 0 credits left. Add credits there, or choose Practice Santa."
    set_up(studio, Avatar.HEYGEN, account="HeyGen")
    asked = answer(studio, monkeypatch, lambda a: Standing(a, studio.clock.now(), refusal=refusal))
    at = open_page("call", avatar="heygen")
    assert call_data(at)["blockedBecause"] == refusal
    assert refusal in words(at)
    next(button for button in at.button if button.label == "Check again").click().run()
    assert len(asked) == 2


def test_the_studio_is_asked_once_in_half_a_minute_and_anew_for_another_length(
    open_page: OpenPage, asked: AskedFor
) -> None:
    at = open_page("call")
    at.run()
    assert asked == [(Avatar.PRACTICE, 600)]
    at.slider(key="plan_cap_minutes").set_value(5).run()
    assert asked[1:] == [(Avatar.PRACTICE, 300)]
    kept = at.session_state["call_standing"]
    at.session_state["call_standing"] = replace(kept, at=kept.at - timedelta(seconds=30))
    at.run()
    assert asked[2:] == [(Avatar.PRACTICE, 300)]


def test_a_vendor_that_does_not_answer_in_time_does_not_hold_up_the_page(
    open_page: OpenPage, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    def too_slow(work: object, *, timeout_seconds: float) -> None:
        waited.append(timeout_seconds)
        raise TimeoutError

    set_up(studio, Avatar.HEYGEN, account="HeyGen")
    monkeypatch.setattr(studio, "wait_for", too_slow)
    at = open_page("call", avatar="heygen")
    assert "What is left at HeyGen is not known" in call_data(at)["plan"]["priceLine"]
    assert call_data(at)["blockedBecause"] is None
    at.slider(key="plan_cap_minutes").set_value(5).run()
    assert waited == [2.0]  # not once more for another length


def test_a_live_call_asks_nobody(open_page: OpenPage, asked: AskedFor) -> None:
    at = open_page("call", listen="typing")
    go_live(at)
    before = len(asked)
    at.run()
    assert len(asked) == before


def test_an_avatar_that_is_not_set_up_is_not_asked_for(open_page: OpenPage, asked: AskedFor) -> None:
    at = open_page("call", avatar="liveavatar")
    assert asked == []
    assert "LIVEAVATAR_API_KEY" in call_data(at)["blockedBecause"]


@pytest.mark.parametrize(
    ("standing", "line"),
    [
        (None, "What is left at HeyGen is not known: no answer came in time."),
        (Standing(Avatar.HEYGEN, NOON), ""),
        (Standing(Avatar.HEYGEN, NOON, budget_left_usd=Decimal(-3)), "Left: $0.00 of this month's budget."),
        (Standing(Avatar.HEYGEN, NOON, credits_left=Decimal("0.019")), "Left: 0.01 credits at HeyGen."),
    ],
)
def test_what_is_left_in_words(standing: Standing | None, line: str) -> None:
    assert left_line(standing, account="HeyGen") == line


# --- LiveAvatar ----------------------------------------------------------------------------


def test_the_sandbox_is_free_and_over_after_a_minute(
    open_page: OpenPage, studio: Studio, asked: AskedFor
) -> None:
    set_up(studio, Avatar.LIVEAVATAR_SANDBOX, account="LiveAvatar")
    at = open_page("call", avatar="liveavatar_sandbox")
    plan = call_data(at)["plan"]
    assert plan["capSeconds"] == 60
    assert plan["capLabel"] == "1 min"
    assert plan["priceLine"] == "LiveAvatar's sandbox: free, at most 1 min."
    assert asked == [(Avatar.LIVEAVATAR_SANDBOX, 60)]
    assert at.slider(key="plan_cap_minutes").disabled
    assert studio.tickets.read_plan(call_data(at)["ticket"]).plan.cap_seconds == 60
    at.selectbox(key="plan_avatar").set_value(Avatar.PRACTICE).run()
    assert call_data(at)["plan"]["capSeconds"] == 600


def test_a_prompt_kept_at_liveavatar_is_called_a_context(open_page: OpenPage, studio: Studio) -> None:
    set_up(studio, Avatar.LIVEAVATAR, account="LiveAvatar")
    at = open_page("call", avatar="liveavatar")
    assert "pass on what it hears" in call_data(at)["hearing"]["note"]
    answers = at.selectbox(key="plan_answer_by")
    assert "The avatar's service, with a context kept there" in answers.options
    answers.set_value(AnswerBy.KNOWLEDGE_BASE_ID).run()
    assert at.text_input(key="plan_knowledge_base_id").label == "Context id"
    assert "Write the id of the context" in call_data(at)["blockedBecause"]
    at.text_input(key="plan_knowledge_base_id").set_value("ctx-1").run()
    data = call_data(at)
    assert data["hearing"]["note"] == ""
    assert data["plan"]["answerBy"] == "knowledge_base_id"
    assert data["plan"]["santaLabel"] == "LiveAvatar's own language model"
    assert studio.tickets.read_plan(data["ticket"]).plan.knowledge_base_id == "ctx-1"


def test_a_prompt_kept_at_heygen_is_called_a_knowledge_base(open_page: OpenPage) -> None:
    at = open_page("call", avatar="heygen")
    options = at.selectbox(key="plan_answer_by").options
    assert "The avatar's service, with a knowledge base kept there" in options


def test_home_lists_liveavatar_and_how_to_have_it(open_page: OpenPage) -> None:
    said = words(open_page("home"))
    assert "LiveAvatar** · LiveAvatar is not set up: put LIVEAVATAR_API_KEY" in said


# --- another name --------------------------------------------------------------------------


@pytest.fixture
def signed_out(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names whose calls were ended."""
    names: list[str] = []

    async def sign_out(staff_name: str) -> int:
        names.append(staff_name)
        return 1

    monkeypatch.setattr(studio.calls, "sign_out", sign_out)
    return names


def give_name(at: AppTest, name: str) -> None:
    form = [field for field in at.text_input if field.label in ("Your name", "Who is calling from now on?")]
    form[0].set_value(name)
    next(button for button in at.button if button.label in ("That is me", "Change")).click().run()
    assert not at.exception


def test_another_name_ends_the_calls_of_the_one_before(open_page: OpenPage, signed_out: list[str]) -> None:
    at = open_page("call", caller="Nora")
    assert "Calls of this name that are open end" in words(at)
    give_name(at, "Ben")
    assert signed_out == ["Nora"]
    assert at.session_state["staff_name"] == "Ben"


def test_the_same_name_again_ends_nothing(open_page: OpenPage, signed_out: list[str]) -> None:
    give_name(open_page("call", caller="Nora"), " Nora ")
    assert signed_out == []


def test_the_first_name_ends_nothing(open_page: OpenPage, signed_out: list[str]) -> None:
    """Until then the calls are under the account's name, which many may share."""
    at = open_page("call", caller=None)
    assert name_field(at)
    give_name(at, "Ben")
    assert signed_out == []
    assert at.session_state["staff_name"] == "Ben"


def test_a_busy_studio_does_not_keep_anybody_from_giving_a_name(
    open_page: OpenPage, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = open_page("home", caller="Nora")

    def busy(work: object, *, timeout_seconds: float) -> None:
        raise TimeoutError

    monkeypatch.setattr(studio, "wait_for", busy)
    give_name(at, "Ben")
    assert at.session_state["staff_name"] == "Ben"


def test_a_key_alone_is_enough_for_the_sandbox_and_for_choosing_an_avatar(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIVEAVATAR_API_KEY", "a-key")
    monkeypatch.delenv("LIVEAVATAR_AVATAR_ID", raising=False)
    studio = open_studio(load_settings(env_file=None))
    studio.database.dispose()
    assert set(studio.providers) == {Avatar.PRACTICE, Avatar.LIVEAVATAR_SANDBOX}
    because = {choice.avatar: choice.because for choice in studio.avatars}
    assert because[Avatar.LIVEAVATAR_SANDBOX] == ""
    assert "put LIVEAVATAR_AVATAR_ID into .env" in because[Avatar.LIVEAVATAR]
