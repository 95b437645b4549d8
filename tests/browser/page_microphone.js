() => {
  if (!("MediaDevices" in globalThis)) return; // about:blank has none
  // A microphone whose sound a test chooses, and two recorders on one clock: what goes into the microphone and
  // what comes out of Santa's video, each as the loudness of 5 ms. One AudioContext does it all.
  const FRAME_SECONDS = 0.005;
  const DEVICE = { deviceId: "test", groupId: "test", kind: "audioinput", label: "Test microphone" };
  const RECORDER = `registerProcessor("loudness", class extends AudioWorkletProcessor {
    constructor() { super(); this.sums = [0, 0]; this.count = 0; this.done = []; }
    process(inputs) {
      for (let i = 0; i < 128; i++) {
        for (const which of [0, 1]) {
          const sample = inputs[which][0]?.[i] ?? 0;
          this.sums[which] += sample * sample;
        }
        if (++this.count === sampleRate * ${FRAME_SECONDS}) {
          this.done.push(...this.sums.map((sum) => Math.sqrt(sum / this.count)));
          this.sums = [0, 0];
          this.count = 0;
        }
      }
      if (this.done.length >= 200) {
        this.port.postMessage({ until: currentFrame + 128 - this.count, frames: this.done });
        this.done = [];
      }
      return true;
    }
  })`;
  let opened = null;
  let tapped = null;
  const videos = (root) =>
    [...root.querySelectorAll("*")].flatMap((e) => [
      ...(e.localName === "video" ? [e] : []),
      ...(e.shadowRoot ? videos(e.shadowRoot) : []),
    ]);

  const open = async () => {
    const context = new AudioContext({ sampleRate: 48_000 });
    const destination = context.createMediaStreamDestination();
    await context.audioWorklet.addModule(URL.createObjectURL(new Blob([RECORDER], { type: "text/javascript" })));
    const recorder = new AudioWorkletNode(context, "loudness", { numberOfInputs: 2, numberOfOutputs: 0 });
    const voice = context.createGain();
    voice.connect(destination);
    voice.connect(recorder, 0, 0);
    const hiss = context.createBuffer(1, 48_000, 48_000);
    hiss.getChannelData(0).forEach((_, i, all) => (all[i] = (Math.random() - 0.5) * 0.0008)); // the room
    const room = new AudioBufferSourceNode(context, { buffer: hiss, loop: true });
    room.connect(destination);
    room.start();
    const loudspeaker = context.createGain(); // no way back from it into the microphone, until a test wants one
    loudspeaker.gain.value = 0;
    const air = context.createDelay(1);
    loudspeaker.connect(air).connect(destination);
    const microphone = { context, destination, recorder, voice, loudspeaker, air, first: null, loudness: [], volumes: [], clock: [] };
    recorder.port.onmessage = ({ data }) => {
      microphone.first ??= data.until - (data.frames.length / 2) * context.sampleRate * FRAME_SECONDS;
      microphone.loudness.push(...data.frames);
    };
    setInterval(() => watch(microphone), 5);
    return microphone;
  };

  // Santa's sound as the page lets it out: his stream, and how far the page has turned it down.
  const watch = (microphone) => {
    const { context, recorder, loudspeaker, volumes, clock } = microphone;
    const now = performance.timeOrigin + performance.now();
    if (!clock.length || now - clock.at(-1)[0] > 500) clock.push([now, context.currentTime]);
    const video = videos(document)[0];
    const stream = video?.srcObject ?? null;
    const track = stream?.getAudioTracks()[0] ?? null;
    if (track !== null && track !== tapped) {
      tapped = track;
      const santa = context.createMediaStreamSource(new MediaStream([track]));
      santa.connect(recorder, 0, 1);
      santa.connect(loudspeaker);
    }
    const volume = !video || video.muted ? 0 : video.volume;
    if (volumes.at(-1)?.[1] !== volume) volumes.push([context.currentTime, volume]);
  };

  Object.defineProperty(MediaDevices.prototype, "getUserMedia", {
    configurable: true,
    writable: true,
    value: async () => {
      opened ??= open();
      const stream = (await opened).destination.stream.clone();
      const [track] = stream.getAudioTracks();
      const settings = track.getSettings.bind(track);
      track.getSettings = () => ({ ...settings(), deviceId: DEVICE.deviceId });
      return stream;
    },
  });
  // Browsers name their own devices only to a page that has opened one.
  Object.defineProperty(MediaDevices.prototype, "enumerateDevices", {
    configurable: true,
    writable: true,
    value: async () => [DEVICE],
  });

  window.testMicrophone = {
    /** int16 mono at 48 kHz as base64. Returns when it begins and ends, in seconds of the recorders' clock. */
    async play(base64) {
      const { context, voice } = await opened;
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const samples = Float32Array.from(new Int16Array(bytes.buffer), (sample) => sample / 32_768);
      const buffer = context.createBuffer(1, samples.length, 48_000);
      buffer.copyToChannel(samples, 0);
      const source = new AudioBufferSourceNode(context, { buffer });
      source.connect(voice);
      const begins = context.currentTime + 0.02;
      source.start(begins);
      return [begins, begins + buffer.duration];
    },
    /** From now on Santa's sound comes back through the microphone, so much weaker and later. */
    async hearLoudspeaker(gain, seconds) {
      const { loudspeaker, air } = await opened;
      loudspeaker.gain.value = gain;
      air.delayTime.value = seconds;
    },
    async now() {
      return (await opened).context.currentTime;
    },
    /** Loudness: child and Santa in turn, one pair for each 5 ms from `first` on (in samples at 48 kHz). */
    async recorded() {
      const { first, loudness, volumes, clock } = await opened;
      return { first, loudness: loudness.map((value) => Math.round(value * 1e6)), volumes, clock };
    },
  };
}
