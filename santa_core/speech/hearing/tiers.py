"""Which tiers of hearing there are on this machine, and the SpeechToText of one.

pocketsphinx   on this machine; English, a small vocabulary
whisper        on this machine; many languages, needs faster-whisper and a model in a folder
openai         OpenAI's or a server's like it; many languages, needs a key or an address

Looking (available_tiers, choose_tier) loads no model and imports no recogniser.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, replace

from santa_core.errors import SettingsError
from santa_core.speech.hearing.falling_back import FallingBackSpeechToText
from santa_core.speech.hearing.languages import base_language, is_whispers_language
from santa_core.speech.hearing.options import OPENAI, POCKETSPHINX, TIERS, WHISPER, HearingOptions
from santa_core.speech.hearing.whisper_model import complaint_about, is_multilingual
from santa_core.speech.ports import SpeechToText

AUTO = "auto"
_LABELS = {
    POCKETSPHINX: "Practice recogniser (pocketsphinx)",
    OPENAI: "OpenAI transcription",
    WHISPER: "Whisper on this machine",
}


@dataclass(frozen=True)
class TierChoice:
    """A tier for people. `because`: a sentence, what to do to have it; "" where it is available."""

    name: str
    label: str
    available: bool
    because: str


def open_speech_to_text(options: HearingOptions) -> SpeechToText:
    """For all listeners of a process. Whoever opens it closes it. Raises SpeechServiceFailed where Whisper's
    folder holds no model."""
    if options.tier == POCKETSPHINX:
        return _open_pocketsphinx()
    first = _open_whisper(options) if options.tier == WHISPER else _open_openai(options)
    if not options.fall_back or _pocketsphinx_because():
        return first
    return FallingBackSpeechToText(first, _open_pocketsphinx)


def available_tiers(options: HearingOptions) -> tuple[TierChoice, ...]:
    """All of them, the chosen one first."""
    choices = []
    for name in sorted(TIERS, key=lambda name: name != options.tier):
        because = because_unavailable(replace(options, tier=name))
        choices.append(TierChoice(name, _LABELS[name], not because, because))
    return tuple(choices)


def because_unavailable(options: HearingOptions) -> str:
    """What to do to have `options.tier`; "" where it is there."""
    match options.tier:
        case "openai":
            return _openai_because(options)
        case "whisper":
            return _whisper_because(options)
        case _:
            return _pocketsphinx_because()


def choose_tier(wanted: str, options: HearingOptions) -> str:
    """`wanted`: a tier or "auto". Auto takes Whisper if its model is named, else OpenAI with a key for
    OpenAI itself (another server may not transcribe), else pocketsphinx.

    Raises SettingsError where what is named cannot work."""
    if options.whisper_model and _is_installed("faster_whisper"):
        complaint = complaint_about(options.whisper_model)
        if complaint and wanted in (AUTO, WHISPER):
            raise SettingsError(f"Cannot start: {complaint}")
    choices = {choice.name: choice for choice in available_tiers(options)}
    if wanted != AUTO:
        if not choices[wanted].available:
            raise SettingsError(f"Cannot start: SANTA_EARS is {wanted}, but {_after_but(choices[wanted])}")
        return wanted
    if choices[WHISPER].available:
        return WHISPER
    if options.openai_api_key and not options.openai_base_url:
        return OPENAI
    return POCKETSPHINX


def tier_understands(options: HearingOptions, language: str) -> bool:
    """Whether the chosen tier has words for this language (ISO 639-1), without opening it."""
    if options.tier == OPENAI:
        return is_whispers_language(language)
    if options.tier == WHISPER and options.whisper_model and is_multilingual(options.whisper_model):
        return is_whispers_language(language)
    return base_language(language) == "en"


def _open_pocketsphinx() -> SpeechToText:
    from santa_core.speech.hearing.sphinx import SphinxSpeechToText

    return SphinxSpeechToText()


def _open_openai(options: HearingOptions) -> SpeechToText:
    from santa_core.speech.hearing.openai_transcription import REALTIME_URL, OpenAISpeechToText

    return OpenAISpeechToText(
        api_key=options.openai_api_key,
        base_url=options.openai_base_url,
        model=options.openai_model,
        realtime_url=None if options.openai_base_url else REALTIME_URL,
    )


def _open_whisper(options: HearingOptions) -> SpeechToText:
    from santa_core.speech.hearing.whisper_transcription import WhisperSpeechToText

    return WhisperSpeechToText(options.whisper_model or "")


def _pocketsphinx_because() -> str:
    if _is_installed("pocketsphinx"):
        return ""
    return "pocketsphinx is not installed: run pip install -r requirements.txt."


def _openai_because(options: HearingOptions) -> str:
    if options.openai_api_key or options.openai_base_url:
        return ""
    return "There is no key for OpenAI: put OPENAI_API_KEY into .env and start again."


def _whisper_because(options: HearingOptions) -> str:
    if not options.whisper_model:
        return "No model is named: put the folder of one into .env as SANTA_WHISPER_MODEL and start again."
    if not _is_installed("faster_whisper"):
        return "faster-whisper is not installed: run pip install faster-whisper."
    return complaint_about(options.whisper_model)


def _after_but(choice: TierChoice) -> str:
    return (
        choice.because[0].lower() + choice.because[1:] if choice.because[:6] != "SANTA_" else choice.because
    )


def _is_installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None
