import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { AvatarEvent } from "../src/avatar-client";
import { LiveAvatarClient } from "../src/liveavatar-client";
import type { LiveAvatarBrowserInfo } from "../src/protocol";
import { fakeLiveAvatar, type FakeSession } from "./fake-liveavatar";
import { settle } from "./fixtures";

const warn = vi.spyOn(console, "warn");
const error = vi.spyOn(console, "error");

beforeEach(() => {
  vi.useFakeTimers();
  warn.mockReset().mockImplementation(() => undefined);
  error.mockReset().mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function made(change: Partial<LiveAvatarBrowserInfo> = {}): {
  client: LiveAvatarClient;
  session: FakeSession;
  heard: AvatarEvent[];
} {
  const { sdk, sessions } = fakeLiveAvatar();
  const heard: AvatarEvent[] = [];
  const info: LiveAvatarBrowserInfo = {
    sdk: "liveavatar",
    session_id: "session-1",
    session_token: "session-token",
    api_url: "https://api.liveavatar.test",
    push_to_talk: false,
    ...change,
  };
  const client = new LiveAvatarClient(sdk, info, (event) => heard.push(event));
  const [session] = sessions;
  if (session === undefined) throw new Error("no session was made");
  return { client, session, heard };
}

async function joined(change: Partial<LiveAvatarBrowserInfo> = {}) {
  const all = made(change);
  await all.client.start();
  all.session.did.length = 0;
  return all;
}

/** A browser whose own microphone must not be touched. */
function browserMicrophone() {
  class Devices {
    getUserMedia(): Promise<MediaStream> {
      return Promise.reject(new Error("the SDK opened a device of its own"));
    }
  }
  vi.stubGlobal("navigator", { mediaDevices: new Devices() });
}

const stream = (stopped: string[] = []): MediaStream =>
  ({ getTracks: () => [{ stop: () => stopped.push("microphone") }] }) as unknown as MediaStream;

const listen = (over: Partial<Parameters<LiveAvatarClient["startVoiceChat"]>[0]> = {}) => ({
  muted: false,
  openMicrophone: () => Promise.resolve(stream()),
  hears: () => undefined,
  context: {} as AudioContext,
  ...over,
});

describe("joining", () => {
  it("uses the token and the address of the call, and opens no microphone by itself", () => {
    const { session } = made();
    expect(session.token).toBe("session-token");
    expect(session.config).toEqual({ apiUrl: "https://api.liveavatar.test" });
    expect(session.room.options).toEqual({ disconnectOnPageLeave: false, adaptiveStream: false });
  });

  it("gives the stream of both tracks when the SDK says it is ready", async () => {
    const { session, heard } = await joined();
    const track = (kind: string) => ({ mediaStreamTrack: { kind } as unknown as MediaStreamTrack });
    vi.stubGlobal("MediaStream", class { constructor(readonly tracks: MediaStreamTrack[]) {} });
    session._remoteVideoTrack = track("video");
    session._remoteAudioTrack = track("audio");
    session.emit("session.stream_ready");
    expect(heard).toMatchObject([{ name: "stream_ready", stream: { tracks: [{ kind: "video" }, { kind: "audio" }] } }]);
  });

  it("tells the vendor's status, code and words when it refuses", async () => {
    const { client, session, heard } = made();
    session.startFails = Object.assign(new Error("Session concurrency limit reached"), { errorCode: 4003, status: 403 });
    await expect(client.start()).rejects.toMatchObject({
      name: "AvatarProblem",
      status: 403,
      vendorText: "4003 · Session concurrency limit reached",
    });
    expect(heard).toEqual([]); // a failed start is no broken stream
  });

  it("does not wait for ever for its participants", async () => {
    const { client, session } = made();
    session.holdInRoom = new Promise(() => undefined);
    const started = client.start();
    const refused = expect(started).rejects.toThrow("Santa did not come.");
    await vi.advanceTimersByTimeAsync(35_000);
    await refused;
  });
});

describe("leaving", () => {
  it("while it joins disconnects the room, and joins none any more", async () => {
    const { client, session } = made();
    let goOn: () => void = () => undefined;
    session.holdBeforeRoom = new Promise((resolve) => (goOn = resolve));
    const refused = expect(client.start()).rejects.toThrow("left");
    await client.stop();
    await refused;
    goOn();
    await settle();
    expect(session.did).toContain("disconnect");
    expect(session.did).toContain("session stop");
    expect(session.did).not.toContain("connect");
  });

  it("while it waits for participants disconnects the room", async () => {
    const { client, session } = made();
    session.holdInRoom = new Promise(() => undefined);
    const refused = expect(client.start()).rejects.toThrow("left");
    await settle();
    await client.stop({ leaveOnly: true });
    await refused;
    expect(session.room.state).toBe("disconnected");
    expect(session.did).not.toContain("session stop");
  });

  it("is no broken stream, frees the microphone and the tracks, and happens once", async () => {
    browserMicrophone();
    const { client, session, heard } = await joined();
    const stopped: string[] = [];
    await client.startVoiceChat(listen({ openMicrophone: () => Promise.resolve(stream(stopped)) }));
    const remote = (name: string) => ({ mediaStreamTrack: { stop: () => stopped.push(name) } as unknown as MediaStreamTrack });
    session._remoteVideoTrack = remote("video");
    session._remoteAudioTrack = remote("audio");
    await client.stop();
    await client.stop();
    session.roomDrops(1);
    expect(heard).toEqual([]);
    expect(stopped.sort()).toEqual(["audio", "microphone", "video"]);
    expect(session.did.filter((did) => did === "session stop")).toHaveLength(1);
  });

  it("finds a session that is closed already as it wanted it, and says so when none could be closed", async () => {
    const closed = await joined();
    closed.session.stopFails = Object.assign(new Error("gone"), { status: 404 });
    await expect(closed.client.stop()).resolves.toBeUndefined();
    const broken = await joined();
    broken.session.stopFails = Object.assign(new Error("down"), { status: 503 });
    await expect(broken.client.stop()).rejects.toThrow("down");
    expect(broken.session.did).toContain("disconnect");
  });
});

describe("a session that ends by itself", () => {
  it.each([["stop_reason"], ["end_reason"]])("is told with the vendor's word (%s), and not stopped by us", async (field) => {
    const { session, heard } = await joined();
    session.receives({ event_type: "session.stopped", [field]: "NO_CREDITS" });
    await settle();
    expect(heard).toEqual([{ name: "stream_disconnected", reason: null, vendorReason: "NO_CREDITS" }]);
    expect(session.did).not.toContain("session stop");
  });

  it("is told with LiveKit's number when the room breaks", async () => {
    const { session, heard } = await joined();
    session.roomDrops(5);
    expect(heard).toEqual([{ name: "stream_disconnected", reason: 5, vendorReason: null }]);
  });

  it("while it joins ends the joining at once", async () => {
    const { client, session, heard } = made();
    session.holdInRoom = new Promise(() => undefined);
    const refused = expect(client.start()).rejects.toThrow("MAX_DURATION_REACHED");
    await settle();
    session.receives({ event_type: "session.stopped", stop_reason: "MAX_DURATION_REACHED" });
    await refused;
    expect(heard.at(-1)?.name).toBe("stream_disconnected");
  });

  it("tells of a picture that is being reconnected", async () => {
    const { session, heard } = await joined();
    session.room.emit("signalReconnecting");
    session.room.emit("reconnected");
    expect(heard.map(({ name }) => name)).toEqual(["media_reconnecting", "media_reconnected"]);
  });
});

describe("speaking", () => {
  it("gives the command's id as the task", async () => {
    const { client, session } = await joined();
    expect(await client.speak("Ho ho ho!", "repeat")).toEqual({ taskId: "command-1", durationMs: null });
    expect(await client.speak("Hello", "talk")).toEqual({ taskId: "command-2", durationMs: null });
    expect(session.did[0]).toContain("avatar.speak_text");
    expect(session.did[1]).toContain("avatar.speak_response");
  });

  it("waits until the session is joined, though the picture is there", async () => {
    const { client, session } = made();
    let goOn: () => void = () => undefined;
    session.holdInRoom = new Promise((resolve) => (goOn = resolve));
    const started = client.start();
    const spoken = client.speak("Ho ho ho!", "repeat");
    await settle();
    expect(session.did.some((did) => did.startsWith("send"))).toBe(false);
    goOn();
    await started;
    expect((await spoken).taskId).toBe("command-1");
  });

  it("waits for a broken connection, and is refused when it stays so: the SDK would drop the words", async () => {
    const { client, session } = await joined();
    session.room.state = "reconnecting";
    const spoken = client.speak("one", "repeat");
    await settle();
    session.room.state = "connected";
    session.room.emit("reconnected");
    expect((await spoken).taskId).toBe("command-1");
    session.room.state = "reconnecting";
    const refused = expect(client.speak("two", "repeat")).rejects.toThrow("connection to Santa is broken");
    await vi.advanceTimersByTimeAsync(10_000);
    await refused;
  });

  it("is refused where the words could not be sent, and nobody waits for them", async () => {
    const { client, session, heard } = await joined();
    session.room.sendFails = new Error("the channel closed");
    await expect(client.speak("one", "repeat")).rejects.toThrow("the channel closed");
    session.receives({ event_type: "avatar.speak_started", event_id: "e1" });
    expect(heard).toEqual([{ name: "avatar_start_talking", taskId: "e1" }]);
  });

  it("keeps sentences and tokens out of the console", async () => {
    const { client } = await joined();
    await client.speak("what the child said", "repeat");
    await client.pushToTalk(true);
    expect(warn).not.toHaveBeenCalled();
    expect(error).not.toHaveBeenCalled();
    console.warn("ours"); // the console is lent for the SDK's own call only
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it("tells what Santa says and when, by the source the vendor names", async () => {
    const { client, session, heard } = await joined();
    await client.speak("Ho ho ho!", "repeat");
    session.receives({ event_type: "avatar.speak_started", event_id: "e1", source_event_id: "command-1" });
    session.receives({ event_type: "avatar.transcription.chunk", text: "Ho ho" });
    session.receives({ event_type: "avatar.transcription", text: "Ho ho ho!" });
    session.receives({ event_type: "avatar.speak_ended", event_id: "e2", source_event_id: "command-1" });
    expect(heard).toEqual([
      { name: "avatar_start_talking", taskId: "command-1" },
      { name: "avatar_talking_message", taskId: "command-1", message: "Ho ho" },
      { name: "avatar_talking_message", taskId: "command-1", message: " ho!" },
      { name: "avatar_stop_talking", taskId: "command-1", durationMs: null },
    ]);
  });
});

describe("the child", () => {
  it("is heard beginning, in words, and ending", async () => {
    const { session, heard } = await joined();
    session.receives({ event_type: "user.speak_started", event_id: "u" });
    session.receives({ event_type: "user.transcription.chunk", text: "I want" });
    session.receives({ event_type: "user.transcription.chunk", text: "a bike" });
    session.receives({ event_type: "user.speak_ended", event_id: "u" });
    session.receives({ event_type: "user.transcription", text: "I want a bike." });
    expect(heard).toEqual([
      { name: "user_start" },
      { name: "user_words_so_far", text: "I want" },
      { name: "user_words_so_far", text: "I want a bike" },
      { name: "user_stop" },
      { name: "user_talking_message", message: "I want a bike." },
      { name: "user_end_message" },
    ]);
  });

  it("is heard through the stream we lend, whose track LiveKit leaves alone", async () => {
    browserMicrophone();
    const { client, session } = await joined();
    await client.startVoiceChat(listen({ muted: true }));
    expect(session.voiceChat.track).toEqual({ providedByUser: true, muted: true });
    client.setMuted(false);
    expect(session.voiceChat.track?.muted).toBe(false);
    client.setMuted(true);
    expect(session.voiceChat.track?.muted).toBe(true);
  });

  it("hears when the connection of the microphone stands, or after a while without that", async () => {
    browserMicrophone();
    const { client, session } = await joined();
    const transport = Object.assign(new EventTarget(), { state: "connecting" });
    session.voiceChat.sender = { transport: transport as unknown as RTCDtlsTransport };
    const heard = vi.fn();
    const starting = (): Promise<void> => client.startVoiceChat(listen()).then(heard);
    const first = starting();
    await settle();
    expect(heard).not.toHaveBeenCalled();
    transport.state = "connected";
    transport.dispatchEvent(new Event("statechange"));
    await first;

    transport.state = "connecting";
    const second = starting();
    await settle();
    expect(heard).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(5_000);
    await second;
  });

  it("is unmuted though the button was pressed while the SDK was still starting", async () => {
    browserMicrophone();
    const { client, session } = await joined();
    let allow: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (allow = resolve));
    const started = client.startVoiceChat(listen({ muted: true, openMicrophone: () => asked.then(() => stream()) }));
    await settle();
    client.setMuted(false);
    allow();
    await started;
    expect(session.voiceChat.track?.muted).toBe(false);
  });

  it("is explained when the microphone fails, and may be tried again", async () => {
    browserMicrophone();
    const { client, session } = await joined();
    const denied = new DOMException("denied", "NotAllowedError");
    await expect(client.startVoiceChat(listen({ openMicrophone: () => Promise.reject(denied) }))).rejects.toBe(denied);
    session.voiceChat.publishFails = true;
    const stopped: string[] = [];
    const failing = client.startVoiceChat(listen({ openMicrophone: () => Promise.resolve(stream(stopped)) }));
    await expect(failing).rejects.toThrow("publication failed");
    expect(stopped).toEqual(["microphone"]);
    session.voiceChat.publishFails = false;
    await client.startVoiceChat(listen());
    expect(session.voiceChat.state).toBe("ACTIVE");
  });

  it("is no longer heard when voice chat is closed: the track is not left published", async () => {
    browserMicrophone();
    const { client, session } = await joined();
    await client.startVoiceChat(listen());
    await client.closeVoiceChat();
    expect(session.did).toEqual(["voice stop", "unpublish"]);
  });

  it("has a button where the session was opened for one, though its press may never be answered", async () => {
    const { client, session } = await joined({ push_to_talk: true });
    expect(session.voiceChat.mode).toBe("PUSH_TO_TALK");
    session.voiceChat.buttonAnswers = false;
    for (const pressed of [true, false]) {
      const refused = expect(client.pushToTalk(pressed)).rejects.toThrow("did not hear the button");
      await vi.advanceTimersByTimeAsync(3_000);
      await refused;
    }
    session.voiceChat.buttonAnswers = true;
    await client.pushToTalk(true);
    expect(session.did.filter((did) => did === "button pressed")).toHaveLength(2);
  });
});
