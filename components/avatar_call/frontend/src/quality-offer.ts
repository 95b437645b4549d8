/**
 * Offers a smaller picture while the connection is weak, and asks the server for it.
 *
 *   no ──weak for seconds──> offered ──accept──> asked ──`reopening`──> no
 *    └────good again, or dismissed──┘
 */

import { stamp, type CallLines } from "./call-lines";
import type { CallModel } from "./call-model";
import type { CallStore } from "./call-store";
import { lowerQuality } from "./quality";
import { Timers, type Timer } from "./timers";

const BAD_MS = 5_000; // a moment of bad quality is no trouble
const RECONNECTING_MS = 2_000;
const GOOD_MS = 10_000; // of a good connection, and the offer goes
const LEFT_IN_PEACE_MS = 60_000; // after "Not now"
const ANSWER_MS = 10_000; // the server has not taken it up: it may be asked again

export class QualityOffer {
  private readonly timers = new Timers();
  private pending: { to: "offer" | "withdraw"; timer: Timer } | null = null;
  private inPeaceUntil = 0;

  constructor(
    private readonly store: CallStore,
    private readonly lines: CallLines,
  ) {
    store.subscribe(() => this.follow());
  }

  /** The person wants it. */
  accept(): void {
    const { opened, lowering } = this.store.current();
    const quality = opened === null ? null : lowerQuality(opened.quality);
    if (quality === null || lowering !== "offered" || this.lines.link === null) return;
    this.lines.link.send({ type: "reopen", ...stamp(), quality });
    this.store.dispatch({ type: "lowering", is: "asked" });
    this.timers.after(ANSWER_MS, () => {
      if (this.store.current().lowering === "asked") this.store.dispatch({ type: "lowering", is: "no" });
    });
  }

  dismiss(): void {
    this.inPeaceUntil = Date.now() + LEFT_IN_PEACE_MS;
    this.store.dispatch({ type: "lowering", is: "no" });
  }

  /** The call is over. */
  end(): void {
    this.wait(null);
    this.timers.clear();
    this.inPeaceUntil = 0;
  }

  private follow(): void {
    const model = this.store.current();
    const weak = isWeak(model);
    if (model.lowering === "no" && weak) this.wait("offer", model.media === "reconnecting" ? RECONNECTING_MS : BAD_MS);
    else if (model.lowering === "offered" && !weak) this.wait("withdraw", GOOD_MS);
    else this.wait(null);
  }

  private wait(to: "offer" | "withdraw" | null, milliseconds = 0): void {
    if (this.pending?.to === to) return;
    clearTimeout(this.pending?.timer);
    this.pending = null;
    if (to === null) return;
    // Whoever said "Not now" is asked again when the minute is over, if it is still so.
    const restMs = to === "offer" ? Math.max(0, this.inPeaceUntil - Date.now()) : 0;
    const timer = this.timers.after(Math.max(milliseconds, restMs), () => {
      this.pending = null;
      this.store.dispatch({ type: "lowering", is: to === "offer" ? "offered" : "no" });
    });
    this.pending = { to, timer };
  }
}

function isWeak({ state, opened, connectionQuality, media }: CallModel): boolean {
  if (state !== "live" || opened === null || lowerQuality(opened.quality) === null) return false;
  return media === "reconnecting" || (media === "flowing" && connectionQuality.toUpperCase() === "BAD");
}
