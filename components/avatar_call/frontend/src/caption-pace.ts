/** Shows Santa's words as he says them, though a vendor may send half a sentence at once. */

import { appendPiece } from "./captions";
import { Timers } from "./timers";

const AT_ONCE = 3; // words: shorter than a look
const CHARACTERS_PER_SECOND = 14; // an unhurried English speaker: 150 words a minute

/** When each part of a piece is probably said, in ms after the piece came. */
export function wordTimes(piece: string): { words: string; atMs: number }[] {
  const words = piece.match(/\s*\S+/gu) ?? [];
  if (words.length <= AT_ONCE) return [{ words: piece, atMs: 0 }];
  let before = 0;
  return words.map((one) => {
    const atMs = Math.round((before / CHARACTERS_PER_SECOND) * 1000);
    before += one.length;
    return { words: one, atMs };
  });
}

export class CaptionPace {
  private taskId: string | null = null;
  private text = "";
  private waiting: string[] = [];
  private readonly timers = new Timers();

  constructor(private readonly show: (text: string) => void) {}

  /** What has not been shown of the piece before has been said by now: it catches up. */
  piece(taskId: string, piece: string): void {
    if (taskId !== this.taskId) this.begin(taskId);
    this.text = [this.text, ...this.takeWaiting()].reduce(appendPiece);
    for (const { words, atMs } of wordTimes(piece)) {
      if (atMs === 0) this.text = appendPiece(this.text, words);
      else this.later(words, atMs);
    }
    this.show(this.text);
  }

  /** He has said all of it. */
  finish(): void {
    if (this.waiting.length === 0) return;
    this.text = [this.text, ...this.takeWaiting()].reduce(appendPiece);
    this.show(this.text);
  }

  /** He was cut: what waits was not said. */
  cut(): void {
    this.takeWaiting();
  }

  private begin(taskId: string): void {
    this.takeWaiting();
    this.taskId = taskId;
    this.text = "";
  }

  private later(words: string, atMs: number): void {
    this.waiting.push(words);
    this.timers.after(atMs, () => {
      this.waiting.shift();
      this.text = appendPiece(this.text, words);
      this.show(this.text);
    });
  }

  private takeWaiting(): string[] {
    this.timers.clear();
    return this.waiting.splice(0);
  }
}
