"""End of an utterance -> its words: how much each tier of hearing adds to its recogniser's own time.

openai live      over a WebSocket, to a server that answers 150 ms after the end
openai upload    as one recording, to the same server
whisper          around one hearing of faster-whisper with a tiny model, measured in turn with it

The server is another process on this machine, so the network's own time is not in it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from bench.cpu_time import wait_until_we_are_quiet
from bench.figures import Figures, differences, figures_of
from bench.machine import Conditions
from bench.report import Outcome, Row, milliseconds
from santa_core.speech.hearing.openai_transcription import OpenAISpeechToText
from santa_core.speech.hearing.whisper_transcription import WhisperSpeechToText
from santa_core.speech.ports import HEARING_RATE_HZ, Pcm, SpeechToText
from tests.fakes.openai_transcription_server import KEY
from tests.speech.tiny_whisper import write_tiny_whisper

ROUNDS = 60
WARM_UP_ROUNDS = 5
ANSWER_SECONDS = 0.15
UTTERANCE_SECONDS = 2.5
CHUNK_SAMPLES = 512
SECONDS_A_CHUNK = 0.004  # eight times as fast as somebody speaks
AIM_P95_MS = 30.0


def run() -> Outcome:
    sound = (
        np.random.default_rng(1).normal(0, 2_000, int(UTTERANCE_SECONDS * HEARING_RATE_HZ)).astype(np.int16)
    )
    wait_until_we_are_quiet()
    conditions = Conditions()
    figures: dict[str, Figures] = {}
    with _server() as (base_url, realtime_url):
        model = "gpt-live-transcribe"
        with closing(OpenAISpeechToText(api_key=KEY, model=model, realtime_url=realtime_url)) as live:
            figures["openai live"] = _over(live, sound, lambda: ANSWER_SECONDS)
        with closing(OpenAISpeechToText(api_key=KEY, model="gpt-transcribe", base_url=base_url)) as upload:
            figures["openai upload"] = _over(upload, sound, lambda: ANSWER_SECONDS)
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(WhisperSpeechToText(write_tiny_whisper(Path(folder)))) as whisper,
    ):
        figures["whisper"] = _over(whisper, sound, lambda: _alone(whisper, sound))
    return _outcome(figures, conditions.as_json())


def _over(tier: SpeechToText, sound: Pcm, itself: Callable[[], float]) -> Figures:
    """Milliseconds of finish() beyond what the recogniser `itself` takes, in seconds."""
    took, alone = [], []
    for number in range(WARM_UP_ROUNDS + ROUNDS):
        transcription = tier.listen(language="en")
        for start in range(0, len(sound), CHUNK_SAMPLES):
            transcription.hear(sound[start : start + CHUNK_SAMPLES])
            transcription.guess()
            time.sleep(SECONDS_A_CHUNK)
        began = time.perf_counter()
        if not transcription.finish().text:
            raise RuntimeError(f"{tier.name} heard nothing")
        seconds = time.perf_counter() - began
        if number >= WARM_UP_ROUNDS:
            took.append(seconds * 1000)
            alone.append(itself() * 1000)
    return figures_of(differences(took, alone))


def _alone(whisper: WhisperSpeechToText, sound: Pcm) -> float:
    """The same hearing in this thread, without a worker and a guess before it."""
    began = time.perf_counter()
    whisper._hear(sound.tobytes(), "en", beam_size=2)
    return time.perf_counter() - began


@contextmanager
def _server() -> Iterator[tuple[str, str]]:
    command = [sys.executable, "-m", "tests.fakes.openai_transcription_server"]
    command += ["--answer-seconds", str(ANSWER_SECONDS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        base_url, realtime_url = process.stdout.readline().split()
        yield base_url, realtime_url
        process.stdin.close()


def _outcome(figures: dict[str, Figures], conditions: dict[str, Any]) -> Outcome:
    rows = []
    for tier, over in figures.items():
        rows.append(Row(f"{tier}, p50", milliseconds(over.p50)))
        # Whisper may have to wait for a guess under way: how long is its model's matter, not ours.
        aimed = tier != "whisper"
        aim, met = ("< 30 ms", over.p95 < AIM_P95_MS) if aimed else ("", None)
        rows.append(Row(f"{tier}, p95", milliseconds(over.p95), aim, met))
    return Outcome(
        benchmark="transcription_overhead",
        figures={f"{tier.replace(' ', '_')}_over_ms": over.as_json() for tier, over in figures.items()},
        rows=rows,
        conditions=conditions,
        setting={
            "rounds": ROUNDS,
            "warm_up_rounds": WARM_UP_ROUNDS,
            "answer_seconds": ANSWER_SECONDS,
            "utterance_seconds": UTTERANCE_SECONDS,
        },
    )
