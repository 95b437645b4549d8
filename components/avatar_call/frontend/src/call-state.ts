/**
 * The call's state in the browser, and the only place that changes it.
 *
 *   planned ──start──> opening ──201──> connecting ──picture──> live ──> ending ──> ended
 *
 * Everything that happens (a click, an SDK event, a message of the server) is an action; `reduce`
 * is pure. The call only moves forward: a late message cannot bring it back.
 */

import { handleAlert, withAlert } from "./alerts";
import type { AvatarEvent } from "./avatar-client";
import { reduceAvatar } from "./avatar-state";
import { newCall, type CallModel, type Microphone, type Problem } from "./call-model";
import { cueKey, isUnderWay } from "./call-status";
import type { LinkEnd, LinkStatus } from "./link";
import type { CallState, CueKind, DownMessage, OpenedCall, Turn } from "./protocol";

export type CallAction =
  | { type: "plan_given"; callId: string }
  | { type: "start_pressed"; at: number }
  | { type: "microphone_asked" }
  | { type: "start_abandoned"; problem: Problem | null }
  | { type: "opening" }
  | { type: "opened"; call: OpenedCall }
  | { type: "avatar"; event: AvatarEvent }
  | { type: "link_message"; message: DownMessage; at: number }
  | { type: "link_status"; status: LinkStatus }
  | { type: "link_closed"; why: LinkEnd; at: number }
  | { type: "sentence_accepted"; sentenceId: string; taskId: string }
  | { type: "task_heard"; taskId: string; turnId: string }
  | { type: "first_frame" }
  | { type: "connecting_failed"; problem: Problem }
  | { type: "sound_blocked" }
  | { type: "sound_unblocked" }
  | { type: "voice_chat"; microphone: Microphone }
  | { type: "voice_chat_failed"; problem: Problem }
  | { type: "typed" }
  | { type: "santa_caption"; text: string }
  | { type: "corrected"; turnId: string }
  | { type: "alert_handled"; alertId: string; as: "handed" | "seen" }
  | { type: "interrupted" }
  | { type: "flagged" }
  | { type: "lowering"; is: CallModel["lowering"] }
  | { type: "cue_ticked"; kind: CueKind; index: number; done: boolean }
  | { type: "captions_toggled" }
  | { type: "problem_dismissed" }
  | { type: "notice_dismissed" }
  | { type: "ending" }
  | { type: "left"; at: number };

const ORDER: readonly CallState[] = ["planned", "opening", "connecting", "live", "ending", "ended"];

const later = (a: CallState, b: CallState): CallState => (ORDER.indexOf(b) > ORDER.indexOf(a) ? b : a);

export function reduce(model: CallModel, action: CallAction): CallModel {
  switch (action.type) {
    case "plan_given":
      return action.callId === model.callId || isUnderWay(model)
        ? model
        : {
            ...newCall(action.callId),
            captionsOn: model.captionsOn,
            // Why the call before this one could not be opened.
            problem: model.state === "planned" ? model.problem : null,
          };
    case "start_pressed":
      return model.state === "planned" && model.startPressedAt === null
        ? { ...model, startPressedAt: action.at, waitingSince: action.at, problem: null, notice: null }
        : model;
    case "microphone_asked":
      return { ...model, askingForMicrophone: true };
    case "start_abandoned":
      return model.state === "planned" || model.state === "opening"
        ? { ...model, state: "planned", startPressedAt: null, askingForMicrophone: false, problem: action.problem }
        : model;
    case "opening":
      return { ...model, state: later(model.state, "opening"), askingForMicrophone: false };
    case "opened":
      return { ...model, state: later(model.state, "connecting"), opened: action.call };
    case "avatar":
      return reduceAvatar(model, action.event);
    case "link_message":
      return reduceLink(model, action.message, action.at);
    case "link_status":
      return { ...model, link: action.status };
    case "link_closed":
      return reduceLinkClosed(model, action.why, action.at);
    case "sentence_accepted":
      return nameTask(model, action.taskId, model.turnOfSentence[action.sentenceId]);
    case "task_heard": // it may sound before the SDK has named it
      return nameTask(model, action.taskId, action.turnId);
    case "first_frame":
      return { ...model, state: later(model.state, "live"), pictureShown: true };
    case "connecting_failed":
      return model.state === "ended" ? model : { ...model, problem: action.problem };
    case "sound_blocked":
      return { ...model, soundBlocked: true };
    case "sound_unblocked":
      return { ...model, soundBlocked: false };
    case "voice_chat":
      return { ...model, microphone: action.microphone };
    case "voice_chat_failed":
      return { ...model, microphone: "closed", childSpeaking: false, problem: action.problem };
    case "typed":
      return model.state === "live" ? { ...model, floor: "thinking", childCaption: "" } : model;
    case "santa_caption":
      return { ...model, santaCaption: action.text };
    case "corrected":
      return { ...model, corrections: { ...model.corrections, [action.turnId]: "sent" } };
    case "alert_handled":
      return handleAlert(model, action.alertId, action.as);
    case "interrupted":
      return { ...model, speakingTask: null };
    case "flagged":
      return { ...model, flags: model.flags + 1 };
    case "lowering":
      return { ...model, lowering: action.is };
    case "cue_ticked":
      return { ...model, ticked: { ...model.ticked, [cueKey(action.kind, action.index)]: action.done } };
    case "captions_toggled":
      return { ...model, captionsOn: !model.captionsOn };
    case "problem_dismissed":
      return { ...model, problem: null };
    case "notice_dismissed":
      return { ...model, notice: null };
    case "ending":
      return isUnderWay(model) ? { ...model, state: later(model.state, "ending"), microphone: "closed" } : model;
    case "left":
      return isUnderWay(model) ? ended(model, action.at) : model;
  }
}

function reduceLink(model: CallModel, message: DownMessage, at: number): CallModel {
  switch (message.type) {
    case "welcome": {
      const offset = message.serverTime - at;
      return {
        ...model,
        state: later(model.state, message.state),
        floor: message.floor,
        clockOffsetMs: offset,
        capEndsAt: message.capEndsAt - offset,
        startedAt: message.startedAt === null ? model.startedAt : message.startedAt - offset,
        turns: message.turns.reduce(withTurn, model.turns),
        marks: { ...model.marks, ...message.marks },
        alerts: message.alerts.reduce(withAlert, model.alerts),
      };
    }
    case "state":
      return { ...model, state: later(model.state, message.state), floor: message.floor };
    case "turn":
      return takeTurn(model, message.turn);
    case "say":
      return {
        ...model,
        turnOfSentence: { ...model.turnOfSentence, [message.sentenceId]: message.turnId },
      };
    case "interrupt":
      return { ...model, speakingTask: null };
    case "heard":
      return hearChild(model, message.text);
    case "marks":
      return { ...model, marks: { ...model.marks, [message.turnId]: message.marks } };
    case "alert":
      return { ...model, alerts: withAlert(model.alerts, message.alert) };
    case "notice":
      return { ...model, notice: { level: message.level, code: message.code, text: message.text } };
    case "reopening":
      return model.state === "live" ? betweenSessions(model, at) : model;
    case "reopened": {
      const { quality, browserInfo } = message;
      if (model.opened === null || model.state !== "live") return model;
      const between = model.media === "reopening" ? model : betweenSessions(model, at); // its "reopening" was lost
      return { ...between, opened: { ...model.opened, quality, browserInfo } };
    }
    case "ended":
      return {
        ...ended(model, at),
        endReason: { reason: message.reason, text: message.reasonText, tryAgain: message.tryAgain ?? null },
      };
    case "goOn": // for the ear only
    case "heartbeat":
    case "ack": // the link's own
      return model;
  }
}

function reduceLinkClosed(model: CallModel, why: LinkEnd, at: number): CallModel {
  switch (why) {
    case "left":
    case "ended":
      return ended(model, at);
    case "replaced":
      return { ...ended(model, at), endReason: { reason: why, text: "This call goes on in another tab.", tryAgain: null } };
    case "refused":
    case "lost":
      return {
        ...ended(model, at),
        problem: {
          text:
            why === "lost"
              ? "The connection to the studio was lost, and the call was closed. Check your network, then start a new call."
              : "The studio did not accept this page's pass for the call. Start a new call.",
          details: null,
          cure: "new_call",
        },
      };
  }
}

/** The old picture is left, another comes. The microphone and all that was said stay. */
function betweenSessions(model: CallModel, at: number): CallModel {
  return {
    ...model,
    media: "reopening",
    pictureShown: false,
    waitingSince: at,
    lowering: "no",
    lowered: true,
    connectionQuality: "UNKNOWN",
    speakingTask: null,
    santaCaption: "",
    childCaption: "",
    childHeard: "",
    childSpeaking: false,
  };
}

function nameTask(model: CallModel, taskId: string, turnId: string | undefined): CallModel {
  if (turnId === undefined || taskId === "") return model;
  return { ...model, turnOfTask: { ...model.turnOfTask, [taskId]: turnId } };
}

/** Words are taken away when they were nothing, or stand in a turn: then their caption stays until Santa speaks. */
function hearChild(model: CallModel, text: string): CallModel {
  const isTurn = text === "" && model.childHeard === "";
  return { ...model, childCaption: isTurn ? model.childCaption : text, childHeard: text };
}

/** A voice's turn takes the place of the words it grew from. */
function takeTurn(model: CallModel, turn: Turn): CallModel {
  const known = { ...model, turns: withTurn(model.turns, turn) };
  if (turn.speaker !== "child" || turn.origin !== "voice") return known;
  if (model.corrections[turn.turnId] !== undefined) {
    return { ...known, corrections: { ...model.corrections, [turn.turnId]: "taken" } };
  }
  return { ...known, childHeard: "", childCaption: model.floor === "speaking" ? model.childCaption : turn.text };
}

function withTurn(turns: Turn[], turn: Turn): Turn[] {
  const others = turns.filter((one) => one.turnId !== turn.turnId);
  return [...others, turn].sort((a, b) => a.index - b.index);
}

function ended(model: CallModel, at: number): CallModel {
  return {
    ...model,
    state: "ended",
    microphone: "closed",
    childSpeaking: false,
    askingForMicrophone: false,
    soundBlocked: false,
    lowering: "no",
    endedAt: model.endedAt ?? at,
  };
}
