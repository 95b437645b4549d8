/**
 * HeyGen's Streaming Avatar SDK 2.1.0 as an AvatarClient: the only file that knows it.
 *
 * Three seams of the SDK are private and are reached here and nowhere else: `connectWebSocket` builds
 * its address without port, protocol and path, `initVoiceChat` binds the microphone to one chat socket
 * for good, and the quality indicator is stopped by stopAvatar() only.
 */

import StreamingAvatar, {
  AvatarQuality,
  StreamingEvents,
  TaskMode,
  TaskType,
  VoiceChatTransport,
  type StartAvatarRequest,
} from "@heygen/streaming-avatar";
import { RoomEvent, type Participant, type TranscriptionSegment } from "livekit-client";

import {
  AvatarProblem,
  type AvatarClient,
  type AvatarEvent,
  type SpokenTask,
  type VoiceChatOptions,
} from "./avatar-client";
import { chatSocketAddress, withOpenedSockets, withOwnHearing } from "./browser-seams";
import { SegmentedWords } from "./child-words";
import type { HeyGenBrowserInfo, OpenedCall, Quality } from "./protocol";
import { asNumber, asText, part } from "./vendor-values";

interface SdkInternals {
  connectWebSocket(request: { useSilencePrompt: boolean }): Promise<unknown>;
  initVoiceChat(transport: VoiceChatTransport): void;
  connectionQualityIndicator: { stop(): void };
}

const QUALITIES: Record<Quality, AvatarQuality> = {
  high: AvatarQuality.High,
  medium: AvatarQuality.Medium,
  low: AvatarQuality.Low,
};

export function openHeyGen(
  call: OpenedCall,
  session: HeyGenBrowserInfo,
  onEvent: (event: AvatarEvent) => void,
): AvatarClient {
  return new HeyGenClient(call, session, onEvent);
}

class HeyGenClient implements AvatarClient {
  private readonly sdk: StreamingAvatar;
  private readonly internals: SdkInternals;
  private readonly stopHearing: () => void;
  private readonly microphones = new Set<MediaStream>();
  private readonly words = new SegmentedWords();
  private chatSocket: WebSocket | null = null;
  private stopped = false;

  constructor(
    private readonly call: OpenedCall,
    private readonly session: HeyGenBrowserInfo,
    private readonly onEvent: (event: AvatarEvent) => void,
  ) {
    const { token, base_path: basePath } = session;
    this.sdk = new StreamingAvatar({ token, basePath });
    this.internals = this.sdk as unknown as SdkInternals;
    this.addressChatSocket(basePath);
    this.stopHearing = this.hearEvents();
  }

  async start(): Promise<void> {
    const started = this.sdk.startAvatar(this.request(), this.session.session_info);
    // The SDK makes its room before its first await.
    const { room } = this.sdk;
    // Else LiveKit leaves at beforeunload, and the log says the stream broke before it says the page closed.
    if (room !== null) room.options.disconnectOnPageLeave = false;
    room
      ?.on(RoomEvent.Reconnecting, this.mediaReconnecting)
      .on(RoomEvent.SignalReconnecting, this.mediaReconnecting)
      .on(RoomEvent.Reconnected, this.mediaReconnected)
      .on(RoomEvent.TranscriptionReceived, this.wordsSoFar);
    await asProblem(started);
  }

  async speak(text: string, mode: "repeat" | "talk"): Promise<SpokenTask> {
    const taskType = mode === "repeat" ? TaskType.REPEAT : TaskType.TALK;
    const answer: unknown = await asProblem(this.sdk.speak({ text, taskType, taskMode: TaskMode.ASYNC }));
    return { taskId: asText(part(answer, "task_id")), durationMs: asNumber(part(answer, "duration_ms")) };
  }

  async interrupt(): Promise<void> {
    await asProblem(this.sdk.interrupt());
  }

  async startVoiceChat({ muted, openMicrophone, hears, context }: VoiceChatOptions): Promise<void> {
    if (this.chatSocket === null) await this.reopenChatSocket();
    const open = async (): Promise<MediaStream> => {
      const stream = await openMicrophone();
      this.microphones.add(stream);
      hears(); // what is said from here on is sent; the SDK's own promise comes two seconds later
      return stream;
    };
    await asProblem(withOwnHearing({ open, context }, () => this.sdk.startVoiceChat({ isInputAudioMuted: muted })));
  }

  async closeVoiceChat(): Promise<void> {
    await this.sdk.closeVoiceChat();
    this.closeMicrophones();
  }

  setMuted(muted: boolean): void {
    if (muted) this.sdk.muteInputAudio();
    else this.sdk.unmuteInputAudio();
  }

  /**
   * The SDK's own pushToTalkStart/Stop refuse any transport but LIVEKIT (4 s to start, an Opus track). The
   * practice avatar takes their words as text on the chat socket too, in order behind the sound. HeyGen
   * would answer them as a child's: there the closed gate's silence ends what was said.
   */
  async pushToTalk(pressed: boolean): Promise<void> {
    if (this.call.avatar !== "practice" || this.chatSocket === null) return;
    await this.speak(`push_to_talk:${pressed ? "start" : "stop"}`, "talk");
  }

  async startListening(): Promise<void> {
    await asProblem(this.sdk.startListening());
  }

  async stopListening(): Promise<void> {
    await asProblem(this.sdk.stopListening());
  }

  async stop({ leaveOnly = false }: { leaveOnly?: boolean } = {}): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    this.stopHearing();
    this.closeMicrophones();
    try {
      if (leaveOnly) {
        await this.sdk.closeVoiceChat();
        this.internals.connectionQualityIndicator.stop();
        this.chatSocket?.close();
      } else {
        await this.stopSession();
      }
    } finally {
      // stopAvatar() leaves the LiveKit room connected.
      this.sdk.room
        ?.off(RoomEvent.Reconnecting, this.mediaReconnecting)
        .off(RoomEvent.SignalReconnecting, this.mediaReconnecting)
        .off(RoomEvent.Reconnected, this.mediaReconnected)
        .off(RoomEvent.TranscriptionReceived, this.wordsSoFar);
      await this.sdk.room?.disconnect();
      this.sdk.mediaStream?.getTracks().forEach((track) => track.stop());
    }
  }

  /** The server closes the session too: one that is closed already is what we wanted. */
  private async stopSession(): Promise<void> {
    try {
      await asProblem(this.sdk.stopAvatar());
    } catch (error) {
      const isClosed = error instanceof AvatarProblem && error.status !== null && error.status < 500;
      if (!isClosed) throw error;
    }
  }

  private request(): StartAvatarRequest {
    return {
      // The session is already open: these only tell the SDK how to behave in the browser.
      avatarName: "",
      quality: QUALITIES[this.call.quality],
      language: this.call.language,
      activityIdleTimeout: this.call.idleTimeoutSeconds,
      voiceChatTransport: VoiceChatTransport.WEBSOCKET,
    };
  }

  private readonly wordsSoFar = (
    segments: TranscriptionSegment[],
    speaker: Participant | undefined,
  ): void => {
    if (speaker?.isLocal !== true) return;
    const text = this.words.take(segments);
    if (text !== null) this.onEvent({ name: "user_words_so_far", text });
  };

  private readonly mediaReconnecting = (): void => this.onEvent({ name: "media_reconnecting" });
  private readonly mediaReconnected = (): void => this.onEvent({ name: "media_reconnected" });

  private addressChatSocket(basePath: string): void {
    const connect = this.internals.connectWebSocket.bind(this.sdk);
    this.internals.connectWebSocket = (request) =>
      withOpenedSockets(
        (address) => chatSocketAddress(address, basePath),
        (socket) => this.watchChatSocket(socket),
        () => connect(request),
      );
  }

  private watchChatSocket(socket: WebSocket): void {
    this.chatSocket = socket;
    socket.addEventListener("close", () => {
      if (this.chatSocket === socket) this.chatSocket = null;
      if (!this.stopped) this.onEvent({ name: "hearing_lost" });
    });
  }

  /** The SDK never reopens it, and its voice chat keeps the dead socket. */
  private async reopenChatSocket(): Promise<void> {
    await asProblem(this.internals.connectWebSocket({ useSilencePrompt: false }));
    this.internals.initVoiceChat(VoiceChatTransport.WEBSOCKET);
  }

  private closeMicrophones(): void {
    for (const stream of this.microphones) stream.getTracks().forEach((track) => track.stop());
    this.microphones.clear();
  }

  private hearEvents(): () => void {
    const { sdk, onEvent } = this;
    const heard: [StreamingEvents, (detail: unknown) => AvatarEvent][] = [
      [StreamingEvents.STREAM_READY, (d) => ({ name: "stream_ready", stream: d as MediaStream })],
      [StreamingEvents.STREAM_DISCONNECTED, (d) => ({ name: "stream_disconnected", reason: asNumber(d), vendorReason: null })],
      [
        StreamingEvents.CONNECTION_QUALITY_CHANGED,
        (d) => ({ name: "connection_quality_changed", quality: asText(d) }),
      ],
      [
        StreamingEvents.AVATAR_START_TALKING,
        (d) => ({ name: "avatar_start_talking", taskId: asText(part(d, "task_id")) }),
      ],
      [
        StreamingEvents.AVATAR_TALKING_MESSAGE,
        (d) => ({
          name: "avatar_talking_message",
          taskId: asText(part(d, "task_id")),
          message: asText(part(d, "message")),
        }),
      ],
      [
        StreamingEvents.AVATAR_STOP_TALKING,
        (d) => ({
          name: "avatar_stop_talking",
          taskId: asText(part(d, "task_id")),
          durationMs: asNumber(part(d, "duration_ms")),
        }),
      ],
      [
        StreamingEvents.AVATAR_END_MESSAGE,
        (d) => ({ name: "avatar_end_message", taskId: asText(part(d, "task_id")) }),
      ],
      [
        StreamingEvents.USER_START,
        () => {
          this.words.clear();
          return { name: "user_start" };
        },
      ],
      [StreamingEvents.USER_STOP, () => ({ name: "user_stop" })],
      [
        StreamingEvents.USER_TALKING_MESSAGE,
        (d) => ({ name: "user_talking_message", message: asText(part(d, "message")) }),
      ],
      [StreamingEvents.USER_END_MESSAGE, () => ({ name: "user_end_message" })],
      [
        StreamingEvents.USER_SILENCE,
        (d) => ({
          name: "user_silence",
          silenceTimes: asNumber(part(d, "silence_times")) ?? 0,
          countDown: asNumber(part(d, "count_down")) ?? 0,
        }),
      ],
    ];
    const removals = heard.map(([name, read]) => {
      // A CustomEvent: what the vendor sent is in `detail`.
      const listener = (event: CustomEvent<unknown>): void => onEvent(read(event.detail));
      sdk.on(name, listener);
      return () => sdk.off(name, listener);
    });
    return () => removals.forEach((remove) => remove());
  }
}

/** The SDK throws APIError{status, responseText}, DOMException, or the event of a failed socket. */
async function asProblem<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DOMException) throw error; // the microphone's own refusals
    const status = asNumber(part(error, "status"));
    const words = asText(part(error, "responseText")) || null;
    const message = error instanceof Error ? error.message : "The avatar's chat socket could not be opened.";
    throw new AvatarProblem(message, status, words);
  }
}
