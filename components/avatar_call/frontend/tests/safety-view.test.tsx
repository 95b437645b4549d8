/** What staff see of the safety check: drawn by the real views on a controller among fakes. */

import { h, render } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { DeviceCheck } from "../src/device-check";
import type { ChildAlert, Mark } from "../src/protocol";
import { CallView } from "../src/view/call-view";
import { callData, liveStudio, settle, turn, type Studio } from "./fixtures";

let host: HTMLElement;
let studio: Studio;

const drawn = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 30));
const button = (name: string): HTMLButtonElement | undefined =>
  [...host.querySelectorAll("button")].find((one) => one.textContent.trim() === name);
const alerts = (): HTMLElement[] => [...host.querySelectorAll<HTMLElement>(".ac-alert")];
const operatorWords = (): string[] =>
  studio.link().sent.flatMap((message) => (message.type === "operator" ? [message.text] : []));

const alert = (change: Partial<ChildAlert> = {}): ChildAlert => ({
  alertId: "a1",
  kind: "disclosure",
  reason: "Somebody <b>hurts</b> the child.",
  line: "You did right to tell me. Please fetch a grown-up.",
  turnId: "c",
  ...change,
});
const blocked: Mark = { level: "blocked", reasons: ["It promises."], written: "I promise <i>you</i> a bike." };

beforeEach(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  host = document.createElement("div");
  document.body.append(host);
  studio = await liveStudio(callData());
  await settle();
  const state = { access: "unknown", microphones: [], chosen: null, level: 0, trouble: null, tone: "idle" };
  const devices = { current: () => state, subscribe: () => () => undefined } as unknown as DeviceCheck;
  render(h(CallView, { controller: studio.controller, devices }), host);
  await drawn();
});
afterEach(() => {
  render(null, host);
  studio.controller.leave();
  host.remove();
  vi.restoreAllMocks();
});

describe("the marks of a turn", () => {
  const santa = turn({ turnId: "s", text: "Your family decides.", done: true });

  it("say why a sentence was blocked and what he would have said, as text", async () => {
    studio.link().hears({ type: "marks", turnId: "s", marks: [blocked] });
    studio.link().hears({ type: "turn", turn: santa });
    await drawn();
    const mark = host.querySelector(".ac-mark");
    expect(mark?.textContent).toBe("Blocked: It promises. He would have said: I promise <i>you</i> a bike.");
    expect(mark?.querySelector("i")).toBeNull();
    expect(host.querySelector(".ac-marks")?.getAttribute("aria-label")).toBe("Safety check");
  });

  it("are all there are, whenever they come", async () => {
    studio.link().hears({ type: "turn", turn: santa });
    studio.link().hears({ type: "marks", turnId: "s", marks: [{ level: "warned", reasons: ["Long."], written: null }] });
    studio.link().hears({
      type: "marks",
      turnId: "s",
      marks: [
        { level: "warned", reasons: ["Long."], written: null },
        { level: "flagged", reasons: ["Moderation says violence."], written: null },
      ],
    });
    await drawn();
    const levels = [...host.querySelectorAll<HTMLElement>(".ac-mark")].map((one) => one.dataset.level);
    expect(levels).toEqual(["warned", "flagged"]);
    expect(host.querySelector(".ac-mark")?.textContent).toBe("Warning: Long.");
  });

  it("stay away from other turns", async () => {
    studio.link().hears({ type: "marks", turnId: "another", marks: [blocked] });
    studio.link().hears({ type: "turn", turn: santa });
    await drawn();
    expect(host.querySelector(".ac-mark")).toBeNull();
  });
});

describe("an alert", () => {
  it("says in plain words what was heard, and what Santa's line for it is", async () => {
    const child = turn({ turnId: "c", speaker: "child", origin: "typed", text: "my <u>uncle</u> hurts me", done: true });
    studio.link().hears({ type: "turn", turn: child });
    studio.link().hears({ type: "alert", alert: alert() });
    await drawn();
    const [bar] = alerts();
    expect(bar?.getAttribute("role")).toBe("alert");
    expect(bar?.textContent).toContain("The child may be telling of harm. Somebody <b>hurts</b> the child.");
    expect(bar?.querySelector("blockquote")?.textContent).toBe("my <u>uncle</u> hurts me");
    expect(bar?.querySelector("q")?.textContent).toBe("You did right to tell me. Please fetch a grown-up.");
    expect(bar?.querySelector("b, u")).toBeNull();
  });

  it("hands to a grown-up in the operator's way, and can say it again", async () => {
    studio.link().hears({ type: "alert", alert: alert() });
    await drawn();
    button("Hand to a grown-up")?.click();
    await drawn();
    expect(operatorWords()).toEqual([alert().line]);
    expect(alerts()[0]?.textContent).toContain("Santa was told to say");
    button("Say it again")?.click();
    expect(operatorWords()).toEqual([alert().line, alert().line]);
  });

  it("leaves the screen when it is dismissed, and the focus goes to the next", async () => {
    studio.link().hears({ type: "alert", alert: alert() });
    studio.link().hears({ type: "alert", alert: alert({ alertId: "a2", kind: "danger", turnId: null }) });
    await drawn();
    expect(alerts().map((one) => one.dataset.kind)).toEqual(["disclosure", "danger"]);
    button("Dismiss alert")?.click();
    await drawn();
    expect(alerts().map((one) => one.dataset.kind)).toEqual(["danger"]);
    expect(document.activeElement?.textContent).toBe("Hand to a grown-up");
    button("Dismiss alert")?.click();
    await drawn();
    expect(alerts()).toEqual([]);
    expect(document.activeElement?.getAttribute("role")).toBe("log");
  });

  it("comes back with a new link as it was handled, and unhandled where it was missed", async () => {
    studio.link().hears({ type: "alert", alert: alert() });
    await drawn();
    button("Dismiss alert")?.click();
    const missed = alert({ alertId: "a2", kind: "distress" });
    studio.link().hears({
      type: "welcome",
      serverTime: 0,
      state: "live",
      floor: "listening",
      capEndsAt: 1,
      startedAt: null,
      turns: [turn({ turnId: "s", text: "Your family decides.", done: true })],
      marks: { s: [blocked] },
      alerts: [alert(), missed],
    });
    await drawn();
    expect(alerts().map((one) => one.dataset.kind)).toEqual(["distress"]);
    expect(host.querySelectorAll(".ac-mark")).toHaveLength(1);
  });

  it("is not left on the screen of a call that is over", async () => {
    studio.link().hears({ type: "alert", alert: alert() });
    studio.link().hears({ type: "ended", reason: "user", reasonText: "You ended the call.", tryAgain: null });
    await drawn();
    expect(alerts()).toEqual([]);
  });
});
