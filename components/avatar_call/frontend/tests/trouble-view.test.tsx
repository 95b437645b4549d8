/** A weak connection and an end, as the person sees them: drawn by the real views on a controller among fakes. */

import { h, render } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { DeviceCheck } from "../src/device-check";
import { CallView } from "../src/view/call-view";
import { callData, liveAvatarInfo, liveStudio, settle, type Studio } from "./fixtures";

let host: HTMLElement;
let studio: Studio;

const drawn = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 30));
const button = (name: string): HTMLButtonElement | undefined =>
  [...host.querySelectorAll("button")].find((one) => one.textContent.trim() === name);

async function draw(data = callData()): Promise<void> {
  studio = await liveStudio(data);
  await settle();
  const state = { access: "unknown", microphones: [], chosen: null, level: 0, trouble: null, tone: "idle" };
  const devices = { current: () => state, subscribe: () => () => undefined } as unknown as DeviceCheck;
  render(h(CallView, { controller: studio.controller, devices }), host);
  await drawn();
}

beforeEach(() => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  host = document.createElement("div");
  document.body.append(host);
});
afterEach(() => {
  render(null, host);
  studio.controller.leave();
  host.remove();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function offered(): Promise<void> {
  vi.useFakeTimers();
  studio.avatar.onEvent({ name: "connection_quality_changed", quality: "BAD" });
  vi.advanceTimersByTime(5_000);
  vi.useRealTimers();
  await drawn();
}

describe("a weak connection", () => {
  it("brings an offer with its buttons; the gauges say what the picture is", async () => {
    await draw();
    expect(host.querySelector(".ac-gauges")?.textContent).toContain("Picture480p chosen for you");
    await offered();
    const offer = host.querySelector('[role="status"][aria-label="Weak connection"]');
    expect(offer?.textContent).toContain("360p");
    button("Lower the quality")?.click();
    await drawn();
    expect(button("Lowering…")?.disabled).toBe(true);
    studio.link().hears({ type: "reopening", quality: "low" });
    await drawn();
    expect(host.querySelector('[aria-label="Weak connection"]')).toBeNull();
    expect(host.querySelector('[aria-label="Call status"]')?.textContent).toBe("Reconnecting");
    studio.link().hears({ type: "reopened", quality: "low", browserInfo: liveAvatarInfo("session-2") });
    await drawn();
    expect(host.querySelector(".ac-gauges")?.textContent).toContain("Picture360p lowered in this call");
  });

  it("leaves whoever says 'Not now' in peace", async () => {
    await draw();
    await offered();
    button("Not now")?.click();
    await drawn();
    expect(host.querySelector('[aria-label="Weak connection"]')).toBeNull();
  });

  it("that is lost is told in plain words", async () => {
    await draw();
    studio.avatar.onEvent({ name: "stream_disconnected", reason: 5, vendorReason: null });
    await drawn();
    expect(host.querySelector('[role="alert"]')?.textContent).toContain("Santa's picture has stopped");
  });
});

describe("the end", () => {
  const ends = async (tryAgain: "same" | "lower_quality" | null): Promise<void> => {
    studio.link().hears({ type: "ended", reason: "network_error", reasonText: "The connection broke.", tryAgain });
    await drawn();
  };

  it("after a bad connection offers the same call with a smaller picture", async () => {
    await draw();
    await ends("lower_quality");
    expect(host.textContent).toContain("The connection broke.");
    button("Try again with lower quality")?.click();
    expect(studio.page.at(-1)).toBe("new_call low");
    expect(button("New call")).toBeDefined();
  });

  it("offers the same once more where that helps, or where there is no smaller picture", async () => {
    await draw();
    await ends("same");
    button("Try again")?.click();
    expect(studio.page.at(-1)).toBe("new_call");
    render(null, host);
    await draw();
    studio.link().hears({ type: "reopened", quality: "low", browserInfo: liveAvatarInfo("session-2") });
    await ends("lower_quality");
    expect(button("Try again")).toBeDefined();
    expect(button("Try again with lower quality")).toBeUndefined();
  });

  it("offers only a new call where another try is no use", async () => {
    await draw();
    await ends(null);
    expect(button("Try again")).toBeUndefined();
    button("New call")?.click();
    expect(studio.page.at(-1)).toBe("new_call");
  });
});
