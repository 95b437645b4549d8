"""The words of a transcription service as everybody may rely on them: one line, nothing it made up.

Punctuation and capitals stay as the service wrote them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

# Whisper and its relatives learned from subtitles and hear their last lines in silence and noise. Only
# what no child says to Santa: "Thank you." is theirs too, but children say it.
_MADE_UP = (
    r"thank(s| you)( you)?( so much| very much)? for (watching|listening)( (to )?(this|the|my) video)?",
    r"(please )?(don'?t forget to )?(like and )?subscribe( to (my|the|our) channel)?",
    r"see you (in the )?next (time|video)",
    r"(subtitles|captions|transcription) by .{0,40}",
    r"untertitel (der amara\.org-community|im auftrag des zdf.{0,20})",
    r"napisy stworzone przez społeczność amara\.org",
    r"(vielen dank fürs zuschauen|dzięki za oglądanie|dziękuję za oglądanie|sous-titres .{0,40})",
)
_MADE_UP_END = re.compile(rf"(?:^|(?<=[.!?…♪]))\s*(?:{'|'.join(_MADE_UP)})\s*[.!…]*\s*$", re.IGNORECASE)
_NOTES = re.compile(r"[♩♪♫♬]+")


def clean(text: str, *, prompt: str = "") -> str:
    """`prompt`: what the service was told; some give it back when there is nothing to hear."""
    text = " ".join(_NOTES.sub(" ", text).split())
    said, told = _letters(text), _letters(prompt)
    # "Santa Claus" is also in the prompt, and what a child says: an echo is longer.
    if told and len(said.split()) > 4 and (said in told or told in said):
        return ""
    while (shorter := _MADE_UP_END.sub("", text)) != text:
        text = shorter
    return text.strip()


def confidence(logprobs: Iterable[float]) -> float | None:
    """Mean probability of the tokens, 0 to 1; None where the service tells none."""
    probabilities = [math.exp(min(0.0, value)) for value in logprobs]
    return sum(probabilities) / len(probabilities) if probabilities else None


def _letters(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()
