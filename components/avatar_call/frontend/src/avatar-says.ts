/** What the avatar tells: to the model, to the server, and to the part of the call it concerns. */

import type { AvatarEvent } from "./avatar-client";
import { describeAvatarEvent } from "./avatar-events";
import type { CallLines } from "./call-lines";
import type { CallStore } from "./call-store";
import type { ChildWords } from "./child-words";
import type { Hearing } from "./hearing";
import type { OnStage } from "./on-stage";
import type { Talking } from "./talking";

export interface CallParts {
  readonly stage: OnStage;
  readonly hearing: Hearing;
  readonly talking: Talking;
  readonly childWords: ChildWords;
}

export class AvatarSays {
  constructor(
    private readonly store: CallStore,
    private readonly lines: CallLines,
    private readonly parts: CallParts,
  ) {}

  hear(event: AvatarEvent): void {
    this.store.dispatch({ type: "avatar", event });
    const described = describeAvatarEvent(event, this.parts.hearing.quietMs());
    if (described !== null) this.lines.report(described.name, described.detail);
    switch (event.name) {
      case "stream_ready":
        this.parts.stage.show(event.stream);
        this.parts.hearing.hearSanta(event.stream);
        return;
      case "connection_quality_changed":
        this.lines.link?.reportQuality(event.quality);
        return;
      case "user_start":
        this.parts.hearing.vendorHears();
        this.parts.stage.childSpeaks();
        this.parts.childWords.begin();
        this.parts.talking.attend(true);
        return;
      case "user_words_so_far":
        this.parts.hearing.vendorHears();
        this.parts.childWords.soFar(event.text);
        return;
      case "user_talking_message":
        this.parts.hearing.vendorHears();
        this.parts.childWords.piece(event.message);
        return;
      case "user_end_message":
        this.parts.childWords.complete();
        return;
      case "user_stop":
        this.parts.talking.attend(false);
        return;
      case "avatar_start_talking":
        this.parts.stage.santaStarts(event.taskId);
        this.parts.talking.poseEnded();
        return;
      case "avatar_talking_message":
        this.parts.stage.santaSays(event.taskId, event.message);
        return;
      case "avatar_stop_talking":
        this.parts.stage.santaStops(event.taskId);
        return;
      case "hearing_lost":
        void this.parts.hearing.restore();
        return;
      case "stream_disconnected":
      case "avatar_end_message":
      case "user_silence":
      case "media_reconnecting":
      case "media_reconnected":
        return;
    }
  }
}
