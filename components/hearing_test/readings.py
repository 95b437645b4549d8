"""Draws what is measured: numbers with their units, and what to make of them in words."""

from __future__ import annotations

import streamlit as st

from components.hearing_test.tier_hearing import HeardUtterance, TierWords
from components.hearing_test.tiers import Tier
from components.safe_text import as_text
from santa_core.providers.local import STT_CONFIDENCE
from santa_core.services.sound_check import (
    SILENCE_DBFS,
    LineReading,
    SoundReading,
    closest_word_error_rate,
)

# Levels at which a voice is easy to understand, and what disturbs it.
_NOTHING_AT_ALL_SECONDS, _NOTHING_MORE_SECONDS = 3.0, 10.0
_CLIPPED_PERCENT = 0.01
_LOUD_ROOM_DBFS = -45.0
_LITTLE_ABOVE_NOISE_DB = 15.0
_LOSS_PERCENT = 2.0
_JITTER_MS = 30.0
_ROUND_TRIP_MS = 300.0


def advice(sound: SoundReading, line: LineReading | None) -> list[str]:
    """What is wrong and what to do about it, the worst first; empty where all is well."""
    found = []
    never = sound.quiet_seconds == sound.heard_seconds
    if sound.quiet_seconds >= (_NOTHING_AT_ALL_SECONDS if never else _NOTHING_MORE_SECONDS):
        return ["We hear nothing. Is the microphone muted, by a switch on it or in the system's settings?"]
    if sound.clipped_percent > _CLIPPED_PERCENT:
        found.append("The sound is clipped: turn the microphone down, or sit farther from it.")
    if sound.noise_floor_dbfs is not None and sound.noise_floor_dbfs > _LOUD_ROOM_DBFS:
        found.append("The room is loud: close the window, switch fans off, or use a headset.")
    if sound.signal_to_noise_db is not None and sound.signal_to_noise_db < _LITTLE_ABOVE_NOISE_DB:
        found.append("The voice hardly stands out: speak up, or come closer to the microphone.")
    if line is not None and line.loss_percent > _LOSS_PERCENT:
        found.append("The network loses sound: use a cable, or come closer to the wireless router.")
    if line is not None and line.jitter_ms > _JITTER_MS:
        found.append(
            "The sound arrives unevenly: other downloads, or a weak wireless network, are in the way."
        )
    if line is not None and line.round_trip_ms is not None and line.round_trip_ms > _ROUND_TRIP_MS:
        found.append("The way to the studio is long: answers will come late.")
    return found


def draw_level(sound: SoundReading | None, line: LineReading | None) -> None:
    """The level now, and what to do where something is wrong."""
    if sound is None:
        st.progress(0.0, "Level: nothing has arrived yet")
        return
    st.progress(1 - sound.level_dbfs / SILENCE_DBFS, f"Level: {_value(sound.level_dbfs, 'dBFS')}")
    for sentence in advice(sound, line):
        st.warning(sentence, icon=":material/hearing_disabled:")


def draw_figures(sound: SoundReading, line: LineReading | None, received_as: str) -> None:
    rows = [f"| {label} | **{value}** | {meaning} |" for label, value, meaning in _figures(sound, line)]
    rows.append(f"| Received as | {as_text(received_as)} | One microphone arrives as two equal channels. |")
    st.markdown("\n".join(["| | Now | What it means |", "|:--|--:|:--|", *rows]))


def draw_tier(tier: Tier, words: TierWords | None, *, line: str) -> None:
    """`line`: what is to be read aloud."""
    with st.container(border=True):
        st.markdown(f"**{as_text(tier.label)}**")
        st.caption(as_text(tier.note))
        if words is None:
            return
        if words.speaking or words.interim:
            st.markdown(f":gray[Hearing …] {as_text(words.interim)}")
        elif not words.utterances:
            st.markdown(":gray[Nothing said yet.]")
        rate = closest_word_error_rate(line, [heard.text for heard in words.utterances])
        if rate is not None:
            st.markdown(f"Words wrong in the line: **{rate:.0%}**")
        for heard in reversed(words.utterances):
            _draw_utterance(heard)


def _draw_utterance(heard: HeardUtterance) -> None:
    st.markdown(f"“{as_text(heard.text)}”" if heard.text else ":gray[Heard somebody, understood nothing.]")
    seconds, pause = heard.took_ms / 1000, heard.pause_ms / 1000
    took = f"{seconds:.2f} s after the last sound, {pause:.2f} s of it the pause that ends speech"
    st.caption(f"{heard.confidence:.0%} sure · {took}")
    if not heard.text or heard.confidence < STT_CONFIDENCE:
        st.markdown(f":orange[:material/replay: Santa would ask again] (he wants {STT_CONFIDENCE:.0%})")


def _figures(sound: SoundReading, line: LineReading | None) -> list[tuple[str, str, str]]:
    """Label, value, what it means."""
    loss = jitter = round_trip = None
    if line is not None:
        loss, jitter, round_trip = line.loss_percent, line.jitter_ms, line.round_trip_ms
    return [
        ("Peak", _value(sound.peak_dbfs, "dBFS"), "The highest of the last 3 seconds; 0 is the top."),
        ("Clipped", _value(sound.clipped_percent, "%", digits=2), "Cut off at the top. 0 is right."),
        ("Noise floor", _value(sound.noise_floor_dbfs, "dBFS"), "Below \u221250 the room is quiet."),
        (
            "Signal to noise",
            _value(sound.signal_to_noise_db, "dB"),
            "How far the voice stands out. From 20 on it is clear.",
        ),
        ("Lost", _value(loss, "%", digits=1), "Packets that never arrived. Below 2 is right."),
        ("Jitter", _value(jitter, "ms"), "How unevenly they arrive. Below 30 is right."),
        ("Round trip", _value(round_trip, "ms"), "To your browser and back. Below 300 is right."),
    ]


def _value(number: float | None, unit: str, *, digits: int = 0) -> str:
    return "…" if number is None else f"{number:.{digits}f} {unit}".replace("-", "\u2212")
