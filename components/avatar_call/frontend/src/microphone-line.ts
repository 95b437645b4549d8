/**
 * The microphone of one call: a stable stream for the avatar's SDK, and the device behind it, which may
 * be changed, pulled out, forbidden or switched off meanwhile. Says what happened; decides nothing
 * about the call.
 */

import { mediaDevices, microphonePermission } from "./browser-seams";
import { EchoWatch } from "./microphone-echo";
import { MicrophoneGraph } from "./microphone-graph";
import { LevelFrames } from "./microphone-level";
import { QuietWatch } from "./microphone-quiet";
import { SilenceWatch } from "./microphone-silence";
import { SpeechWatch } from "./microphone-speech";
import { permissionTakenBack, type MicrophoneTrouble } from "./microphone-trouble";

const POLL_MS = 25;

export interface MicrophoneHandlers {
  /** Another device is behind the stream now. */
  changed(label: string): void;
  /** None can be had; a new one is taken by itself when it appears. `isThere`: but forbidden, or in other hands. */
  lost(trouble: MicrophoneTrouble | null, isThere: boolean): void;
  /** Nothing at all has come for seconds, or something comes again. */
  silent(isSilent: boolean): void;
  /** Santa was heard clearly through the microphone. */
  echo(): void;
  /** Something as long as words was said while the gate was open. */
  spoke(): void;
}

/** What the line asks of the page's devices; DeviceCheck is it. */
export interface Devices {
  prefer(id: string): void;
  open(): Promise<MediaStream>;
  endCheck(): void;
  showLevel(levelDb: number): void;
  current(): { trouble: MicrophoneTrouble | null; microphones: { id: string; label: string }[] };
}

export class MicrophoneLine {
  private call: LineOfCall | null = null;

  constructor(
    private readonly devices: Devices,
    private readonly newContext: () => AudioContext,
    private readonly handlers: MicrophoneHandlers,
  ) {}

  /** Call it within the click that will open the microphone. */
  prime(): AudioContext {
    this.call ??= new LineOfCall(new MicrophoneGraph(this.newContext()), this.devices, this.handlers);
    return this.call.graph.context;
  }

  /** The stream for the SDK, silent until setOpen(true). Rejects with the browser's error. */
  async open(): Promise<MediaStream> {
    this.prime();
    const { call } = this;
    if (call === null) throw new Error("the microphone's line was not primed");
    if (!call.hasDevice()) await call.connect(); // the SDK may ask for a second stream: the device goes on
    return call.graph.newOutput();
  }

  setOpen(open: boolean): void {
    this.call?.setOpen(open);
  }

  /** Takes another device, or tries again when there was none. */
  async switchTo(id: string | null): Promise<void> {
    if (id !== null) this.devices.prefer(id);
    await this.call?.findDevice();
  }

  hearSanta(stream: MediaStream): void {
    this.call?.graph.hearSanta(stream);
  }

  /** Milliseconds since the last sound that Santa was let hear. Null: there was none. */
  quietMs(): number | null {
    return this.call?.quiet.quietMs(performance.now()) ?? null;
  }

  close(): void {
    this.call?.close();
    this.call = null;
  }
}

class LineOfCall {
  readonly quiet = new QuietWatch();
  private readonly silence = new SilenceWatch();
  private readonly echo = new EchoWatch();
  private readonly speech = new SpeechWatch();
  private readonly frames: LevelFrames;
  private readonly santaFrames: LevelFrames;
  private readonly stopWatching: () => void;
  private device: MediaStream | null = null;
  private wanted = false; // a device was asked for: one that goes is replaced
  private isOpen = false;
  private isSilent = false;
  private attempt = 0;
  private closed = false;

  constructor(
    readonly graph: MicrophoneGraph,
    private readonly devices: Devices,
    private readonly handlers: MicrophoneHandlers,
  ) {
    this.frames = new LevelFrames(graph.context.sampleRate);
    this.santaFrames = new LevelFrames(graph.context.sampleRate);
    const timer = setInterval(() => this.listen(), POLL_MS);
    const list = mediaDevices();
    list?.addEventListener("devicechange", this.devicesChanged);
    document.addEventListener("visibilitychange", this.pageShown);
    let permission: PermissionStatus | null = null;
    void microphonePermission().then((status) => {
      if (this.closed) return;
      permission = status;
      status?.addEventListener("change", this.permissionChanged);
    });
    this.stopWatching = () => {
      clearInterval(timer);
      list?.removeEventListener("devicechange", this.devicesChanged);
      document.removeEventListener("visibilitychange", this.pageShown);
      permission?.removeEventListener("change", this.permissionChanged);
    };
  }

  /** False: a later attempt has overtaken this one. Rejects with the browser's error. */
  async connect(): Promise<boolean> {
    this.wanted = true;
    this.attempt += 1;
    const { attempt } = this;
    // First the old one: Firefox opens one microphone at a time, and iOS mutes the first of two.
    this.dropDevice();
    this.devices.endCheck();
    const device = await this.devices.open();
    if (this.closed || attempt !== this.attempt) {
      stopTracks(device);
      return false;
    }
    this.device = device;
    this.silence.reset();
    device.getAudioTracks()[0]?.addEventListener("ended", this.deviceEnded);
    this.graph.use(device);
    return true;
  }

  hasDevice(): boolean {
    return this.device !== null && !hasEnded(this.device);
  }

  async findDevice(): Promise<void> {
    try {
      if (!(await this.connect())) return;
    } catch (error) {
      if (this.closed) return;
      const isThere = !(error instanceof Error && error.name === "NotFoundError");
      this.handlers.lost(this.devices.current().trouble, isThere);
      return;
    }
    this.handlers.changed(this.device?.getAudioTracks()[0]?.label ?? "");
  }

  setOpen(open: boolean): void {
    this.isOpen = open;
    this.graph.setOpen(open);
  }

  close(): void {
    this.closed = true;
    this.stopWatching();
    this.dropDevice();
    this.graph.close();
  }

  private listen(): void {
    const levels = this.frames.add(this.graph.newSamples());
    const santaLevels = this.santaFrames.add(this.graph.newSantaSamples());
    if (this.device === null || levels.length === 0) return;
    this.devices.showLevel(Math.max(...levels));
    const now = performance.now();
    this.quiet.hear(levels, now, this.isOpen);
    if (this.speech.hear(this.quiet.quietMs(now), now)) this.handlers.spoke();
    if (this.echo.hear(santaLevels, levels)) this.handlers.echo();
    const silent = this.silence.hear(levels);
    if (silent === this.isSilent) return;
    this.isSilent = silent;
    this.handlers.silent(silent);
  }

  /** The browser ends a track by itself when the device is gone or forbidden, never when we stop it. */
  private readonly deviceEnded = (): void => void this.replaceDevice();

  /** iOS stops a context during a phone call and does not start it again. */
  private readonly pageShown = (): void => {
    if (document.visibilityState === "visible") void this.graph.context.resume();
  };

  private readonly devicesChanged = (): void => void this.compareDevices();

  private readonly permissionChanged = (): void => void this.replaceDevice();

  private async replaceDevice(): Promise<void> {
    const permission = await microphonePermission();
    if (this.closed || !this.wanted) return;
    if (permission?.state === "denied") {
      this.attempt += 1;
      this.dropDevice();
      this.handlers.lost(permissionTakenBack(), true);
      return;
    }
    if (this.device === null || hasEnded(this.device)) await this.findDevice();
  }

  /** Not every browser ends the track of a device that was pulled out. */
  private async compareDevices(): Promise<void> {
    const devices = (await mediaDevices()?.enumerateDevices()) ?? [];
    if (this.closed || !this.wanted) return;
    const ids = devices.filter((one) => one.kind === "audioinput").map((one) => one.deviceId);
    const used = this.device?.getAudioTracks()[0]?.getSettings().deviceId;
    const isThere = this.device !== null && (used === undefined || ids.includes(used));
    if (isThere || (this.device === null && ids.length === 0)) return;
    await this.findDevice();
  }

  private dropDevice(): void {
    this.graph.useNothing();
    this.device?.getAudioTracks()[0]?.removeEventListener("ended", this.deviceEnded);
    if (this.device !== null) stopTracks(this.device);
    this.device = null;
  }
}

const hasEnded = (stream: MediaStream): boolean => stream.getTracks().every((track) => track.readyState === "ended");

function stopTracks(stream: MediaStream): void {
  stream.getTracks().forEach((track) => track.stop());
}
