/** Holds the call's model, lets actions change it and tells who listens. */

import { newCall, type CallModel } from "./call-model";
import { reduce, type CallAction } from "./call-state";
import type { CallState } from "./protocol";

export class CallStore {
  private model: CallModel;
  private readonly listeners = new Set<() => void>();

  /** `moved` is called after a change of state, before the listeners are. */
  constructor(
    callId: string,
    private readonly moved: (before: CallState) => void,
  ) {
    this.model = newCall(callId);
  }

  current(): CallModel {
    return this.model;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  dispatch(action: CallAction): void {
    const before = this.model;
    this.model = reduce(before, action);
    if (this.model === before) return;
    if (before.state !== this.model.state) this.moved(before.state);
    this.notify();
  }

  notify(): void {
    this.listeners.forEach((listener) => listener());
  }
}
