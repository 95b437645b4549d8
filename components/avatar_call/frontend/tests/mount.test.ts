import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { mount, unmount, type StreamlitComponent } from "../src/mount";
import { callData, openedCall } from "./fixtures";

// The real mount with the real views; only the network is missing.

let host: HTMLElement;
const setTriggerValue = vi.fn();

function component(change: Partial<ReturnType<typeof callData>> = {}): StreamlitComponent {
  return { data: callData(change), parentElement: host, setStateValue: vi.fn(), setTriggerValue };
}

const byRole = (role: string, name: string): HTMLElement | null =>
  host.querySelector(`[role="${role}"][aria-label="${name}"]`);

const button = (name: string): HTMLButtonElement | undefined =>
  [...host.querySelectorAll("button")].find((one) => one.textContent.trim() === name);

const drawn = (): Promise<unknown> => vi.waitFor(() => new Promise((resolve) => setTimeout(resolve, 20)));

beforeEach(() => {
  host = document.createElement("div");
  document.body.append(host);
});

afterEach(() => {
  unmount(host);
  host.remove();
  vi.unstubAllGlobals();
});

describe("the component on the page", () => {
  it("is Ready, with the names others rely on", () => {
    mount(component());
    expect(byRole("status", "Call status")?.textContent).toBe("Ready");
    expect(host.querySelector("video")?.getAttribute("aria-label")).toBe("Santa");
    expect(button("Start call")?.disabled).toBe(false);
    expect(host.textContent).toContain("This call is typed, so it needs no microphone.");
  });

  it("keeps its element through reruns, and takes their data", async () => {
    mount(component());
    const video = host.querySelector("video");
    mount(component({ blockedBecause: "Give your name first." }));
    await drawn();
    expect(host.querySelector("video")).toBe(video);
    expect(button("Start call")?.disabled).toBe(true);
    expect(host.textContent).toContain("Give your name first.");
    expect(host.querySelectorAll(".ac-root")).toHaveLength(1);
  });

  it("adds its styles once", () => {
    mount(component());
    mount(component());
    expect(document.querySelectorAll("style[data-avatar-call]")).toHaveLength(1);
  });

  it("shows a child's name as text", () => {
    const data = callData();
    mount(component({ plan: { ...data.plan, childName: "<b>Ed</b><img src=x onerror=alert(1)>" } }));
    expect(host.querySelector("h3")?.textContent).toBe("<b>Ed</b><img src=x onerror=alert(1)> calls Santa");
    expect(host.querySelector("h3 img")).toBeNull();
  });

  it("explains a refused start, with the vendor's words folded away", async () => {
    const error = {
      kind: "session_limit",
      message: "All lines to HeyGen are busy.",
      vendor: { status: 400, code: "10008", message: "Concurrent limit reached" },
    };
    vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ error }, { status: 409 })));
    mount(component());
    button("Start call")?.click();
    await vi.waitFor(() => expect(button("Try again")).toBeDefined());
    expect(host.querySelector('[role="alert"]')?.textContent).toContain("All lines to HeyGen are busy.");
    expect(host.querySelector("details code")?.textContent).toBe("400 · 10008 · Concurrent limit reached");
    expect(byRole("status", "Call status")?.textContent).toBe("Ready");
  });

  it("during a call has its controls, the transcript and the text box; leaving it sends the beacon", async () => {
    const beacon = vi.fn<Navigator["sendBeacon"]>(() => true);
    Object.assign(navigator, { sendBeacon: beacon });
    // The session answers, but there is no avatar behind it: the call stays in Connecting.
    vi.stubGlobal("fetch", (address: string) =>
      address === "/api/calls" ? Promise.resolve(Response.json(openedCall(), { status: 201 })) : new Promise(() => undefined),
    );
    vi.stubGlobal("WebSocket", class { static OPEN = 1; readyState = 0; close(): void { this.readyState = 3; } });
    mount(component());
    button("Start call")?.click();
    await vi.waitFor(() => expect(byRole("log", "Transcript")).not.toBeNull());
    expect(byRole("status", "Call status")?.textContent).toBe("Connecting");
    for (const name of ["Unmute microphone", "Interrupt Santa", "Flag this moment", "End call", "Send"]) {
      expect(button(name), name).toBeDefined();
    }
    expect(host.querySelector('input[aria-label="Type to Santa"]')).not.toBeNull();
    await vi.waitFor(() => expect(byRole("status", "Call status")?.textContent).toBe("Connecting"));
    unmount(host);
    expect(beacon).toHaveBeenCalledTimes(1);
    expect(beacon.mock.calls[0]?.[0]).toContain("/beacon?token=link-token");
    expect(host.childElementCount).toBe(0);
  });
});
