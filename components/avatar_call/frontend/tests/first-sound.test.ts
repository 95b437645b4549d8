import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { FirstSound } from "../src/first-sound";
import { SoundOnset } from "../src/sound-onset";

const RATE = 48_000;
const ms = (count: number): number => (count * RATE) / 1000;

/** A voice-like tone of this peak; 0 is digital silence. */
function sound(durationMs: number, peak: number, hertz = 180): Float32Array {
  return Float32Array.from({ length: ms(durationMs) }, (_, n) => peak * Math.sin((2 * Math.PI * hertz * n) / RATE));
}

/** White noise, the same in every run. */
function noise(durationMs: number, peak: number): Float32Array {
  let seed = 7;
  return Float32Array.from({ length: ms(durationMs) }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return peak * (seed / 1_073_741_824 - 1);
  });
}

function joined(...parts: Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const mixed = (a: Float32Array, b: Float32Array): Float32Array => a.map((sample, n) => sample + (b[n] ?? 0));

/** Where sounds begin, ms from the start, fed in pieces of a poll's length. */
function onsets(samples: Float32Array, pollMs = 12): number[] {
  const finder = new SoundOnset(RATE);
  const found: number[] = [];
  for (let at = 0; at < samples.length; at += ms(pollMs)) {
    const chunk = samples.subarray(at, at + ms(pollMs));
    const ago = finder.take(chunk);
    if (ago !== null) found.push(((at + chunk.length) * 1000) / RATE - ago);
  }
  return found;
}

describe("the beginning of a sound", () => {
  it.each([200, 203.7, 211.1, 499.9])("is found to 5 ms: at %s ms", (at) => {
    const [found, ...more] = onsets(joined(sound(at, 0), sound(400, 0.2)));
    expect(Math.abs((found ?? 0) - at)).toBeLessThanOrEqual(5);
    expect(more).toEqual([]);
  });

  it("is the same however late the page looks", () => {
    const samples = joined(sound(200, 0), sound(400, 0.2));
    expect(onsets(samples, 341)).toEqual(onsets(samples, 7));
  });

  it("is found above the stream's own noise, and the noise is not taken for it", () => {
    const hiss = noise(3_400, 0.01); // -45 dBFS, over the fixed threshold
    const voice = joined(sound(3_000, 0), sound(400, 0.3));
    const found = onsets(mixed(hiss, voice)).filter((at) => at > 1_000);
    expect(found).toHaveLength(1);
    expect(Math.abs((found[0] ?? 0) - 3_000)).toBeLessThanOrEqual(10);
  });

  it("is not a click, nor the next word of the same sound", () => {
    expect(onsets(joined(sound(100, 0), sound(4, 0.5), sound(100, 0)))).toEqual([]);
    expect(onsets(joined(sound(100, 0), sound(100, 0.2), sound(30, 0), sound(100, 0.2)))).toHaveLength(1);
    expect(onsets(joined(sound(100, 0), sound(100, 0.2), sound(80, 0), sound(100, 0.2)))).toHaveLength(2);
  });
});

describe("Santa's first sound", () => {
  const START = 1_000_000;
  let played: Float32Array; // what the stream carries from START - 400 ms on
  let reports: [string, number][];
  let works: boolean;

  beforeEach(() => {
    vi.useFakeTimers({ now: START });
    reports = [];
    works = true;
  });
  afterEach(() => vi.useRealTimers());

  function firstSound(): FirstSound {
    let readTo = -Infinity;
    return new FirstSound(
      {
        restart: () => undefined,
        read: () => {
          if (!works) return null;
          const now = Math.round(ms(Date.now() - START + 400));
          const samples = played.subarray(Math.max(0, now - 16_384, readTo), now);
          readTo = now;
          return { samples, sampleRateHz: RATE, endsAt: Date.now() };
        },
      },
      (taskId, at) => reports.push([taskId, at]),
    );
  }

  it("is reported once a turn, with the time of the sound, not of the report", () => {
    played = joined(sound(400 + 230, 0), sound(2_000, 0.2));
    const watch = firstSound();
    watch.expect("turn-1");
    watch.expect("turn-1");
    vi.advanceTimersByTime(200);
    watch.started("turn-1", "task-1");
    vi.advanceTimersByTime(300);
    watch.expect("turn-1");
    watch.started("turn-1", "task-2");
    vi.advanceTimersByTime(1_000);
    expect(reports).toHaveLength(1);
    expect(reports[0]?.[0]).toBe("task-1");
    expect(Math.abs((reports[0]?.[1] ?? 0) - (START + 230))).toBeLessThanOrEqual(6);
  });

  it("waits for the task's name, which may come after the sound", () => {
    played = joined(sound(400 + 50, 0), sound(2_000, 0.2));
    const watch = firstSound();
    watch.expect("turn-1");
    vi.advanceTimersByTime(400);
    expect(reports).toEqual([]);
    watch.taskKnown("turn-1", "");
    watch.taskKnown("turn-0", "task-0");
    watch.taskKnown("turn-1", "task-1");
    expect(reports).toHaveLength(1);
    expect(Math.abs((reports[0]?.[1] ?? 0) - (START + 50))).toBeLessThanOrEqual(6);
  });

  it("is not the rest of the turn before", () => {
    // Loud until 100 ms after the say, quiet for 300 ms, then the answer.
    played = joined(sound(500, 0.2), sound(300, 0), sound(1_000, 0.2));
    const watch = firstSound();
    watch.expect("turn-2");
    watch.taskKnown("turn-2", "task-2");
    vi.advanceTimersByTime(1_000);
    expect(reports).toHaveLength(1);
    expect(Math.abs((reports[0]?.[1] ?? 0) - (START + 400))).toBeLessThanOrEqual(6);
  });

  it("is the avatar's word where the sound goes on without a gap", () => {
    played = sound(4_000, 0.2);
    const watch = firstSound();
    watch.expect("turn-2");
    vi.advanceTimersByTime(300);
    watch.started("turn-2", "task-2");
    vi.advanceTimersByTime(900);
    expect(reports).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(reports).toEqual([["task-2", START + 300]]);
  });

  it("is the avatar's word where samples cannot be had", () => {
    works = false;
    const watch = firstSound();
    watch.expect("turn-1");
    vi.advanceTimersByTime(321);
    watch.started(null, "task-1");
    expect(reports).toEqual([["task-1", START + 321]]);
  });

  it("is not made up when nothing is heard, and not of a turn that was cut", () => {
    played = joined(sound(3_000, 0), sound(2_000, 0.2));
    const watch = firstSound();
    watch.expect("turn-1");
    watch.started("turn-1", "task-1");
    vi.advanceTimersByTime(2_000);
    watch.over("turn-0");
    expect(vi.getTimerCount()).toBe(1);
    watch.expect("turn-1b");
    watch.over(null); // the end of a turn before it that had no name
    expect(vi.getTimerCount()).toBe(1);
    watch.expect("turn-1");
    watch.over("turn-1");
    vi.advanceTimersByTime(2_000);
    expect(reports).toEqual([]);
  });

  it("is looked for only while it is awaited", () => {
    played = joined(sound(400 + 50, 0), sound(2_000, 0.2));
    const watch = firstSound();
    expect(vi.getTimerCount()).toBe(0);
    watch.expect("turn-1");
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(100);
    expect(vi.getTimerCount()).toBe(0);
  });
});
