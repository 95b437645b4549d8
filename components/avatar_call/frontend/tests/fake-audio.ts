/** A browser's sound made by hand: a context whose clock and microphone the test moves. */

import { vi } from "vitest";

class FakeNode {
  readonly leadsTo = new Set<FakeNode>();
  connect(to: FakeNode): FakeNode {
    this.leadsTo.add(to);
    return to;
  }
  disconnect(from?: FakeNode): void {
    if (from === undefined) this.leadsTo.clear();
    else this.leadsTo.delete(from);
  }
}

/** What passes is what was last played into the context. */
class FakeAnalyser extends FakeNode {
  fftSize = 2048;
  constructor(readonly context: FakeContext) {
    super();
  }
  getFloatTimeDomainData(into: Float32Array): void {
    const sources = this.context.sources.filter((one) => one.leadsTo.has(this));
    into.fill(Math.max(0, ...sources.map((one) => one.stream.amplitude)));
  }
}

class FakeSource extends FakeNode {
  constructor(readonly stream: FakeStream) {
    super();
  }
}

class FakeGain extends FakeNode {
  readonly gain = {
    value: 1,
    setTargetAtTime: (value: number) => {
      this.gain.value = value;
    },
  };
}

class FakeOutput extends FakeNode {
  channelCount = 2;
  readonly stream = new FakeStream("output");
}

export class FakeContext {
  currentTime = 0;
  readonly sampleRate = 16_000;
  state = "running";
  readonly sources: FakeSource[] = [];
  readonly gains: FakeGain[] = [];
  readonly outputs: FakeOutput[] = [];
  createAnalyser = (): FakeAnalyser => new FakeAnalyser(this);
  createGain = (): FakeGain => {
    const gain = new FakeGain();
    this.gains.push(gain);
    return gain;
  };
  createMediaStreamSource = (stream: FakeStream): FakeSource => {
    const source = new FakeSource(stream);
    this.sources.push(source);
    return source;
  };
  createMediaStreamDestination = (): FakeOutput => {
    const output = new FakeOutput();
    this.outputs.push(output);
    return output;
  };
  resume = (): Promise<void> => Promise.resolve();
  close = (): Promise<void> => {
    this.state = "closed";
    return Promise.resolve();
  };
  asContext(): AudioContext {
    return this as unknown as AudioContext;
  }
}

class FakeTrack extends EventTarget {
  readyState: "live" | "ended" = "live";
  readonly stop = vi.fn(() => {
    this.readyState = "ended";
  });
  constructor(readonly label: string) {
    super();
  }
  getSettings(): { deviceId: string } {
    return { deviceId: this.label };
  }
  /** The browser ends it: pulled out, or forbidden. */
  ends(): void {
    this.readyState = "ended";
    this.dispatchEvent(new Event("ended"));
  }
}

/** `amplitude`: how loud it is, 0 to 1, all the time. */
export class FakeStream {
  readonly track: FakeTrack;
  constructor(
    label: string,
    public amplitude = 0.001,
  ) {
    this.track = new FakeTrack(label);
  }
  getTracks(): FakeTrack[] {
    return [this.track];
  }
  getAudioTracks(): FakeTrack[] {
    return [this.track];
  }
  asStream(): MediaStream {
    return this as unknown as MediaStream;
  }
}
