/** Hands Santa's sentences to the SDK one after the other, in the order the server sent them. */

import { AvatarProblem, type SpokenTask } from "./avatar-client";
import type { SayMessage } from "./protocol";

export interface SpeechHandlers {
  speak(sentence: SayMessage): Promise<SpokenTask>;
  accepted(sentence: SayMessage, task: SpokenTask): void;
  refused(sentence: SayMessage, problem: AvatarProblem): void;
  /** A sentence was dropped while the SDK was already taking it: it must be stopped once more. */
  spokeAfterAll(): void;
}

export class SpeechQueue {
  private waiting: SayMessage[] = [];
  private current: SayMessage | null = null;
  private readonly dropped = new Set<string>();

  constructor(private readonly handlers: SpeechHandlers) {}

  push(sentence: SayMessage): void {
    this.waiting.push(sentence);
    if (this.current === null) void this.work();
  }

  dropTurn(turnId: string): void {
    this.drop((sentence) => sentence.turnId === turnId);
  }

  dropAll(): void {
    this.drop(() => true);
  }

  /** The turn whose sentence the SDK is taking right now. */
  turnBeingTaken(): string | null {
    return this.current?.turnId ?? null;
  }

  private drop(isDropped: (sentence: SayMessage) => boolean): void {
    this.waiting = this.waiting.filter((sentence) => !isDropped(sentence));
    if (this.current !== null && isDropped(this.current)) this.dropped.add(this.current.sentenceId);
  }

  private async work(): Promise<void> {
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      this.current = next;
      await this.say(next);
      this.dropped.delete(next.sentenceId);
      this.current = null;
    }
  }

  private async say(sentence: SayMessage): Promise<void> {
    let task: SpokenTask;
    try {
      task = await this.handlers.speak(sentence);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.handlers.refused(sentence, error instanceof AvatarProblem ? error : new AvatarProblem(message));
      return;
    }
    this.handlers.accepted(sentence, task);
    if (this.dropped.has(sentence.sentenceId)) this.handlers.spokeAfterAll();
  }
}
