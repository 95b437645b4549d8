/** By our own meter: something as long as words was said, and is over. */

const SPEAKS_MS = 200; // a sound so short ago: still speaking
const OVER_MS = 800;
const SHORTEST_MS = 500; // a cough, a door are shorter

export class SpeechWatch {
  private beganAt: number | null = null;
  private lastSoundAt = 0;

  /** `quietMs` since the last sound, null for none yet; `at` in ms. True once for each speech, at its end. */
  hear(quietMs: number | null, at: number): boolean {
    if (quietMs === null) return false;
    if (quietMs < SPEAKS_MS) {
      this.lastSoundAt = at - quietMs;
      this.beganAt ??= this.lastSoundAt;
      return false;
    }
    if (this.beganAt === null || quietMs < OVER_MS) return false;
    const lasted = this.lastSoundAt - this.beganAt;
    this.beganAt = null;
    return lasted >= SHORTEST_MS;
  }
}
