/**
 * The avatar's ears during a call: opens them, opens them again when their channel breaks, and decides
 * when they may hear. The microphone's gate is open unless it is muted, the button to talk is not
 * held, or Santa speaks and the two take turns.
 */

import type { VoiceChatOptions } from "./avatar-client";
import type { CallDependencies, Microphone } from "./call-dependencies";
import type { CallLines } from "./call-lines";
import { unimportant } from "./call-lines";
import { isUnderWay } from "./call-status";
import type { CallStore } from "./call-store";
import { gateOf, NEW_CALL, type HearingState } from "./hearing-state";
import type { MicrophoneTrouble } from "./microphone-trouble";
import { noMicrophone } from "./problems";
import type { CallData, Listen } from "./protocol";
import type { Timers } from "./timers";

const RETRIES = 3;
const AFTER_SANTA_MS = 200; // his last sound is still in the room
const MOVED_SHOWN_MS = 8_000;
const RELEASE_TAIL_MS = 60; // the last sound is still on its way through the device
const IN_FLIGHT_MS = 100; // the SDK sends blocks of 32 ms and fills two at a time

export class Hearing {
  private state = NEW_CALL;
  private readonly listeners = new Set<() => void>();
  private readonly microphone: Microphone;
  private santasStream: MediaStream | null = null;
  private retries = 0;
  private told = { echo: false, silent: false };
  private releasing: ReturnType<typeof setTimeout>[] = [];
  private santaEnds: ReturnType<typeof setTimeout> | null = null;

  /** `overSanta` stops him: the button to talk was pressed while he spoke. */
  constructor(
    private readonly store: CallStore,
    private readonly lines: CallLines,
    private readonly needs: Pick<CallDependencies, "microphones" | "openMicrophone">,
    private readonly timers: Timers,
    private readonly overSanta: () => void,
  ) {
    this.microphone = needs.openMicrophone({
      changed: (label) => this.deviceChanged(label),
      lost: (trouble, isThere) => this.deviceLost(trouble, isThere),
      silent: (isSilent) => this.heardNothing(isSilent),
      echo: () => this.heardEcho(),
    });
    store.subscribe(() => {
      if (!isUnderWay(store.current())) this.microphone.close(); // also of a start that came to nothing
      this.followSanta();
    });
  }

  current(): HearingState {
    return this.state;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Call it within the click on Start. */
  begin(data: CallData, by: Listen): void {
    this.retries = 0;
    this.told = { echo: false, silent: false };
    this.set({ ...NEW_CALL, pushToTalk: data.plan.listen === "push_to_talk", talkOver: data.plan.talkOver });
    if (by !== "typing") this.microphone.prime();
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
      const problem = noMicrophone(this.needs.microphones.current().trouble, "microphone");
      this.microphone.close();
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
      this.microphone.close();
      this.store.dispatch({ type: "voice_chat_failed", problem: noMicrophone(null, "microphone") });
      this.lines.report("voice_chat_failed", { message: "the chat socket closed" });
      return;
    }
    this.retries += 1;
    this.timers.after(500 * this.retries, () => void this.open());
  }

  close(): void {
    this.releasing.forEach(clearTimeout);
    if (this.santaEnds !== null) clearTimeout(this.santaEnds);
    this.santaEnds = null;
    this.santasStream = null;
    this.microphone.close();
    this.set({ pressed: false, releasing: false, santaSpeaks: false, notice: null });
  }

  // --- by the person --------------------------------------------------------------------------

  /** The microphone button: mutes, unmutes, or opens the ears of a call that began typed. */
  toggle(): void {
    switch (this.store.current().microphone) {
      case "closed":
        this.microphone.prime();
        void this.open();
        return;
      case "open":
      case "waiting":
        this.setMuted(true);
        return;
      case "muted":
        this.setMuted(false);
        return;
      case "starting":
        return;
    }
  }

  press(): void {
    const { state, microphone } = this.store.current();
    const usable = microphone === "waiting" || microphone === "open";
    if (!this.state.pushToTalk || this.state.pressed || state !== "live" || !usable) return;
    this.releasing.forEach(clearTimeout);
    this.set({ pressed: true, releasing: false });
    this.lines.report("push_to_talk_pressed");
    unimportant(this.lines.avatar?.pushToTalk(true));
    if (this.state.talkOver && this.state.santaSpeaks) this.overSanta();
    this.settle();
  }

  release(): void {
    if (!this.state.pressed) return;
    this.set({ pressed: false, releasing: true });
    this.lines.report("push_to_talk_released");
    this.releasing = [
      this.timers.after(RELEASE_TAIL_MS, () => {
        this.set({ releasing: false });
        this.settle();
      }),
      this.timers.after(RELEASE_TAIL_MS + IN_FLIGHT_MS, () => unimportant(this.lines.avatar?.pushToTalk(false))),
    ];
  }

  setTalkOver(allowed: boolean): void {
    if (allowed === this.state.talkOver) return;
    this.set({ talkOver: allowed, notice: this.state.notice?.code === "echo" ? null : this.state.notice });
    this.lines.report("talk_over_changed", { allowed });
    this.settle();
  }

  /** Null: try again, with whatever microphone there is. */
  async chooseMicrophone(id: string | null): Promise<void> {
    await this.microphone.switchTo(id);
  }

  dismissNotice(): void {
    this.set({ notice: null });
  }

  // --- by Santa -------------------------------------------------------------------------------

  hearSanta(stream: MediaStream): void {
    this.santasStream = stream;
    this.microphone.hearSanta(stream);
  }

  /** Milliseconds since the child's last sound, by our own meter. Null: there was none. */
  quietMs(): number | null {
    return this.microphone.quietMs();
  }

  private followSanta(): void {
    const { floor, speakingTask, state } = this.store.current();
    const speaks = state === "live" && (floor === "speaking" || speakingTask !== null);
    if (speaks) {
      if (this.santaEnds !== null) clearTimeout(this.santaEnds);
      this.santaEnds = null;
      this.set({ santaSpeaks: true });
    } else if (this.state.santaSpeaks && this.santaEnds === null) {
      this.santaEnds = this.timers.after(AFTER_SANTA_MS, () => {
        this.santaEnds = null;
        this.set({ santaSpeaks: false });
        this.settle();
      });
    }
    this.settle();
  }

  // --- by the microphone ----------------------------------------------------------------------

  private voiceChat(): VoiceChatOptions {
    return {
      muted: this.state.muted,
      context: this.microphone.prime(),
      openMicrophone: async () => {
        const stream = await this.microphone.open();
        if (this.santasStream !== null) this.microphone.hearSanta(this.santasStream);
        if (isUnderWay(this.store.current())) {
          this.set({ device: "ready", trouble: null });
          // It hears from here on; the SDK's own promise comes two seconds later.
          this.store.dispatch({ type: "voice_chat", microphone: gateOf(this.state) });
          this.microphone.setOpen(gateOf(this.state) === "open");
        } else this.microphone.close();
        return stream;
      },
    };
  }

  private deviceChanged(label: string): void {
    const wasGone = this.state.device !== "ready";
    const now = label === "" ? "another microphone" : label;
    const text = wasGone ? `Santa hears you again, through ${now}.` : `Santa now hears you through ${now}.`;
    const notice = { code: "moved", text } as const;
    this.set({ device: "ready", trouble: null, notice });
    this.timers.after(MOVED_SHOWN_MS, () => this.state.notice === notice && this.dismissNotice());
    this.lines.report("microphone_changed");
  }

  private deviceLost(trouble: MicrophoneTrouble | null, isThere: boolean): void {
    const device = isThere ? "unusable" : "none";
    if (this.state.device === device) return;
    this.set({ device, trouble, notice: null });
    this.lines.report("microphone_lost", { message: trouble?.text ?? "" });
  }

  private heardNothing(isSilent: boolean): void {
    if (!isSilent) {
      if (this.state.notice?.code === "silent") this.set({ notice: null });
      return;
    }
    if (this.told.silent || this.state.muted) return;
    this.told.silent = true;
    this.set({ notice: { code: "silent", text: "We hear nothing: is the microphone muted?" } });
    this.lines.report("microphone_silent");
  }

  private heardEcho(): void {
    if (this.told.echo || !this.state.talkOver || this.store.current().microphone !== "open") return;
    this.told.echo = true;
    const text = "We hear Santa through your microphone. Use headphones, or take turns.";
    this.set({ notice: { code: "echo", text } });
    this.lines.report("echo_heard");
  }

  // --- inside ---------------------------------------------------------------------------------

  private setMuted(muted: boolean): void {
    this.set({ muted });
    this.lines.avatar?.setMuted(muted);
    this.settle();
    this.lines.report(muted ? "microphone_muted" : "microphone_unmuted");
  }

  private settle(): void {
    const { microphone } = this.store.current();
    if (microphone === "closed" || microphone === "starting" || microphone === gateOf(this.state)) return;
    this.microphone.setOpen(gateOf(this.state) === "open");
    this.store.dispatch({ type: "voice_chat", microphone: gateOf(this.state) });
  }

  private set(change: Partial<HearingState>): void {
    const keys = Object.keys(change) as (keyof HearingState)[];
    if (keys.every((key) => this.state[key] === change[key])) return;
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => listener());
  }
}

/** Without ears at the avatar's side a voice plan is a typed one. */
export function listenBy(data: CallData): Listen {
  return data.hearing.available ? data.plan.listen : "typing";
}
