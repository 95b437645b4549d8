import { afterEach, describe, expect, it, vi } from "vitest";

import { chatSocketAddress, withOpenedSockets, withOwnHearing } from "../src/browser-seams";
import { DeviceCheck, matching } from "../src/device-check";
import { FakeContext } from "./fake-audio";

afterEach(() => vi.unstubAllGlobals());

describe("the chat socket's address", () => {
  const WRITTEN = "wss://localhost/v1/ws/streaming.chat?session_id=s&session_token=t";

  it.each([
    ["http://localhost:8501/emulator", "ws://localhost:8501/emulator/v1/ws/streaming.chat?session_id=s&session_token=t"],
    ["http://localhost:8902/", "ws://localhost:8902/v1/ws/streaming.chat?session_id=s&session_token=t"],
    ["https://api.heygen.com", "wss://api.heygen.com/v1/ws/streaming.chat?session_id=s&session_token=t"],
  ])("follows %s", (basePath, address) => {
    expect(chatSocketAddress(WRITTEN, basePath)).toBe(address);
  });

  it("is the only thing changed, and only while the SDK opens its socket", () => {
    class Socket {
      constructor(readonly url: string) {}
    }
    vi.stubGlobal("WebSocket", Socket);
    const seen: WebSocket[] = [];
    withOpenedSockets(
      (address) => address.replace("wss:", "ws:"),
      (socket) => seen.push(socket),
      () => new WebSocket("wss://a/"),
    );
    expect(seen.map((socket) => socket.url)).toEqual(["ws://a/"]);
    expect(globalThis.WebSocket).toBe(Socket);
    expect(() =>
      withOpenedSockets(String, () => undefined, () => {
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(globalThis.WebSocket).toBe(Socket);
  });
});

interface FakeDevice {
  kind: string;
  deviceId: string;
  label: string;
}

/** A browser with these microphones; `getUserMedia` is on the prototype, as in the real one. */
function browserWith(devices: FakeDevice[], refuse: (wanted: MediaStreamConstraints) => Error | null = () => null) {
  const asked: MediaStreamConstraints[] = [];
  class Devices extends EventTarget {
    getUserMedia(wanted: MediaStreamConstraints): Promise<MediaStream> {
      asked.push(wanted);
      const error = refuse(wanted);
      if (error !== null) return Promise.reject(error);
      const audio = wanted.audio as { deviceId?: { exact: string } };
      const deviceId = audio.deviceId?.exact ?? devices[0]?.deviceId;
      const track = { stop: vi.fn(), getSettings: () => ({ deviceId }) };
      return Promise.resolve({
        getTracks: () => [track],
        getAudioTracks: () => [track],
      } as unknown as MediaStream);
    }
    enumerateDevices(): Promise<FakeDevice[]> {
      return Promise.resolve(devices);
    }
  }
  vi.stubGlobal("navigator", { mediaDevices: new Devices(), userAgent: "Chrome/140" });
  return asked;
}

const CLEANED = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };

const HEADSET = { kind: "audioinput", deviceId: "id-1", label: "Headset" };
const DESK = { kind: "audioinput", deviceId: "id-2", label: "Desk microphone" };

describe("the chosen microphone", () => {
  it("is opened with echo and noise taken away, and is the person's choice", async () => {
    const asked = browserWith([HEADSET, DESK]);
    const devices = new DeviceCheck();
    await devices.open();
    devices.prefer("id-2");
    await devices.open();
    expect(asked).toEqual([{ audio: CLEANED }, { audio: { ...CLEANED, deviceId: { exact: "id-2" } } }]);
  });

  it("reaches the SDK through our stream and our context, lent for its own call only", async () => {
    browserWith([HEADSET]);
    const Context = vi.fn();
    vi.stubGlobal("AudioContext", Context);
    const stream = {} as MediaStream;
    const context = {} as AudioContext;
    // As the SDK does it: synchronously, by name.
    const heard = await withOwnHearing({ open: () => Promise.resolve(stream), context }, () => {
      const made = new AudioContext({ sampleRate: 16000 });
      return navigator.mediaDevices.getUserMedia({ audio: true }).then((given) => ({ made, given }));
    });
    expect(heard.made).toBe(context);
    expect(heard.given).toBe(stream);
    expect(globalThis.AudioContext).toBe(Context);
    expect(Object.hasOwn(navigator.mediaDevices, "getUserMedia")).toBe(false);
  });

  it("is found by its label when the browser has reissued the ids", () => {
    const now = [
      { id: "new-1", label: "Headset" },
      { id: "new-2", label: "Desk microphone" },
    ];
    expect(matching(now, { id: "id-2", label: "Desk microphone" })?.id).toBe("new-2");
    expect(matching(now, { id: "new-1", label: "renamed" })?.id).toBe("new-1");
    expect(matching(now, { id: "gone", label: "gone" })).toBeNull();
    expect(matching(now, null)).toBeNull();
  });

  it("gives way to any other when it has been unplugged", async () => {
    const unplugged = Object.assign(new Error("no such device"), { name: "OverconstrainedError" });
    const asked = browserWith([HEADSET, DESK], (wanted) =>
      typeof wanted.audio === "object" && wanted.audio.deviceId !== undefined ? unplugged : null,
    );
    const devices = new DeviceCheck();
    await devices.open();
    devices.prefer("id-2");
    await expect(devices.open()).resolves.toBeDefined();
    expect(asked.at(-1)).toEqual({ audio: CLEANED });
  });

  it("explains a refusal instead of throwing it at the person", async () => {
    browserWith([HEADSET], () => new DOMException("denied", "NotAllowedError"));
    const devices = new DeviceCheck(() => new FakeContext().asContext());
    expect(await devices.ensure()).toBe(false);
    expect(devices.current()).toMatchObject({ access: "failed", trouble: { details: "NotAllowedError: denied" } });
  });

  it("explains a page that is not secure, where there are no devices at all", async () => {
    vi.stubGlobal("navigator", { userAgent: "Chrome/140" });
    const devices = new DeviceCheck(() => new FakeContext().asContext());
    expect(await devices.ensure()).toBe(false);
    expect(devices.current().trouble?.text).toContain("not secure");
  });
});
