/** What the person sees of the conversation, drawn by the real views on a controller among fakes. */

import { h, render } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { CallModel } from "../src/call-model";
import { useStore } from "../src/view/use-store";
import { Stage } from "../src/view/stage";
import { Transcript } from "../src/view/transcript";
import { liveStudio, say, settle, turn, type Studio, voiceData } from "./fixtures";

let host: HTMLElement;
let studio: Studio;

function Shown() {
  const model: CallModel = useStore(studio.controller);
  return h("div", {}, [
    h(Stage, { key: "stage", model, controller: studio.controller }),
    h(Transcript, { key: "transcript", model, controller: studio.controller }),
  ]);
}

const drawn = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 30));

const find = (selector: string): HTMLElement => {
  const found = host.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`no ${selector}`);
  return found;
};

const row = (words: string): string => [...host.querySelectorAll(".ac-turn")].find((one) => one.textContent.includes(words))?.textContent ?? "";

const press = (name: string): void =>
  [...host.querySelectorAll("button")].find((one) => (one.getAttribute("aria-label") ?? one.textContent.trim()) === name)?.click();

beforeEach(async () => {
  localStorage.clear();
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  host = document.createElement("div");
  document.body.append(host);
  studio = await liveStudio(voiceData());
  await settle();
  render(h(Shown, {}), host);
});
afterEach(() => {
  render(null, host);
  studio.controller.leave();
  host.remove();
  vi.restoreAllMocks();
});

const heard = turn({ turnId: "c", index: 1, speaker: "child", origin: "voice", text: "a red <b>bite</b>", done: true });

describe("the words of a child who is speaking", () => {
  it("stand in the transcript until the turn takes their place, and are not read out meanwhile", async () => {
    studio.link().hears({ type: "heard", text: "a red" });
    await drawn();
    const provisional = find('[data-role="child"]');
    expect(provisional.textContent).toBe("Miahearing…a red");
    expect(provisional.getAttribute("aria-live")).toBe("off");
    studio.link().hears({ type: "turn", turn: heard });
    await drawn();
    expect(host.querySelectorAll('[data-role="child"]')).toHaveLength(1);
    expect(host.textContent).not.toContain("hearing…");
  });

  it("go away with nothing in their place after a cough", async () => {
    studio.link().hears({ type: "heard", text: "uh-huh" });
    await drawn();
    studio.link().hears({ type: "heard", text: "" });
    await drawn();
    expect(host.querySelector('[data-role="child"]')).toBeNull();
  });
});

describe("the place of Santa's answer", () => {
  it("is held while he thinks", async () => {
    studio.link().hears({ type: "state", state: "live", floor: "thinking" });
    await drawn();
    expect(host.querySelector(".ac-thinking")).not.toBeNull();
    studio.link().hears({ type: "state", state: "live", floor: "speaking" });
    await drawn();
    expect(host.querySelector(".ac-thinking")).toBeNull();
  });
});

describe("a correction", () => {
  const button = "Correct: a red <b>bite</b>";
  const input = (): HTMLInputElement => find('[aria-label="What was really said"]') as HTMLInputElement;
  const write = async (words: string): Promise<void> => {
    input().value = words;
    input().dispatchEvent(new Event("input", { bubbles: true }));
    await drawn();
  };
  const sent = () => studio.link().sent.filter((message) => message.type === "correct");

  beforeEach(async () => {
    studio.link().hears({ type: "turn", turn: heard });
    await drawn();
    press(button);
    await drawn();
  });

  it("begins with what was heard, and goes to the server; its row says when it was taken", async () => {
    expect(input().value).toBe("a red <b>bite</b>");
    expect(document.activeElement).toBe(input());
    await write("a red bike");
    press("Save");
    await drawn();
    expect(sent()).toMatchObject([{ turnId: "c", text: "a red bike" }]);
    expect(row("bite")).toContain("correcting…");
    expect(document.activeElement?.getAttribute("aria-label")).toBe(button);
    studio.link().hears({ type: "turn", turn: { ...heard, text: "a red bike" } });
    await drawn();
    expect(row("a red bike")).toContain("corrected");
  });

  it("is dropped by Escape and by Cancel", async () => {
    await write("something else");
    input().dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    await drawn();
    press(button);
    await drawn();
    expect(input().value).toBe("a red <b>bite</b>");
    press("Cancel");
    await drawn();
    expect(host.querySelector("form")).toBeNull();
    expect(sent()).toEqual([]);
  });

  it("goes on while Santa speaks, with what was written so far", async () => {
    await write("a red bi");
    const writing = input();
    studio.link().hears(say("s1"));
    studio.link().hears({ type: "turn", turn: turn({ turnId: "s", index: 2, text: "Ho ho" }) });
    studio.avatar.onEvent({ name: "avatar_start_talking", taskId: "task-1" });
    await drawn();
    expect(input()).toBe(writing);
    expect(writing.value).toBe("a red bi");
    expect(document.activeElement).toBe(writing);
  });

  it("is offered for what was heard, not for what was typed, nor what Santa said", async () => {
    press("Cancel");
    studio.link().hears({ type: "turn", turn: turn({ turnId: "k", index: 3, speaker: "child", origin: "typed", text: "typed", done: true }) });
    studio.link().hears({ type: "turn", turn: turn({ turnId: "s", index: 4, text: "Ho ho", done: true }) });
    await drawn();
    expect(host.querySelectorAll(".ac-correct")).toHaveLength(1);
  });
});

describe("the caption size", () => {
  const sizes = (): HTMLSelectElement => find('select[aria-label="Caption size"]') as HTMLSelectElement;

  it("is chosen by name, is kept for the next call, and does not move the captions' words", async () => {
    studio.link().hears({ type: "heard", text: "hello santa" });
    await drawn();
    const choice = sizes();
    expect([...choice.options].map((option) => option.text)).toEqual(["Small", "Medium", "Large", "Very large"]);
    expect(choice.value).toBe("medium");
    choice.value = "huge";
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    await drawn();
    expect(find(".ac-caption").dataset.size).toBe("huge");
    render(null, host);
    render(h(Shown, {}), host);
    await drawn();
    expect(sizes().value).toBe("huge");
  });

  it("is medium where the browser keeps something else, or nothing at all", async () => {
    const reads = vi.spyOn(Storage.prototype, "getItem").mockReturnValueOnce("enormous");
    const writes = vi.spyOn(Storage.prototype, "setItem");
    const { keepCaptionSize, readCaptionSize } = await import("../src/caption-size");
    expect(readCaptionSize()).toBe("medium");
    const forbidden = (): never => {
      throw new DOMException("denied", "SecurityError");
    };
    reads.mockImplementation(forbidden);
    writes.mockImplementation(forbidden);
    expect(readCaptionSize()).toBe("medium");
    expect(() => keepCaptionSize("large")).not.toThrow();
  });
});
