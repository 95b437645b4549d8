/**
 * Santa's loudness: the only hand on his volume and his mute, so that being turned down for a child
 * meets neither the browser's "no sound before a click" nor the silence at the end.
 *
 * Volume where a page may set it; an iPhone ignores it, or takes it back a moment later: there he is muted.
 */

const STEP_MS = 10;
const SAME = 0.01;

export class Loudness {
  private element: HTMLMediaElement | null = null;
  private volume = 1;
  private volumeIgnored = false;
  private blocked = false;
  private silenced = false;
  private fade: ReturnType<typeof setInterval> | undefined;

  attach(element: HTMLMediaElement): void {
    this.element = element;
    this.apply();
  }

  /** 0 to 1, in even steps: a jump would click. */
  fadeTo(volume: number, overMs: number): void {
    clearInterval(this.fade);
    const from = this.volume;
    const began = performance.now();
    const step = (): void => {
      // By the clock: a busy or hidden page is late for its timers.
      const done = overMs === 0 ? 1 : Math.min(1, (performance.now() - began + STEP_MS) / overMs);
      this.setVolume(from + (volume - from) * done);
      if (done === 1) clearInterval(this.fade);
    };
    this.fade = setInterval(step, STEP_MS);
    step();
  }

  /** The browser allows no sound yet, or does now. */
  setBlocked(blocked: boolean): void {
    this.blocked = blocked;
    this.apply();
  }

  /** The call is over, or begins. */
  setSilenced(silenced: boolean): void {
    this.silenced = silenced;
    this.apply();
  }

  private setVolume(volume: number): void {
    this.noticeIgnored(); // what an iPhone took back since the last step
    this.volume = volume;
    this.apply();
  }

  private apply(): void {
    if (this.element === null) return;
    this.element.volume = this.volume;
    this.noticeIgnored();
    this.element.muted = this.blocked || this.silenced || (this.volumeIgnored && this.volume < 1);
  }

  private noticeIgnored(): void {
    if (this.element !== null && Math.abs(this.element.volume - this.volume) > SAME) this.volumeIgnored = true;
  }
}
