/**
 * What crosses between the browser and the server: docs/link-protocol.md, as types.
 * Times are milliseconds since 1970 by the clock of whoever sends them.
 */

export type CallState = "planned" | "opening" | "connecting" | "live" | "ending" | "ended";
export type Floor = "listening" | "thinking" | "speaking";
export type Quality = "high" | "medium" | "low";
export type Avatar = "practice" | "heygen" | "liveavatar" | "liveavatar_sandbox";
export type Listen = "voice" | "push_to_talk" | "typing";
export type Speaker = "child" | "santa";
export type TurnOrigin =
  | "voice"
  | "typed"
  | "greeting"
  | "answer"
  | "silence"
  | "operator"
  | "goodbye"
  | "fallback";
export type AnswerBy = "own_llm" | "vendor_llm" | "knowledge_base_id";
export type EndReason =
  | "user"
  | "cap"
  | "silence"
  | "idle_timeout"
  | "credits_exhausted"
  | "duration_limit"
  | "network_error"
  | "link_lost"
  | "page_closed"
  | "never_connected"
  | "open_failed"
  | "provider_error"
  | "closed_elsewhere"
  | "server_stopped"
  | "signed_out"
  | "reaped";
/** Whether a new call is worth a try, and with what changed. */
export type TryAgain = "same" | "lower_quality";
/** What a check found of a turn: docs/link-protocol.md. */
export type MarkLevel = "blocked" | "warned" | "unscreened" | "flagged";
/** What in a child's words a grown-up must hear of now. */
export type AlertKind = "distress" | "danger" | "disclosure";
export type CueKind = "line" | "must" | "mustNot";

// --- from the page (Streamlit's `data`) ------------------------------------------------------

export interface Plan {
  scenarioTitle: string;
  childName: string;
  childLanguage: string;
  avatar: Avatar;
  avatarLabel: string;
  santaLabel: string;
  listen: Listen;
  talkOver: boolean;
  quality: Quality | null;
  capSeconds: number;
  capLabel: string;
  priceLine: string;
  usdPerMinute: string;
  rtl: boolean;
  answerBy: AnswerBy;
}

export interface CueCard {
  lines: string[];
  must: string[];
  mustNot: string[];
}

export interface OperatorLine {
  label: string;
  text: string;
}

export interface CallData {
  ticket: string;
  callId: string;
  apiBase: string;
  plan: Plan;
  cue: CueCard;
  operatorLines: OperatorLine[];
  hearing: { available: boolean; note: string };
  blockedBecause: string | null;
}

// --- HTTP ------------------------------------------------------------------------------------

/** The SDK's StartAvatarResponse, as the server got it from the vendor. */
export interface SessionInfo {
  session_id: string;
  access_token: string;
  url: string;
  is_paid: boolean;
  session_duration_limit: number;
}

/** What the SDK of the call's avatar needs to join the session that the server opened. */
export type BrowserInfo = HeyGenBrowserInfo | LiveAvatarBrowserInfo;

export interface HeyGenBrowserInfo {
  sdk: "streaming_avatar";
  token: string;
  base_path: string;
  session_info: SessionInfo;
}

export interface LiveAvatarBrowserInfo {
  sdk: "liveavatar";
  session_id: string;
  session_token: string;
  api_url: string;
  push_to_talk: boolean;
}

export interface OpenedCall {
  callId: string;
  linkToken: string;
  quality: Quality;
  browserInfo: BrowserInfo;
  avatar: Avatar;
  language: string;
  voice: { rate: number; emotion: string };
  idleTimeoutSeconds: number;
  capSeconds: number;
  serverTime: number;
}

export interface VendorWords {
  status: number | null;
  code: string | null;
  message: string | null;
}

export interface ApiError {
  kind: string;
  message: string;
  vendor: VendorWords | null;
}

// --- the link, up ----------------------------------------------------------------------------

export type EventName =
  | "stream_ready"
  | "stream_disconnected"
  | "connection_quality_changed"
  | "avatar_start_talking"
  | "avatar_talking_message"
  | "avatar_stop_talking"
  | "avatar_end_message"
  | "user_start"
  | "user_stop"
  | "user_talking_message"
  | "user_end_message"
  | "user_silence"
  | "first_frame"
  | "voice_chat_started"
  | "voice_chat_failed"
  | "microphone_muted"
  | "microphone_unmuted"
  | "sound_blocked"
  | "sound_unblocked"
  | "start_failed"
  | "cue_ticked"
  | "media_reconnecting"
  | "media_reconnected"
  | "hearing_lost"
  | "first_sound"
  | "push_to_talk_pressed"
  | "push_to_talk_released"
  | "microphone_changed"
  | "microphone_lost"
  | "microphone_silent"
  | "echo_heard"
  | "talk_over_changed"
  | "unheard";

export type EventDetail = Record<string, string | number | boolean | null>;

/** Kept until the server's `ack` with the same id. */
export type ReliableMessage =
  | { type: "event"; id: string; at: number; name: EventName; detail: EventDetail }
  | { type: "typed"; id: string; at: number; text: string }
  | { type: "operator"; id: string; at: number; text: string }
  | { type: "interrupt"; id: string; at: number }
  | { type: "flag"; id: string; at: number; note?: string }
  | { type: "correct"; id: string; at: number; turnId: string; text: string }
  | { type: "reopen"; id: string; at: number; quality: Quality }
  | { type: "end"; id: string; at: number; reason: "user" | "page_closed" };

/** Words that may still change: lost with a broken link, replaced by the next. */
export interface HearingMessage {
  type: "hearing";
  at: number;
  text: string;
}

export type SpeechMessage =
  | { type: "spoken"; at: number; sentenceId: string; taskId: string; durationMs?: number }
  | { type: "speakFailed"; at: number; sentenceId: string; message: string };

export type UpMessage =
  | { type: "hello"; at: number; token: string }
  | { type: "heartbeat"; at: number; rttMs?: number; quality?: string }
  | HearingMessage
  | ReliableMessage
  | SpeechMessage;

// --- the link, down --------------------------------------------------------------------------

export interface Turn {
  turnId: string;
  index: number;
  speaker: Speaker;
  origin: TurnOrigin;
  text: string;
  done: boolean;
  interrupted: boolean;
  latencyMs: number | null;
}

/** `written`: what was written and not said. */
export interface Mark {
  level: MarkLevel;
  reasons: string[];
  written: string | null;
}

/** `line`: what Santa says to bring a grown-up in. */
export interface ChildAlert {
  alertId: string;
  kind: AlertKind;
  reason: string;
  line: string;
  turnId: string | null;
}

export interface SayMessage {
  type: "say";
  sentenceId: string;
  turnId: string;
  text: string;
  mode: "repeat" | "talk";
}

export type NoticeLevel = "info" | "warning" | "error";

export type DownMessage =
  | {
      type: "welcome";
      serverTime: number;
      state: CallState;
      floor: Floor;
      capEndsAt: number;
      startedAt: number | null;
      turns: Turn[];
      marks: Record<string, Mark[]>;
      alerts: ChildAlert[];
    }
  | { type: "heartbeat"; clientAt: number; serverTime: number }
  | { type: "ack"; id: string }
  | { type: "state"; state: CallState; floor: Floor }
  | { type: "turn"; turn: Turn }
  | SayMessage
  | { type: "interrupt"; turnId: string }
  | { type: "goOn"; turnId: string }
  | { type: "heard"; text: string }
  | { type: "marks"; turnId: string; marks: Mark[] }
  | { type: "alert"; alert: ChildAlert }
  | { type: "notice"; level: NoticeLevel; code: string; text: string }
  | { type: "reopening"; quality: Quality }
  | { type: "reopened"; quality: Quality; browserInfo: BrowserInfo }
  | { type: "ended"; reason: EndReason; reasonText: string; tryAgain: TryAgain | null };

const DOWN_TYPES: ReadonlySet<string> = new Set<DownMessage["type"]>([
  "welcome",
  "heartbeat",
  "ack",
  "state",
  "turn",
  "say",
  "interrupt",
  "goOn",
  "heard",
  "marks",
  "alert",
  "notice",
  "reopening",
  "reopened",
  "ended",
]);

/** Null for what this version does not know: a newer server may say more than we understand. */
export function parseDown(text: string): DownMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || !("type" in value)) return null;
  return typeof value.type === "string" && DOWN_TYPES.has(value.type) ? (value as DownMessage) : null;
}
