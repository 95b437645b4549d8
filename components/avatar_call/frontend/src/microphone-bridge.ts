/**
 * For Firefox, which does not let a context of 16 kHz hear a microphone of 48 kHz: a second context at
 * the device's own rate hands its sound over block by block, and the first one resamples as it plays.
 */

/* eslint-disable @typescript-eslint/no-deprecated -- what replaces ScriptProcessor wants a file of its own */

const BLOCK_SAMPLES = 512; // 11 ms at 48 kHz
const LEAD_SECONDS = 0.03; // how far ahead a block is played: a page may be late by as much
const MOST_LEAD_SECONDS = 0.15; // beyond it the two clocks have drifted apart, or the page has slept
const HIGHEST_HZ = 7_000; // above half of 16 kHz it would come back as noise

/** Plays `device` into `target`'s context. Returns the way to stop. */
export function bridgeFrom(device: MediaStream, target: AudioNode): () => void {
  const to = target.context;
  const from = new AudioContext();
  void from.resume();
  const source = from.createMediaStreamSource(device);
  const lowPass = from.createBiquadFilter();
  lowPass.frequency.value = HIGHEST_HZ;
  const reader = from.createScriptProcessor(BLOCK_SAMPLES, 1, 1);
  let playAt = 0;
  reader.onaudioprocess = ({ inputBuffer }) => {
    const earliest = to.currentTime + LEAD_SECONDS;
    if (playAt < to.currentTime || playAt > to.currentTime + MOST_LEAD_SECONDS) playAt = earliest;
    const block = to.createBuffer(1, inputBuffer.length, from.sampleRate);
    block.copyToChannel(inputBuffer.getChannelData(0), 0);
    const player = to.createBufferSource();
    player.buffer = block;
    player.connect(target);
    player.start(playAt);
    playAt += block.duration;
  };
  // A processor works only while it leads somewhere; what it puts out is silence.
  source.connect(lowPass).connect(reader).connect(from.destination);
  return () => {
    reader.onaudioprocess = null;
    source.disconnect();
    void from.close();
  };
}
