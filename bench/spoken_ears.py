"""The corpus of spoken lines fed to the ears, each tier that is here: what they hear, when, and what they
take for speech that is none. As fast as it goes; see README.md."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from bench.figures import figures_of
from bench.machine import Conditions
from bench.report import RESULTS, Outcome, Row, milliseconds
from bench.spoken_listening import Noticed, Verdict, hear, hear_item
from santa_core.settings import load_settings
from santa_core.speech.hearing.ears_apart import EarsApart
from santa_core.speech.hearing.options import POCKETSPHINX, WHISPER, HearingOptions
from santa_core.speech.hearing.tiers import available_tiers
from santa_core.speech.ports import HEARING_RATE_HZ, Ears
from tests.spoken_corpus.energy import at_level
from tests.spoken_corpus.items import as_heard, corpus, lead_in
from tests.spoken_corpus.noises import NOISES, room
from tests.spoken_corpus.voices import RATE_HZ, SPEECH_DB, resampled

LANGUAGE, CONFIDENCE = "en", 0.35  # as the call asks for words
NOISE_SECONDS = 60.0
ECHO_DB = (-25, -35)  # of Santa, beside a child's SPEECH_DB: loudspeakers, echo cancellation at work
BEFORE = RESULTS / "spoken_ears_before.json"
_SANTA_SAYS = (
    "Ho ho ho! What a wonderful wish. The elves will be so happy to hear it. "
    "Tell me, have you been kind to your little brother this year?"
)


def run() -> Outcome:
    conditions = Conditions()
    figures: dict[str, Any] = {}
    rows: list[Row] = []
    for options in tiers_here():
        with ears_of(options) as ears:
            of_tier = measure(ears)
        figures[options.tier] = of_tier
        rows.extend(rows_of(options.tier, of_tier))
    if BEFORE.exists():
        figures["before"] = json.loads(BEFORE.read_text())["figures"]
    return Outcome("spoken_ears", figures, rows, conditions.as_json(), {"confidence": CONFIDENCE})


def tiers_here() -> list[HearingOptions]:
    """As .env sets them up. OpenAI only when it is asked for (SANTA_EARS=openai): an hour of sound costs."""
    settings = load_settings()
    key, whisper = settings.openai_api_key, settings.santa_whisper_model
    options = HearingOptions(
        openai_api_key=key.get_secret_value() if key else None,
        openai_base_url=settings.openai_base_url,
        openai_model=settings.santa_transcription_model,
        whisper_model=str(whisper.expanduser()) if whisper else None,
        pause_ms=settings.santa_pause_ms,
    )
    wanted = {POCKETSPHINX, WHISPER, settings.santa_ears}
    here = [tier.name for tier in available_tiers(options) if tier.available and tier.name in wanted]
    return [replace(options, tier=name) for name in here]


@contextmanager
def ears_of(options: HearingOptions) -> Iterator[Ears]:
    """In a process of their own, as in a call."""
    ears = EarsApart(options)
    if not ears.available:
        raise RuntimeError(ears.note)
    try:
        yield ears
    finally:
        ears.close()


def measure(ears: Ears) -> dict[str, Any]:
    verdicts, work_seconds, heard_seconds = [], 0.0, 0.0
    for (group, voice), items in groupby(corpus(), key=lambda item: (item.group, item.voice.name)):
        listener = ears.listener(language=LANGUAGE, confidence=CONFIDENCE)
        hear(listener, as_heard(lead_in(group), rate_hz=HEARING_RATE_HZ))
        for item in items:
            verdict, noticed = hear_item(listener, item)
            verdicts.append(verdict)
            work_seconds += noticed.work_seconds
            heard_seconds += len(item.sound) / item.rate_hz
        listener.close()
        print(f"  {group}, {voice}", file=sys.stderr, flush=True)
    spoken = [v for v in verdicts if "pause" not in v.item.group]
    clean = [v for v in verdicts if v.item.group == "clean"]
    return {
        "clean_by_voice": _by(clean, lambda v: v.item.voice.name),
        "by_group": _by(verdicts, lambda v: v.item.group),
        "onset_delay_ms": figures_of(_known(v.onset_delay_ms for v in spoken)).as_json(),
        "end_delay_ms": figures_of(_known(v.end_delay_ms for v in spoken)).as_json(),
        "words_after_end_ms": figures_of([s * 1000 for v in spoken for s in v.words_seconds]).as_json(),
        "backchannels_heard_as": {
            f"{v.item.voice.name}: {' '.join(v.item.words)}": v.text
            for v in verdicts
            if v.item.group == "backchannel"
        },
        "noises": _measure_noises(ears),
        "work_per_second_of_sound": round(work_seconds / heard_seconds, 4),
    }


def rows_of(tier: str, figures: Mapping[str, Any]) -> list[Row]:
    clean = figures["clean_by_voice"]
    groups = figures["by_group"]
    noises = figures["noises"]
    adults = [f["word_error_rate"] for name, f in clean.items() if "child" not in name]
    children = [f["word_error_rate"] for name, f in clean.items() if "child" in name]
    return [
        Row(f"{tier}: words wrong, clean, adults", f"{np.mean(adults):.0%}"),
        Row(f"{tier}: words wrong, clean, children", f"{np.mean(children):.0%}"),
        *(
            Row(f"{tier}: words wrong, {name}", f"{group['word_error_rate']:.0%}")
            for name, group in groups.items()
            if name not in ("clean", "backchannel") and not name.startswith("pause")
        ),
        Row(f"{tier}: ended too early, clean", _of(groups["clean"], "false_ends")),
        *(
            Row(f"{tier}: ended in a {name}", _of(group, "ended_in_pause"))
            for name, group in groups.items()
            if name.startswith("pause")
        ),
        Row(f"{tier}: missed ends, clean", _of(groups["clean"], "missed_ends")),
        Row(f"{tier}: notices speech after, p50", milliseconds(figures["onset_delay_ms"]["p50"])),
        Row(f"{tier}: notices speech after, p95", milliseconds(figures["onset_delay_ms"]["p95"])),
        Row(f"{tier}: notices its end after, p50", milliseconds(figures["end_delay_ms"]["p50"])),
        Row(f"{tier}: notices its end after, p95", milliseconds(figures["end_delay_ms"]["p95"])),
        *(
            Row(f"{tier}: starts in a minute of {name}", f"{noise['starts_per_minute']:.1f}")
            for name, noise in noises.items()
        ),
    ]


def _of(group: Mapping[str, Any], what: str) -> str:
    return f"{group[what]} of {group['lines']}"


def _by(verdicts: Iterable[Verdict], key: Any) -> dict[str, Any]:
    groups: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(key(verdict), []).append(verdict)
    return {name: _summary(group) for name, group in groups.items()}


def _summary(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    words = sum(len(v.item.words) for v in verdicts)
    onsets = _known(v.onset_delay_ms for v in verdicts)
    ends = _known(v.end_delay_ms for v in verdicts)
    return {
        "lines": len(verdicts),
        "word_error_rate": round(sum(v.edits for v in verdicts) / words, 3),
        "lines_without_words": sum(not v.text for v in verdicts),
        "lines_not_noticed": sum(v.onset_delay_ms is None and not v.noise_began for v in verdicts),
        "lines_begun_by_noise": sum(v.noise_began for v in verdicts),
        "false_ends": sum(v.false_ends > 0 for v in verdicts),
        "ended_in_pause": sum(v.false_ends_in_pause > 0 for v in verdicts),
        "missed_ends": sum(v.missed_end for v in verdicts),
        "onset_delay_ms": figures_of(onsets).as_json() if onsets else None,
        "end_delay_ms": figures_of(ends).as_json() if ends else None,
    }


def _measure_noises(ears: Ears) -> dict[str, Any]:
    """Each for a minute: how often it is taken for the beginning of speech, and what words come of it."""
    heard = {}
    for name, noise in NOISES.items():
        sound = resampled(noise(NOISE_SECONDS), from_hz=RATE_HZ, to_hz=HEARING_RATE_HZ)
        heard[name] = _noise_summary(_hear_alone(ears, sound), len(sound) / HEARING_RATE_HZ)
    santa = _santa(NOISE_SECONDS)
    for level_db in ECHO_DB:
        echo = at_level(santa, SPEECH_DB + level_db, rate_hz=HEARING_RATE_HZ)
        beside = resampled(room(NOISE_SECONDS), from_hz=RATE_HZ, to_hz=HEARING_RATE_HZ)[: len(echo)]
        noticed = _hear_alone(ears, echo[: len(beside)] + beside, santa=santa[: len(beside)])
        heard[f"Santa's echo {level_db} dB"] = _noise_summary(noticed, len(beside) / HEARING_RATE_HZ)
    return heard


def _hear_alone(ears: Ears, sound: Any, *, santa: Any = None) -> Noticed:
    listener = ears.listener(language=LANGUAGE, confidence=CONFIDENCE)
    try:
        return hear(listener, sound, santa=santa)
    finally:
        listener.close()


def _noise_summary(noticed: Noticed, seconds: float) -> dict[str, Any]:
    return {
        "starts_per_minute": round(len(noticed.started) * 60 / seconds, 1),
        "with_words": sum(bool(text) for text in noticed.texts),
        "words": [text for text in noticed.texts if text],
    }


def _santa(seconds: float) -> Any:
    """int16 mono at HEARING_RATE_HZ: Santa's own voice, sentence after sentence."""
    from santa_core.speech.ports import SAMPLE_RATE_HZ
    from santa_core.speech.speaking.voice import open_voice

    pieces = [u.pcm for u in open_voice().speak(_SANTA_SAYS, language="en", rate=1.0, emotion=None)]
    speech = resampled(np.concatenate(pieces), from_hz=SAMPLE_RATE_HZ, to_hz=HEARING_RATE_HZ)
    return np.resize(speech, round(seconds * HEARING_RATE_HZ))


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def keep_as_before(path: Path = BEFORE) -> None:
    """The last result becomes what later ones are compared with."""
    path.write_text((RESULTS / "spoken_ears.json").read_text())
