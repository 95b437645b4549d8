/**
 * Carries out what the call's state asks for: opens, joins, listens to both lines, ends. Decisions
 * about state are in call-state.ts; everything with a side effect is here, in the parts it holds
 * (opening, hearing, talking, the picture) or behind an interface handed in.
 */

import { AvatarSays } from "./avatar-says";
import type { CallDependencies } from "./call-dependencies";
import { CallJoining } from "./call-joining";
import { CallLines, stamp, unimportant } from "./call-lines";
import type { CallModel, Problem } from "./call-model";
import { CallOpening } from "./call-opening";
import { isUnderWay } from "./call-status";
import { CallStore } from "./call-store";
import { ChildWords } from "./child-words";
import { Hearing, listenBy } from "./hearing";
import { OnStage } from "./on-stage";
import { isUsedUp, noMicrophone, refusedOpening } from "./problems";
import type { CallData, CallState, DownMessage, Listen, OpenedCall, Quality } from "./protocol";
import { QualityOffer } from "./quality-offer";
import { Talking } from "./talking";
import { Timers } from "./timers";

const ENDED_WAIT_MS = 8_000; // how long the vendor may take to close before we stop waiting
const FAILED_START_MS = 2_000; // time for the server to end a call whose start failed

export class CallController {
  readonly hearing: Hearing;
  readonly talking: Talking;
  readonly qualityOffer: QualityOffer;
  readonly stage: OnStage;
  readonly childWords: ChildWords;
  private readonly store: CallStore;
  private readonly lines = new CallLines();
  private readonly timers = new Timers();
  private readonly opening: CallOpening;
  private readonly joining: CallJoining;
  private wayOfListening: Listen;
  private gone = false;

  constructor(
    private data: CallData,
    private readonly needs: CallDependencies,
  ) {
    this.store = new CallStore(data.callId, (before) => this.stateMoved(before));
    this.wayOfListening = listenBy(data);
    this.opening = new CallOpening(needs, this.timers);
    this.qualityOffer = new QualityOffer(this.store, this.lines);
    this.hearing = new Hearing(this.store, this.lines, needs, this.timers, () => this.talking.interrupt());
    this.talking = new Talking(this.store, this.lines, {
      cut: (turnId) => this.stage.cut(turnId),
      taskKnown: (turnId, taskId) => this.stage.taskKnown(turnId, taskId),
    });
    this.stage = new OnStage(this.store, this.lines, this.talking, this.hearing);
    this.childWords = new ChildWords((text) =>
      this.lines.link?.sendHearing({ type: "hearing", at: Date.now(), text }),
    );
    const avatarSays = new AvatarSays(this.store, this.lines, this);
    this.joining = new CallJoining(this.store, this.lines, needs, this.timers, {
      hear: (event) => avatarSays.hear(event),
      failed: (problem, message, status) => this.startFailed(problem, message, status),
      joined: () => this.joined(),
    });
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
      if (isUsedUp(error)) this.needs.toPage.newCall(null); // the log has this one; the next try is another
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
    await this.joining.join(call);
  }

  /** Not awaited: an SDK takes seconds to hear, and Santa greets meanwhile. */
  private joined(): void {
    if (this.model.lowered) void this.hearing.resume();
    else if (this.wayOfListening !== "typing") void this.hearing.open();
  }

  private startFailed(problem: Problem, message: string, status: number | null): void {
    if (!isUnderWay(this.model) || this.model.state === "ending") return;
    this.store.dispatch({ type: "connecting_failed", problem });
    this.lines.report("start_failed", { message, status });
    this.timers.after(FAILED_START_MS, () => this.end());
  }

  // --- what we hear ---------------------------------------------------------------------------

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
      case "reopening":
        if (this.model.state === "live") this.leaveSession();
        return;
      case "reopened":
        if (this.model.state !== "live" || this.model.opened === null) return;
        this.leaveSession(); // "reopening" may be lost with a broken link
        void this.joining.join(this.model.opened);
        return;
      case "welcome":
      case "state":
      case "turn":
      case "heard":
      case "marks":
      case "alert":
      case "notice":
      case "ended":
      case "heartbeat":
      case "ack":
        return;
    }
  }

  /** Between two sessions of this call: the microphone stays open, nothing is said. */
  private leaveSession(): void {
    this.talking.dropAll();
    this.talking.poseEnded();
    this.hearing.interrupt();
    this.stage.betweenSessions();
    this.joining.leave();
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

  /** Asks the page for the next call; null: with the plan as it is. */
  newCall(quality: Quality | null = null): void {
    this.needs.toPage.newCall(quality);
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
    this.timers.clear();
    this.qualityOffer.end();
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
