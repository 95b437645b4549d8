/** A microphone that gives nothing at all: switched off at its cable or in the system, not a quiet room. */

import { FRAME_MS } from "./microphone-level";

// A quiet room of -72 to -78 dBFS comes out of Chromium's noise suppression at about -90: -85 asked about it.
const NOTHING_DB = -100;
const SILENT_AFTER_MS = 5_000;

export class SilenceWatch {
  private silentMs = 0;

  /** Whether it has been silent for so long that it must be switched off. */
  hear(levelsDb: readonly number[]): boolean {
    for (const level of levelsDb) this.silentMs = level < NOTHING_DB ? this.silentMs + FRAME_MS : 0;
    return this.silentMs >= SILENT_AFTER_MS;
  }

  reset(): void {
    this.silentMs = 0;
  }
}
