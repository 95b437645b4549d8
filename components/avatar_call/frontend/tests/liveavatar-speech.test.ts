import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { GrowingText } from "../src/growing-text";
import { LiveAvatarSpeech, MERGED_AFTER_MS } from "../src/liveavatar-speech";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function made() {
  const told: string[] = [];
  const speech = new LiveAvatarSpeech((event) => {
    const taskId = "taskId" in event ? event.taskId : "";
    told.push(`${event.name.replace("avatar_", "").replace("_talking", "")} ${taskId}`);
  });
  return { speech, told };
}

describe("which sentence is spoken", () => {
  it("is what the vendor names, else the oldest that waits, else its own", () => {
    const { speech, told } = made();
    for (const id of ["a", "b"]) speech.sent(id);
    speech.started("e1", "a");
    speech.ended();
    speech.started("e2", "");
    speech.ended();
    speech.started("e3", "");
    expect(told).toEqual(["start a", "stop a", "start b", "stop b", "start e3"]);
  });

  it("a source that we never sent is taken for the oldest that waits", () => {
    const { speech, told } = made();
    speech.sent("a");
    speech.started("e1", "the vendor's own id");
    expect(told).toEqual(["start a"]);
  });

  it("ends one speech before the next, though the vendor does not say so", () => {
    const { speech, told } = made();
    for (const id of ["a", "b"]) speech.sent(id);
    speech.started("e1", "a");
    speech.started("e2", "b");
    expect(told).toEqual(["start a", "stop a", "start b"]);
  });

  it("those passed over are reported as said before it", () => {
    const { speech, told } = made();
    for (const id of ["a", "b", "c"]) speech.sent(id);
    speech.started("e1", "c");
    expect(told).toEqual(["start a", "stop a", "start b", "stop b", "start c"]);
  });
});

describe("sentences spoken as one", () => {
  it("are reported as said when nothing follows the speech for a while", () => {
    const { speech, told } = made();
    for (const id of ["a", "b", "c"]) speech.sent(id);
    speech.started("e1", "a");
    speech.ended();
    vi.advanceTimersByTime(MERGED_AFTER_MS - 1);
    expect(told).toEqual(["start a", "stop a"]);
    vi.advanceTimersByTime(1);
    expect(told.slice(2)).toEqual(["start b", "stop b", "start c", "stop c"]);
  });

  it("are not taken for said when the next starts in time", () => {
    const { speech, told } = made();
    for (const id of ["a", "b", "c"]) speech.sent(id);
    speech.started("e1", "a");
    speech.ended();
    vi.advanceTimersByTime(MERGED_AFTER_MS - 1);
    speech.started("e2", "b");
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual(["start a", "stop a", "start b"]);
  });

  it("do not include what is sent after the speech: that may take its time to begin", () => {
    const { speech, told } = made();
    for (const id of ["a", "b"]) speech.sent(id);
    speech.started("e1", "a");
    speech.ended();
    speech.sent("later");
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual(["start a", "stop a", "start b", "stop b"]);
    speech.started("e2", "");
    expect(told.at(-1)).toBe("start later");
  });

  it("are not awaited after an interrupt, nor after the end", () => {
    const cut = made();
    for (const id of ["a", "b"]) cut.speech.sent(id);
    cut.speech.started("e1", "a");
    cut.speech.interrupted();
    cut.speech.ended();
    vi.advanceTimersByTime(10_000);
    expect(cut.told).toEqual(["start a", "stop a"]);
    const over = made();
    for (const id of ["a", "b"]) over.speech.sent(id);
    over.speech.started("e1", "a");
    over.speech.ended();
    over.speech.end();
    vi.advanceTimersByTime(10_000);
    expect(over.told).toEqual(["start a", "stop a"]);
  });
});

describe("words that come in chunks", () => {
  it.each([
    ["pieces", ["I want", "a bike"], ["I want", "a bike"]],
    ["all so far", ["I want", "I want a bike"], ["I want", " a bike"]],
  ])("may be %s", (_, chunks, fresh) => {
    const text = new GrowingText();
    expect(chunks.map((chunk) => text.add(chunk))).toEqual(fresh);
    expect(text.soFar).toBe("I want a bike");
  });

  it("are completed by the whole text, not repeated", () => {
    const text = new GrowingText();
    text.add("I want");
    expect(text.complete("I want a bike.")).toBe(" a bike.");
    expect(text.complete("I want a bike.")).toBe("");
    expect(text.complete("Something else")).toBe("");
    const alone = new GrowingText();
    expect(alone.complete("I want a bike.")).toBe("I want a bike.");
  });
});
