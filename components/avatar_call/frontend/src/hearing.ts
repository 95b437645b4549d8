/**
 * The avatar's ears during a call: opens them, opens them again when their channel breaks, and decides
 * when they may hear. The microphone's gate is open unless it is muted, the button to talk is not
 * held, or Santa speaks and the two take turns.
 */

import type { AvatarClient, VoiceChatOptions } from "./avatar-client";
import type { CallDependencies, Microphone } from "./call-dependencies";
import type { CallLines } from "./call-lines";
import { unimportant } from "./call-lines";
import { isUnderWay } from "./call-status";
import type { CallStore } from "./call-store";
import { gateOf, HearingStore, NEW_CALL, type HearingState } from "./hearing-state";
import { MicrophoneReports } from "./microphone-reports";
import { noMicrophone } from "./problems";
import type { CallData, Listen } from "./protocol";
import type { Timers } from "./timers";

const RETRIES = 3;
const AFTER_SANTA_MS = 200; // his last sound is still in the room
const RELEASE_TAIL_MS = 60; // the last sound is still on its way through the device
const IN_FLIGHT_MS = 100; // the SDK sends blocks of 32 ms and fills two at a time

export class Hearing {
  private readonly known = new HearingStore();
  private readonly reports: MicrophoneReports;
  private readonly microphone: Microphone;
  private santasStream: MediaStream | null = null;
  private retries = 0;
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
    this.reports = new MicrophoneReports(this.known, store, lines, timers);
    this.microphone = needs.openMicrophone(this.reports);
    store.subscribe(() => {
      if (!isUnderWay(store.current())) this.microphone.close(); // also of a start that came to nothing
      this.followSanta();
    });
  }

  current(): HearingState {
    return this.state;
  }

  subscribe(listener: () => void): () => void {
    return this.known.subscribe(listener);
  }

  /** Call it within the click on Start. */
  begin(data: CallData, by: Listen): void {
    this.retries = 0;
    this.reports.begin(data.plan.answerBy);
    this.set({ ...NEW_CALL, pushToTalk: data.plan.listen === "push_to_talk", talkOver: data.plan.talkOver });
    if (by !== "typing") this.microphone.prime();
  }

  async open(): Promise<void> {
    const { avatar } = this.lines;
    if (avatar === null || this.store.current().microphone === "starting") return;
    this.store.dispatch({ type: "voice_chat", microphone: "starting" });
    await this.connect(avatar);
  }

  /** The session is left, and another comes: until it hears, nobody is to think that what they say is heard. */
  interrupt(): void {
    if (this.store.current().microphone === "closed") return;
    this.set({ pressed: false, releasing: false, resuming: true });
    this.settle();
  }

  /** Another session has taken the place of the old: it hears the same microphone, as open or muted as it was. */
  async resume(): Promise<void> {
    const { avatar } = this.lines;
    if (avatar !== null && this.store.current().microphone !== "closed") await this.connect(avatar);
  }

  private async connect(avatar: AvatarClient): Promise<void> {
    try {
      await avatar.startVoiceChat(this.voiceChat(avatar));
    } catch (error) {
      if (!isUnderWay(this.store.current()) || this.lines.avatar !== avatar) return;
      const message = error instanceof Error ? error.message : String(error);
      const problem = noMicrophone(this.needs.microphones.current().trouble, "microphone");
      this.microphone.close();
      this.store.dispatch({ type: "voice_chat_failed", problem });
      this.lines.report("voice_chat_failed", { message });
      return;
    }
    if (this.lines.avatar !== avatar) return;
    this.hears();
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
      case "resuming":
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

  private voiceChat(avatar: AvatarClient): VoiceChatOptions {
    return {
      muted: this.state.muted,
      context: this.microphone.prime(),
      openMicrophone: async () => {
        const stream = await this.microphone.open();
        if (this.santasStream !== null) this.microphone.hearSanta(this.santasStream);
        if (isUnderWay(this.store.current())) this.set({ device: "ready", trouble: null });
        else this.microphone.close();
        return stream;
      },
      hears: () => {
        if (this.lines.avatar === avatar) this.hears();
      },
    };
  }

  private hears(): void {
    if (!isUnderWay(this.store.current())) return;
    this.set({ resuming: false });
    this.store.dispatch({ type: "voice_chat", microphone: gateOf(this.state) });
    this.microphone.setOpen(gateOf(this.state) === "open");
  }

  /** The avatar's service has told of speech, or of words. */
  vendorHears(): void {
    this.reports.vendorHears();
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

  private get state(): HearingState {
    return this.known.current();
  }

  private set(change: Partial<HearingState>): void {
    this.known.set(change);
  }
}

/** Without ears at the avatar's side a voice plan is a typed one. */
export function listenBy(data: CallData): Listen {
  return data.hearing.available ? data.plan.listen : "typing";
}
