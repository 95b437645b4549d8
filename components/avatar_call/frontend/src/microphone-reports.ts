/** What the microphone tells during a call: shown to the person, and reported to the server. */

import type { CallLines } from "./call-lines";
import type { CallStore } from "./call-store";
import type { HearingStore } from "./hearing-state";
import type { MicrophoneHandlers } from "./microphone-line";
import type { MicrophoneTrouble } from "./microphone-trouble";
import type { AnswerBy } from "./protocol";
import type { Timers } from "./timers";
import { UnheardWatch } from "./unheard-watch";

const MOVED_SHOWN_MS = 8_000;

export class MicrophoneReports implements MicrophoneHandlers {
  private readonly unheard = new UnheardWatch();
  private ownWords = false; // our language model answers: the vendor has no context
  private told = { echo: false, silent: false };

  constructor(
    private readonly known: HearingStore,
    private readonly store: CallStore,
    private readonly lines: CallLines,
    private readonly timers: Timers,
  ) {}

  /** A call begins. */
  begin(answerBy: AnswerBy): void {
    this.ownWords = answerBy === "own_llm";
    this.unheard.begin();
    this.told = { echo: false, silent: false };
  }

  changed(label: string): void {
    const wasGone = this.known.current().device !== "ready";
    const now = label === "" ? "another microphone" : label;
    const text = wasGone ? `Santa hears you again, through ${now}.` : `Santa now hears you through ${now}.`;
    const notice = { code: "moved", text } as const;
    this.known.set({ device: "ready", trouble: null, notice });
    this.timers.after(MOVED_SHOWN_MS, () => this.known.current().notice === notice && this.known.set({ notice: null }));
    this.lines.report("microphone_changed");
  }

  lost(trouble: MicrophoneTrouble | null, isThere: boolean): void {
    const device = isThere ? "unusable" : "none";
    if (this.known.current().device === device) return;
    this.known.set({ device, trouble, notice: null });
    this.lines.report("microphone_lost", { message: trouble?.text ?? "" });
  }

  silent(isSilent: boolean): void {
    if (!isSilent) {
      if (this.known.current().notice?.code === "silent") this.known.set({ notice: null });
      return;
    }
    if (this.told.silent || this.known.current().muted) return;
    this.told.silent = true;
    this.known.set({ notice: { code: "silent", text: "We hear nothing: is the microphone muted?" } });
    this.lines.report("microphone_silent");
  }

  echo(): void {
    if (this.told.echo || !this.known.current().talkOver || this.store.current().microphone !== "open") return;
    this.told.echo = true;
    const text = "We hear Santa through your microphone. Use headphones, or take turns.";
    this.known.set({ notice: { code: "echo", text } });
    this.lines.report("echo_heard");
  }

  spoke(): void {
    if (!this.ownWords || this.known.current().santaSpeaks) return; // it may be him
    if (this.store.current().opened?.browserInfo.sdk !== "liveavatar") return;
    if (this.unheard.spoke()) this.lines.report("unheard");
  }

  vendorHears(): void {
    this.unheard.vendorHears();
  }
}
