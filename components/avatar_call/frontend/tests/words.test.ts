/** Captions at the voice's pace, and the child's words on their way to the server. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { CaptionPace, wordTimes } from "../src/caption-pace";
import { ChildWords, SegmentedWords } from "../src/child-words";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("a piece of Santa's words", () => {
  it("of up to three is shown at once", () => {
    expect(wordTimes("Ho ho ho!")).toEqual([{ words: "Ho ho ho!", atMs: 0 }]);
    expect(wordTimes("")).toEqual([{ words: "", atMs: 0 }]);
  });

  it("of more is shown at 14 characters a second", () => {
    // "I have" is 6 characters: 429 ms; "I have seen" 11: 786 ms; "I have seen your" 16: 1143 ms.
    expect(wordTimes("I have seen your list").map(({ words, atMs }) => [words, atMs])).toEqual([
      ["I", 0],
      [" have", 71],
      [" seen", 429],
      [" your", 786],
      [" list", 1143],
    ]);
  });

  it("keeps scripts without spaces whole", () => {
    expect(wordTimes("圣诞老人来了")).toHaveLength(1);
  });
});

describe("Santa's caption", () => {
  function caption() {
    const shown: string[] = [];
    return { pace: new CaptionPace((text) => shown.push(text)), shown };
  }

  it("grows with the voice", () => {
    const { pace, shown } = caption();
    pace.piece("task-1", "I have seen your list");
    expect(shown).toEqual(["I"]);
    vi.advanceTimersByTime(500);
    expect(shown.at(-1)).toBe("I have seen");
    vi.advanceTimersByTime(1_000);
    expect(shown.at(-1)).toBe("I have seen your list");
  });

  it("catches up when the next piece comes early, and when he has said it all", () => {
    const { pace, shown } = caption();
    pace.piece("task-1", "I have seen your list");
    pace.piece("task-1", "and it is long");
    expect(shown.at(-1)).toBe("I have seen your list and");
    pace.finish();
    expect(shown.at(-1)).toBe("I have seen your list and it is long");
    const count = shown.length;
    vi.advanceTimersByTime(10_000);
    expect(shown).toHaveLength(count);
  });

  it("does not show what he was kept from saying", () => {
    const { pace, shown } = caption();
    pace.piece("task-1", "I have seen your list");
    pace.cut();
    pace.finish();
    vi.advanceTimersByTime(10_000);
    expect(shown).toEqual(["I"]);
  });

  it("begins anew with each task", () => {
    const { pace, shown } = caption();
    pace.piece("task-1", "Well then, my dear child");
    pace.piece("task-2", "Ho");
    vi.advanceTimersByTime(10_000);
    expect(shown.at(-1)).toBe("Ho");
  });
});

describe("the child's words so far", () => {
  function words() {
    const sent: string[] = [];
    return { child: new ChildWords((text) => sent.push(text)), sent };
  }

  it("go up eight times a second at most, the latest of them", () => {
    const { child, sent } = words();
    child.begin();
    for (let count = 1; count <= 20; count += 1) {
      child.soFar(`word ${count}`);
      vi.advanceTimersByTime(50);
    }
    vi.advanceTimersByTime(200);
    expect(sent.length).toBeLessThanOrEqual(9);
    expect(sent[0]).toBe("word 1");
    expect(sent.at(-1)).toBe("word 20");
  });

  it("are joined where they come in pieces", () => {
    const { child, sent } = words();
    child.begin();
    child.piece("Hello");
    vi.advanceTimersByTime(200);
    child.piece("Santa");
    vi.advanceTimersByTime(200);
    child.begin();
    child.piece("Bye");
    expect(sent).toEqual(["Hello", "Hello Santa", "Bye"]);
  });

  it("are not said twice where the final words come as a piece too", () => {
    const { child, sent } = words();
    child.begin();
    child.soFar("Hello");
    vi.advanceTimersByTime(200);
    child.piece("Hello Santa");
    vi.advanceTimersByTime(200);
    expect(sent).toEqual(["Hello"]);
  });

  it("say so when there were none", () => {
    const { child, sent } = words();
    child.begin();
    child.soFar("");
    expect(sent).toEqual([""]);
  });

  it("do not come after the end, nor into the next", () => {
    const { child, sent } = words();
    child.begin();
    child.soFar("Hello");
    child.soFar("Hello San");
    child.complete();
    vi.advanceTimersByTime(200);
    child.begin();
    child.soFar("I");
    child.soFar("I want");
    child.begin();
    vi.advanceTimersByTime(1_000);
    expect(sent).toEqual(["Hello", "I"]);
  });

  it("of a transcription are its segments, the latest of each", () => {
    const transcription = new SegmentedWords();
    expect(transcription.take([{ id: "a", text: "hello" }])).toBe("hello");
    expect(transcription.take([{ id: "a", text: "Hello Santa." }, { id: "b", text: "i" }])).toBe("Hello Santa. i");
    expect(transcription.take([{ id: "b", text: "I want" }])).toBe("Hello Santa. I want");
    transcription.clear();
    expect(transcription.take([{ id: "b", text: "I want it." }])).toBeNull(); // late
    expect(transcription.take([{ id: "c", text: "Bye" }])).toBe("Bye");
    transcription.clear();
    expect(transcription.take([{ id: "d", text: "" }])).toBe(""); // a cough: the server waits for this
  });
});
