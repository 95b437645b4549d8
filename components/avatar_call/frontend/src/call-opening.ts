/** Asks the server to open the call; where the page's ticket has grown old, has the page renew it first. */

import type { CallDependencies } from "./call-dependencies";
import { CallRefused } from "./link";
import type { CallData, OpenedCall, Quality } from "./protocol";
import type { Timers } from "./timers";

const TICKET_WAIT_MS = 10_000;

export class CallOpening {
  private takeTicket: ((data: CallData) => void) | null = null;

  constructor(
    private readonly needs: Pick<CallDependencies, "openCall" | "toPage">,
    private readonly timers: Timers,
  ) {}

  /** Rejects with CallRefused. */
  async open(data: CallData, quality: Quality): Promise<OpenedCall> {
    try {
      return await this.needs.openCall(data, quality);
    } catch (error) {
      if (!(error instanceof CallRefused) || error.kind !== "ticket_expired") throw error;
      const renewed = await this.renewTicket();
      if (renewed === null) throw error;
      return this.needs.openCall(renewed, quality);
    }
  }

  /** The page has minted a new ticket for the same call. */
  ticketRenewed(data: CallData): void {
    this.takeTicket?.(data);
  }

  /** The page is gone: no ticket will come. */
  abandon(): void {
    this.takeTicket = null;
  }

  private renewTicket(): Promise<CallData | null> {
    return new Promise((resolve) => {
      const timer = this.timers.after(TICKET_WAIT_MS, () => finish(null));
      const finish = (data: CallData | null): void => {
        clearTimeout(timer);
        this.takeTicket = null;
        resolve(data);
      };
      this.takeTicket = finish;
      this.needs.toPage.ticketExpired();
    });
  }
}
