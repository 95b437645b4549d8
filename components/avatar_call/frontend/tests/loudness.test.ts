import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Loudness } from "../src/loudness";
import { TalkOver } from "../src/talk-over";
import { Timers } from "../src/timers";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** `takesBack`: an iPhone's, at once or at its next turn. */
function player(takesBack: "never" | "at once" | "later" = "never"): HTMLMediaElement {
  let volume = 1;
  const element = {
    muted: false,
    get volume() {
      return volume;
    },
    set volume(wanted: number) {
      if (takesBack === "at once") return;
      volume = wanted;
      if (takesBack === "later") setTimeout(() => (volume = 1), 0);
    },
  };
  return element as unknown as HTMLMediaElement;
}

function loudness(element: HTMLMediaElement): Loudness {
  const made = new Loudness();
  made.attach(element);
  return made;
}

describe("loudness", () => {
  it("goes down in even steps, and is down within 40 ms", () => {
    const element = player();
    const volumes: number[] = [];
    loudness(element).fadeTo(0.2, 40);
    for (let step = 0; step < 5; step += 1) {
      volumes.push(Math.round(element.volume * 100));
      vi.advanceTimersByTime(10);
    }
    expect(volumes).toEqual([80, 60, 40, 20, 20]);
    expect(element.muted).toBe(false);
  });

  it("goes up at once when asked to, whatever fade was under way", () => {
    const element = player();
    const santa = loudness(element);
    santa.fadeTo(0, 40);
    vi.advanceTimersByTime(15);
    santa.fadeTo(1, 0);
    vi.advanceTimersByTime(100);
    expect(element.volume).toBe(1);
  });

  it.each(["at once", "later"] as const)("is a mute where the browser takes the volume back %s", (takesBack) => {
    const element = player(takesBack);
    const santa = loudness(element);
    santa.fadeTo(0.1, 40);
    vi.advanceTimersByTime(40);
    expect(element.muted).toBe(true);
    santa.fadeTo(1, 100);
    vi.advanceTimersByTime(100);
    expect(element.muted).toBe(false);
  });

  it("does not unmute what the browser blocks, nor what is over", () => {
    const element = player("at once");
    const santa = loudness(element);
    santa.setBlocked(true);
    santa.fadeTo(0.1, 40);
    santa.fadeTo(1, 0);
    expect(element.muted).toBe(true);
    santa.setBlocked(false);
    expect(element.muted).toBe(false);
    santa.setSilenced(true);
    santa.fadeTo(1, 0);
    santa.setBlocked(false);
    expect(element.muted).toBe(true);
  });

  it("is the same on a new element", () => {
    const santa = loudness(player());
    santa.fadeTo(0.1, 0);
    const next = player();
    santa.attach(next);
    expect(next.volume).toBeCloseTo(0.1);
  });
});

describe("talking over Santa", () => {
  function talkOver() {
    const did: string[] = [];
    const santa = new TalkOver((volume, overMs) => did.push(`${volume} in ${overMs}`), new Timers());
    return { santa, did };
  }

  it("turns him down at once, and a cough lets him go on", () => {
    const { santa, did } = talkOver();
    santa.childSpeaks();
    santa.childSpeaks();
    santa.goOn();
    santa.goOn();
    expect(did).toEqual(["0.1 in 40", "1 in 100"]);
  });

  it("keeps him down through the next sentence while nothing is decided", () => {
    const { santa, did } = talkOver();
    santa.childSpeaks();
    santa.santaSpeaks("turn-1");
    expect(did).toEqual(["0.1 in 40"]);
  });

  it("after an interrupt waits for another turn, then is loud at once", () => {
    const { santa, did } = talkOver();
    santa.childSpeaks();
    santa.cut("turn-1");
    santa.goOn(); // too late
    santa.childSpeaks();
    santa.santaSpeaks("turn-1"); // a sentence that was on its way
    expect(did).toEqual(["0.1 in 40", "0 in 20"]);
    santa.santaSpeaks("turn-2");
    expect(did.at(-1)).toBe("1 in 0");
  });

  it("takes a turn that nobody told us of for a new one", () => {
    const { santa, did } = talkOver();
    santa.cut("turn-1");
    santa.santaSpeaks(null);
    expect(did.at(-1)).toBe("1 in 0");
  });

  it("forgets a call that ended while he was down", () => {
    const { santa, did } = talkOver();
    santa.cut("turn-1");
    santa.begin();
    vi.advanceTimersByTime(60_000);
    expect(did).toEqual(["0 in 40", "1 in 0"]);
  });

  it("is never down for more than 4 s without a new reason", () => {
    const { santa, did } = talkOver();
    santa.childSpeaks();
    vi.advanceTimersByTime(3_000);
    santa.cut("turn-1");
    vi.advanceTimersByTime(3_999);
    expect(did).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(did.at(-1)).toBe("1 in 100");
    vi.advanceTimersByTime(60_000);
    expect(did).toHaveLength(3);
  });
});
