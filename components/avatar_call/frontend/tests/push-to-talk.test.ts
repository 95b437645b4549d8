import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { watchSpaceBar } from "../src/push-to-talk";

let held: string[] = [];
let stop = (): void => undefined;

beforeEach(() => {
  held = [];
  stop = watchSpaceBar({ press: () => held.push("press"), release: () => held.push("release") });
});
afterEach(() => {
  stop();
  document.body.replaceChildren();
});

function key(type: "keydown" | "keyup", target: Element = document.body, init: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent(type, { code: "Space", bubbles: true, composed: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return event;
}

function element(html: string): Element {
  document.body.innerHTML = html;
  const [first] = document.body.children;
  if (first === undefined) throw new Error("no element");
  return first;
}

describe("the space bar", () => {
  it("is held once, however often the key repeats, and does not scroll", () => {
    expect(key("keydown").defaultPrevented).toBe(true);
    expect(key("keydown", document.body, { repeat: true }).defaultPrevented).toBe(true);
    key("keyup");
    expect(held).toEqual(["press", "release"]);
  });

  it.each([
    '<input type="text" />',
    "<textarea></textarea>",
    "<select></select>",
    "<button>Send</button>",
    '<div contenteditable="true"></div>',
    '<div role="switch"></div>',
    "<summary>More</summary>",
  ])("is left to %s", (html) => {
    expect(key("keydown", element(html)).defaultPrevented).toBe(false);
    expect(held).toEqual([]);
  });

  it("talks from anywhere else, also within a region that can be focused", () => {
    key("keydown", element('<section tabindex="-1"></section>'));
    expect(held).toEqual(["press"]);
  });

  it("with Ctrl is somebody else's", () => {
    key("keydown", document.body, { ctrlKey: true });
    key("keydown", document.body, { code: "KeyA" });
    expect(held).toEqual([]);
  });

  it("is let go when the page loses the keyboard, and when nobody listens any more", () => {
    key("keydown");
    window.dispatchEvent(new Event("blur"));
    expect(held).toEqual(["press", "release"]);
    stop();
    key("keydown");
    expect(held.filter((one) => one === "press")).toHaveLength(1);
  });
});
