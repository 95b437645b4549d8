"""The safety check of one call: what Santa may say, what the child tells, and who is told of it.

    language model ──> sentence ──> screen ──> said, or an approved line instead (reply_blocked, reply_warned)
    operator, the prompt's own lines ──> said, and checked                       (reply_warned)
    the vendor's own model ──> said before anybody could check ──> checked       (reply_unscreened)
    child ──> alerts                                                             (child_alert)
    both sides ──> moderation service, beside it all                             (moderation_flagged)

Each event is queued for the disk before anybody is told. Runs on the call's event loop, never blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from santa_core.domain.calls import AnswerBy, CallPlan, Turn, TurnOrigin
from santa_core.domain.safety.marks import MarkLevel, SafetyMark, mark_of, moderation_mark
from santa_core.domain.safety.model import Situation, Violation
from santa_core.domain.safety.screen import Screened
from santa_core.ports import Moderator
from santa_core.services.call_diary import CallDiary
from santa_core.services.call_messages import CallMessage, ChildAlerted, Notice
from santa_core.services.call_script import CallScript
from santa_core.services.child_alarm import ChildAlarm
from santa_core.services.moderation import Moderation
from santa_core.services.safety_marks import SafetyMarks
from santa_core.services.safety_rules import OUR_RULES, SafetyRules, Screen
from santa_core.services.santa_turn import SantaTurn

# Takes a sentence of a turn back, says the other instead; False: it was said already.
Withdraw = Callable[[SantaTurn, str, str], bool]


@dataclass(frozen=True)
class SafetySetup:
    """What a call is checked with. `tags`: of its scenario."""

    rules: SafetyRules = OUR_RULES
    moderator: Moderator | None = None
    tags: tuple[str, ...] = ()


class CallSafety:
    """`tell` takes what staff are to see."""

    def __init__(
        self,
        plan: CallPlan,
        *,
        call_id: str,
        script: CallScript,
        setup: SafetySetup,
        diary: CallDiary,
        tell: Callable[[CallMessage], None],
    ) -> None:
        self._child = plan.child
        self._screens = plan.answer_by is AnswerBy.OWN_LLM
        self._prompt = script.system_prompt
        self._tags = setup.tags
        self._rules = setup.rules
        self._diary = diary
        self._tell = tell
        self._marks = SafetyMarks(tell)
        self._alarm = ChildAlarm(
            call_id=call_id, language=plan.child.language, rules=setup.rules, diary=diary, tell=tell
        )
        self._moderation = Moderation(setup.moderator, diary=diary)
        self._asked_of_child: dict[str, str] = {}  # turn id -> the words that the service has seen

    def call_begins(self) -> None:
        """Says what cannot be promised in this call."""
        if not self._screens:
            self._tell(
                Notice(
                    "info",
                    "unscreened",
                    "The avatar's own language model answers in this call: what it says can only be checked "
                    "afterwards, not held back.",
                )
            )

    # --- what Santa says --------------------------------------------------------------------

    def screen(self, turn: SantaTurn, said: Sequence[str], *, withdraw: Withdraw) -> AnswerScreen:
        """For one answer of our language model's to what the child `said`, oldest first."""
        situation = self._situation(said)
        return AnswerScreen(self, turn, self._rules.screen(situation), situation, withdraw)

    def will_say(self, turn: SantaTurn, text: str, said: Sequence[str]) -> None:
        """A person has decided that Santa says `text`: the operator, or whoever wrote the prompt's lines.
        It is said as it stands, and what a rule has against it is shown."""
        violations = self._rules.check(text, self._situation(said))
        if violations:
            self._write_down("reply_warned", turn.turn_id, violations, text, text, origin=turn.origin)
            self._marks.add(turn.turn_id, mark_of(MarkLevel.WARNED, violations))
        if turn.origin is TurnOrigin.OPERATOR:
            if violations:
                what = "Your words for Santa are being said, though a rule is against them"
                self._notice("operator_warned", f"{what}: {violations[0].reason}")
            self._moderation.ask(text, flagged=lambda found: self._flagged("santa", turn.turn_id, found))

    def has_said(self, turn: Turn, said: Sequence[str]) -> None:
        """An answer of the vendor's own model, which nobody could screen before."""
        violations = self._rules.check(turn.text, self._situation(said))
        if violations:
            self._write_down("reply_unscreened", turn.turn_id, violations, turn.text, turn.text)
            self._marks.add(turn.turn_id, mark_of(MarkLevel.UNSCREENED, violations))
            what = "The avatar's own language model said what a rule is against"
            self._notice("reply_unscreened", f"{what}: {violations[0].reason}")
        self._moderation.ask(turn.text, flagged=lambda found: self._flagged("santa", turn.turn_id, found))

    def said_again(self, turn_id: str, again_as: str) -> None:
        if self._marks.said_again(turn_id, again_as=again_as):
            self._diary.server("turn_said_again", {"turn_id": turn_id, "again_as": again_as})

    # --- what the child says ----------------------------------------------------------------

    def child_said(self, turn: Turn) -> None:
        """New words of this turn, with those before them."""
        self._alarm.heard(turn.text, turn_id=turn.turn_id)
        if self._asked_of_child.get(turn.turn_id) != turn.text:
            self._asked_of_child[turn.turn_id] = turn.text
            self._moderation.ask(turn.text, flagged=lambda found: self._flagged("child", turn.turn_id, found))

    def overheard(self, words: str) -> None:
        """What the child said while it was not to be answered."""
        self._alarm.heard(words, turn_id=None)

    # --- for a browser that comes (back) ------------------------------------------------------

    def marks(self) -> dict[str, tuple[SafetyMark, ...]]:
        """By turn id."""
        return self._marks.all()

    def alerts(self) -> list[ChildAlerted]:
        return self._alarm.all()

    async def close(self) -> None:
        await self._moderation.close()

    # --- inside -------------------------------------------------------------------------------

    def screened(self, turn: SantaTurn, screened: Screened, situation: Situation, withdraw: Withdraw) -> None:
        if screened.is_blocked:
            self._write_down(
                "reply_blocked", turn.turn_id, screened.violations, screened.written, screened.spoken
            )
            self._marks.add(
                turn.turn_id, mark_of(MarkLevel.BLOCKED, screened.violations, written=screened.written)
            )
            what = "A sentence of Santa's was blocked, and he says an approved line instead"
            self._notice("reply_blocked", f"{what}: {screened.violations[0].reason}")
            return
        if screened.violations:
            self._write_down(
                "reply_warned", turn.turn_id, screened.violations, screened.written, screened.spoken
            )
            self._marks.add(turn.turn_id, mark_of(MarkLevel.WARNED, screened.violations))

        def flagged(categories: tuple[str, ...]) -> None:
            instead = self._rules.stand_in(situation, ())
            withdrawn = withdraw(turn, screened.spoken, instead)
            self._flagged(
                "santa",
                turn.turn_id,
                categories,
                written=screened.spoken,
                spoken=instead if withdrawn else screened.spoken,
                withdrawn=withdrawn,
            )

        self._moderation.ask(screened.spoken, flagged=flagged)

    def _situation(self, said: Sequence[str]) -> Situation:
        return Situation(
            said=tuple(said),
            language=self._child.language,
            child_name=self._child.name or None,
            prompt=self._prompt,
            tags=self._tags,
        )

    def _write_down(
        self,
        name: str,
        turn_id: str,
        violations: Sequence[Violation],
        written: str,
        spoken: str,
        **more: object,
    ) -> None:
        detail = {
            "turn_id": turn_id,
            "rules": list(dict.fromkeys(str(violation.rule) for violation in violations)),
            "written": written,
            "spoken": spoken,
            "violations": [
                {"rule": v.rule, "severity": v.severity, "span": list(v.span), "reason": v.reason}
                for v in violations
            ],
        }
        self._diary.server(name, {**detail, **more})

    def _flagged(self, side: str, turn_id: str, categories: Sequence[str], **more: object) -> None:
        detail = {"side": side, "categories": list(categories), "turn_id": turn_id}
        self._diary.server("moderation_flagged", {**detail, **more})
        withdrawn = more.get("withdrawn") is True
        written = str(more["written"]) if withdrawn else None
        self._marks.add(turn_id, moderation_mark(categories, written=written))
        who = "the child said" if side == "child" else "Santa says"
        instead = " He says an approved line instead." if withdrawn else ""
        self._notice(
            "moderation_flagged",
            f"The moderation service flagged what {who}: {', '.join(categories)}.{instead}",
        )

    def _notice(self, code: str, text: str) -> None:
        self._tell(Notice("warning", code, text))


class AnswerScreen:
    """One answer: every sentence is screened before it is spoken, and staff are told of what is found."""

    def __init__(
        self,
        safety: CallSafety,
        turn: SantaTurn,
        screen: Screen,
        situation: Situation,
        withdraw: Withdraw,
    ) -> None:
        self._safety = safety
        self._turn = turn
        self._screen = screen
        self._situation = situation
        self._withdraw = withdraw

    def sentence(self, text: str) -> Screened:
        screened = self._screen.sentence(text)
        self._safety.screened(self._turn, screened, self._situation, self._withdraw)
        return screened
