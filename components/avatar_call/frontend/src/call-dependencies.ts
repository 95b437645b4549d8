/** What a call needs from outside: the page, the microphone, the server, an avatar. Handed in, so that tests can. */

import type { OpenAvatar } from "./avatar-client";
import type { LinkHandlers } from "./link";
import type { MicrophoneHandlers } from "./microphone-line";
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
  /** `quality`: the next plan's; null leaves it as it is. */
  newCall(quality: Quality | null): void;
  callIs(callId: string, state: CallState): void;
}

/** The page's microphones, before a call is open. */
export interface Microphones {
  ensure(): Promise<boolean>;
  endCheck(): void;
  current(): { trouble: MicrophoneTrouble | null };
}

/** The microphone of the call: one stream for the avatar's SDK, with a gate, whatever device is behind it. */
export interface Microphone {
  /** Call it within a click. */
  prime(): AudioContext;
  /** Silent until setOpen(true). Rejects with the browser's error. */
  open(): Promise<MediaStream>;
  setOpen(open: boolean): void;
  switchTo(id: string | null): Promise<void>;
  hearSanta(stream: MediaStream): void;
  quietMs(): number | null;
  close(): void;
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
  openMicrophone(handlers: MicrophoneHandlers): Microphone;
  /** Resolves when the data at hand is of the plan that the person sees. */
  planSettled(): Promise<void>;
  toPage: ToPage;
}
