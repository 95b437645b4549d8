/** What is known of the microphone during a call, and when its gate is open. Plain values. */

import type { MicrophoneTrouble } from "./microphone-trouble";

export interface HearingState {
  pushToTalk: boolean;
  pressed: boolean;
  releasing: boolean; // let go just now: the last sound is on its way
  muted: boolean;
  resuming: boolean; // the session that heard is left, the next does not hear yet
  talkOver: boolean; // false: Santa and the child take turns
  santaSpeaks: boolean; // or did just now
  device: "ready" | "none" | "unusable"; // forbidden, or in other hands
  trouble: MicrophoneTrouble | null; // why there is none
  notice: { code: "moved" | "silent" | "echo"; text: string } | null;
}

export const NEW_CALL: HearingState = {
  pushToTalk: false,
  pressed: false,
  releasing: false,
  muted: false,
  resuming: false,
  talkOver: true,
  santaSpeaks: false,
  device: "ready",
  trouble: null,
  notice: null,
};

/** Waiting: not held, or Santa speaks and the two take turns. */
export function gateOf(state: HearingState): "open" | "waiting" | "muted" | "resuming" {
  if (state.muted) return "muted";
  if (state.resuming) return "resuming";
  if (state.pushToTalk && !state.pressed && !state.releasing) return "waiting";
  return !state.talkOver && state.santaSpeaks ? "waiting" : "open";
}

export class HearingStore {
  private state = NEW_CALL;
  private readonly listeners = new Set<() => void>();

  current(): HearingState {
    return this.state;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  set(change: Partial<HearingState>): void {
    const keys = Object.keys(change) as (keyof HearingState)[];
    if (keys.every((key) => this.state[key] === change[key])) return;
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => listener());
  }
}
