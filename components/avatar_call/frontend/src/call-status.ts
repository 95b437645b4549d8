/** What the views ask of a call: its state in words, its captions, what is ticked. */

import type { CallModel } from "./call-model";
import { fullerText } from "./captions";
import type { CueKind, Floor, Turn } from "./protocol";

export type CallStatus =
  | "Ready"
  | "Connecting"
  | "Listening"
  | "Santa is thinking"
  | "Santa is speaking"
  | "Reconnecting"
  | "Ending"
  | "Ended";

export const cueKey = (kind: CueKind, index: number): string => `${kind}:${index}`;

export function isUnderWay(model: CallModel): boolean {
  if (model.state === "planned") return model.startPressedAt !== null;
  return model.state !== "ended";
}

export function statusOf(model: CallModel): CallStatus {
  switch (model.state) {
    case "planned":
      return model.startPressedAt === null ? "Ready" : "Connecting";
    case "opening":
    case "connecting":
      return "Connecting";
    case "live":
      return isBroken(model) ? "Reconnecting" : floorStatus(model.floor);
    case "ending":
      return "Ending";
    case "ended":
      return "Ended";
  }
}

function isBroken({ link, media, microphone, floor }: CallModel): boolean {
  if (microphone === "resuming" && floor === "listening") return true; // who speaks now is not heard
  return link === "reconnecting" || media === "reconnecting" || media === "reopening" || media === "lost";
}

function floorStatus(floor: Floor): CallStatus {
  switch (floor) {
    case "listening":
      return "Listening";
    case "thinking":
      return "Santa is thinking";
    case "speaking":
      return "Santa is speaking";
  }
}

/** A turn's words: while Santa speaks, what was heard here may be a word ahead of the server. */
export function textOf(model: CallModel, turn: Turn): string {
  return turn.done ? turn.text : fullerText(turn.text, model.heardHere[turn.turnId] ?? "");
}

/** What is said right now, for the line under the picture. */
export function captionOf(model: CallModel): { speaker: "child" | "santa"; text: string } | null {
  if (model.childCaption !== "") return { speaker: "child", text: model.childCaption };
  if (model.santaCaption !== "") return { speaker: "santa", text: model.santaCaption };
  return null;
}
