"""What a prompt version says in one particular call: its lines with this child's details filled in."""

from __future__ import annotations

from dataclasses import dataclass

from santa_core.domain.calls import Child
from santa_core.domain.child_details import as_spoken, prompt_values
from santa_core.domain.prompts import PromptVersion, render


@dataclass(frozen=True)
class CallScript:
    prompt: PromptVersion
    child: Child
    system_prompt: str
    greeting: str
    goodbye: str
    silence_lines: tuple[str, ...]  # the first prompt of a silent child, then the second
    say_again_line: str

    def as_spoken(self, text: str) -> str:
        """`text` as the voice should say it: the child's name as it is pronounced."""
        return as_spoken(text, self.child)


def script_for(prompt: PromptVersion, child: Child) -> CallScript:
    """Raises InputError if the version uses a variable that does not exist."""
    values = prompt_values(child, prompt)
    lines = prompt.lines_for(child.language)
    return CallScript(
        prompt=prompt,
        child=child,
        system_prompt=render(prompt.text, values),
        greeting=render(lines.greeting, values),
        goodbye=render(lines.goodbye, values),
        silence_lines=(render(lines.silence, values), render(lines.silence_again, values)),
        say_again_line=render(lines.say_again, values),
    )
