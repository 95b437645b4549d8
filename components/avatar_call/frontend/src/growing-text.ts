/**
 * Words that come in chunks. LiveAvatar does not say whether a chunk is the next piece or all words so
 * far, and the whole text may follow: each is told from the other by how it begins.
 */

import { appendPiece } from "./captions";

export class GrowingText {
  private words = "";

  get soFar(): string {
    return this.words;
  }

  clear(): void {
    this.words = "";
  }

  /** What is new in this chunk; "" for nothing. */
  add(chunk: string): string {
    if (this.words !== "" && chunk.startsWith(this.words)) return this.replace(chunk);
    this.words = appendPiece(this.words, chunk);
    return chunk;
  }

  /** What the whole text says beyond the chunks; "" where they differ in more than their end. */
  complete(text: string): string {
    if (text.startsWith(this.words)) return this.replace(text);
    return "";
  }

  private replace(longer: string): string {
    const rest = longer.slice(this.words.length);
    this.words = longer;
    return rest;
  }
}
