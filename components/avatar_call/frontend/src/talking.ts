/** What is said by keyboard and button, what Santa says for the server, and his attentive pose between. */

import type { CallLines } from "./call-lines";
import { stamp, unimportant } from "./call-lines";
import { isUnderWay } from "./call-status";
import type { CallStore } from "./call-store";
import type { ChildAlert, CueKind, SayMessage } from "./protocol";
import { SpeechQueue } from "./speech-queue";

export class Talking {
  private attending = false;
  private latestTurn: string | null = null;
  private readonly speech: SpeechQueue;

  constructor(
    private readonly store: CallStore,
    private readonly lines: CallLines,
    private readonly handlers: { cut(turnId: string | null): void; taskKnown(turnId: string, taskId: string): void },
  ) {
    this.speech = new SpeechQueue({
      speak: (sentence) => lines.needAvatar().speak(sentence.text, sentence.mode),
      accepted: ({ sentenceId, turnId }, { taskId, durationMs }) => {
        store.dispatch({ type: "sentence_accepted", sentenceId, taskId });
        handlers.taskKnown(turnId, taskId);
        const spoken = { type: "spoken", at: Date.now(), sentenceId, taskId } as const;
        lines.link?.sendSpeech(durationMs === null ? spoken : { ...spoken, durationMs });
      },
      refused: ({ sentenceId }, problem) => {
        const message = problem.vendorText ?? problem.message;
        lines.link?.sendSpeech({ type: "speakFailed", at: Date.now(), sentenceId, message });
      },
      spokeAfterAll: () => this.stopSpeaking(),
    });
  }

  // --- by the person --------------------------------------------------------------------------

  type(text: string): boolean {
    const words = text.trim();
    const { link } = this.lines;
    if (words === "" || !this.isLive() || link === null) return false;
    link.send({ type: "typed", ...stamp(), text: words });
    this.store.dispatch({ type: "typed" });
    this.attend(false);
    return true;
  }

  /** The person is typing: Santa looks as if he listened. */
  composing(isComposing: boolean): void {
    if (this.isLive() && this.store.current().floor === "listening") this.attend(isComposing);
  }

  sayAsOperator(text: string): boolean {
    const words = text.trim();
    const { link } = this.lines;
    if (words === "" || !this.isLive() || link === null) return false;
    link.send({ type: "operator", ...stamp(), text: words });
    return true;
  }

  /** Santa says the line that brings a grown-up in. */
  handToGrownUp(alert: ChildAlert): void {
    if (this.sayAsOperator(alert.line)) {
      this.store.dispatch({ type: "alert_handled", alertId: alert.alertId, as: "handed" });
    }
  }

  /** The person has seen it: it leaves the screen, and stays in the log. */
  alertSeen(alertId: string): void {
    this.store.dispatch({ type: "alert_handled", alertId, as: "seen" });
  }

  interrupt(): void {
    if (!this.isLive()) return;
    this.lines.link?.send({ type: "interrupt", ...stamp() });
    this.speech.dropAll();
    this.handlers.cut(this.latestTurn);
    this.stopSpeaking();
    this.store.dispatch({ type: "interrupted" });
  }

  /** What this turn of the child really was. */
  correct(turnId: string, text: string): void {
    const words = text.trim();
    const { link } = this.lines;
    const was = this.store.current().turns.find((turn) => turn.turnId === turnId)?.text;
    if (words === "" || words === was || link === null || !this.isLive()) return;
    link.send({ type: "correct", ...stamp(), turnId, text: words });
    this.store.dispatch({ type: "corrected", turnId });
  }

  flag(note?: string): void {
    const { link } = this.lines;
    if (link === null || !isUnderWay(this.store.current())) return;
    const words = note?.trim() ?? "";
    link.send({ type: "flag", ...stamp(), ...(words === "" ? {} : { note: words }) });
    this.store.dispatch({ type: "flagged" });
  }

  tick(kind: CueKind, index: number, done: boolean): void {
    this.store.dispatch({ type: "cue_ticked", kind, index, done });
    this.lines.report("cue_ticked", { kind, index, done });
  }

  // --- by the server and the avatar -----------------------------------------------------------

  say(sentence: SayMessage): void {
    this.latestTurn = sentence.turnId;
    this.speech.push(sentence);
  }

  dropTurn(turnId: string): void {
    this.speech.dropTurn(turnId);
    if (!this.isLive()) return;
    this.handlers.cut(turnId);
    this.stopSpeaking();
  }

  /** Null where we cannot know. A task may sound before the SDK has named it: then it is the one being taken. */
  turnOf(taskId: string): string | null {
    return this.store.current().turnOfTask[taskId] ?? this.speech.turnBeingTaken();
  }

  dropAll(): void {
    this.speech.dropAll();
  }

  attend(on: boolean): void {
    const { avatar } = this.lines;
    if (this.attending === on || avatar === null) return;
    this.attending = on;
    unimportant(on ? avatar.startListening() : avatar.stopListening());
  }

  /** Speaking ends the pose without a word from us. */
  poseEnded(): void {
    this.attending = false;
  }

  private stopSpeaking(): void {
    unimportant(this.lines.avatar?.interrupt());
  }

  private isLive(): boolean {
    return this.store.current().state === "live";
  }
}
