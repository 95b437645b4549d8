/**
 * The way of the sound from the device to the avatar's SDK: one graph and one stream for a whole call,
 * whatever happens to the device behind it.
 *
 *   device ──> source ──> meter ──> gate ──> output ──> the SDK's voice chat
 *   Santa's stream ──> his meter (nothing of it is played here)
 *
 * All of it runs at the 16 kHz the SDK wants, mono: the browser brings 44.1 and 48 kHz and stereo
 * down at the source. Firefox does not, and gets a bridge (microphone-bridge.ts).
 */

import { bridgeFrom } from "./microphone-bridge";

export const HEARING_RATE_HZ = 16_000;

/** One second of sound at 16 kHz: a hidden page's timers run once a second, and nothing is to be missed. */
const METER_SAMPLES = 16_384;

/** Long enough not to click, shorter than anybody's first sound. */
const GATE_SECONDS = 0.005;

export class MicrophoneGraph {
  private readonly meter: Meter;
  private readonly gate: GainNode;
  private output: MediaStreamAudioDestinationNode | null = null;
  private santa: Meter | null = null;
  private unplug: () => void = () => undefined;
  private unplugSanta: () => void = () => undefined;

  /** The graph closes `context`. */
  constructor(readonly context: AudioContext) {
    this.meter = new Meter(context);
    this.gate = context.createGain();
    this.gate.gain.value = 0;
    this.meter.node.connect(this.gate);
  }

  /** A new stream to give away: whoever gets it may stop its track, and the next one is none the worse. */
  newOutput(): MediaStream {
    if (this.output !== null) this.gate.disconnect(this.output);
    this.output = this.context.createMediaStreamDestination();
    this.output.channelCount = 1;
    this.gate.connect(this.output);
    return this.output.stream;
  }

  use(device: MediaStream): void {
    this.unplug();
    this.unplug = this.plug(device, this.meter.node);
  }

  useNothing(): void {
    this.unplug();
    this.unplug = () => undefined;
  }

  setOpen(open: boolean): void {
    this.gate.gain.setTargetAtTime(open ? 1 : 0, this.context.currentTime, GATE_SECONDS);
  }

  /** Where the browser does not let us listen to him, `newSantaSamples` stays empty. */
  hearSanta(stream: MediaStream): void {
    this.unplugSanta();
    try {
      const source = this.context.createMediaStreamSource(stream);
      this.santa = new Meter(this.context);
      source.connect(this.santa.node);
      this.unplugSanta = () => source.disconnect();
    } catch {
      this.santa = null; // Firefox: another sample rate
    }
  }

  /** Mono sound since the last call, before the gate. Valid until the next call. */
  newSamples(): Float32Array {
    return this.meter.read();
  }

  newSantaSamples(): Float32Array {
    return this.santa?.read() ?? new Float32Array(0);
  }

  close(): void {
    this.unplug();
    this.unplugSanta();
    if (this.context.state !== "closed") void this.context.close();
  }

  private plug(device: MediaStream, into: AudioNode): () => void {
    try {
      const source = this.context.createMediaStreamSource(device);
      source.connect(into);
      return () => source.disconnect();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "NotSupportedError") throw error;
      return bridgeFrom(device, into);
    }
  }
}

/** Gives the samples that are new since it was last read. */
class Meter {
  readonly node: AnalyserNode;
  private readonly samples = new Float32Array(METER_SAMPLES);
  private readUntil: number;

  constructor(context: AudioContext) {
    this.node = context.createAnalyser();
    this.node.fftSize = METER_SAMPLES;
    this.readUntil = context.currentTime;
  }

  read(): Float32Array {
    const { currentTime, sampleRate } = this.node.context;
    const fresh = Math.min(METER_SAMPLES, Math.round((currentTime - this.readUntil) * sampleRate));
    this.readUntil = currentTime;
    this.node.getFloatTimeDomainData(this.samples);
    return this.samples.subarray(METER_SAMPLES - fresh);
  }
}
