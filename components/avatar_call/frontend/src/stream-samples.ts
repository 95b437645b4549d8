/** The samples of Santa's stream, as the browser decodes them. */

const BUFFER = 16_384; // 341 ms at 48 kHz: what a busy page may be late

export interface Samples {
  samples: Float32Array; // mono, new since the last look
  sampleRateHz: number;
  endsAt: number; // when the last of them was played, ms since 1970
}

/**
 * What it does not know is the way from the decoder to the ear: the loudspeaker's buffer
 * (AudioContext.outputLatency in Chromium and Firefox, unknown in Safari; 10-50 ms by cable, up to
 * 300 ms by Bluetooth) and the room.
 */
export class StreamSamples {
  private context: AudioContext | null = null;
  private analyser: AnalyserNode | null = null;
  private stream: MediaStream | null = null;
  private readonly buffer = new Float32Array(BUFFER);
  private readTo = 0; // seconds of the context's clock
  private clockOffsetMs = Infinity; // ours minus the context's

  /** Call it within a click: no browser lets a context run before. */
  prime(): void {
    if (typeof AudioContext === "undefined") return;
    this.context ??= new AudioContext();
    if (this.context.state !== "running") this.context.resume().catch(() => undefined);
    this.connect();
  }

  listen(stream: MediaStream): void {
    this.stream = stream;
    this.connect();
  }

  /** Forgets how the clocks stood: they drift, by some ms an hour. */
  restart(): void {
    this.clockOffsetMs = Infinity;
  }

  /** Null where there is nothing to hear with: no stream, no click yet, an old browser. */
  read(): Samples | null {
    const { context, analyser, buffer } = this;
    if (context?.state !== "running" || analyser === null) return null;
    const now = context.currentTime;
    // The context's clock goes in jumps of its render buffer: the smallest distance is the true one.
    this.clockOffsetMs = Math.min(this.clockOffsetMs, Date.now() - now * 1000);
    analyser.getFloatTimeDomainData(buffer);
    const fresh = Math.min(BUFFER, Math.round((now - this.readTo) * context.sampleRate));
    this.readTo = now;
    return {
      samples: buffer.subarray(BUFFER - fresh),
      sampleRateHz: context.sampleRate,
      endsAt: now * 1000 + this.clockOffsetMs,
    };
  }

  close(): void {
    this.stream = null;
    this.analyser = null;
    this.context?.close().catch(() => undefined);
    this.context = null;
  }

  private connect(): void {
    const { context, stream } = this;
    if (context === null || stream === null) return;
    this.analyser ??= Object.assign(context.createAnalyser(), { fftSize: BUFFER });
    context.createMediaStreamSource(stream).connect(this.analyser);
    this.stream = null;
  }
}
