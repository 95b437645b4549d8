/** What is read out of the sound itself, on sounds made by hand. */

import { describe, expect, it } from "vitest";

import { EchoWatch, isEcho } from "../src/microphone-echo";
import { LevelFrames, meterLevel } from "../src/microphone-level";
import { QuietWatch } from "../src/microphone-quiet";
import { SilenceWatch } from "../src/microphone-silence";

/** The same numbers at each run: 0 to 1. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** 10 ms levels of somebody talking: syllables of 100 to 250 ms, pauses between words and sentences. */
function speech(milliseconds: number, loudDb: number, roomDb: number, seed: number): number[] {
  const roll = dice(seed);
  const levels: number[] = [];
  while (levels.length < milliseconds / 10) {
    const frames = 10 + Math.floor(roll() * 15);
    const peak = loudDb - roll() * 9;
    for (let i = 0; i < frames; i += 1) levels.push(peak - 18 * Math.abs(0.4 - i / frames) + roll() * 2);
    const pause = roll() < 0.2 ? 30 + roll() * 30 : roll() * 8;
    for (let i = 0; i < pause; i += 1) levels.push(roomDb + roll() * 3);
  }
  return levels.slice(0, milliseconds / 10);
}

const room = (milliseconds: number, db: number, seed = 9): number[] => {
  const roll = dice(seed);
  return Array.from({ length: milliseconds / 10 }, () => db + roll() * 3);
};

/** Two sounds in one microphone. */
const mixed = (a: number[], b: number[]): number[] =>
  a.map((level, i) => 10 * Math.log10(10 ** (level / 10) + 10 ** ((b[i] ?? -120) / 10)));

describe("the level", () => {
  it("is cut into 10 ms whatever pieces it comes in: -6 dB of a full square wave", () => {
    const frames = new LevelFrames(16_000);
    const half = new Float32Array(400).fill(0.5);
    expect(frames.add(half.subarray(0, 100))).toEqual([]);
    const levels = [...frames.add(half.subarray(100)), ...frames.add(half)];
    expect(levels).toHaveLength(5);
    levels.forEach((level) => expect(level).toBeCloseTo(-6.02, 2));
    expect(frames.add(new Float32Array(160))).toEqual([-120]);
  });

  it("for the eye is 0 for the room, 1 at full scale, half at -30 dB", () => {
    expect([-120, -66, -30, 0].map(meterLevel)).toEqual([0, 0, 0.5, 1]);
  });
});

describe("how long it has been quiet", () => {
  /** Hears `levels` in pieces of 25 ms or so, as the page does; ends at time levels.length * 10. */
  function heard(levels: number[], counts: (at: number) => boolean = () => true): QuietWatch {
    const quiet = new QuietWatch();
    for (let at = 0; at < levels.length; ) {
      const next = Math.min(levels.length, at + (at % 2 === 0 ? 3 : 2));
      quiet.hear(levels.slice(at, next), next * 10, counts(next * 10));
      at = next;
    }
    return quiet;
  }

  it.each([
    ["a quiet room", -20, -75],
    ["an ordinary room", -25, -55],
    ["a fan beside the child", -22, -45],
    ["a child far away", -38, -60],
    ["a microphone with its own noise gate", -25, -120],
  ])("is right to 30 ms in %s", (_where, voiceDb, roomDb) => {
    const talk = [...room(1_000, roomDb), ...speech(4_000, voiceDb, roomDb, 3), -200];
    talk.pop();
    const word = Array.from({ length: 30 }, () => voiceDb - 6); // the last vowel ends sharply
    const levels = [...talk, ...word, ...room(700, roomDb)];
    const quiet = heard(levels).quietMs(levels.length * 10);
    expect(quiet).toBeGreaterThanOrEqual(670);
    expect(quiet).toBeLessThanOrEqual(730);
  });

  it("is not ended by a key's click or a fan that goes on", () => {
    const levels = [...room(1_000, -60), ...speech(2_000, -25, -60, 5), ...Array<number>(20).fill(-28), ...room(400, -60)];
    levels.push(-25, -30, ...room(280, -60)); // a key
    expect(heard(levels).quietMs(levels.length * 10)).toBeGreaterThan(650);
  });

  it("counts the last t of a word, though it is short", () => {
    const levels = [...room(1_000, -60), ...Array<number>(40).fill(-25), ...room(80, -60), -32, -38, ...room(500, -60)];
    expect(heard(levels).quietMs(levels.length * 10)).toBeLessThanOrEqual(510);
  });

  it("is of what Santa was let hear", () => {
    const levels = [...room(500, -60), ...Array<number>(100).fill(-25)];
    expect(heard(levels, (at) => at <= 1_000).quietMs(1_500)).toBeCloseTo(500, -2);
    expect(heard(levels, () => false).quietMs(1_500)).toBeNull();
  });
});

describe("a microphone that gives nothing", () => {
  it("is noticed after five seconds, and no longer when sound comes", () => {
    const silence = new SilenceWatch();
    expect(silence.hear(Array<number>(499).fill(-120))).toBe(false);
    expect(silence.hear([-120])).toBe(true);
    expect(silence.hear([-70])).toBe(false);
  });

  it("is not a quiet room, though the browser takes its noise away", () => {
    expect(new SilenceWatch().hear(room(60_000, -96))).toBe(false);
  });
});

describe("Santa in the microphone", () => {
  const delayed = (levels: number[], milliseconds: number, byDb: number): number[] => [
    ...Array<number>(milliseconds / 10).fill(-120),
    ...levels.slice(0, levels.length - milliseconds / 10).map((level) => level - byDb),
  ];

  function hears(santa: number[], microphone: number[]): boolean {
    const watch = new EchoWatch();
    let echo = false;
    for (let at = 0; at < santa.length; at += 3) echo = watch.hear(santa.slice(at, at + 3), microphone.slice(at, at + 3)) || echo;
    return echo;
  }

  it.each([0, 60, 180, 400])("is heard 20 dB down and %d ms late", (late) => {
    const santa = speech(9_000, -18, -100, 7);
    expect(hears(santa, mixed(delayed(santa, late, 20), room(9_000, -60)))).toBe(true);
  });

  it("is not heard in a child's own words, whatever he says meanwhile", () => {
    const wrong = Array.from({ length: 30 }, (_, seed) => seed).filter((seed) =>
      hears(speech(20_000, -18, -100, seed), mixed(speech(20_000, -24, -60, seed + 500), room(20_000, -60))),
    );
    expect(wrong).toEqual([]);
  });

  it("is not heard in silence, in noise, or before he says anything", () => {
    const santa = speech(9_000, -18, -100, 7);
    expect(hears(santa, Array<number>(900).fill(-120))).toBe(false);
    expect(hears(santa, room(9_000, -35))).toBe(false);
    expect(hears(Array<number>(900).fill(-120), speech(9_000, -24, -60, 8))).toBe(false);
    expect(isEcho([], [])).toBe(false);
  });

  it("is not heard where the browser takes him out of it", () => {
    const santa = speech(9_000, -18, -100, 7);
    expect(hears(santa, mixed(delayed(santa, 60, 50), room(9_000, -58)))).toBe(false);
  });
});
