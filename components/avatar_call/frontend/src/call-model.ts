/** What the browser knows of a call: plain values, changed only by call-state.ts. */

import type { LinkStatus } from "./link";
import type { CallState, ChildAlert, Floor, Mark, OpenedCall, TryAgain, Turn } from "./protocol";

/** A sentence for the person; the vendor's own words stay in a fold. */
export interface Problem {
  text: string;
  details: string | null;
  cure: "retry" | "new_call" | "typing" | "microphone" | null;
}

export interface Notice {
  level: "info" | "warning" | "error";
  code: string;
  text: string;
}

/**
 * closed: the avatar does not hear us. starting: it will in a moment. resuming: another session has taken the
 * place of the old, and does not hear yet. waiting: not while Santa speaks, or not held.
 */
export type Microphone = "closed" | "starting" | "resuming" | "open" | "waiting" | "muted";

/** What became of an alert: Santa was told to bring a grown-up in, or the person has seen to it. */
export interface RaisedAlert extends ChildAlert {
  handling: "open" | "handed" | "seen";
}

export interface CallModel {
  callId: string;
  state: CallState;
  floor: Floor;
  startPressedAt: number | null; // browser's clock, ms
  askingForMicrophone: boolean;
  opened: OpenedCall | null;
  link: LinkStatus;
  media: "none" | "flowing" | "reconnecting" | "reopening" | "lost"; // reopening: between two sessions
  pictureShown: boolean;
  waitingSince: number | null; // for the picture: the click on Start, or the reopening; browser's clock, ms
  lowering: "no" | "offered" | "asked"; // a smaller picture
  lowered: boolean; // it was, in this call
  connectionQuality: string; // the SDK's own word
  clockOffsetMs: number; // server's clock minus ours
  startedAt: number | null; // our clock
  capEndsAt: number | null; // our clock
  endedAt: number | null; // our clock
  turns: Turn[];
  heardHere: Record<string, string>; // turn id -> what the avatar was heard saying, ahead of the server
  turnOfSentence: Record<string, string>;
  turnOfTask: Record<string, string>;
  speakingTask: string | null;
  santaCaption: string;
  childCaption: string;
  childHeard: string; // the words so far of a turn that is still being said
  childSpeaking: boolean;
  microphone: Microphone;
  soundBlocked: boolean;
  captionsOn: boolean;
  flags: number;
  ticked: Record<string, boolean>; // "must:0" -> done
  corrections: Record<string, "sent" | "taken">; // turn id -> what became of our correction
  marks: Record<string, Mark[]>; // turn id -> what the safety check says of it
  alerts: RaisedAlert[]; // oldest first
  problem: Problem | null;
  notice: Notice | null;
  endReason: { reason: string; text: string; tryAgain: TryAgain | null } | null;
}

export function newCall(callId: string): CallModel {
  return {
    callId,
    state: "planned",
    floor: "listening",
    startPressedAt: null,
    askingForMicrophone: false,
    opened: null,
    link: "closed",
    media: "none",
    pictureShown: false,
    waitingSince: null,
    lowering: "no",
    lowered: false,
    connectionQuality: "UNKNOWN",
    clockOffsetMs: 0,
    startedAt: null,
    capEndsAt: null,
    endedAt: null,
    turns: [],
    heardHere: {},
    turnOfSentence: {},
    turnOfTask: {},
    speakingTask: null,
    santaCaption: "",
    childCaption: "",
    childHeard: "",
    childSpeaking: false,
    microphone: "closed",
    soundBlocked: false,
    captionsOn: true,
    flags: 0,
    ticked: {},
    corrections: {},
    marks: {},
    alerts: [],
    problem: null,
    notice: null,
    endReason: null,
  };
}
