"""What a prompt version says in one particular call: its lines with this child's details filled in."""

from __future__ import annotations

from dataclasses import dataclass

from santa_core.domain.calls import Child
from santa_core.domain.prompts import PromptVersion


@dataclass(frozen=True)
class CallScript:
    prompt: PromptVersion
    system_prompt: str
    greeting: str
    goodbye: str
    silence_lines: tuple[str, ...]
    say_again_line: str
    child: Child

    def as_spoken(self, text: str) -> str:
        """`text` as the voice should say it: the child's name as it is pronounced."""
        if not self.child.say_name_as:
            return text
        return text.replace(self.child.name, self.child.say_name_as)
