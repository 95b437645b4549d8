/**
 * Which of Santa's sentences LiveAvatar is speaking.
 *
 * A command's id should come back as `source_event_id`; where it does not, commands are spoken in the
 * order they were sent. Sentences that were queued may be spoken as one: those that never start by
 * themselves are reported as said, or the server would wait for them for ever.
 */

import type { AvatarEvent } from "./avatar-client";
import { GrowingText } from "./growing-text";
import { Timers } from "./timers";

export const MERGED_AFTER_MS = 1_500; // of silence after a speech: what was queued by then was part of it

interface Speech {
  taskId: string;
  words: GrowingText;
}

export class LiveAvatarSpeech {
  private waiting: string[] = []; // commands that have not started, oldest first
  private readonly commanded = new Set<string>();
  private current: Speech | null = null;
  private latest: Speech | null = null; // its words may come after its end
  private readonly timers = new Timers();

  constructor(private readonly onEvent: (event: AvatarEvent) => void) {}

  sent(commandId: string): void {
    this.commanded.add(commandId);
    this.waiting.push(commandId);
  }

  /** It was never sent, or Santa was interrupted before it. */
  withdraw(commandId: string): void {
    this.waiting = this.waiting.filter((id) => id !== commandId);
  }

  /** Santa was interrupted: nothing that was queued will be spoken. */
  interrupted(): void {
    this.waiting = [];
  }

  started(eventId: string, source: string): void {
    this.timers.clear();
    this.finish();
    const taskId = this.taskOf(eventId, source);
    const at = this.waiting.indexOf(taskId);
    if (at >= 0) {
      const passedOver = this.waiting.slice(0, at);
      this.waiting = this.waiting.slice(at + 1);
      this.reportAsSaid(passedOver);
    }
    this.current = this.latest = { taskId, words: new GrowingText() };
    this.onEvent({ name: "avatar_start_talking", taskId });
  }

  ended(): void {
    this.finish();
    const queued = [...this.waiting];
    if (queued.length === 0) return;
    this.timers.clear();
    this.timers.after(MERGED_AFTER_MS, () => {
      const merged = queued.filter((id) => this.waiting.includes(id));
      this.waiting = this.waiting.filter((id) => !merged.includes(id));
      this.reportAsSaid(merged);
    });
  }

  /** `whole`: all words of the speech, not a chunk. */
  heard(text: string, whole: boolean): void {
    const speech = this.current ?? this.latest;
    if (speech === null) return; // words before any speech: nothing to show them under
    const message = whole ? speech.words.complete(text) : speech.words.add(text);
    if (message !== "") this.onEvent({ name: "avatar_talking_message", taskId: speech.taskId, message });
  }

  end(): void {
    this.timers.clear();
  }

  /** Not named by the vendor: the oldest that waits; where none does, the vendor speaks by itself. */
  private taskOf(eventId: string, source: string): string {
    if (this.commanded.has(source)) return source;
    return this.waiting[0] ?? eventId;
  }

  private finish(): void {
    if (this.current === null) return;
    const { taskId } = this.current;
    this.current = null;
    this.onEvent({ name: "avatar_stop_talking", taskId, durationMs: null });
  }

  private reportAsSaid(taskIds: readonly string[]): void {
    for (const taskId of taskIds) {
      this.onEvent({ name: "avatar_start_talking", taskId });
      this.onEvent({ name: "avatar_stop_talking", taskId, durationMs: null });
    }
  }
}
