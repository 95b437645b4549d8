/**
 * Is the vendor deaf? Our own meter hears speech, and no word of it, nor of a beginning, ever comes:
 * LiveAvatar may keep what it hears to itself in a session without a context.
 */

const SPEECHES = 3;

export class UnheardWatch {
  private speeches = 0;
  private answered = false; // the vendor hears, or the person was told

  begin(): void {
    this.speeches = 0;
    this.answered = false;
  }

  vendorHears(): void {
    this.answered = true;
  }

  /** True once: enough was said into the void. */
  spoke(): boolean {
    if (this.answered) return false;
    this.speeches += 1;
    this.answered = this.speeches === SPEECHES;
    return this.answered;
  }
}
