/**
 * What we use of LiveAvatar's SDK, built to a file of its own with the LiveKit client it brings:
 * only a call on LiveAvatar needs them (liveavatar-loading.ts).
 */

export {
  AgentEventsEnum,
  LiveAvatarSession,
  SessionDisconnectReason,
  SessionEvent,
  SessionInteractivityMode,
  VoiceChatState,
} from "@heygen/liveavatar-web-sdk";
