/** What a call needs from outside: the page, the microphone, the server, an avatar. Handed in, so that tests can. */

import type { OpenAvatar } from "./avatar-client";
import type { LinkHandlers } from "./link";
import type { MicrophoneTrouble } from "./microphone-trouble";
import type {
  Avatar,
  CallData,
  CallState,
  HearingMessage,
  OpenedCall,
  Quality,
  ReliableMessage,
  SpeechMessage,
} from "./protocol";

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
  sendHearing(message: HearingMessage): void;
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
  /** Resolves when the data at hand is of the plan that the person sees. */
  planSettled(): Promise<void>;
  toPage: ToPage;
}
