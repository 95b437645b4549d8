/** LiveAvatar's SDK by hand: its names, its habits, and a room that can be told what to do. */

import type { LiveAvatarSdk } from "../src/liveavatar-loading";

type Listener = (...details: unknown[]) => void;

class Emitter {
  private listeners = new Map<string, Listener[]>();
  on(name: string, listener: Listener): this {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
    return this;
  }
  off(name: string, listener: Listener): this {
    this.listeners.set(name, (this.listeners.get(name) ?? []).filter((one) => one !== listener));
    return this;
  }
  emit(name: string, ...details: unknown[]): void {
    for (const listener of [...(this.listeners.get(name) ?? [])]) listener(...details);
  }
  removeAllListeners(): this {
    this.listeners.clear();
    return this;
  }
}

export class FakeRoom extends Emitter {
  state = "disconnected";
  options: { disconnectOnPageLeave: boolean; adaptiveStream: unknown } = { disconnectOnPageLeave: true, adaptiveStream: {} };
  readonly did: string[] = [];
  sendFails: Error | null = null;
  readonly localParticipant = {
    publishData: (data: Uint8Array) => {
      this.did.push(`send ${new TextDecoder().decode(data)}`);
      return this.sendFails === null ? Promise.resolve() : Promise.reject(this.sendFails);
    },
    unpublishTrack: () => {
      this.did.push("unpublish");
      return Promise.resolve();
    },
  };
  connect(): Promise<void> {
    this.did.push("connect");
    this.state = "connected";
    return Promise.resolve();
  }
  disconnect(): Promise<void> {
    this.did.push("disconnect");
    this.state = "disconnected";
    return Promise.resolve();
  }
}

interface FakeTrack {
  providedByUser: boolean;
  muted: boolean;
  sender?: { transport: RTCDtlsTransport | null } | undefined;
}

export class FakeVoiceChat {
  state = "INACTIVE";
  mode: string | null = null;
  track: FakeTrack | null = null;
  pushToTalkStarted = false;
  buttonAnswers = true;
  publishFails = false;
  sender: FakeTrack["sender"] = undefined;
  constructor(readonly did: string[]) {}
  setMode(mode: string): void {
    this.mode = mode;
  }
  async start({ defaultMuted = false }: { defaultMuted?: boolean }): Promise<void> {
    this.state = "STARTING";
    try {
      await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (error) {
      this.state = "INACTIVE";
      throw error;
    }
    this.track = { providedByUser: false, muted: defaultMuted, sender: this.sender };
    if (this.publishFails) throw new Error("publication failed"); // and stays "starting", as the real one
    this.state = "ACTIVE";
  }
  stop(): void {
    this.did.push("voice stop");
    this.track = null;
    this.state = "INACTIVE";
  }
  mute(): Promise<void> {
    if (this.track !== null) this.track.muted = true;
    return Promise.resolve();
  }
  unmute(): Promise<void> {
    if (this.track !== null) this.track.muted = false;
    return Promise.resolve();
  }
  startPushToTalk(): Promise<void> {
    console.error("Session interactivity mode", this.mode);
    if (this.pushToTalkStarted) return Promise.resolve(); // "already started": nothing is sent
    this.pushToTalkStarted = true;
    this.did.push("button pressed");
    return this.buttonAnswers ? Promise.resolve() : new Promise(() => undefined);
  }
  stopPushToTalk(): Promise<void> {
    this.did.push("button released");
    if (!this.buttonAnswers) return new Promise(() => undefined);
    this.pushToTalkStarted = false;
    return Promise.resolve();
  }
}

const Agent = {
  USER_SPEAK_STARTED: "user.speak_started",
  USER_SPEAK_ENDED: "user.speak_ended",
  USER_TRANSCRIPTION: "user.transcription",
  USER_TRANSCRIPTION_CHUNK: "user.transcription.chunk",
  AVATAR_TRANSCRIPTION: "avatar.transcription",
  AVATAR_TRANSCRIPTION_CHUNK: "avatar.transcription.chunk",
  AVATAR_SPEAK_STARTED: "avatar.speak_started",
  AVATAR_SPEAK_ENDED: "avatar.speak_ended",
} as const;

export class FakeSession extends Emitter {
  readonly room = new FakeRoom();
  readonly did = this.room.did;
  readonly voiceChat = new FakeVoiceChat(this.did);
  readonly connectionQualityIndicator = { stop: () => this.did.push("indicator stop") };
  readonly sessionClient = {
    stopSession: (): Promise<unknown> => {
      this.did.push("session stop");
      return this.stopFails === null ? Promise.resolve() : Promise.reject(this.stopFails);
    },
  };
  _remoteVideoTrack: { mediaStreamTrack: MediaStreamTrack } | null = null;
  _remoteAudioTrack: { mediaStreamTrack: MediaStreamTrack } | null = null;
  stopFails: Error | null = null;
  startFails: Error | null = null;
  /** Held until it is told to go on: before the room, or among its participants. */
  holdBeforeRoom: Promise<void> | null = null;
  holdInRoom: Promise<void> | null = null;
  private commands = 0;
  constructor(
    readonly token: string,
    readonly config: unknown,
  ) {
    super();
    console.warn("Raw token (first 40 chars):", token);
  }
  async start(): Promise<void> {
    try {
      await this.holdBeforeRoom;
      if (this.startFails !== null) throw this.startFails;
      await this.room.connect();
      await this.holdInRoom;
    } catch (error) {
      void this.cleanup();
      this.emit("session.disconnected", "SESSION_START_FAILED");
      throw error;
    }
  }
  repeat(text: string): string {
    console.warn("sending repeat command event", { text });
    return this.command({ event_type: "avatar.speak_text", text });
  }
  message(text: string): string {
    return this.command({ event_type: "avatar.speak_response", text });
  }
  interrupt(): void {
    this.command({ event_type: "avatar.interrupt" });
  }
  startListening(): string {
    return this.command({ event_type: "avatar.start_listening" });
  }
  stopListening(): string {
    return this.command({ event_type: "avatar.stop_listening" });
  }
  /** What the room brings: our listeners first, then the SDK's own. */
  receives(event: Record<string, unknown>): void {
    const data = new TextEncoder().encode(JSON.stringify(event));
    this.room.emit("dataReceived", data, undefined, undefined, "agent-response");
    if (event.event_type === "session.stopped") {
      void this.cleanup();
      this.emit("session.disconnected", "SERVER_INITIATED");
    } else this.emit(String(event.event_type), event);
  }
  roomDrops(reason: number): void {
    this.room.emit("disconnected", reason);
    void this.cleanup();
    this.emit("session.disconnected", "UNKNOWN_REASON");
  }
  private async cleanup(): Promise<void> {
    this.room.removeAllListeners();
    await this.sessionClient.stopSession();
  }
  private command(event: Record<string, unknown>): string {
    if (this.room.state !== "connected") throw new Error("not connected");
    this.commands += 1;
    const event_id = `command-${this.commands}`;
    void this.room.localParticipant.publishData(new TextEncoder().encode(JSON.stringify({ ...event, event_id })));
    return event_id;
  }
}

/** The module, and the sessions made with it. */
export function fakeLiveAvatar(): { sdk: LiveAvatarSdk; sessions: FakeSession[] } {
  const sessions: FakeSession[] = [];
  class Session extends FakeSession {
    constructor(token: string, config: unknown) {
      super(token, config);
      sessions.push(this);
    }
  }
  const sdk = {
    LiveAvatarSession: Session,
    AgentEventsEnum: Agent,
    SessionEvent: {
      SESSION_STREAM_READY: "session.stream_ready",
      SESSION_CONNECTION_QUALITY_CHANGED: "session.connection_quality_changed",
      SESSION_DISCONNECTED: "session.disconnected",
    },
    SessionDisconnectReason: { SESSION_START_FAILED: "SESSION_START_FAILED" },
    SessionInteractivityMode: { PUSH_TO_TALK: "PUSH_TO_TALK" },
    VoiceChatState: { ACTIVE: "ACTIVE" },
  };
  return { sdk: sdk as unknown as LiveAvatarSdk, sessions };
}
