"""How a speech model is told to sound like Santa: in words."""

from __future__ import annotations

_SANTA = (
    "Speak as Santa Claus on a video call with a child: a deep, warm, round, kindly old man's voice, "
    "unhurried, with a smile in it. Laugh “ho ho ho” as a real belly laugh, from the chest, falling "
    "in pitch and running out of breath; never read it as words."
)
_EMOTIONS = {
    "friendly": "Be friendly and gentle, as to a child you are fond of.",
    "excited": "Be full of joyful excitement: livelier, brighter, a little faster and louder than usual.",
    "serious": "Be calm and serious, with a lower, level voice; still kind, never stern.",
    "soothing": "Be soothing: soft, slow and close, as to a child who is sad or going to sleep.",
    "broadcaster": "Carry your voice like a host on the radio: clear, rounded, with a spring in it.",
}


def directions(*, rate: float, emotion: str | None) -> str:
    """`rate` 0.5 to 1.5; an unknown emotion is friendly."""
    words = [_SANTA, _EMOTIONS.get((emotion or "friendly").lower(), _EMOTIONS["friendly"])]
    percent = round(rate * 100)
    if percent < 97:
        words.append(f"Speak slowly, at about {percent} % of your usual pace, with longer pauses.")
    elif percent > 103:
        words.append(f"Speak briskly, at about {percent} % of your usual pace.")
    return " ".join(words)
