"""Home and Usage on a real studio: empty, filled, and with hostile names."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from streamlit.testing.v1 import AppTest

from santa_core.domain.calls import Avatar, Child
from santa_core.errors import StorageError
from santa_core.studio import Studio
from tests.pages.conftest import OpenPage
from tests.pages.logged_calls import an_ended_call


def tiles(at: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in at.metric}


def words(at: AppTest) -> str:
    parts = [*at.markdown, *at.caption, *at.info, *at.warning, *at.error]
    return " ".join(part.value for part in parts).replace("\\", "")


def test_an_empty_studio_says_what_to_do(open_page: OpenPage) -> None:
    home = open_page("home")
    assert "No calls yet. Start a practice call" in words(home)
    assert tiles(home)["Spent"] == "$0.00"
    assert "put HEYGEN_API_KEY into .env" in words(home)
    assert "Version 1 · production" in words(home)
    usage = open_page("usage")
    assert "No calls this month" in words(usage)


def test_start_leads_to_the_call_page(open_page: OpenPage) -> None:
    home = open_page("home")
    next(b for b in home.button if b.label == "Start a practice call").click().run()
    assert home.selectbox(key="plan_scenario").label == "Scenario"


def test_paid_and_practice_money_are_never_added(open_page: OpenPage, studio: Studio) -> None:
    now = studio.clock.now()
    an_ended_call(studio.call_log, started_at=now, seconds=300, avatar=Avatar.HEYGEN)  # 1 credit, $0.99
    an_ended_call(studio.call_log, started_at=now, seconds=60, avatar=Avatar.HEYGEN)  # 0.2 credits, $0.198
    an_ended_call(studio.call_log, started_at=now, seconds=600)  # 2 credits, $1.98, practice
    usage = tiles(open_page("usage"))
    assert usage["Calls"] == "3"
    assert usage["Spent"] == "$1.19"  # 0.99 + 0.198 = 1.188
    assert usage["Credits used"] == "1.2"
    assert usage["Practice would have cost"] == "$1.98"
    assert usage["In credits"] == "2"
    assert usage["Time on calls"] == "16 min"
    home = tiles(open_page("home"))
    assert home["Spent"] == "$1.19"
    assert home["Practice would have cost"] == "$1.98"


def test_last_month_is_not_this_month(open_page: OpenPage, studio: Studio) -> None:
    now = studio.clock.now()
    before = now.replace(day=1) - timedelta(days=2)
    call = an_ended_call(studio.call_log, started_at=before, seconds=600, avatar=Avatar.HEYGEN)
    assert tiles(open_page("usage"))["Calls"] == "0"
    home = open_page("home")
    assert tiles(home)["Spent"] == "$0.00"
    assert len([link for link in home.get("page_link") if call.call_id in str(link.proto)]) == 1


def test_the_table_links_each_call_to_its_review(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(studio.call_log, started_at=studio.clock.now(), child=Child(name="<b>Ed</b>"))
    table = open_page("usage").dataframe[0].value
    assert table["review"].tolist() == [f"call?review={call.call_id}"]
    assert table["child"].tolist() == ["<b>Ed</b>"]
    assert table["credits"].tolist() == [Decimal("0.2033")]


def test_hostile_names_on_home_are_escaped(open_page: OpenPage, studio: Studio) -> None:
    for name in ("<b>Ed</b>", ":material/home:", "$x$", "[a](b)", "x" * 300):
        an_ended_call(studio.call_log, started_at=studio.clock.now(), child=Child(name=name))
    labels = [link.proto.label for link in open_page("home").get("page_link")]
    assert any(r"\<b\>Ed\<\/b\>" in label for label in labels)
    assert any(r"\[a\]\(b\)" in label for label in labels)
    assert not any(":material/home:" in label for label in labels)
    assert all(len(label) < 200 for label in labels)


def test_a_log_that_cannot_be_read_is_a_sentence(open_page: OpenPage, studio: Studio) -> None:
    class BrokenLog:
        def __getattr__(self, _: str) -> object:
            def fail(*_: object, **__: object) -> None:
                raise StorageError("The disk is full. Make room, then try again.")

            return fail

    studio.call_log = BrokenLog()  # type: ignore[assignment]
    for page in ("home", "usage"):
        assert "The disk is full. Make room" in words(open_page(page))
