/**
 * LiveAvatar's web SDK 0.0.18 as an AvatarClient; the liveavatar-*.ts beside it are its parts, and
 * nothing else knows the SDK.
 */

import { RoomEvent, type DisconnectReason } from "livekit-client";

import {
  AvatarProblem,
  type AvatarClient,
  type AvatarEvent,
  type SpokenTask,
  type VoiceChatOptions,
} from "./avatar-client";
import { withOwnHearing, withQuietConsole } from "./browser-seams";
import { GrowingText } from "./growing-text";
import { reasonOfStop, sourceOf, type SdkInternals } from "./liveavatar-internals";
import type { LiveAvatarSdk } from "./liveavatar-loading";
import { asProblem, problemOf, soon } from "./liveavatar-problems";
import { LiveAvatarSpeech } from "./liveavatar-speech";
import type { LiveAvatarBrowserInfo } from "./protocol";
import { asText } from "./vendor-values";

const JOINING_MS = 35_000; // the SDK waits 30 s for its participants, and for its socket for ever
const RECONNECTING_MS = 10_000; // how long a sentence waits for a broken connection
const MICROPHONE_CONNECTS_MS = 5_000; // the first sound of a call may still wait for its connection
const BUTTON_ANSWER_MS = 3_000; // to "push to talk", which may never be answered

export class LiveAvatarClient implements AvatarClient {
  private readonly session: InstanceType<LiveAvatarSdk["LiveAvatarSession"]>;
  private readonly internals: SdkInternals;
  private readonly closeSession: () => Promise<unknown>;
  private readonly speech: LiveAvatarSpeech;
  private readonly childWords = new GrowingText();
  private readonly microphones = new Set<MediaStream>();
  private readonly left: Promise<never>;
  private refuseWaiting: (why: AvatarProblem) => void = () => undefined;
  private joined: Promise<void> = Promise.resolve();
  private delivery: Promise<void> = Promise.resolve();
  private stopReason: string | null = null;
  private leaveReason: DisconnectReason | null = null;
  private muted = false;
  private state: "new" | "joining" | "joined" | "gone" = "new";

  constructor(
    private readonly sdk: LiveAvatarSdk,
    info: LiveAvatarBrowserInfo,
    private readonly onEvent: (event: AvatarEvent) => void,
  ) {
    this.session = withQuietConsole(() => new sdk.LiveAvatarSession(info.session_token, { apiUrl: info.api_url }));
    this.internals = this.session as unknown as SdkInternals;
    this.speech = new LiveAvatarSpeech(onEvent);
    this.left = new Promise((_, refuse) => (this.refuseWaiting = refuse));
    this.left.catch(() => undefined);
    // In the config it would open the microphone by itself, and swallow its failure.
    if (info.push_to_talk) this.session.voiceChat.setMode(sdk.SessionInteractivityMode.PUSH_TO_TALK);
    const { room, sessionClient } = this.internals;
    // Else LiveKit leaves at beforeunload, and the log says the stream broke before it says the page closed.
    room.options.disconnectOnPageLeave = false;
    // The picture is shown by our own element: LiveKit would think that nobody looks, and pause it.
    room.options.adaptiveStream = false;
    // The SDK stops the session whenever it tidies up, unasked and unwatched. The server closes it.
    this.closeSession = sessionClient.stopSession.bind(sessionClient);
    sessionClient.stopSession = () => Promise.resolve();
    this.watchDelivery();
    this.hearRoom();
    this.hearSession();
  }

  async start(): Promise<void> {
    this.state = "joining";
    this.joined = soon(Promise.race([asProblem(this.session.start()), this.left]), JOINING_MS, "Santa did not come.");
    await this.joined;
    this.state = "joined";
  }

  async speak(text: string, mode: "repeat" | "talk"): Promise<SpokenTask> {
    await this.connected();
    const { session } = this;
    const taskId = this.command(() => (mode === "repeat" ? session.repeat(text) : session.message(text)));
    this.speech.sent(taskId);
    try {
      await asProblem(this.delivery);
    } catch (error) {
      this.speech.withdraw(taskId);
      throw error;
    }
    return { taskId, durationMs: null };
  }

  async interrupt(): Promise<void> {
    await this.connected();
    this.speech.interrupted();
    this.command(() => this.session.interrupt());
    await asProblem(this.delivery);
  }

  async startVoiceChat({ muted, openMicrophone }: VoiceChatOptions): Promise<void> {
    await this.connected();
    this.muted = muted;
    const { voiceChat } = this.session;
    const open = async (): Promise<MediaStream> => {
      const stream = await openMicrophone();
      this.microphones.add(stream);
      return stream;
    };
    try {
      await asProblem(withOwnHearing({ open, context: null }, () => voiceChat.start({ defaultMuted: muted })));
    } catch (error) {
      voiceChat.stop(); // a publication that failed would leave it "starting" for good
      this.closeMicrophones();
      throw error;
    }
    if (voiceChat.state !== this.sdk.VoiceChatState.ACTIVE) {
      throw new AvatarProblem("The microphone could not be joined to the call.");
    }
    // LiveKit opens a device of its own when one changes, ends or is unmuted, unless the track is the user's.
    const { track } = this.internals.voiceChat;
    if (track !== null) track.providedByUser = true;
    await connected(track?.sender?.transport ?? null);
    if (this.muted !== muted) this.setMuted(this.muted); // pressed meanwhile
  }

  async closeVoiceChat(): Promise<void> {
    const { track } = this.internals.voiceChat;
    this.session.voiceChat.stop();
    this.closeMicrophones();
    if (track !== null) await this.internals.room.localParticipant.unpublishTrack(track); // stop() leaves it published
  }

  setMuted(muted: boolean): void {
    this.muted = muted;
    const { voiceChat } = this.session;
    if (voiceChat.state !== this.sdk.VoiceChatState.ACTIVE) return;
    (muted ? voiceChat.mute() : voiceChat.unmute()).catch((error: unknown) =>
      console.warn("avatar call: the microphone's track was not muted; its gate is", error),
    );
  }

  async pushToTalk(pressed: boolean): Promise<void> {
    const { voiceChat } = this.session;
    const [ask, done] = pressed
      ? [() => voiceChat.startPushToTalk(), "pressed"]
      : [() => voiceChat.stopPushToTalk(), "let go"];
    try {
      await soon(asProblem(withQuietConsole(ask)), BUTTON_ANSWER_MS, `LiveAvatar did not hear the button being ${done}.`);
    } finally {
      // Unanswered, the SDK would take no further press for one.
      if (!pressed) this.internals.voiceChat.pushToTalkStarted = false;
    }
  }

  async startListening(): Promise<void> {
    await this.connected();
    this.command(() => this.session.startListening());
    await asProblem(this.delivery);
  }

  async stopListening(): Promise<void> {
    await this.connected();
    this.command(() => this.session.stopListening());
    await asProblem(this.delivery);
  }

  /** Works at any moment: while it joins, it joins nothing any more. */
  async stop({ leaveOnly = false }: { leaveOnly?: boolean } = {}): Promise<void> {
    if (this.state === "gone") return;
    this.state = "gone";
    this.refuseWaiting(new AvatarProblem("The call was left."));
    this.session.removeAllListeners();
    this.speech.end();
    this.closeMicrophones();
    const { room, connectionQualityIndicator, _remoteVideoTrack, _remoteAudioTrack } = this.internals;
    room.connect = () => Promise.reject(new Error("the call was left"));
    const closing = leaveOnly ? Promise.resolve() : this.stopSession();
    this.session.voiceChat.stop();
    connectionQualityIndicator.stop(true);
    await room.disconnect();
    _remoteVideoTrack?.mediaStreamTrack.stop();
    _remoteAudioTrack?.mediaStreamTrack.stop();
    await closing;
  }

  /** The server closes the session too: one that is closed already is what we wanted. */
  private async stopSession(): Promise<void> {
    try {
      await asProblem(this.closeSession());
    } catch (error) {
      const isClosed = error instanceof AvatarProblem && error.status !== null && error.status < 500;
      if (!isClosed) throw error;
    }
  }

  /** The SDK drops a command silently while its connection is broken. */
  private async connected(): Promise<void> {
    if (this.state !== "joining" && this.state !== "joined") throw new AvatarProblem("Santa is not there.");
    await this.joined;
    const { room } = this.internals;
    if (room.state === "connected") return;
    let back: () => void = () => undefined;
    const reconnected = new Promise<void>((resolve) => (back = resolve));
    room.on(RoomEvent.Reconnected, back);
    try {
      const waiting = Promise.race([reconnected, this.left]);
      await soon(waiting, RECONNECTING_MS, "The connection to Santa is broken.");
    } finally {
      room.off(RoomEvent.Reconnected, back);
    }
  }

  private command<T>(give: () => T): T {
    try {
      return withQuietConsole(give);
    } catch (error) {
      throw problemOf(error);
    }
  }

  /** The SDK does not wait for what it sends, nor look whether it was sent. */
  private watchDelivery(): void {
    const { localParticipant } = this.internals.room;
    const send = localParticipant.publishData.bind(localParticipant);
    localParticipant.publishData = (data, options) => {
      this.delivery = send(data, options);
      this.delivery.catch(() => undefined); // whoever gave the command waits for it too
      return this.delivery;
    };
  }

  private hearRoom(): void {
    const { room } = this.internals;
    const reconnecting = (): void => this.tell({ name: "media_reconnecting" });
    room.on(RoomEvent.Reconnecting, reconnecting);
    room.on(RoomEvent.SignalReconnecting, reconnecting);
    room.on(RoomEvent.Reconnected, () => this.tell({ name: "media_reconnected" }));
    room.on(RoomEvent.Disconnected, (reason: DisconnectReason | undefined) => (this.leaveReason = reason ?? null));
    // Before the SDK's own listener, which then says that the session is over.
    room.on(RoomEvent.DataReceived, (data: Uint8Array, _from: unknown, _kind: unknown, topic: string | undefined) => {
      this.stopReason ??= reasonOfStop(data, topic);
    });
  }

  private hearSession(): void {
    const { session, speech, childWords } = this;
    const { SessionEvent: Session, AgentEventsEnum: Agent, SessionDisconnectReason } = this.sdk;
    session.on(Session.SESSION_STREAM_READY, () => this.streamReady());
    session.on(Session.SESSION_CONNECTION_QUALITY_CHANGED, (quality) =>
      this.tell({ name: "connection_quality_changed", quality }),
    );
    session.on(Session.SESSION_DISCONNECTED, (reason) => {
      speech.end();
      if (reason === SessionDisconnectReason.SESSION_START_FAILED) return; // start() rejects with the error itself
      this.refuseWaiting(new AvatarProblem(this.stopReason ?? "The session is over."));
      this.tell({ name: "stream_disconnected", reason: this.leaveReason, vendorReason: this.stopReason });
    });
    session.on(Agent.AVATAR_SPEAK_STARTED, (event) => speech.started(asText(event.event_id), sourceOf(event)));
    session.on(Agent.AVATAR_SPEAK_ENDED, () => speech.ended());
    session.on(Agent.AVATAR_TRANSCRIPTION_CHUNK, ({ text }) => speech.heard(asText(text), false));
    session.on(Agent.AVATAR_TRANSCRIPTION, ({ text }) => speech.heard(asText(text), true));
    session.on(Agent.USER_SPEAK_STARTED, () => {
      childWords.clear();
      this.tell({ name: "user_start" });
    });
    session.on(Agent.USER_SPEAK_ENDED, () => this.tell({ name: "user_stop" }));
    session.on(Agent.USER_TRANSCRIPTION_CHUNK, ({ text }) => {
      childWords.add(asText(text));
      this.tell({ name: "user_words_so_far", text: childWords.soFar.trim() });
    });
    session.on(Agent.USER_TRANSCRIPTION, ({ text }) => {
      childWords.clear();
      this.tell({ name: "user_talking_message", message: asText(text) });
      this.tell({ name: "user_end_message" });
    });
  }

  private streamReady(): void {
    const { _remoteVideoTrack: video, _remoteAudioTrack: audio } = this.internals;
    const tracks = [video, audio].flatMap((track) => (track === null ? [] : [track.mediaStreamTrack]));
    this.tell({ name: "stream_ready", stream: new MediaStream(tracks) });
  }

  private tell(event: AvatarEvent): void {
    if (this.state !== "gone") this.onEvent(event);
  }

  private closeMicrophones(): void {
    for (const stream of this.microphones) stream.getTracks().forEach((track) => track.stop());
    this.microphones.clear();
  }
}

/**
 * The SDK is content when the server has agreed to take the microphone; what is said before the connection
 * stands is lost. One that does not come is LiveKit's to mend: after a while we no longer wait for it.
 */
async function connected(transport: RTCDtlsTransport | null): Promise<void> {
  if (transport === null || transport.state === "connected") return;
  const stopWaiting = new AbortController();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, MICROPHONE_CONNECTS_MS);
    transport.addEventListener(
      "statechange",
      () => {
        if (transport.state === "new" || transport.state === "connecting") return;
        clearTimeout(timer);
        resolve();
      },
      { signal: stopWaiting.signal },
    );
  });
  stopWaiting.abort();
}
