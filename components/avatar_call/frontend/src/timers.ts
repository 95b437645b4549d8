/** Timers that end with their owner. */

export type Timer = ReturnType<typeof setTimeout>;

export class Timers {
  private readonly running = new Set<Timer>();

  after(milliseconds: number, act: () => void): Timer {
    const timer = setTimeout(() => {
      this.running.delete(timer);
      act();
    }, milliseconds);
    this.running.add(timer);
    return timer;
  }

  clear(): void {
    this.running.forEach((timer) => clearTimeout(timer));
    this.running.clear();
  }
}
