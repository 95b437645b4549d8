/** Finds the sample at which a stream that was quiet becomes audible. Pure: samples in, a place out. */

const BLOCK_SECONDS = 0.005;
const QUIET_BLOCKS = 10; // 50 ms: the end of an earlier word is no new beginning
const LOUD_BLOCKS = 2; // 10 ms: a click is no voice
const LEAST = 0.003; // -50 dBFS of full scale; speech is at -30 to -15
const ABOVE_FLOOR = 4; // 12 dB over the stream's own silence
const LOWEST_FLOOR = 0.0001;
const FLOOR_RISE = 1.01; // per block: 17 dB in a second

export class SoundOnset {
  private floor = LOWEST_FLOOR;
  private taken = 0; // samples so far
  private inBlock = 0;
  private energy = 0;
  private quiet = 0; // blocks in a row
  private loud = 0;
  private armed = false;

  constructor(private readonly sampleRateHz: number) {}

  /** It sounds at the moment. */
  get isLoud(): boolean {
    return this.loud >= LOUD_BLOCKS;
  }

  /**
   * The next samples, mono, -1 to 1. Returns how many ms before their end a sound began that was
   * recognised in them (it may have begun in the samples before), else null.
   */
  take(samples: Float32Array): number | null {
    const block = Math.round(this.sampleRateHz * BLOCK_SECONDS);
    let began: number | null = null;
    for (const sample of samples) {
      this.energy += sample * sample;
      this.inBlock += 1;
      this.taken += 1;
      if (this.inBlock === block && this.endBlock(block)) began = this.taken - LOUD_BLOCKS * block;
    }
    return began === null ? null : ((this.taken - began) * 1000) / this.sampleRateHz;
  }

  /** Whether this block makes it sure that a sound began. */
  private endBlock(block: number): boolean {
    const level = Math.sqrt(this.energy / block);
    this.energy = 0;
    this.inBlock = 0;
    const isLoud = level > Math.max(LEAST, this.floor * ABOVE_FLOOR);
    this.floor = Math.max(LOWEST_FLOOR, Math.min(level, this.floor * FLOOR_RISE));
    this.loud = isLoud ? this.loud + 1 : 0;
    this.quiet = isLoud ? 0 : this.quiet + 1;
    if (this.quiet >= QUIET_BLOCKS) this.armed = true;
    const begins = this.armed && this.loud === LOUD_BLOCKS;
    if (begins) this.armed = false;
    return begins;
  }
}
