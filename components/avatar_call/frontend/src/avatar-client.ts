/** What the call needs from an avatar's SDK. One file per SDK implements it. */

import type { OpenedCall } from "./protocol";

export type ConnectionQuality = "GOOD" | "BAD" | "UNKNOWN";

/** What an SDK reports, in the names HeyGen gave them (their vocabulary is the log's). */
export type AvatarEvent =
  | { name: "stream_ready"; stream: MediaStream }
  | { name: "stream_disconnected"; reason: number | null; vendorReason: string | null } // LiveKit's number, the vendor's word
  | { name: "connection_quality_changed"; quality: string }
  | { name: "avatar_start_talking"; taskId: string }
  | { name: "avatar_talking_message"; taskId: string; message: string }
  | { name: "avatar_stop_talking"; taskId: string; durationMs: number | null }
  | { name: "avatar_end_message"; taskId: string }
  | { name: "user_start" }
  | { name: "user_stop" }
  | { name: "user_talking_message"; message: string }
  | { name: "user_end_message" }
  | { name: "user_words_so_far"; text: string } // ours: all words since user_start; they may still change
  | { name: "user_silence"; silenceTimes: number; countDown: number }
  | { name: "media_reconnecting" } // ours: the picture's connection dropped and is being rebuilt
  | { name: "media_reconnected" }
  | { name: "hearing_lost" }; // ours: the channel that carries the microphone closed

export interface SpokenTask {
  taskId: string; // empty where the SDK gives none (TALK)
  durationMs: number | null;
}

export interface VoiceChatOptions {
  muted: boolean;
  /** Opens the microphone the person chose: one stream for the whole call. */
  openMicrophone: () => Promise<MediaStream>;
  /** Call it when the avatar hears, if that is before the promise of `startVoiceChat` is kept. */
  hears: () => void;
  /** Where that stream is made; running already. */
  context: AudioContext;
}

export interface AvatarClient {
  /** Joins the session the server opened. Rejects with AvatarProblem. */
  start(): Promise<void>;
  /** Says `text` verbatim, or has the vendor's model answer it. Rejects with AvatarProblem. */
  speak(text: string, mode: "repeat" | "talk"): Promise<SpokenTask>;
  interrupt(): Promise<void>;
  /** Resolves when the avatar hears; the SDKs take about two seconds. */
  startVoiceChat(options: VoiceChatOptions): Promise<void>;
  closeVoiceChat(): Promise<void>;
  setMuted(muted: boolean): void;
  /** What is said ends with the button, without a pause; where the vendor knows of buttons. */
  pushToTalk(pressed: boolean): Promise<void>;
  /** The attentive pose, not the microphone. */
  startListening(): Promise<void>;
  stopListening(): Promise<void>;
  /** Ends the session and leaves the room. `leaveOnly`: the session is over, or another page's. */
  stop(options?: { leaveOnly?: boolean }): Promise<void>;
}

/** Rejects with AvatarProblem where the SDK itself cannot be had. */
export type OpenAvatar = (call: OpenedCall, onEvent: (event: AvatarEvent) => void) => Promise<AvatarClient>;

/** A vendor's refusal, with its own words kept for the fold under the error. */
export class AvatarProblem extends Error {
  constructor(
    message: string,
    readonly status: number | null = null,
    readonly vendorText: string | null = null,
  ) {
    super(message);
    this.name = "AvatarProblem";
  }
}
