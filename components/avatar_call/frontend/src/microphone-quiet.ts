/**
 * How long ago the child's last sound was: the browser's own idea of the end of speech, from which
 * the way to Santa's answer is timed.
 *
 * A sound is what stands clearly above the room, whose level is followed: down at once, up slowly.
 */

import { FRAME_MS, NO_SOUND_DB } from "./microphone-level";

const ABOVE_ROOM_DB = 12;
const BELOW_VOICE_DB = 30; // what is left when a voice has ended: its echo in the room, a breath
const QUIETEST_SOUND_DB = -55;
const ROOM_RISES_DB = 0.03; // per frame: 3 dB a second
const ROOM_FALLS = 0.2; // of the way, per frame
const VOICE_FADES_DB = 0.05; // per frame: a quieter voice may follow a loud one
const SHORTEST_SOUND_FRAMES = 3; // a key's click is shorter ...
const WITHIN_SPEECH_MS = 150; // ... and so is a "t", but that comes right after a vowel

export class QuietWatch {
  private roomDb: number | null = null;
  private voiceDb = NO_SOUND_DB;
  private loudFrames = 0;
  private lastSoundAt: number | null = null;

  /** Levels of the 10 ms frames up to `endsAt` (ms). `counts`: the gate is open, Santa hears them too. */
  hear(levelsDb: readonly number[], endsAt: number, counts: boolean): void {
    levelsDb.forEach((level, index) => {
      const frameEnd = endsAt - (levelsDb.length - 1 - index) * FRAME_MS;
      this.followRoom(level);
      this.loudFrames = counts && level > this.threshold() ? this.loudFrames + 1 : 0;
      if (this.loudFrames === 0) return;
      this.voiceDb = Math.max(this.voiceDb, level);
      const inSpeech = this.lastSoundAt !== null && frameEnd - this.lastSoundAt <= WITHIN_SPEECH_MS;
      if (inSpeech || this.loudFrames >= SHORTEST_SOUND_FRAMES) this.lastSoundAt = frameEnd;
    });
  }

  /** Null: nothing was heard yet. */
  quietMs(at: number): number | null {
    return this.lastSoundAt === null ? null : Math.max(0, Math.round(at - this.lastSoundAt));
  }

  private followRoom(level: number): void {
    const room = this.roomDb ?? level;
    this.roomDb = level < room ? room + ROOM_FALLS * (level - room) : room + ROOM_RISES_DB;
    this.voiceDb -= VOICE_FADES_DB;
  }

  private threshold(): number {
    return Math.max(
      (this.roomDb ?? NO_SOUND_DB) + ABOVE_ROOM_DB,
      this.voiceDb - BELOW_VOICE_DB,
      QUIETEST_SOUND_DB,
    );
  }
}
