/**
 * The private parts of LiveAvatar's web SDK 0.0.18 that liveavatar-client.ts reaches, in one typed place.
 *
 * Its room: the stream comes without its MediaStream, the server's word for a stop without its reason, a
 * command without telling whether it left, and stop() does nothing before the session is connected. Its
 * voice chat: LiveKit would open a microphone of its own, and a button's press may never be answered.
 */

import type { RoomEvent } from "livekit-client";

import { asText, part } from "./vendor-values";

const RESPONSE_TOPIC = "agent-response";

export interface SdkInternals {
  room: {
    state: string;
    options: { disconnectOnPageLeave: boolean; adaptiveStream: unknown };
    localParticipant: {
      publishData(data: Uint8Array, options: unknown): Promise<void>;
      unpublishTrack(track: unknown): Promise<unknown>;
    };
    on(event: RoomEvent, listener: (...details: never[]) => void): unknown;
    off(event: RoomEvent, listener: (...details: never[]) => void): unknown;
    connect(url: string, token: string): Promise<void>;
    disconnect(): Promise<void>;
  };
  sessionClient: { stopSession(): Promise<unknown> };
  connectionQualityIndicator: { stop(muted: boolean): void };
  _remoteVideoTrack: { mediaStreamTrack: MediaStreamTrack } | null;
  _remoteAudioTrack: { mediaStreamTrack: MediaStreamTrack } | null;
  voiceChat: {
    track: { providedByUser: boolean; sender?: { transport: RTCDtlsTransport | null } | undefined } | null;
    pushToTalkStarted: boolean;
  };
}

/** Of one message of the room. The SDK passes a stop on with `stop_reason` only; some come with `end_reason`. */
export function reasonOfStop(data: Uint8Array, topic: string | undefined): string | null {
  if (topic !== RESPONSE_TOPIC) return null;
  let event: unknown;
  try {
    event = JSON.parse(new TextDecoder().decode(data));
  } catch {
    return null;
  }
  if (part(event, "event_type") !== "session.stopped") return null;
  return asText(part(event, "stop_reason")) || asText(part(event, "end_reason")) || null;
}

export const sourceOf = (event: object): string => asText(part(event, "source_event_id"));
