/** What the avatar's SDK reports, as a change of the call's state. Pure, like call-state.ts, of which it is a part. */

import type { AvatarEvent } from "./avatar-client";
import type { CallModel } from "./call-model";
import { appendPiece } from "./captions";

export function reduceAvatar(model: CallModel, event: AvatarEvent): CallModel {
  switch (event.name) {
    case "stream_ready":
      return { ...model, media: "flowing" };
    case "stream_disconnected":
      return { ...model, media: "lost" };
    case "media_reconnecting":
      return model.media === "flowing" ? { ...model, media: "reconnecting" } : model;
    case "media_reconnected":
      return model.media === "reconnecting" ? { ...model, media: "flowing" } : model;
    case "connection_quality_changed":
      return { ...model, connectionQuality: event.quality };
    case "avatar_start_talking":
      return {
        ...model,
        floor: "speaking",
        speakingTask: event.taskId,
        santaCaption: "",
        childCaption: "",
        childHeard: model.childSpeaking ? model.childHeard : "",
      };
    case "avatar_talking_message":
      return hearSanta(model, event.taskId, event.message);
    case "avatar_stop_talking":
      // The server says who is next: another sentence may follow at once.
      return model.speakingTask === event.taskId ? { ...model, speakingTask: null } : model;
    case "avatar_end_message":
      return model;
    case "user_start":
      return { ...model, childSpeaking: true };
    case "user_stop":
    case "user_end_message":
      return { ...model, childSpeaking: false };
    case "user_words_so_far":
    case "user_talking_message": // shown when the server has screened them: see "heard"
    case "user_silence":
    case "hearing_lost":
      return model;
  }
}

function hearSanta(model: CallModel, taskId: string, message: string): CallModel {
  const turnId = model.turnOfTask[taskId];
  const heardHere =
    turnId === undefined
      ? model.heardHere
      : { ...model.heardHere, [turnId]: appendPiece(model.heardHere[turnId] ?? "", message) };
  return { ...model, speakingTask: taskId, heardHere };
}
