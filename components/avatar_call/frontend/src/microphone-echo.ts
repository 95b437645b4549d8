/**
 * Does Santa come back through the microphone? His sound and the microphone's are compared by their
 * loudness over the last seconds: an echo rises and falls as he does, up to half a second later.
 */

import { FRAME_MS } from "./microphone-level";

const HOP_MS = 2 * FRAME_MS;
const MOST_LAG_HOPS = 500 / HOP_MS;
const WINDOW_HOPS = 4_000 / HOP_MS;
const LEAST_SPEECH_HOPS = 1_200 / HOP_MS; // of Santa, in the window
const SANTA_SPEAKS_DB = -45;
const QUIETEST_DB = -70; // below it all is silence
const ALIKE = 0.75;
const ABOVE_ROOM_DB = 6; // the microphone must be louder with him than without him
const CHECK_EVERY_HOPS = 1_000 / HOP_MS;
const NEEDED_CHECKS = 2; // one after the other: a child may fall into his rhythm once

/** Levels in dBFS, one a hop, the same times in both. How alike they are at the best lag, -1 to 1. */
export function echoLikeness(santaDb: readonly number[], microphoneDb: readonly number[]): number {
  const santa = santaDb.map(loudness);
  const microphone = microphoneDb.map(loudness);
  let best = -1;
  for (let lag = 0; lag <= MOST_LAG_HOPS; lag += 1) {
    best = Math.max(best, correlation(santa.slice(0, santa.length - lag), microphone.slice(lag)));
  }
  return best;
}

export class EchoWatch {
  private santaDb: number[] = [];
  private microphoneDb: number[] = [];
  private sinceCheck = 0;
  private alikeChecks = 0;
  private readonly santaHops = new Hops();
  private readonly microphoneHops = new Hops();

  /** The 10 ms levels of the same stretch of time. True when he was heard for two checks on end. */
  hear(santaDb: readonly number[], microphoneDb: readonly number[]): boolean {
    // The two meters are not read at the very same sample: the ends are kept in step, not the beginnings.
    this.santaDb = [...this.santaDb, ...this.santaHops.add(santaDb)].slice(-WINDOW_HOPS);
    this.microphoneDb = [...this.microphoneDb, ...this.microphoneHops.add(microphoneDb)].slice(-WINDOW_HOPS);
    this.sinceCheck += microphoneDb.length / 2;
    const isFull = this.santaDb.length === WINDOW_HOPS && this.microphoneDb.length === WINDOW_HOPS;
    if (!isFull || this.sinceCheck < CHECK_EVERY_HOPS) return false;
    this.sinceCheck = 0;
    this.alikeChecks = isEcho(this.santaDb, this.microphoneDb) ? this.alikeChecks + 1 : 0;
    return this.alikeChecks >= NEEDED_CHECKS;
  }
}

export function isEcho(santaDb: readonly number[], microphoneDb: readonly number[]): boolean {
  const speaking = santaDb.filter((level) => level > SANTA_SPEAKS_DB).length;
  if (speaking < LEAST_SPEECH_HOPS) return false;
  if (spread(microphoneDb) < ABOVE_ROOM_DB) return false;
  return echoLikeness(santaDb, microphoneDb) > ALIKE;
}

/** Pairs of 10 ms levels as one hop. */
class Hops {
  private odd: number | null = null;

  add(levelsDb: readonly number[]): number[] {
    const hops: number[] = [];
    for (const level of levelsDb) {
      if (this.odd === null) this.odd = level;
      else {
        hops.push(Math.max(this.odd, level));
        this.odd = null;
      }
    }
    return hops;
  }
}

const loudness = (levelDb: number): number => Math.max(0, levelDb - QUIETEST_DB);

/** Decibels between the loud and the quiet tenth. */
function spread(levelsDb: readonly number[]): number {
  const sorted = levelsDb.map(loudness).sort((a, b) => a - b);
  const tenth = Math.floor(sorted.length / 10);
  return (sorted[sorted.length - 1 - tenth] ?? 0) - (sorted[tenth] ?? 0);
}

/** Pearson's, of two series of one length; 0 where one of them does not move. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const meanA = mean(a);
  const meanB = mean(b);
  let both = 0;
  let ofA = 0;
  let ofB = 0;
  a.forEach((value, index) => {
    const fromA = value - meanA;
    const fromB = (b[index] ?? meanB) - meanB;
    both += fromA * fromB;
    ofA += fromA * fromA;
    ofB += fromB * fromB;
  });
  return ofA === 0 || ofB === 0 ? 0 : both / Math.sqrt(ofA * ofB);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
