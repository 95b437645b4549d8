/**
 * Carries out what the call's state asks for: opens, speaks, listens, ends. Decisions about state
 * are in call-state.ts; everything with a side effect is here or behind an interface handed in.
 */

import type { AvatarClient, AvatarEvent, OpenAvatar, VoiceChatOptions } from "./avatar-client";
import { describeAvatarEvent } from "./avatar-events";
import { isUnderWay, newCall, reduce, type CallAction, type CallModel, type Problem } from "./call-state";
import { CallRefused, type LinkHandlers } from "./link";
import type { MicrophoneTrouble } from "./microphone-trouble";
import { failedStart, noMicrophone, noPicture, refusedOpening } from "./problems";
import type {
  Avatar,
  CallData,
  CallState,
  CueKind,
  DownMessage,
  EventDetail,
  EventName,
  Listen,
  OpenedCall,
  Quality,
  ReliableMessage,
  SpeechMessage,
} from "./protocol";
import { SantaVideo } from "./santa-video";
import { SpeechQueue } from "./speech-queue";

/** What Streamlit's page hears from us. */
export interface ToPage {
  ended(callId: string): void;
  ticketExpired(): void;
  newCall(): void;
  callIs(callId: string, state: CallState): void;
}

export interface Microphones {
  ensure(): Promise<boolean>;
  open(wanted: MediaStreamConstraints): Promise<MediaStream>;
  watch(stream: MediaStream): void;
  endCheck(): void;
  current(): { trouble: MicrophoneTrouble | null };
}

export interface Link {
  open(): void;
  send(message: ReliableMessage): void;
  sendSpeech(message: SpeechMessage): void;
  reportQuality(quality: string): void;
  close(): void;
}

export interface CallDependencies {
  openCall(data: CallData, quality: Quality | null): Promise<OpenedCall>;
  sendBeacon(apiBase: string, call: OpenedCall): void;
  openAvatar: OpenAvatar;
  openLink(data: CallData, call: OpenedCall, handlers: LinkHandlers): Link;
  chooseQuality(avatar: Avatar): Quality;
  microphones: Microphones;
  toPage: ToPage;
}

const TICKET_WAIT_MS = 10_000;
const FIRST_FRAME_MS = 25_000; // the server gives up after 30 s
const ENDED_WAIT_MS = 8_000; // how long the vendor may take to close before we stop waiting
const FAILED_START_MS = 2_000; // time for the server to end a call whose start failed
const HEARING_RETRIES = 3;

type Timer = ReturnType<typeof setTimeout>;

export class CallController {
  private model: CallModel;
  private readonly listeners = new Set<() => void>();
  private avatar: AvatarClient | null = null;
  private link: Link | null = null;
  private wayOfListening: Listen;
  private hearingRetries = 0;
  private attending = false;
  private gone = false;
  private readonly timers = new Set<Timer>();
  private keepAlive: ReturnType<typeof setInterval> | undefined;
  private newTicket: ((data: CallData) => void) | null = null;
  private readonly video: SantaVideo;
  private readonly speech: SpeechQueue;

  constructor(
    private data: CallData,
    private readonly needs: CallDependencies,
  ) {
    this.model = newCall(data.callId);
    this.wayOfListening = listenBy(data);
    this.video = new SantaVideo({
      firstFrame: () => this.firstFrame(),
      soundBlocked: () => {
        this.dispatch({ type: "sound_blocked" });
        this.report("sound_blocked");
      },
    });
    this.speech = new SpeechQueue({
      speak: (sentence) => this.needAvatar().speak(sentence.text, sentence.mode),
      accepted: ({ sentenceId }, { taskId, durationMs }) => {
        this.dispatch({ type: "sentence_accepted", sentenceId, taskId });
        const spoken = { type: "spoken", at: Date.now(), sentenceId, taskId } as const;
        this.link?.sendSpeech(durationMs === null ? spoken : { ...spoken, durationMs });
      },
      refused: ({ sentenceId }, problem) => {
        const message = problem.vendorText ?? problem.message;
        this.link?.sendSpeech({ type: "speakFailed", at: Date.now(), sentenceId, message });
      },
      spokeAfterAll: () => this.stopSpeaking(),
    });
  }

  // --- for the views --------------------------------------------------------------------------

  current(): CallModel {
    return this.model;
  }

  plan(): CallData {
    return this.data;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  attachVideo(element: HTMLVideoElement | null): void {
    this.video.attach(element);
  }

  /** New data of a rerun. A call under way keeps its own plan; only its ticket may be renewed. */
  update(data: CallData): void {
    const renewed = data.callId === this.data.callId && data.ticket !== this.data.ticket;
    if (isUnderWay(this.model) && data.callId !== this.data.callId) return;
    this.data = data;
    if (!isUnderWay(this.model)) this.wayOfListening = listenBy(data);
    this.dispatch({ type: "plan_given", callId: data.callId });
    if (renewed) this.newTicket?.(data);
    this.notify();
  }

  // --- start ----------------------------------------------------------------------------------

  /** Call it within the click on Start. Twice is once. */
  async start(by: Listen = listenBy(this.data)): Promise<void> {
    if (isUnderWay(this.model) || this.model.state !== "planned" || this.data.blockedBecause !== null) return;
    this.wayOfListening = by;
    this.dispatch({ type: "start_pressed", at: Date.now() });
    this.video.prime();
    if (by === "voice" && !(await this.microphoneAllowed())) return;
    this.dispatch({ type: "opening" });
    const call = await this.open();
    if (call === null) return;
    if (this.gone) {
      this.needs.sendBeacon(this.data.apiBase, call);
      return;
    }
    this.dispatch({ type: "opened", call });
    await this.join(call);
  }

  private async microphoneAllowed(): Promise<boolean> {
    this.dispatch({ type: "microphone_asked" });
    const allowed = await this.needs.microphones.ensure();
    if (allowed) return !this.gone;
    const problem = noMicrophone(this.needs.microphones.current().trouble, "typing");
    this.dispatch({ type: "start_abandoned", problem });
    return false;
  }

  private async open(): Promise<OpenedCall | null> {
    const quality = this.data.plan.quality ?? this.needs.chooseQuality(this.data.plan.avatar);
    try {
      return await this.openWithFreshTicket(quality);
    } catch (error) {
      this.dispatch({ type: "start_abandoned", problem: refusedOpening(error) });
      return null;
    }
  }

  private async openWithFreshTicket(quality: Quality): Promise<OpenedCall> {
    try {
      return await this.needs.openCall(this.data, quality);
    } catch (error) {
      if (!(error instanceof CallRefused) || error.kind !== "ticket_expired") throw error;
      const renewed = await this.renewTicket();
      if (renewed === null) throw error;
      return this.needs.openCall(renewed, quality);
    }
  }

  private renewTicket(): Promise<CallData | null> {
    return new Promise((resolve) => {
      const timer = this.after(TICKET_WAIT_MS, () => finish(null));
      const finish = (data: CallData | null): void => {
        clearTimeout(timer);
        this.newTicket = null;
        resolve(data);
      };
      this.newTicket = finish;
      this.needs.toPage.ticketExpired();
    });
  }

  private async join(call: OpenedCall): Promise<void> {
    this.link = this.needs.openLink(this.data, call, {
      onMessage: (message) => this.hearServer(message),
      onStatus: (status) => this.dispatch({ type: "link_status", status }),
      onClosed: (why) => this.dispatch({ type: "link_closed", why, at: Date.now() }),
    });
    this.link.open();
    this.avatar = this.needs.openAvatar(call, (event) => this.hearAvatar(event));
    this.after(FIRST_FRAME_MS, () => {
      if (!this.model.pictureShown) this.startFailed(noPicture, "no picture", null);
    });
    try {
      await this.avatar.start();
    } catch (error) {
      const status = typeof error === "object" && error !== null && "status" in error ? error.status : null;
      const message = error instanceof Error ? error.message : String(error);
      this.startFailed(failedStart(error), message, typeof status === "number" ? status : null);
      return;
    }
    if (!isUnderWay(this.model)) return;
    this.keepAlive = setInterval(
      () => this.unimportant(this.avatar?.keepAlive()),
      Math.max(10, call.idleTimeoutSeconds / 3) * 1_000,
    );
    // Not awaited: the SDK takes seconds, and Santa greets meanwhile.
    if (this.wayOfListening === "voice") void this.openEars();
  }

  private startFailed(problem: Problem, message: string, status: number | null): void {
    if (!isUnderWay(this.model) || this.model.state === "ending") return;
    this.dispatch({ type: "connecting_failed", problem });
    this.report("start_failed", { message, status });
    this.after(FAILED_START_MS, () => this.end());
  }

  private firstFrame(): void {
    if (this.model.pictureShown) return;
    this.dispatch({ type: "first_frame" });
    this.report("first_frame", { sinceStartMs: Date.now() - (this.model.startPressedAt ?? Date.now()) });
  }

  // --- hearing the child ----------------------------------------------------------------------

  /** The microphone button: mutes, unmutes, or opens the ears of a call that began typed. */
  toggleMicrophone(): void {
    switch (this.model.microphone) {
      case "closed":
        void this.openEars();
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

  private setMuted(muted: boolean): void {
    this.avatar?.setMuted(muted);
    this.dispatch({ type: "voice_chat", microphone: muted ? "muted" : "open" });
    this.report(muted ? "microphone_muted" : "microphone_unmuted");
  }

  private async openEars(): Promise<void> {
    const avatar = this.avatar;
    if (avatar === null || this.model.microphone === "starting") return;
    this.dispatch({ type: "voice_chat", microphone: "starting" });
    const options: VoiceChatOptions = {
      muted: false,
      openMicrophone: async (wanted) => {
        this.needs.microphones.endCheck();
        const stream = await this.needs.microphones.open(wanted);
        this.needs.microphones.watch(stream);
        // It hears from here on; the SDK's own promise comes two seconds later.
        if (isUnderWay(this.model)) this.dispatch({ type: "voice_chat", microphone: "open" });
        else stream.getTracks().forEach((track) => track.stop());
        return stream;
      },
    };
    try {
      await avatar.startVoiceChat(options);
    } catch (error) {
      if (!isUnderWay(this.model)) return;
      const message = error instanceof Error ? error.message : String(error);
      const problem = noMicrophone(this.needs.microphones.current().trouble, "microphone");
      this.dispatch({ type: "voice_chat_failed", problem });
      this.report("voice_chat_failed", { message });
      return;
    }
    this.hearingRetries = 0;
    this.report("voice_chat_started");
  }

  /** The SDK never reopens the socket that carries the microphone. */
  private async restoreHearing(): Promise<void> {
    if (!isUnderWay(this.model) || this.model.state === "ending" || this.model.microphone === "closed") return;
    await this.avatar?.closeVoiceChat().catch(() => undefined);
    this.dispatch({ type: "voice_chat", microphone: "closed" });
    if (this.hearingRetries >= HEARING_RETRIES) {
      this.dispatch({ type: "voice_chat_failed", problem: noMicrophone(null, "microphone") });
      this.report("voice_chat_failed", { message: "the chat socket closed" });
      return;
    }
    this.hearingRetries += 1;
    this.after(500 * this.hearingRetries, () => void this.openEars());
  }

  // --- talking --------------------------------------------------------------------------------

  type(text: string): boolean {
    const words = text.trim();
    if (words === "" || this.model.state !== "live" || this.link === null) return false;
    this.link.send({ type: "typed", ...this.stamp(), text: words });
    this.dispatch({ type: "typed" });
    this.attend(false);
    return true;
  }

  /** The person is typing: Santa looks as if he listened. */
  composing(isComposing: boolean): void {
    if (this.model.state === "live" && this.model.floor === "listening") this.attend(isComposing);
  }

  sayAsOperator(text: string): boolean {
    const words = text.trim();
    if (words === "" || this.model.state !== "live" || this.link === null) return false;
    this.link.send({ type: "operator", ...this.stamp(), text: words });
    return true;
  }

  interrupt(): void {
    if (this.model.state !== "live") return;
    this.link?.send({ type: "interrupt", ...this.stamp() });
    this.speech.dropAll();
    this.stopSpeaking();
    this.dispatch({ type: "interrupted" });
  }

  flag(note?: string): void {
    if (this.link === null || !isUnderWay(this.model)) return;
    const words = note?.trim() ?? "";
    this.link.send({ type: "flag", ...this.stamp(), ...(words === "" ? {} : { note: words }) });
    this.dispatch({ type: "flagged" });
  }

  tick(kind: CueKind, index: number, done: boolean): void {
    this.dispatch({ type: "cue_ticked", kind, index, done });
    this.report("cue_ticked", { kind, index, done });
  }

  toggleCaptions(): void {
    this.dispatch({ type: "captions_toggled" });
  }

  dismissProblem(): void {
    this.dispatch({ type: "problem_dismissed" });
  }

  dismissNotice(): void {
    this.dispatch({ type: "notice_dismissed" });
  }

  async turnOnSound(): Promise<void> {
    if (!(await this.video.unblock())) return;
    this.dispatch({ type: "sound_unblocked" });
    this.report("sound_unblocked");
  }

  private stopSpeaking(): void {
    this.unimportant(this.avatar?.interrupt());
  }

  private attend(on: boolean): void {
    if (this.attending === on || this.avatar === null) return;
    this.attending = on;
    this.unimportant(on ? this.avatar.startListening() : this.avatar.stopListening());
  }

  // --- what we hear ---------------------------------------------------------------------------

  private hearAvatar(event: AvatarEvent): void {
    this.dispatch({ type: "avatar", event });
    const { name, detail } = describeAvatarEvent(event);
    this.report(name, detail);
    switch (event.name) {
      case "stream_ready":
        this.video.show(event.stream);
        return;
      case "connection_quality_changed":
        this.link?.reportQuality(event.quality);
        return;
      case "user_start":
        this.attend(true);
        return;
      case "user_stop":
        this.attend(false);
        return;
      case "avatar_start_talking":
        this.attending = false; // speaking ends the pose
        return;
      case "hearing_lost":
        void this.restoreHearing();
        return;
      case "stream_disconnected":
      case "avatar_talking_message":
      case "avatar_stop_talking":
      case "avatar_end_message":
      case "user_talking_message":
      case "user_end_message":
      case "user_silence":
      case "media_reconnecting":
      case "media_reconnected":
        return;
    }
  }

  private hearServer(message: DownMessage): void {
    this.dispatch({ type: "link_message", message, at: Date.now() });
    switch (message.type) {
      case "say":
        this.speech.push(message);
        return;
      case "interrupt":
        this.speech.dropTurn(message.turnId);
        if (this.model.state === "live") this.stopSpeaking();
        return;
      case "welcome":
      case "state":
      case "turn":
      case "notice":
      case "ended":
      case "heartbeat":
      case "ack":
        return;
    }
  }

  // --- the end --------------------------------------------------------------------------------

  end(): void {
    const call = this.model.opened;
    if (call === null || !isUnderWay(this.model) || this.model.state === "ending") return;
    this.dispatch({ type: "ending" });
    if (this.model.link === "open") this.link?.send({ type: "end", ...this.stamp(), reason: "user" });
    else this.needs.sendBeacon(this.data.apiBase, call);
    // After the server knows why: whichever of us closes the session first, the other finds it closed.
    this.unimportant(this.avatar?.stop());
    this.after(ENDED_WAIT_MS, () => {
      // The server has not confirmed; it will close the call on its own. Do not keep the person.
      this.needs.sendBeacon(this.data.apiBase, call);
      this.dispatch({ type: "left", at: Date.now() });
    });
  }

  /** The page goes away (switch, tab closed): the beacon closes the call, nothing waits. */
  leave(): void {
    this.gone = true;
    this.newTicket = null;
    const call = this.model.opened;
    if (call !== null && isUnderWay(this.model)) this.needs.sendBeacon(this.data.apiBase, call);
    this.link?.close();
    this.dispatch({ type: "left", at: Date.now() });
    this.tidy(false);
  }

  /** Asks the page for the next call. */
  newCall(): void {
    this.needs.toPage.newCall();
  }

  // --- inside ---------------------------------------------------------------------------------

  private dispatch(action: CallAction): void {
    const before = this.model;
    this.model = reduce(before, action);
    if (this.model === before) return;
    if (before.state !== this.model.state) this.stateMoved(before.state);
    this.notify();
  }

  private notify(): void {
    this.listeners.forEach((listener) => listener());
  }

  private stateMoved(before: CallState): void {
    const { callId, state, endReason } = this.model;
    switch (state) {
      case "planned":
      case "opening":
      case "connecting":
        return; // a rerun of the page now would only slow the picture down
      case "live":
        this.needs.toPage.callIs(callId, state);
        return;
      case "ending":
        // Quiet at once, whatever the vendor takes to close.
        this.speech.dropAll();
        this.video.silence();
        this.unimportant(this.avatar?.closeVoiceChat());
        this.needs.microphones.endCheck();
        return;
      case "ended": {
        const elsewhere = endReason?.reason === "replaced";
        this.tidy(endReason !== null);
        if (this.gone || elsewhere || before === "planned") return;
        this.needs.toPage.callIs(callId, state);
        this.needs.toPage.ended(callId);
        return;
      }
    }
  }

  /** `sessionIsNotOurs`: the server has closed it, or another tab goes on with it. */
  private tidy(sessionIsNotOurs: boolean): void {
    clearInterval(this.keepAlive);
    this.timers.forEach((timer) => clearTimeout(timer));
    this.timers.clear();
    this.speech.dropAll();
    this.needs.microphones.endCheck();
    this.unimportant(this.avatar?.stop({ leaveOnly: sessionIsNotOurs }));
    this.avatar = null;
    this.link?.close();
    this.link = null;
    this.video.clear();
  }

  private report(name: EventName, detail: EventDetail = {}): void {
    this.link?.send({ type: "event", ...this.stamp(), name, detail });
  }

  private stamp(): { id: string; at: number } {
    return { id: newId(), at: Date.now() };
  }

  private after(milliseconds: number, act: () => void): Timer {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      act();
    }, milliseconds);
    this.timers.add(timer);
    return timer;
  }

  private needAvatar(): AvatarClient {
    if (this.avatar === null) throw new Error("the avatar is not connected");
    return this.avatar;
  }

  /** For calls to the vendor that the conversation does not stand on: a pose, a ping, a late stop. */
  private unimportant(work: Promise<void> | undefined): void {
    work?.catch((error: unknown) => console.warn("avatar call: the vendor did not take it", error));
  }
}

/** Without ears at the avatar's side a voice plan is a typed one. */
export function listenBy(data: CallData): Listen {
  return data.plan.listen === "voice" && data.hearing.available ? "voice" : "typing";
}

/** crypto.randomUUID exists only on secure pages; getRandomValues everywhere. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
