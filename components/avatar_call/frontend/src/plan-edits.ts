/**
 * Streamlit learns of a changed field when it loses the focus, and that may be by the click on Start:
 * the ticket at hand is then of the old plan, and the one of the new is on its way.
 */

const RECENT_MS = 400;
const WAIT_MS = 1_000;

export class PlanEdits {
  private editedAt = Number.NEGATIVE_INFINITY;
  private waiting: (() => void)[] = [];

  /** `own`: fields inside it are the component's, not the plan's. */
  constructor(
    private readonly own: Node,
    private readonly now: () => number = () => performance.now(),
  ) {
    document.addEventListener("change", this.note, true);
  }

  /** A run of the page has brought new data. */
  dataArrived(): void {
    this.editedAt = Number.NEGATIVE_INFINITY;
    for (const go of this.waiting.splice(0)) go();
  }

  /** Resolves when the data at hand is of the plan that the person sees; after 1 s at the latest. */
  settled(): Promise<void> {
    if (this.now() - this.editedAt > RECENT_MS) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      setTimeout(resolve, WAIT_MS);
    });
  }

  close(): void {
    document.removeEventListener("change", this.note, true);
    this.dataArrived();
  }

  private readonly note = (event: Event): void => {
    const field = event.target;
    if (!(field instanceof Element) || this.own.contains(field)) return;
    // What is typed into a list only searches it; choosing is sent at once.
    if (field.getAttribute("role") === "combobox") return;
    this.editedAt = this.now();
  };
}
