/** Joins the avatar's session of a call: the first, and after a reopening the next. One at a time. */

import { AvatarProblem, type AvatarEvent } from "./avatar-client";
import type { CallDependencies } from "./call-dependencies";
import { unimportant, type CallLines } from "./call-lines";
import type { Problem } from "./call-model";
import { isUnderWay } from "./call-status";
import type { CallStore } from "./call-store";
import { failedStart, noPicture } from "./problems";
import type { OpenedCall } from "./protocol";
import type { Timers } from "./timers";

const FIRST_FRAME_MS = 25_000; // the server gives up after 30 s

export interface JoiningHandlers {
  hear(event: AvatarEvent): void;
  /** `message` and `status` are the vendor's, for the log. */
  failed(problem: Problem, message: string, status: number | null): void;
  joined(): void;
}

export class CallJoining {
  private attempt = 0;

  constructor(
    private readonly store: CallStore,
    private readonly lines: CallLines,
    private readonly needs: Pick<CallDependencies, "openAvatar">,
    private readonly timers: Timers,
    private readonly handlers: JoiningHandlers,
  ) {}

  async join(call: OpenedCall): Promise<void> {
    this.leave();
    const { attempt } = this;
    const isWanted = (): boolean => attempt === this.attempt && isUnderWay(this.store.current());
    this.timers.after(FIRST_FRAME_MS, () => {
      if (isWanted() && !this.store.current().pictureShown) this.handlers.failed(noPicture, "no picture", null);
    });
    try {
      const avatar = await this.needs.openAvatar(call, (event) => {
        if (attempt === this.attempt) this.handlers.hear(event);
      });
      if (!isWanted()) {
        unimportant(avatar.stop({ leaveOnly: true })); // the call has gone on, or ended, meanwhile
        return;
      }
      this.lines.avatar = avatar;
      await avatar.start();
    } catch (error) {
      if (!isWanted()) return;
      const status = error instanceof AvatarProblem ? error.status : null;
      this.handlers.failed(failedStart(error), error instanceof Error ? error.message : String(error), status);
      return;
    }
    if (isWanted()) this.handlers.joined();
  }

  /** The server closes the session, if there is one: it is left without a word, and what it still says is not heard. */
  leave(): void {
    this.attempt += 1;
    unimportant(this.lines.avatar?.stop({ leaveOnly: true }));
    this.lines.avatar = null;
  }
}
