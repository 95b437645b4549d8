/** Plain values and hand-made fakes shared by the tests. */

import { vi } from "vitest";

import {
  AvatarProblem,
  type AvatarClient,
  type AvatarEvent,
  type SpokenTask,
  type VoiceChatOptions,
} from "../src/avatar-client";
import { CallController } from "../src/call-controller";
import type { CallDependencies, Link, Microphone, Microphones } from "../src/call-dependencies";
import type { LinkHandlers } from "../src/link";
import type { MicrophoneHandlers } from "../src/microphone-line";
import type {
  CallData,
  DownMessage,
  HearingMessage,
  OpenedCall,
  Plan,
  ReliableMessage,
  SpeechMessage,
  Turn,
} from "../src/protocol";

export const CALL_ID = "11111111-1111-4111-8111-111111111111";

export function callData(change: Partial<CallData> = {}): CallData {
  return {
    ticket: "ticket-1",
    callId: CALL_ID,
    apiBase: "",
    plan: {
      scenarioTitle: "A first call",
      childName: "Mia",
      childLanguage: "en",
      avatar: "practice",
      avatarLabel: "Practice Santa",
      santaLabel: "Scripted Santa",
      listen: "typing",
      talkOver: true,
      quality: null,
      capSeconds: 600,
      capLabel: "10 minutes at most",
      priceLine: "Free.",
      usdPerMinute: "0.198",
      rtl: false,
      answerBy: "own_llm",
    },
    cue: { lines: ["Hello Santa"], must: ["Use the name"], mustNot: ["Promise a pet"] },
    operatorLines: [{ label: "Greeting", text: "Ho ho ho!" }],
    hearing: { available: true, note: "" },
    blockedBecause: null,
    ...change,
  };
}

export function voiceData(change: Partial<Plan> = {}): CallData {
  const data = callData();
  return { ...data, plan: { ...data.plan, listen: "voice", ...change } };
}

export function openedCall(change: Partial<OpenedCall> = {}): OpenedCall {
  return {
    callId: CALL_ID,
    linkToken: "link-token",
    quality: "medium",
    browserInfo: {
      sdk: "streaming_avatar",
      token: "session-token",
      base_path: "http://localhost:8501/emulator",
      session_info: {
        session_id: "session-1",
        access_token: "room-token",
        url: "ws://localhost:8501/emulator/livekit",
        is_paid: true,
        session_duration_limit: 600,
      },
    },
    avatar: "practice",
    language: "en",
    voice: { rate: 0.95, emotion: "friendly" },
    idleTimeoutSeconds: 120,
    capSeconds: 600,
    serverTime: 0,
    ...change,
  };
}

export function turn(change: Partial<Turn> = {}): Turn {
  return {
    turnId: "turn-1",
    index: 0,
    speaker: "santa",
    origin: "answer",
    text: "",
    done: false,
    interrupted: false,
    latencyMs: null,
    ...change,
  };
}

export const say = (sentenceId: string, turnId = "turn-1", text = `text of ${sentenceId}`) =>
  ({ type: "say", sentenceId, turnId, text, mode: "repeat" }) as const;

/** Takes its failures and its slowness as arguments. */
export class FakeAvatar implements AvatarClient {
  readonly did: string[] = [];
  onEvent: (event: AvatarEvent) => void = () => undefined;
  startFails: Error | null = null;
  voiceChatFails: Error | null = null;
  refuses: string | null = null;
  holdSpeech: Promise<void> | null = null;
  private tasks = 0;

  start(): Promise<void> {
    this.did.push("start");
    return this.startFails === null ? Promise.resolve() : Promise.reject(this.startFails);
  }
  async speak(text: string, mode: "repeat" | "talk"): Promise<SpokenTask> {
    this.did.push(`speak ${mode} ${text}`);
    await this.holdSpeech;
    if (text === this.refuses) throw new AvatarProblem("refused", 400, "blocked words");
    this.tasks += 1;
    return { taskId: `task-${this.tasks}`, durationMs: 1000 };
  }
  interrupt(): Promise<void> {
    return this.note("interrupt");
  }
  async startVoiceChat({ openMicrophone }: VoiceChatOptions): Promise<void> {
    this.did.push("startVoiceChat");
    if (this.voiceChatFails !== null) throw this.voiceChatFails;
    await openMicrophone();
  }
  closeVoiceChat(): Promise<void> {
    return this.note("closeVoiceChat");
  }
  setMuted(muted: boolean): void {
    this.did.push(muted ? "mute" : "unmute");
  }
  pushToTalk(pressed: boolean): Promise<void> {
    return this.note(pressed ? "push_to_talk:start" : "push_to_talk:stop");
  }
  startListening(): Promise<void> {
    return this.note("startListening");
  }
  stopListening(): Promise<void> {
    return this.note("stopListening");
  }
  stop(options: { leaveOnly?: boolean } = {}): Promise<void> {
    return this.note(options.leaveOnly === true ? "leave" : "stop");
  }
  private note(what: string): Promise<void> {
    this.did.push(what);
    return Promise.resolve();
  }
}

export class FakeLink implements Link {
  readonly sent: (ReliableMessage | SpeechMessage)[] = [];
  readonly hearing: string[] = [];
  isClosed = false;
  constructor(readonly handlers: LinkHandlers) {}
  open(): void {
    this.handlers.onStatus("open");
  }
  send(message: ReliableMessage): void {
    this.sent.push(message);
  }
  sendSpeech(message: SpeechMessage): void {
    this.sent.push(message);
  }
  sendHearing({ text }: HearingMessage): void {
    this.hearing.push(text);
  }
  reportQuality(): void {
    // Not looked at.
  }
  close(): void {
    this.isClosed = true;
  }
  hears(message: DownMessage): void {
    this.handlers.onMessage(message);
  }
  names(): string[] {
    return this.sent.map((message) => (message.type === "event" ? message.name : message.type));
  }
}

export class FakeMicrophones implements Microphones {
  allowed = true;
  ensure(): Promise<boolean> {
    return Promise.resolve(this.allowed);
  }
  endCheck(): void {
    // Not looked at.
  }
  current() {
    const trouble = { text: "The browser was not allowed.", cure: "Allow it.", details: null };
    return { trouble: this.allowed ? null : trouble };
  }
}

export class FakeMicrophone implements Microphone {
  readonly did: string[] = [];
  isOpen = false;
  quiet: number | null = null;
  constructor(readonly says: MicrophoneHandlers) {}
  prime(): AudioContext {
    this.did.push("prime");
    return {} as AudioContext;
  }
  open(): Promise<MediaStream> {
    this.did.push("open");
    return Promise.resolve({ getTracks: () => [] } as unknown as MediaStream);
  }
  setOpen(open: boolean): void {
    this.isOpen = open;
  }
  switchTo(id: string | null): Promise<void> {
    this.did.push(`switch to ${id ?? "any"}`);
    return Promise.resolve();
  }
  hearSanta(): void {
    this.did.push("hear Santa");
  }
  quietMs(): number | null {
    return this.quiet;
  }
  close(): void {
    this.did.push("close");
    this.isOpen = false;
  }
}

export interface Studio {
  controller: CallController;
  avatar: FakeAvatar; // of the first session
  avatars: FakeAvatar[]; // one a session
  microphones: FakeMicrophones;
  microphone: FakeMicrophone;
  links: FakeLink[];
  link: () => FakeLink;
  openCall: ReturnType<typeof vi.fn<CallDependencies["openCall"]>>;
  beacon: ReturnType<typeof vi.fn<CallDependencies["sendBeacon"]>>;
  page: string[];
}

/** A controller among fakes. */
export function studio(data: CallData = callData()): Studio {
  const avatar = new FakeAvatar();
  const avatars: FakeAvatar[] = [];
  const microphones = new FakeMicrophones();
  const made: FakeMicrophone[] = [];
  const links: FakeLink[] = [];
  const page: string[] = [];
  const openCall = vi.fn<CallDependencies["openCall"]>(() => Promise.resolve(openedCall()));
  const beacon = vi.fn<CallDependencies["sendBeacon"]>();
  const controller = new CallController(data, {
    openCall,
    sendBeacon: beacon,
    openAvatar: (_call, onEvent) => {
      const one = avatars.length === 0 ? avatar : new FakeAvatar();
      one.onEvent = onEvent;
      avatars.push(one);
      return Promise.resolve(one);
    },
    openLink: (_data, _call, handlers) => {
      const link = new FakeLink(handlers);
      links.push(link);
      return link;
    },
    chooseQuality: () => "high",
    planSettled: () => Promise.resolve(),
    microphones,
    openMicrophone: (handlers) => {
      const microphone = new FakeMicrophone(handlers);
      made.push(microphone);
      return microphone;
    },
    toPage: {
      ended: (callId) => page.push(`ended ${callId}`),
      ticketExpired: () => page.push("ticket_expired"),
      newCall: (quality) => page.push(quality === null ? "new_call" : `new_call ${quality}`),
      callIs: (_callId, state) => page.push(`call ${state}`),
    },
  });
  const link = (): FakeLink => {
    const last = links.at(-1);
    if (last === undefined) throw new Error("no link was opened");
    return last;
  };
  const [microphone] = made;
  if (microphone === undefined) throw new Error("no microphone was asked for");
  return { controller, avatar, avatars, microphones, microphone, links, link, openCall, beacon, page };
}

/** A video element that draws its first frame as soon as it has a stream. `blocksSound`: autoplay rules. */
export function fakeVideo({ blocksSound = false } = {}): HTMLVideoElement {
  const video = {
    muted: false,
    volume: 1,
    srcObject: null,
    play: () =>
      blocksSound && !video.muted
        ? Promise.reject(new DOMException("play() needs a gesture", "NotAllowedError"))
        : Promise.resolve(),
    requestVideoFrameCallback: (shown: () => void) => {
      queueMicrotask(shown);
      return 1;
    },
    cancelVideoFrameCallback: () => undefined,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  };
  return video as unknown as HTMLVideoElement;
}

/** The same, in the middle of a call: the picture is there, and what was reported so far is forgotten. */
export async function liveStudio(data: CallData = callData(), video = fakeVideo()): Promise<Studio> {
  const made = studio(data);
  made.controller.attachVideo(video);
  await made.controller.start();
  made.link().hears({ type: "state", state: "live", floor: "listening" });
  made.avatar.onEvent({ name: "stream_ready", stream: new MediaStream() });
  await settle();
  made.link().sent.length = 0;
  return made;
}

/** Lets everything that is ready to run, run. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
}
