/**
 * The child's words while they are being said: passed on to the server, which screens them. Nothing
 * is shown from here.
 */

import { appendPiece } from "./captions";
import { Timers } from "./timers";

const GAP_MS = 125; // eight times a second, the latest words

export class ChildWords {
  private pieces = "";
  private transcribed = false; // whole texts come: the pieces only repeat them
  private newest: string | null = null;
  private resting = false;
  private readonly timers = new Timers();

  constructor(private readonly send: (text: string) => void) {}

  begin(): void {
    this.pieces = "";
    this.transcribed = false;
    this.newest = null;
  }

  /** All of them since `begin`. */
  soFar(text: string): void {
    this.transcribed = true;
    this.pass(text);
  }

  /** Some more of them. */
  piece(text: string): void {
    this.pieces = appendPiece(this.pieces, text).trim();
    if (!this.transcribed) this.pass(this.pieces);
  }

  /** The server has them all. */
  complete(): void {
    this.newest = null;
  }

  end(): void {
    this.timers.clear();
  }

  private pass(text: string): void {
    this.newest = text;
    if (!this.resting) this.sendNewest();
  }

  private sendNewest(): void {
    this.resting = this.newest !== null;
    if (this.newest === null) return;
    this.send(this.newest);
    this.newest = null;
    this.timers.after(GAP_MS, () => this.sendNewest());
  }
}

/** LiveKit's transcription comes in segments that are replaced while they grow. */
export class SegmentedWords {
  private readonly segments = new Map<string, string>();
  private past = new Set<string>();

  /** The child begins anew. */
  clear(): void {
    this.past = new Set(this.segments.keys());
    this.segments.clear();
  }

  /** All the words since `clear`; "" where there were none. Null: only late words of what was said before. */
  take(segments: readonly { id: string; text: string }[]): string | null {
    const current = segments.filter(({ id }) => !this.past.has(id));
    if (current.length === 0) return null;
    for (const { id, text } of current) this.segments.set(id, text);
    return [...this.segments.values()].reduce(appendPiece, "").trim();
  }
}
