"""From what stands in the plan's fields to a CallPlan, or to sentences that say what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from santa_core.domain.calls import AnswerBy, Avatar, CallPlan, Child, Listen, Quality, Voice

MAX_NAME_CHARACTERS = 300
YOUNGEST, OLDEST = 2, 17
SHORTEST_CAP_SECONDS, LONGEST_CAP_SECONDS = 60, 1_800
SANDBOX_CAP_SECONDS = 60  # LiveAvatar ends a sandbox session at about a minute

_LIVEAVATARS = (Avatar.LIVEAVATAR, Avatar.LIVEAVATAR_SANDBOX)


def longest_cap_seconds(avatar: Avatar) -> int:
    return SANDBOX_CAP_SECONDS if avatar is Avatar.LIVEAVATAR_SANDBOX else LONGEST_CAP_SECONDS


def knowledge_word(avatar: Avatar) -> str:
    """What the vendor calls a prompt that is kept there."""
    return "context" if avatar in _LIVEAVATARS else "knowledge base"


@dataclass(frozen=True)
class PlanDraft:
    """The fields as they were filled in; the browser's limits are no guarantee."""

    scenario_id: str
    name: str
    say_name_as: str
    age: int | None
    language: str
    wishes: str  # one a line
    good_deeds: str  # one a line
    prompt_version: int
    avatar: Avatar
    listen: Listen
    quality: Quality | None
    rate: float
    emotion: str
    cap_seconds: int
    answer_by: AnswerBy = AnswerBy.OWN_LLM
    knowledge_base_id: str = ""
    talk_over: bool = True

    def complaints(self) -> list[str]:
        """What must be mended before a call; empty if it can start."""
        found = []
        if not self.name.strip():
            found.append("Give the child a name.")
        if max(len(self.name), len(self.say_name_as)) > MAX_NAME_CHARACTERS:
            found.append(f"A name can have {MAX_NAME_CHARACTERS} characters. Shorten it.")
        if self.age is not None and not YOUNGEST <= self.age <= OLDEST:
            found.append(f"The age must be between {YOUNGEST} and {OLDEST}, or empty.")
        if not SHORTEST_CAP_SECONDS <= self.cap_seconds <= LONGEST_CAP_SECONDS:
            found.append("A call can last 1 to 30 minutes. Choose its length in that range.")
        if not 0.5 <= self.rate <= 1.5:
            found.append("The speed of Santa's voice must be between 0.5 and 1.5.")
        if self.answer_by is AnswerBy.KNOWLEDGE_BASE_ID and not self.knowledge_base_id.strip():
            word = knowledge_word(self.avatar)
            found.append(f"Write the id of the {word}, or let our language model answer.")
        return found

    def plan(self) -> CallPlan:
        """Meaningful when there are no complaints."""
        base_id = self.knowledge_base_id.strip() if self.answer_by is AnswerBy.KNOWLEDGE_BASE_ID else ""
        return CallPlan(
            scenario_id=self.scenario_id,
            child=Child(
                name=self.name.strip(),
                age=self.age,
                language=self.language,
                wishes=_lines(self.wishes),
                good_deeds=_lines(self.good_deeds),
                say_name_as=self.say_name_as.strip() or None,
            ),
            prompt_version=self.prompt_version,
            avatar=self.avatar,
            quality=self.quality,
            voice=Voice(rate=round(self.rate, 2), emotion=self.emotion),
            listen=self.listen,
            talk_over=self.talk_over,
            answer_by=self.answer_by,
            knowledge_base_id=base_id or None,
            cap_seconds=min(self.cap_seconds, longest_cap_seconds(self.avatar)),
        )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
