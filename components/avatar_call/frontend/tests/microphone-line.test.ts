import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { MicrophoneLine, type Devices, type MicrophoneHandlers } from "../src/microphone-line";
import { FakeContext, FakeStream } from "./fake-audio";
import { settle } from "./fixtures";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A browser whose microphones come and go. */
class FakeDevices extends EventTarget implements Devices {
  plugged = ["Headset", "Desk microphone"];
  permission = "granted";
  amplitude = 0.001;
  preferred: string | null = null;
  readonly opened: FakeStream[] = [];
  readonly levels: number[] = [];
  private readonly permissions = new EventTarget();
  prefer(id: string): void {
    this.preferred = id;
  }
  open(): Promise<MediaStream> {
    if (this.permission === "denied") return Promise.reject(new DOMException("no", "NotAllowedError"));
    const label = this.plugged.find((one) => one === this.preferred) ?? this.plugged[0];
    if (label === undefined) return Promise.reject(new DOMException("none", "NotFoundError"));
    const stream = new FakeStream(label, this.amplitude);
    this.opened.push(stream);
    return Promise.resolve(stream.asStream());
  }
  endCheck(): void {
    // Nothing is checked.
  }
  showLevel(levelDb: number): void {
    this.levels.push(levelDb);
  }
  current() {
    return { trouble: { text: "No microphone was found.", cure: "Plug one in.", details: null }, microphones: [] };
  }
  asBrowser(): unknown {
    const enumerateDevices = () =>
      Promise.resolve(this.plugged.map((label) => ({ kind: "audioinput", deviceId: label, label })));
    return {
      userAgent: "Chrome/140",
      mediaDevices: Object.assign(this, { enumerateDevices }),
      permissions: {
        query: () => Promise.resolve(Object.assign(this.permissions, { state: this.permission })),
      },
    };
  }
  replug(labels: string[]): void {
    this.plugged = labels;
    this.dispatchEvent(new Event("devicechange"));
  }
  permit(state: string): void {
    this.permission = state;
    this.permissions.dispatchEvent(new Event("change"));
  }
}

async function openLine() {
  const devices = new FakeDevices();
  vi.stubGlobal("navigator", devices.asBrowser());
  const contexts: FakeContext[] = [];
  const said: string[] = [];
  const handlers: MicrophoneHandlers = {
    changed: (label) => said.push(`changed to ${label}`),
    lost: (trouble, isThere) => said.push(`${isThere ? "unusable" : "none"}: ${trouble?.text ?? ""}`),
    silent: (isSilent) => said.push(isSilent ? "silent" : "sound"),
    echo: () => said.push("echo"),
    spoke: () => said.push("spoke"),
  };
  const line = new MicrophoneLine(
    devices,
    () => {
      const context = new FakeContext();
      contexts.push(context);
      return context.asContext();
    },
    handlers,
  );
  const stream = await line.open();
  const [context] = contexts;
  if (context === undefined) throw new Error("no context was made");
  const pass = (milliseconds: number): void => {
    for (let at = 0; at < milliseconds; at += 25) {
      context.currentTime += 0.025;
      vi.advanceTimersByTime(25);
    }
  };
  return { line, devices, context, said, stream, pass, contexts };
}

describe("the microphone of a call", () => {
  it("gives the SDK one mono stream, shut until it is opened", async () => {
    const { line, context, stream } = await openLine();
    expect(context.outputs[0]?.stream).toBe(stream);
    expect(context.outputs[0]?.channelCount).toBe(1);
    expect(context.gains[0]?.gain.value).toBe(0);
    line.setOpen(true);
    expect(context.gains[0]?.gain.value).toBe(1);
  });

  it("keeps that stream when another device is chosen, and lets the first one go", async () => {
    const { line, devices, context, said } = await openLine();
    await line.switchTo("Desk microphone");
    expect(said).toEqual(["changed to Desk microphone"]);
    expect(context.outputs).toHaveLength(1);
    expect(devices.opened[0]?.track.stop).toHaveBeenCalled();
    expect(context.sources.map((source) => source.leadsTo.size)).toEqual([0, 1]);
  });

  it("gives a new stream when the SDK has to begin again, from the same device", async () => {
    const { line, context } = await openLine();
    await line.open();
    expect(context.outputs).toHaveLength(2);
    expect(context.sources.at(-1)?.leadsTo.size).toBe(1);
  });

  it("falls back to what is left when a device is pulled out", async () => {
    const { devices, said } = await openLine();
    devices.plugged = ["Desk microphone"];
    devices.opened[0]?.track.ends();
    await settle();
    expect(said).toEqual(["changed to Desk microphone"]);
  });

  it("notices it by the list of devices too, where the browser does not end the track", async () => {
    const { devices, said } = await openLine();
    devices.replug(["Desk microphone"]);
    await settle();
    expect(said).toEqual(["changed to Desk microphone"]);
    devices.replug(["Desk microphone", "Headset"]);
    await settle();
    expect(said).toHaveLength(1);
  });

  it("says when none is left, and takes the next one that appears", async () => {
    const { devices, said } = await openLine();
    devices.replug([]);
    await settle();
    devices.replug(["Headset"]);
    await settle();
    expect(said).toEqual(["none: No microphone was found.", "changed to Headset"]);
  });

  it("says so when the permission is taken back, and comes back with it", async () => {
    const { devices, said } = await openLine();
    devices.permit("denied");
    await settle();
    expect(said).toEqual(["unusable: The browser's permission to use the microphone was taken back."]);
    devices.permit("granted");
    await settle();
    expect(said.at(-1)).toBe("changed to Headset");
  });

  it("says when nothing at all has come for five seconds, and when something comes", async () => {
    const { devices, said, pass } = await openLine();
    const [device] = devices.opened;
    pass(6_000);
    expect(said).toEqual([]);
    if (device !== undefined) device.amplitude = 0;
    pass(4_900);
    expect(said).toEqual([]);
    pass(200);
    if (device !== undefined) device.amplitude = 0.01;
    pass(50);
    expect(said).toEqual(["silent", "sound"]);
  });

  it("knows how long ago the last sound was", async () => {
    const { line, devices, pass } = await openLine();
    const [device] = devices.opened;
    if (device === undefined) throw new Error("no device");
    line.setOpen(true);
    pass(1_000);
    expect(line.quietMs()).toBeNull();
    device.amplitude = 0.2;
    pass(500);
    device.amplitude = 0.001;
    pass(400);
    expect(line.quietMs()).toBeGreaterThanOrEqual(370);
    expect(line.quietMs()).toBeLessThanOrEqual(430);
  });

  it("lets everything go at the end, and can begin again", async () => {
    const { line, devices, context, contexts, said } = await openLine();
    line.close();
    expect(devices.opened[0]?.track.stop).toHaveBeenCalled();
    expect(context.state).toBe("closed");
    devices.replug([]);
    await settle();
    expect(said).toEqual([]);
    devices.replug(["Headset"]);
    await line.open();
    expect(contexts).toHaveLength(2);
  });
});
