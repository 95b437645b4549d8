/**
 * When Santa is turned down, because the child speaks over him.
 *
 *   loud ──child starts──> low ──goOn──> loud
 *                           └──interrupt──> off ──the next turn starts──> loud
 *
 * Low rather than off at first: with an avatar that speaks on, a cough must not cost words.
 */

import type { Timer, Timers } from "./timers";

const LOW = 0.1; // -20 dB
const DOWN_MS = 40;
const REST_DOWN_MS = 20; // he is half down, or all but
const UP_MS = 100;
const LONGEST_MS = 4_000; // a decision that never comes must not leave Santa dumb

export class TalkOver {
  private state: "loud" | "low" | "off" = "loud";
  private cutTurn: string | null = null;
  private net: Timer | undefined;

  constructor(
    private readonly fadeTo: (volume: number, overMs: number) => void,
    private readonly timers: Timers,
  ) {}

  /** A call begins. */
  begin(): void {
    this.cutTurn = null;
    this.go("loud", 1, 0);
  }

  childSpeaks(): void {
    if (this.state === "loud") this.go("low", LOW, DOWN_MS);
  }

  /** It was a cough, or an "uh-huh". */
  goOn(): void {
    if (this.state === "low") this.go("loud", 1, UP_MS);
  }

  cut(turnId: string | null): void {
    this.cutTurn = turnId;
    this.go("off", 0, this.state === "low" ? REST_DOWN_MS : DOWN_MS);
  }

  /** A task of this turn begins to sound; null: of a turn we were not told. */
  santaSpeaks(turnId: string | null): void {
    const isRest = turnId !== null && turnId === this.cutTurn;
    if (this.state === "off" && !isRest) this.go("loud", 1, 0);
  }

  private go(state: "loud" | "low" | "off", volume: number, overMs: number): void {
    clearTimeout(this.net);
    this.state = state;
    this.fadeTo(volume, overMs);
    if (state !== "loud") this.net = this.timers.after(LONGEST_MS, () => this.go("loud", 1, UP_MS));
  }
}
