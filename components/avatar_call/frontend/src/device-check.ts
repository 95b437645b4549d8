/** The microphone before and during a call: permission, choice, level, and what to do when it fails. */

import { mediaDevices } from "./browser-seams";
import { explainMicrophone, type MicrophoneTrouble } from "./microphone-trouble";
import { playTestTone, watchLevel } from "./microphone-level";

export interface MicrophoneChoice {
  id: string;
  label: string;
}

export interface DeviceState {
  access: "unknown" | "asking" | "granted" | "failed";
  trouble: MicrophoneTrouble | null;
  microphones: MicrophoneChoice[];
  chosen: MicrophoneChoice | null;
  heard: boolean; // a voice was loud enough
  tone: "idle" | "playing" | "played" | "failed";
}

const HEARD_LEVEL = 0.45; // about -33 dBFS: speech at arm's length, above a quiet room

const CHOICE_KEY = "santa-call-microphone";

export class DeviceCheck {
  private state: DeviceState = {
    access: "unknown",
    trouble: null,
    microphones: [],
    chosen: rememberedChoice(),
    heard: false,
    tone: "idle",
  };
  private readonly listeners = new Set<() => void>();
  private readonly levelListeners = new Set<(level: number) => void>();
  private checkStream: MediaStream | null = null;
  private stopLevel: () => void = () => undefined;

  constructor() {
    mediaDevices()?.addEventListener("devicechange", this.devicesChanged);
  }

  current(): DeviceState {
    return this.state;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  onLevel(listener: (level: number) => void): () => void {
    this.levelListeners.add(listener);
    return () => this.levelListeners.delete(listener);
  }

  /** Opens the microphone for a look at its level. Ask for it within a click. */
  async check(): Promise<void> {
    this.endCheck();
    this.set({ access: "asking", trouble: null, heard: false });
    try {
      this.checkStream = await this.open({ audio: true });
    } catch {
      return; // open() has put the trouble into the state
    }
    this.watch(this.checkStream);
  }

  /** For Start: true when the microphone may be used, asking for it if need be. */
  async ensure(): Promise<boolean> {
    if (this.state.access !== "granted" || this.checkStream === null) await this.check();
    return this.state.access === "granted";
  }

  /** The call opens its own stream; two at once mute the first one on iOS. */
  endCheck(): void {
    this.stopLevel();
    this.stopLevel = () => undefined;
    this.checkStream?.getTracks().forEach((track) => track.stop());
    this.checkStream = null;
  }

  async choose(id: string): Promise<void> {
    const chosen = this.state.microphones.find((one) => one.id === id) ?? null;
    this.set({ chosen });
    rememberChoice(chosen);
    if (this.checkStream !== null) await this.check();
  }

  /** Opens the chosen microphone with `wanted`'s constraints. Rejects with the browser's error. */
  async open(wanted: MediaStreamConstraints): Promise<MediaStream> {
    const devices = mediaDevices();
    try {
      if (devices === undefined) throw new DOMException("no mediaDevices", "InsecureContextError");
      const stream = await openChosen(devices, wanted, this.state.chosen);
      await this.listMicrophones(devices, stream);
      this.set({ access: "granted", trouble: null });
      return stream;
    } catch (error) {
      this.set({ access: "failed", trouble: explainMicrophone(error) });
      throw error;
    }
  }

  /** Shows the level of the call's own stream. */
  watch(stream: MediaStream): void {
    this.stopLevel();
    this.stopLevel = watchLevel(stream, (level) => {
      this.levelListeners.forEach((listener) => listener(level));
      if (level > HEARD_LEVEL && !this.state.heard) this.set({ heard: true });
    });
  }

  async playTone(): Promise<void> {
    this.set({ tone: "playing" });
    try {
      await playTestTone();
      this.set({ tone: "played" });
    } catch {
      this.set({ tone: "failed" });
    }
  }

  close(): void {
    mediaDevices()?.removeEventListener("devicechange", this.devicesChanged);
    this.endCheck();
    this.listeners.clear();
    this.levelListeners.clear();
  }

  private readonly devicesChanged = (): void => {
    const devices = mediaDevices();
    if (devices !== undefined && this.state.access === "granted") void this.listMicrophones(devices, this.checkStream);
  };

  private async listMicrophones(devices: MediaDevices, stream: MediaStream | null): Promise<void> {
    const microphones = (await devices.enumerateDevices())
      .filter((device) => device.kind === "audioinput" && device.deviceId !== "")
      .map((device, index) => ({ id: device.deviceId, label: device.label || `Microphone ${index + 1}` }));
    const usedId = stream?.getAudioTracks()[0]?.getSettings().deviceId;
    const chosen = microphones.find((one) => one.id === usedId) ?? matching(microphones, this.state.chosen);
    this.set({ microphones, chosen });
  }

  private set(change: Partial<DeviceState>): void {
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => listener());
  }
}

/** Browsers reissue device ids after a permission reset: then the label finds the same microphone. */
export function matching(
  microphones: MicrophoneChoice[],
  wanted: MicrophoneChoice | null,
): MicrophoneChoice | null {
  if (wanted === null) return null;
  return (
    microphones.find((one) => one.id === wanted.id) ??
    microphones.find((one) => one.label === wanted.label) ??
    null
  );
}

async function openChosen(
  devices: MediaDevices,
  wanted: MediaStreamConstraints,
  chosen: MicrophoneChoice | null,
): Promise<MediaStream> {
  if (chosen === null) return devices.getUserMedia(wanted);
  const known = (await devices.enumerateDevices()).filter((device) => device.kind === "audioinput");
  const choices = known.map((device) => ({ id: device.deviceId, label: device.label }));
  const target = matching(choices, chosen) ?? chosen;
  const audio = typeof wanted.audio === "object" ? wanted.audio : {};
  try {
    return await devices.getUserMedia({ ...wanted, audio: { ...audio, deviceId: { exact: target.id } } });
  } catch (error) {
    const gone = error instanceof DOMException && ["OverconstrainedError", "NotFoundError"].includes(error.name);
    if (!gone && !(error instanceof Error && error.name === "OverconstrainedError")) throw error;
    return devices.getUserMedia(wanted); // unplugged since: any microphone is better than none
  }
}

function rememberedChoice(): MicrophoneChoice | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(CHOICE_KEY) ?? "null");
    if (typeof kept !== "object" || kept === null || !("id" in kept) || !("label" in kept)) return null;
    return { id: String(kept.id), label: String(kept.label) };
  } catch {
    return null; // private windows may forbid storage
  }
}

function rememberChoice(choice: MicrophoneChoice | null): void {
  try {
    localStorage.setItem(CHOICE_KEY, JSON.stringify(choice));
  } catch {
    // Only a convenience.
  }
}
