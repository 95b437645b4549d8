/** How loud a sound is: decibels of each 10 ms, and the same for the eye. */

export const FRAME_MS = 10;
export const NO_SOUND_DB = -120; // digital silence has no logarithm

const METER_FLOOR_DB = -60; // below this it is the room, not a voice

/** Cuts a stream of samples into frames of 10 ms. */
export class LevelFrames {
  private readonly frameSamples: number;
  private power = 0;
  private samples = 0;

  constructor(rateHz: number) {
    this.frameSamples = Math.round((rateHz * FRAME_MS) / 1000);
  }

  /** dBFS (root mean square) of each frame that `samples` complete, oldest first. */
  add(samples: Float32Array): number[] {
    const levels: number[] = [];
    for (const sample of samples) {
      this.power += sample * sample;
      this.samples += 1;
      if (this.samples < this.frameSamples) continue;
      levels.push(decibels(this.power / this.samples));
      this.power = 0;
      this.samples = 0;
    }
    return levels;
  }
}

export function decibels(power: number): number {
  return power > 0 ? Math.max(NO_SOUND_DB, 10 * Math.log10(power)) : NO_SOUND_DB;
}

/** For the bar: -60 dBFS and below is 0, full scale is 1. */
export function meterLevel(levelDb: number): number {
  return Math.min(1, Math.max(0, 1 - levelDb / METER_FLOOR_DB));
}

/** Two bell notes, about a second. Resolves when they have rung. */
export async function playTestTone(): Promise<void> {
  const context = new AudioContext();
  try {
    await context.resume();
    const notes: [number, number][] = [
      [783.99, 0],
      [1046.5, 0.35],
    ]; // hertz, seconds
    for (const [hertz, begins] of notes) {
      const oscillator = context.createOscillator();
      const gain = context.createGain();
      const at = context.currentTime + begins;
      oscillator.frequency.value = hertz;
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(0.25, at + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.001, at + 0.7);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(at);
      oscillator.stop(at + 0.75);
    }
    await new Promise((resolve) => setTimeout(resolve, 1_150));
  } finally {
    await context.close();
  }
}
