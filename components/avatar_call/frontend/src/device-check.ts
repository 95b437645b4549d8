/** The microphone before and during a call: permission, choice, level, and what to do when it fails. */

import { mediaDevices } from "./browser-seams";
import { HEARING_RATE_HZ, MicrophoneGraph } from "./microphone-graph";
import { LevelFrames, meterLevel, playTestTone } from "./microphone-level";
import { SilenceWatch } from "./microphone-silence";
import { explainMicrophone, type MicrophoneTrouble } from "./microphone-trouble";

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
  silent: boolean; // nothing at all has come for seconds
  tone: "idle" | "playing" | "played" | "failed";
}

const HEARD_LEVEL = 0.45; // about -33 dBFS: speech at arm's length, above a quiet room

const CHOICE_KEY = "santa-call-microphone";

const POLL_MS = 33;

/** What the SDK would ask for too. The rate is the graph's affair. */
const WANTED: MediaStreamConstraints = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
};

export class DeviceCheck {
  private state: DeviceState = {
    access: "unknown",
    trouble: null,
    microphones: [],
    chosen: rememberedChoice(),
    heard: false,
    silent: false,
    tone: "idle",
  };
  private readonly listeners = new Set<() => void>();
  private readonly levelListeners = new Set<(level: number) => void>();
  private checkStream: MediaStream | null = null;
  private stopLevel: () => void = () => undefined;

  constructor(private readonly newContext: () => AudioContext = hearingContext) {
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
    this.set({ access: "asking", trouble: null, heard: false, silent: false });
    const graph = new MicrophoneGraph(this.newContext()); // within the click
    this.stopLevel = () => graph.close();
    try {
      this.checkStream = await this.open();
    } catch {
      this.endCheck();
      return; // open() has put the trouble into the state
    }
    this.watch(graph, this.checkStream);
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
    this.prefer(id);
    if (this.checkStream !== null) await this.check();
  }

  /** The next open() takes this one. */
  prefer(id: string): void {
    const chosen = this.state.microphones.find((one) => one.id === id) ?? null;
    this.set({ chosen });
    rememberChoice(chosen);
  }

  /** Opens the chosen microphone, or any other where it is gone. Rejects with the browser's error. */
  async open(): Promise<MediaStream> {
    const devices = mediaDevices();
    try {
      if (devices === undefined) throw new DOMException("no mediaDevices", "InsecureContextError");
      const stream = await openChosen(devices, WANTED, this.state.chosen);
      await this.listMicrophones(devices, stream);
      this.set({ access: "granted", trouble: null });
      return stream;
    } catch (error) {
      this.set({ access: "failed", trouble: explainMicrophone(error) });
      throw error;
    }
  }

  /** Moves the bar. */
  showLevel(levelDb: number): void {
    const level = meterLevel(levelDb);
    this.levelListeners.forEach((listener) => listener(level));
    if (level > HEARD_LEVEL && !this.state.heard) this.set({ heard: true });
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

  private watch(graph: MicrophoneGraph, stream: MediaStream): void {
    graph.use(stream);
    const frames = new LevelFrames(graph.context.sampleRate);
    const silence = new SilenceWatch();
    const timer = setInterval(() => {
      const levels = frames.add(graph.newSamples());
      if (levels.length > 0) this.showLevel(Math.max(...levels));
      const silent = silence.hear(levels);
      if (silent !== this.state.silent) this.set({ silent });
    }, POLL_MS);
    this.stopLevel = () => {
      clearInterval(timer);
      graph.close();
    };
  }

  private set(change: Partial<DeviceState>): void {
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => listener());
  }
}

/** Make it within a click: Safari lets no other make or take sound. */
export function hearingContext(): AudioContext {
  const context = new AudioContext({ latencyHint: "interactive", sampleRate: HEARING_RATE_HZ });
  void context.resume();
  return context;
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
  const audio = wanted.audio as MediaTrackConstraints;
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
