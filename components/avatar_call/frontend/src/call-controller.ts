/**
 * Carries out what the call's state asks for: opens, joins, listens to both lines, ends. Decisions
 * about state are in call-state.ts; everything with a side effect is here, in the parts it holds
 * (opening, hearing, talking, the picture) or behind an interface handed in.
 */

import type { AvatarEvent } from "./avatar-client";
import { describeAvatarEvent } from "./avatar-events";
import type { CallDependencies } from "./call-dependencies";
import { CallLines, stamp, unimportant } from "./call-lines";
import type { CallModel, Problem } from "./call-model";
import { CallOpening } from "./call-opening";
import { isUnderWay } from "./call-status";
import { CallStore } from "./call-store";
import { ChildWords } from "./child-words";
import { Hearing, listenBy } from "./hearing";
import { OnStage } from "./on-stage";
import { failedStart, isUsedUp, noMicrophone, noPicture, refusedOpening } from "./problems";
import type { CallData, CallState, DownMessage, Listen, OpenedCall } from "./protocol";
import { Talking } from "./talking";
import { Timers } from "./timers";

const FIRST_FRAME_MS = 25_000; // the server gives up after 30 s
const ENDED_WAIT_MS = 8_000; // how long the vendor may take to close before we stop waiting
const FAILED_START_MS = 2_000; // time for the server to end a call whose start failed

export class CallController {
  readonly hearing: Hearing;
  readonly talking: Talking;
  private readonly store: CallStore;
  private readonly lines = new CallLines();
  private readonly timers = new Timers();
  private readonly opening: CallOpening;
  private readonly stage: OnStage;
  private readonly childWords: ChildWords;
  private wayOfListening: Listen;
  private gone = false;
  private keepAlive: ReturnType<typeof setInterval> | undefined;

  constructor(
    private data: CallData,
    private readonly needs: CallDependencies,
  ) {
    this.store = new CallStore(data.callId, (before) => this.stateMoved(before));
    this.wayOfListening = listenBy(data);
    this.opening = new CallOpening(needs, this.timers);
    this.hearing = new Hearing(this.store, this.lines, needs, this.timers, () => this.talking.interrupt());
    this.talking = new Talking(this.store, this.lines, {
      cut: (turnId) => this.stage.cut(turnId),
      taskKnown: (turnId, taskId) => this.stage.taskKnown(turnId, taskId),
    });
    this.stage = new OnStage(this.store, this.lines, this.talking, this.hearing);
    this.childWords = new ChildWords((text) =>
      this.lines.link?.sendHearing({ type: "hearing", at: Date.now(), text }),
    );
  }

  // --- for the views --------------------------------------------------------------------------

  current(): CallModel {
    return this.store.current();
  }

  plan(): CallData {
    return this.data;
  }

  subscribe(listener: () => void): () => void {
    return this.store.subscribe(listener);
  }

  attachVideo(element: HTMLVideoElement | null): void {
    this.stage.attach(element);
  }

  /** New data of a rerun. A call under way keeps its own plan; only its ticket may be renewed. */
  update(data: CallData): void {
    const renewed = data.callId === this.data.callId && data.ticket !== this.data.ticket;
    if (isUnderWay(this.model) && data.callId !== this.data.callId) return;
    this.data = data;
    if (!isUnderWay(this.model)) this.wayOfListening = listenBy(data);
    this.store.dispatch({ type: "plan_given", callId: data.callId });
    if (renewed) this.opening.ticketRenewed(data);
    this.store.notify();
  }

  toggleCaptions(): void {
    this.store.dispatch({ type: "captions_toggled" });
  }

  dismissProblem(): void {
    this.store.dispatch({ type: "problem_dismissed" });
  }

  dismissNotice(): void {
    this.store.dispatch({ type: "notice_dismissed" });
  }

  turnOnSound(): Promise<void> {
    return this.stage.turnOnSound();
  }

  // --- start ----------------------------------------------------------------------------------

  /** Call it within the click on Start. Twice is once. */
  async start(by: Listen = listenBy(this.data)): Promise<void> {
    if (isUnderWay(this.model) || this.model.state !== "planned" || this.data.blockedBecause !== null) return;
    this.wayOfListening = by;
    this.store.dispatch({ type: "start_pressed", at: Date.now() });
    this.stage.prime();
    this.hearing.begin(this.data, by);
    if (by !== "typing" && !(await this.microphoneAllowed())) return;
    this.store.dispatch({ type: "opening" });
    await this.needs.planSettled();
    const call = await this.open();
    if (call === null) return;
    if (this.gone) {
      this.needs.sendBeacon(this.data.apiBase, call);
      return;
    }
    this.store.dispatch({ type: "opened", call });
    await this.join(call);
  }

  private async microphoneAllowed(): Promise<boolean> {
    this.store.dispatch({ type: "microphone_asked" });
    const allowed = await this.needs.microphones.ensure();
    if (allowed) return !this.gone;
    const problem = noMicrophone(this.needs.microphones.current().trouble, "typing");
    this.store.dispatch({ type: "start_abandoned", problem });
    return false;
  }

  private async open(): Promise<OpenedCall | null> {
    const quality = this.data.plan.quality ?? this.needs.chooseQuality(this.data.plan.avatar);
    try {
      return await this.opening.open(this.data, quality);
    } catch (error) {
      this.store.dispatch({ type: "start_abandoned", problem: refusedOpening(error) });
      if (isUsedUp(error)) this.needs.toPage.newCall(); // the log has this one; the next try is another
      return null;
    }
  }

  private async join(call: OpenedCall): Promise<void> {
    const link = this.needs.openLink(this.data, call, {
      onMessage: (message) => this.hearServer(message),
      onStatus: (status) => this.store.dispatch({ type: "link_status", status }),
      onClosed: (why) => this.store.dispatch({ type: "link_closed", why, at: Date.now() }),
    });
    this.lines.link = link;
    link.open();
    const avatar = this.needs.openAvatar(call, (event) => this.hearAvatar(event));
    this.lines.avatar = avatar;
    this.timers.after(FIRST_FRAME_MS, () => {
      if (!this.model.pictureShown) this.startFailed(noPicture, "no picture", null);
    });
    try {
      await avatar.start();
    } catch (error) {
      const status = typeof error === "object" && error !== null && "status" in error ? error.status : null;
      const message = error instanceof Error ? error.message : String(error);
      this.startFailed(failedStart(error), message, typeof status === "number" ? status : null);
      return;
    }
    if (!isUnderWay(this.model)) return;
    this.keepAlive = setInterval(
      () => unimportant(this.lines.avatar?.keepAlive()),
      Math.max(10, call.idleTimeoutSeconds / 3) * 1_000,
    );
    // Not awaited: the SDK takes seconds, and Santa greets meanwhile.
    if (this.wayOfListening !== "typing") void this.hearing.open();
  }

  private startFailed(problem: Problem, message: string, status: number | null): void {
    if (!isUnderWay(this.model) || this.model.state === "ending") return;
    this.store.dispatch({ type: "connecting_failed", problem });
    this.lines.report("start_failed", { message, status });
    this.timers.after(FAILED_START_MS, () => this.end());
  }

  // --- what we hear ---------------------------------------------------------------------------

  private hearAvatar(event: AvatarEvent): void {
    this.store.dispatch({ type: "avatar", event });
    const described = describeAvatarEvent(event, this.hearing.quietMs());
    if (described !== null) this.lines.report(described.name, described.detail);
    switch (event.name) {
      case "stream_ready":
        this.stage.show(event.stream);
        this.hearing.hearSanta(event.stream);
        return;
      case "connection_quality_changed":
        this.lines.link?.reportQuality(event.quality);
        return;
      case "user_start":
        this.stage.childSpeaks();
        this.childWords.begin();
        this.talking.attend(true);
        return;
      case "user_words_so_far":
        this.childWords.soFar(event.text);
        return;
      case "user_talking_message":
        this.childWords.piece(event.message);
        return;
      case "user_end_message":
        this.childWords.complete();
        return;
      case "user_stop":
        this.talking.attend(false);
        return;
      case "avatar_start_talking":
        this.stage.santaStarts(event.taskId);
        this.talking.poseEnded();
        return;
      case "avatar_talking_message":
        this.stage.santaSays(event.taskId, event.message);
        return;
      case "avatar_stop_talking":
        this.stage.santaStops(event.taskId);
        return;
      case "hearing_lost":
        void this.hearing.restore();
        return;
      case "stream_disconnected":
      case "avatar_end_message":
      case "user_silence":
      case "media_reconnecting":
      case "media_reconnected":
        return;
    }
  }

  private hearServer(message: DownMessage): void {
    this.store.dispatch({ type: "link_message", message, at: Date.now() });
    switch (message.type) {
      case "say":
        this.stage.willSpeak(message.turnId);
        this.talking.say(message);
        return;
      case "interrupt":
        this.talking.dropTurn(message.turnId);
        return;
      case "goOn":
        this.stage.goOn();
        return;
      case "welcome":
      case "state":
      case "turn":
      case "heard":
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
    this.store.dispatch({ type: "ending" });
    if (this.model.link === "open") this.lines.link?.send({ type: "end", ...stamp(), reason: "user" });
    else this.needs.sendBeacon(this.data.apiBase, call);
    // After the server knows why: whichever of us closes the session first, the other finds it closed.
    unimportant(this.lines.avatar?.stop());
    this.timers.after(ENDED_WAIT_MS, () => {
      // The server has not confirmed; it will close the call on its own. Do not keep the person.
      this.needs.sendBeacon(this.data.apiBase, call);
      this.store.dispatch({ type: "left", at: Date.now() });
    });
  }

  /** The page goes away (switch, tab closed): the beacon closes the call, nothing waits. */
  leave(): void {
    this.gone = true;
    this.opening.abandon();
    const call = this.model.opened;
    if (call !== null && isUnderWay(this.model)) this.needs.sendBeacon(this.data.apiBase, call);
    this.lines.link?.close();
    this.store.dispatch({ type: "left", at: Date.now() });
    this.tidy(false);
  }

  /** Asks the page for the next call. */
  newCall(): void {
    this.needs.toPage.newCall();
  }

  // --- inside ---------------------------------------------------------------------------------

  private get model(): CallModel {
    return this.store.current();
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
        this.talking.dropAll();
        this.stage.silence();
        unimportant(this.lines.avatar?.closeVoiceChat());
        this.needs.microphones.endCheck();
        this.hearing.close();
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
    this.timers.clear();
    this.talking.dropAll();
    this.needs.microphones.endCheck();
    this.hearing.close();
    unimportant(this.lines.avatar?.stop({ leaveOnly: sessionIsNotOurs }));
    this.lines.avatar = null;
    this.lines.link?.close();
    this.lines.link = null;
    this.stage.clear();
    this.childWords.end();
  }
}
