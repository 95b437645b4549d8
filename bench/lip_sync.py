"""Lips and voice as a person perceives them: the real call page in Chromium, a real call."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.cpu_time import wait_until_we_are_quiet
from bench.figures import percentile
from bench.lip_lag import Lead, Moment, sound_lead, sound_leads
from bench.machine import Conditions
from bench.mouth_opening import DARK_LUMA, MOUTH_BOX, curves_of
from bench.processes import STUDIO_PORT
from bench.report import Outcome, Row
from santa_core.speech.speaking.voice import open_voice
from tests.browser.call_page import CallPage
from tests.browser.conftest import launch
from tests.browser.studio_process import StudioProcess

MOST_AHEAD_MS, MOST_BEHIND_MS = 45.0, -125.0
CALLS = 2
LINES = ("I would like a red train", "My sister is five", "We have a cat", "What do the elves do all day?")

# Looks at each picture when it is shown and hears the sound when it leaves for the loudspeaker. All times in
# milliseconds of performance.now().
WATCH = """async (video, [box, darkest]) => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = box.slice(2);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const seen = { openings: [], levels: [], buffers: [], outputLatencyMs: 0 };
  window.lipSync = seen;
  const look = (now, { expectedDisplayTime }) => {
    const scale = video.videoWidth / 1280;
    pen.drawImage(video, ...box.map((value) => value * scale), 0, 0, canvas.width, canvas.height);
    const pixels = pen.getImageData(0, 0, canvas.width, canvas.height).data;
    let dark = 0;
    for (let i = 0; i < pixels.length; i += 4)
      if (0.299 * pixels[i] + 0.587 * pixels[i + 1] + 0.114 * pixels[i + 2] < darkest) dark += 1;
    seen.openings.push([expectedDisplayTime, dark]);
    video.requestVideoFrameCallback(look);
  };
  const audio = new AudioContext({ sampleRate: 48000, latencyHint: "interactive" });
  await audio.resume();
  const code = `registerProcessor("level", class extends AudioWorkletProcessor {
    sum = 0; count = 0; at = 0;
    process([input]) {
      const samples = input[0] ?? [];
      samples.forEach((sample, index) => {
        if (this.count === 0) this.at = currentTime + index / sampleRate;
        this.sum += sample * sample;
        if ((this.count += 1) < 480) return;
        this.port.postMessage([this.at, Math.sqrt(this.sum / 480)]);
        this.sum = this.count = 0;
      });
      return true;
    }
  })`;
  await audio.audioWorklet.addModule(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  const level = new AudioWorkletNode(audio, "level");
  level.port.onmessage = ({ data: [at, loudness] }) => {
    const { contextTime, performanceTime } = audio.getOutputTimestamp();
    seen.outputLatencyMs = audio.outputLatency * 1000;
    seen.levels.push([performanceTime + (at - contextTime) * 1000, loudness * 32768]);
  };
  audio.createMediaStreamSource(video.srcObject).connect(level);
  setInterval(async () => {
    for (const peer of window.peers)
      for (const report of (await peer.getStats()).values())
        if (report.type === "inbound-rtp" && report.jitterBufferEmittedCount > 0)
          seen.buffers.push([report.kind, performance.now(), report.jitterBufferDelay * 1000,
            report.jitterBufferEmittedCount]);
  }, 1000);
  video.requestVideoFrameCallback(look);
}"""

# Before the page's own code: how long packets waited in the browser is known to its connections only.
KEEP_PEERS = """window.peers = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...given) { super(...given); window.peers.push(this); }
};"""


@dataclass(frozen=True)
class Watched:
    """One call. `own`: what the yardstick says of the voice itself, with perfect lips."""

    leads: list[Lead]
    whole: Lead
    own: Lead
    seconds: float
    pictures_per_second: float
    output_latency_ms: float
    buffered_ms: dict[str, list[float]]  # audio and video: the mean wait in the browser, second by second


def run() -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        studio = StudioProcess(Path(folder) / "data", port=STUDIO_PORT)
        try:
            studio.start()
            wait_until_we_are_quiet()
            conditions = Conditions()
            with sync_playwright() as playwright:
                browser = launch(playwright)
                page = browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()
                page.add_init_script(KEEP_PEERS)
                calls = [_watch_a_call(studio, page) for _ in range(CALLS)]
                browser.close()
        finally:
            studio.stop()
    return outcome_of(calls, conditions=conditions.as_json())


def _watch_a_call(studio: StudioProcess, page: Page) -> Watched:
    call = CallPage(page, studio.url).open().start()
    # Chromium's canvas gives full range: luma 16 to 235 becomes 0 to 255.
    page.locator("video").first.evaluate(WATCH, [MOUTH_BOX, (DARK_LUMA - 16) * 255 / 219])
    call.wait_for_santa(1)
    for number, line in enumerate(LINES, start=2):
        call.say(line)
        call.wait_for_santa(number)
    seen: dict[str, Any] = page.evaluate("window.lipSync")
    said = [turn.rpartition("\n\n")[2] for turn in call.turns("santa").all_inner_texts()]
    call.end()
    return read_watched(seen, said)


def read_watched(seen: Mapping[str, Any], said: Sequence[str]) -> Watched:
    """`seen` as WATCH leaves it. Raises ValueError if there was too little speech."""
    openings = [Moment(at_ms, value) for at_ms, value in seen["openings"]]
    levels = [Moment(at_ms, value) for at_ms, value in seen["levels"]]
    voice = open_voice()
    spoken = [
        utterance for text in said for utterance in voice.speak(text, language="en", rate=1.0, emotion=None)
    ]
    seconds = (openings[-1].at_ms - openings[0].at_ms) / 1000
    return Watched(
        leads=sound_leads(openings, levels),
        whole=sound_lead(openings, levels),
        own=sound_lead(*curves_of(spoken)),
        seconds=seconds,
        pictures_per_second=len(openings) / seconds,
        output_latency_ms=float(seen["outputLatencyMs"]),
        buffered_ms={kind: _waits(seen["buffers"], kind) for kind in ("audio", "video")},
    )


def _waits(reports: Sequence[Sequence[Any]], kind: str) -> list[float]:
    """Of totals since the connection began, the mean of each second between two reports."""
    totals = [(delay_ms, emitted) for of, _, delay_ms, emitted in reports if of == kind]
    return [
        (delay_ms - earlier_ms) / (emitted - earlier)
        for (earlier_ms, earlier), (delay_ms, emitted) in pairwise(totals)
        if emitted > earlier
    ]


def outcome_of(calls: Sequence[Watched], *, conditions: Mapping[str, Any]) -> Outcome:
    leads = [lead.ms for call in calls for lead in call.leads]
    median, ahead, behind = percentile(leads, 50), percentile(leads, 95), percentile(leads, 5)
    figures = {
        "sound_ahead_ms": {
            "windows": len(leads),
            "p50": round(median, 1),
            "p95_most_ahead": round(ahead, 1),
            "p95_most_behind": round(behind, 1),
        },
        "calls": [
            {
                "sound_ahead_ms": round(call.whole.ms, 1),
                "likeness": round(call.whole.likeness, 3),
                "of_the_voice_itself_ms": round(call.own.ms, 1),
                "seconds": round(call.seconds, 1),
                "pictures_per_second": round(call.pictures_per_second, 1),
                "output_latency_ms": round(call.output_latency_ms, 1),
                "in_the_browsers_buffers_ms": {
                    kind: {
                        "first_10_s": round(percentile(waits[:10], 50), 1),
                        "later": round(percentile(waits[10:], 50), 1),
                    }
                    for kind, waits in call.buffered_ms.items()
                },
                "windows_ms": [round(lead.ms) for lead in call.leads],
            }
            for call in calls
        ],
    }
    rows = [
        Row(
            "sound, median",
            _said(median),
            "45 ahead to 125 behind",
            MOST_BEHIND_MS <= median <= MOST_AHEAD_MS,
        ),
        Row("sound most ahead, p95", _said(ahead), "<= 45 ms ahead", ahead <= MOST_AHEAD_MS),
        Row("sound most behind, p95", _said(behind), "<= 125 ms behind", behind >= MOST_BEHIND_MS),
    ]
    return Outcome("lip_sync", figures, rows, conditions, {"calls": CALLS, "lines": len(LINES)})


def _said(ms: float) -> str:
    return f"{abs(ms):.0f} ms {'ahead' if ms > 0 else 'behind'}"
