/** The avatar's ears: opens them, mutes them, and opens them again when their channel breaks. */

import type { VoiceChatOptions } from "./avatar-client";
import type { Microphones } from "./call-dependencies";
import type { CallLines } from "./call-lines";
import { isUnderWay } from "./call-status";
import type { CallStore } from "./call-store";
import { noMicrophone } from "./problems";
import type { CallData, Listen } from "./protocol";
import type { Timers } from "./timers";

const RETRIES = 3;

export class Hearing {
  private retries = 0;

  constructor(
    private readonly store: CallStore,
    private readonly lines: CallLines,
    private readonly microphones: Microphones,
    private readonly timers: Timers,
  ) {}

  /** The microphone button: mutes, unmutes, or opens the ears of a call that began typed. */
  toggle(): void {
    switch (this.store.current().microphone) {
      case "closed":
        void this.open();
        return;
      case "open":
        this.setMuted(true);
        return;
      case "muted":
        this.setMuted(false);
        return;
      case "starting":
        return;
    }
  }

  async open(): Promise<void> {
    const { avatar } = this.lines;
    if (avatar === null || this.store.current().microphone === "starting") return;
    this.store.dispatch({ type: "voice_chat", microphone: "starting" });
    try {
      await avatar.startVoiceChat(this.voiceChat());
    } catch (error) {
      if (!isUnderWay(this.store.current())) return;
      const message = error instanceof Error ? error.message : String(error);
      const problem = noMicrophone(this.microphones.current().trouble, "microphone");
      this.store.dispatch({ type: "voice_chat_failed", problem });
      this.lines.report("voice_chat_failed", { message });
      return;
    }
    this.retries = 0;
    this.lines.report("voice_chat_started");
  }

  /** The SDK never reopens the socket that carries the microphone. */
  async restore(): Promise<void> {
    const { microphone, state } = this.store.current();
    if (!isUnderWay(this.store.current()) || state === "ending" || microphone === "closed") return;
    await this.lines.avatar?.closeVoiceChat().catch(() => undefined);
    this.store.dispatch({ type: "voice_chat", microphone: "closed" });
    if (this.retries >= RETRIES) {
      this.store.dispatch({ type: "voice_chat_failed", problem: noMicrophone(null, "microphone") });
      this.lines.report("voice_chat_failed", { message: "the chat socket closed" });
      return;
    }
    this.retries += 1;
    this.timers.after(500 * this.retries, () => void this.open());
  }

  private voiceChat(): VoiceChatOptions {
    return {
      muted: false,
      openMicrophone: async (wanted) => {
        this.microphones.endCheck();
        const stream = await this.microphones.open(wanted);
        this.microphones.watch(stream);
        // It hears from here on; the SDK's own promise comes two seconds later.
        if (isUnderWay(this.store.current())) this.store.dispatch({ type: "voice_chat", microphone: "open" });
        else stream.getTracks().forEach((track) => track.stop());
        return stream;
      },
    };
  }

  private setMuted(muted: boolean): void {
    this.lines.avatar?.setMuted(muted);
    this.store.dispatch({ type: "voice_chat", microphone: muted ? "muted" : "open" });
    this.lines.report(muted ? "microphone_muted" : "microphone_unmuted");
  }
}

/** Without ears at the avatar's side a voice plan is a typed one. */
export function listenBy(data: CallData): Listen {
  return data.plan.listen === "voice" && data.hearing.available ? "voice" : "typing";
}
