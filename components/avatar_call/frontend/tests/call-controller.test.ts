import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { AvatarProblem } from "../src/avatar-client";
import { statusOf, textOf } from "../src/call-status";
import { CallRefused } from "../src/link";
import { CALL_ID, callData, fakeVideo, liveStudio, openedCall, say, settle, studio, turn, voiceData } from "./fixtures";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("Start", () => {
  it("opens the call once, though pressed twice", async () => {
    const { controller, openCall, avatar } = studio();
    await Promise.all([controller.start(), controller.start()]);
    expect(openCall).toHaveBeenCalledTimes(1);
    expect(openCall).toHaveBeenCalledWith(callData(), "high");
    expect(avatar.did).toEqual(["start"]);
    expect(statusOf(controller.current())).toBe("Connecting");
  });

  it("does nothing while the plan is blocked", async () => {
    const { controller, openCall } = studio(callData({ blockedBecause: "Give your name first." }));
    await controller.start();
    expect(openCall).not.toHaveBeenCalled();
  });

  it("takes the plan's quality before the connection's", async () => {
    const data = callData();
    const { controller, openCall } = studio({ ...data, plan: { ...data.plan, quality: "low" } });
    await controller.start();
    expect(openCall.mock.calls[0]?.[1]).toBe("low");
  });

  it("opens nothing before the microphone is allowed, and offers to type instead", async () => {
    const { controller, openCall, microphones } = studio(voiceData());
    microphones.allowed = false;
    await controller.start();
    expect(openCall).not.toHaveBeenCalled();
    expect(controller.current().problem).toMatchObject({ cure: "typing", text: "The browser was not allowed. Allow it." });
    expect(statusOf(controller.current())).toBe("Ready");
    await controller.start("typing");
    expect(openCall).toHaveBeenCalledTimes(1);
  });

  it("types where the avatar cannot hear, whatever the plan says", async () => {
    const { controller, avatar } = studio({ ...voiceData(), hearing: { available: false, note: "No ears." } });
    await controller.start();
    await settle();
    expect(avatar.did).not.toContain("startVoiceChat");
  });

  it("asks the page for a fresh ticket when the old one has expired, and tries once more", async () => {
    const { controller, openCall, page } = studio();
    openCall.mockRejectedValueOnce(new CallRefused("expired", "ticket_expired", 401, null));
    const started = controller.start();
    await settle();
    expect(page).toEqual(["ticket_expired"]);
    controller.update(callData({ ticket: "ticket-2" }));
    await started;
    expect(openCall.mock.calls.map(([data]) => data.ticket)).toEqual(["ticket-1", "ticket-2"]);
    expect(controller.current().state).toBe("connecting");
  });

  it("says so when no fresh ticket comes", async () => {
    const { controller, openCall } = studio();
    openCall.mockRejectedValueOnce(new CallRefused("Your pass has expired.", "ticket_expired", 401, null));
    const started = controller.start();
    await settle();
    vi.advanceTimersByTime(10_000);
    await started;
    expect(controller.current().problem?.text).toBe("Your pass has expired.");
  });

  it("can be tried again after a refusal", async () => {
    const { controller, openCall } = studio();
    openCall.mockRejectedValueOnce(new CallRefused("All lines are busy.", "session_limit", 409, null));
    await controller.start();
    expect(controller.current().problem).toMatchObject({ text: "All lines are busy.", cure: "retry" });
    await controller.start();
    expect(controller.current()).toMatchObject({ state: "connecting", problem: null });
  });

  it("asks for a new call after a refusal that the log has, and still says why", async () => {
    const { controller, openCall, page } = studio();
    const vendor = { status: 400, code: "10008", message: "Quota exhausted" };
    openCall.mockRejectedValueOnce(new CallRefused("No credits left.", "quota", 402, vendor));
    await controller.start();
    expect(page).toEqual(["new_call"]);
    controller.update(callData({ callId: "another" }));
    expect(controller.current().problem).toMatchObject({ text: "No credits left.", details: "400 · 10008 · Quota exhausted" });
    await controller.start();
    expect(openCall.mock.calls.at(-1)?.[0].callId).toBe("another");
    expect(controller.current().problem).toBeNull();
  });

  it("keeps the call when nobody has heard of it yet", async () => {
    const { controller, openCall, page } = studio();
    openCall.mockRejectedValueOnce(new CallRefused("Not reached.", "unreachable", null, null));
    await controller.start();
    expect(page).toEqual([]);
  });

  it("closes a call that opens after the page has gone", async () => {
    const { controller, openCall, beacon, avatar } = studio();
    let open: (call: ReturnType<typeof openedCall>) => void = () => undefined;
    openCall.mockReturnValueOnce(new Promise((resolve) => (open = resolve)));
    const started = controller.start();
    await settle();
    controller.leave();
    open(openedCall());
    await started;
    expect(beacon).toHaveBeenCalledTimes(1);
    expect(avatar.did).toEqual([]);
  });

  it("reports a start that failed, explains it, and asks for the end", async () => {
    const { controller, avatar, link } = studio();
    avatar.startFails = new AvatarProblem("API request failed", 400, "session state wrong");
    await controller.start();
    expect(link().sent.at(-1)).toMatchObject({ name: "start_failed", detail: { status: 400 } });
    expect(controller.current().problem).toMatchObject({ cure: "new_call", details: "400 · session state wrong" });
    vi.advanceTimersByTime(2_000);
    expect(link().names().at(-1)).toBe("end");
  });

  it("reports the first frame with the time since the click", async () => {
    const { controller, avatar, link } = studio();
    controller.attachVideo(fakeVideo());
    await controller.start();
    vi.advanceTimersByTime(640);
    avatar.onEvent({ name: "stream_ready", stream: {} as MediaStream });
    await settle();
    expect(link().sent).toMatchObject([
      { name: "stream_ready" },
      { name: "first_frame", detail: { sinceStartMs: 640 } },
    ]);
    expect(controller.current()).toMatchObject({ state: "live", pictureShown: true });
  });

  it("plays without sound where the browser wants a click first, and offers it", async () => {
    const { controller, avatar, link } = studio();
    const video = fakeVideo({ blocksSound: true });
    controller.attachVideo(video);
    await controller.start();
    avatar.onEvent({ name: "stream_ready", stream: {} as MediaStream });
    await settle();
    expect(controller.current().soundBlocked).toBe(true);
    expect(video.muted).toBe(true);
    expect(link().names()).toContain("sound_blocked");
    await controller.turnOnSound(); // still not within a gesture
    expect(controller.current().soundBlocked).toBe(true);
    video.play = () => Promise.resolve();
    await controller.turnOnSound();
    expect(controller.current().soundBlocked).toBe(false);
    expect(link().names().at(-1)).toBe("sound_unblocked");
  });

  it("does not wait for ever for a picture", async () => {
    const { controller, link } = studio();
    await controller.start();
    vi.advanceTimersByTime(25_000);
    expect(link().names()).toContain("start_failed");
    expect(controller.current().problem?.text).toContain("no picture came");
  });
});

describe("talking", () => {
  it("speaks sentences in the order they were sent, one at a time, and reports each", async () => {
    const { avatar, link } = await liveStudio();
    link().hears(say("s1"));
    link().hears(say("s2"));
    expect(avatar.did.filter((did) => did.startsWith("speak"))).toEqual(["speak repeat text of s1"]);
    await settle();
    expect(avatar.did.filter((did) => did.startsWith("speak"))).toEqual([
      "speak repeat text of s1",
      "speak repeat text of s2",
    ]);
    expect(link().sent.filter((message) => message.type === "spoken")).toMatchObject([
      { sentenceId: "s1", taskId: "task-1", durationMs: 1000 },
      { sentenceId: "s2", taskId: "task-2", durationMs: 1000 },
    ]);
  });

  it("goes on after a sentence the vendor refuses, and reports it with the vendor's words", async () => {
    const { avatar, link } = await liveStudio();
    avatar.refuses = "text of s1";
    link().hears(say("s1"));
    link().hears(say("s2"));
    await settle();
    expect(link().names()).toContain("speakFailed");
    expect(link().sent.find((message) => message.type === "speakFailed")).toMatchObject({ message: "blocked words" });
    expect(link().sent.find((message) => message.type === "spoken")).toMatchObject({ sentenceId: "s2" });
  });

  it("at the server's interrupt stops at once and drops the turn's unsent sentences, not the next turn's", async () => {
    const { avatar, link } = await liveStudio();
    let release: () => void = () => undefined;
    avatar.holdSpeech = new Promise((resolve) => (release = resolve));
    link().hears(say("s1", "cut"));
    link().hears(say("s2", "cut"));
    link().hears({ type: "interrupt", turnId: "cut" });
    link().hears(say("s3", "next"));
    expect(avatar.did.at(-1)).toBe("interrupt");
    release();
    await settle();
    // s1 was on its way to the vendor when it was cut: it is stopped again once it has arrived.
    expect(avatar.did.slice(1)).toEqual([
      "speak repeat text of s1",
      "interrupt",
      "interrupt",
      "speak repeat text of s3",
    ]);
  });

  it("the Interrupt button stops the avatar without waiting for the server", async () => {
    const { controller, avatar, link } = await liveStudio();
    link().hears(say("s1"));
    link().hears(say("s2"));
    controller.talking.interrupt();
    await settle();
    expect(link().names()).toContain("interrupt");
    expect(avatar.did).toContain("interrupt");
    expect(avatar.did).not.toContain("speak repeat text of s2");
  });

  it("hands typed words to the server as they are", async () => {
    const { controller, link } = await liveStudio();
    expect(controller.talking.type("  <b>Ed</b> {{prompt}} ")).toBe(true);
    expect(controller.talking.type("   ")).toBe(false);
    expect(link().sent.at(-1)).toMatchObject({ type: "typed", text: "<b>Ed</b> {{prompt}}" });
    expect(statusOf(controller.current())).toBe("Santa is thinking");
  });

  it("does not send what is typed before the call is live", () => {
    expect(studio().controller.talking.type("Hello")).toBe(false);
  });

  it("Santa looks attentive while someone types, and is told so once", async () => {
    const { controller, avatar } = await liveStudio();
    controller.talking.composing(true);
    controller.talking.composing(true);
    controller.talking.type("Hello");
    expect(avatar.did.slice(1)).toEqual(["startListening", "stopListening"]);
  });

  it("passes on operator's lines, flags and ticks", async () => {
    const { controller, link } = await liveStudio();
    controller.talking.sayAsOperator("Could you say that again?");
    controller.talking.flag("too loud");
    controller.talking.tick("must", 0, true);
    expect(link().sent.slice(-3)).toMatchObject([
      { type: "operator", text: "Could you say that again?" },
      { type: "flag", note: "too loud" },
      { type: "event", name: "cue_ticked", detail: { kind: "must", index: 0, done: true } },
    ]);
    expect(controller.current()).toMatchObject({ flags: 1, ticked: { "must:0": true } });
  });
});

describe("talking over Santa", () => {
  async function speakingSanta(talkOver = true) {
    const data = voiceData();
    const video = fakeVideo();
    const made = await liveStudio({ ...data, plan: { ...data.plan, talkOver } }, video);
    made.link().hears(say("s1"));
    await settle();
    made.avatar.onEvent({ name: "avatar_start_talking", taskId: "task-1" });
    return { ...made, video };
  }

  it("turns him down within 40 ms; a cough lets him go on as before", async () => {
    const { avatar, link, video } = await speakingSanta();
    avatar.onEvent({ name: "user_start" });
    vi.advanceTimersByTime(40);
    expect(video.volume).toBeCloseTo(0.1);
    link().hears({ type: "goOn", turnId: "turn-1" });
    vi.advanceTimersByTime(100);
    expect(video.volume).toBe(1);
  });

  it("keeps him quiet after an interrupt, until the next turn is heard", async () => {
    const { avatar, link, video } = await speakingSanta();
    avatar.onEvent({ name: "user_start" });
    link().hears({ type: "interrupt", turnId: "turn-1" });
    vi.advanceTimersByTime(40);
    expect(video.volume).toBe(0);
    link().hears(say("s2", "turn-2"));
    // It sounds before the SDK has named it: it is the sentence that the SDK is taking.
    avatar.onEvent({ name: "avatar_start_talking", taskId: "task-2" });
    expect(video.volume).toBe(1);
  });

  it("does nothing while they take turns, nor while he is silent", async () => {
    const { avatar, video } = await speakingSanta(false);
    avatar.onEvent({ name: "user_start" });
    const silent = await liveStudio(voiceData());
    silent.avatar.onEvent({ name: "user_start" });
    vi.advanceTimersByTime(100);
    expect(video.volume).toBe(1);
  });

  it("the Interrupt button silences him at once, too", async () => {
    const { controller, video } = await speakingSanta();
    controller.talking.interrupt();
    vi.advanceTimersByTime(40);
    expect(video.volume).toBe(0);
  });

  it("never unmutes what the browser blocks, nor the end", async () => {
    const { controller, avatar, link } = await liveStudio();
    const video = fakeVideo({ blocksSound: true });
    controller.attachVideo(video);
    await settle();
    expect(controller.current().soundBlocked).toBe(true);
    avatar.onEvent({ name: "avatar_start_talking", taskId: "task-1" });
    avatar.onEvent({ name: "user_start" });
    link().hears({ type: "goOn", turnId: "turn-1" });
    vi.advanceTimersByTime(200);
    expect(video.muted).toBe(true);
    controller.end();
    vi.advanceTimersByTime(200);
    expect(video.muted).toBe(true);
  });
});

describe("what Santa is heard to say", () => {
  it("reports each turn's first sound once, with the time of the sound", async () => {
    const { avatar, link } = await liveStudio();
    link().hears(say("s1"));
    await settle();
    vi.advanceTimersByTime(400);
    const at = Date.now();
    // happy-dom has no AudioContext: the avatar's word is the moment.
    avatar.onEvent({ name: "avatar_start_talking", taskId: "task-1" });
    avatar.onEvent({ name: "avatar_start_talking", taskId: "task-2" });
    const first = link().sent.filter((message) => message.type === "event" && message.name === "first_sound");
    expect(first).toMatchObject([{ at, detail: { task_id: "task-1" } }]);
  });

  it("reports no first sound while the browser allows none", async () => {
    const { controller, avatar, link } = await liveStudio();
    controller.attachVideo(fakeVideo({ blocksSound: true }));
    await settle();
    link().hears(say("s1"));
    avatar.onEvent({ name: "avatar_start_talking", taskId: "task-1" });
    expect(link().names()).not.toContain("first_sound");
  });

  it("keeps the words that come before the SDK has named their task", async () => {
    const { controller, avatar, link } = await liveStudio();
    let release: () => void = () => undefined;
    avatar.holdSpeech = new Promise((resolve) => (release = resolve));
    link().hears(say("s1"));
    link().hears({ type: "turn", turn: turn() });
    avatar.onEvent({ name: "avatar_start_talking", taskId: "task-1" });
    avatar.onEvent({ name: "avatar_talking_message", taskId: "task-1", message: "Ho" });
    release();
    await settle();
    avatar.onEvent({ name: "avatar_talking_message", taskId: "task-1", message: "ho" });
    expect(textOf(controller.current(), turn())).toBe("Ho ho");
  });

  it("captions a long piece at the voice's pace; the transcript has it whole", async () => {
    const { controller, avatar, link } = await liveStudio();
    link().hears(say("s1"));
    link().hears({ type: "turn", turn: turn() });
    await settle();
    avatar.onEvent({ name: "avatar_start_talking", taskId: "task-1" });
    avatar.onEvent({ name: "avatar_talking_message", taskId: "task-1", message: "I have seen your list" });
    expect(controller.current().santaCaption).toBe("I");
    expect(textOf(controller.current(), turn())).toBe("I have seen your list");
    avatar.onEvent({ name: "avatar_stop_talking", taskId: "task-1", durationMs: 900 });
    expect(controller.current().santaCaption).toBe("I have seen your list");
  });
});

describe("the child's words", () => {
  it("go up while they are said, and are no event of the log", async () => {
    const { avatar, link } = await liveStudio(voiceData());
    avatar.onEvent({ name: "user_start" });
    avatar.onEvent({ name: "user_words_so_far", text: "I want" });
    avatar.onEvent({ name: "user_words_so_far", text: "I want a bike" });
    vi.advanceTimersByTime(125);
    expect(link().hearing).toEqual(["I want", "I want a bike"]);
    expect(link().names()).toEqual(["user_start"]);
  });

  it("can be corrected, once and to something else", async () => {
    const { controller, link } = await liveStudio(voiceData());
    const heard = turn({ turnId: "c", speaker: "child", origin: "voice", text: "a red bite", done: true });
    link().hears({ type: "turn", turn: heard });
    controller.talking.correct("c", "  a red bike ");
    controller.talking.correct("c", "a red bite");
    controller.talking.correct("c", "  ");
    const sent = link().sent.filter((message) => message.type === "correct");
    expect(sent).toMatchObject([{ turnId: "c", text: "a red bike" }]);
    expect(controller.current().corrections).toEqual({ c: "sent" });
  });
});

describe("events", () => {
  it("pass to the server with HeyGen's names and fields", async () => {
    const { avatar, link } = await liveStudio();
    avatar.onEvent({ name: "avatar_stop_talking", taskId: "t", durationMs: 900 });
    avatar.onEvent({ name: "user_talking_message", message: "hello" });
    avatar.onEvent({ name: "user_silence", silenceTimes: 1, countDown: 3 });
    avatar.onEvent({ name: "stream_disconnected", reason: 5, vendorReason: null });
    avatar.onEvent({ name: "connection_quality_changed", quality: "GOOD" });
    expect(link().sent).toMatchObject([
      { name: "avatar_stop_talking", detail: { task_id: "t", duration_ms: 900 } },
      { name: "user_talking_message", detail: { message: "hello" } },
      { name: "user_silence", detail: { silence_times: 1, count_down: 3 } },
      { name: "stream_disconnected", detail: { reason: 5, vendor_reason: null } },
      { name: "connection_quality_changed", detail: { quality: "GOOD" } },
    ]);
  });

  it("each have an id of their own", async () => {
    const { avatar, link } = await liveStudio();
    avatar.onEvent({ name: "user_start" });
    avatar.onEvent({ name: "user_stop" });
    const ids = link().sent.map((message) => ("id" in message ? message.id : ""));
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(2);
  });
});

describe("the end", () => {
  it("is asked of the server first, then the avatar is stopped; it is over when the server says so", async () => {
    const { controller, avatar, link, page } = await liveStudio();
    controller.end();
    controller.end();
    expect(link().names().filter((name) => name === "end")).toHaveLength(1);
    expect(statusOf(controller.current())).toBe("Ending");
    expect(avatar.did.slice(1)).toEqual(["closeVoiceChat", "stop"]);
    link().hears({ type: "ended", reason: "user", reasonText: "You ended the call.", tryAgain: null });
    expect(link().isClosed).toBe(true);
    expect(page).toEqual(["call live", "call ended", `ended ${CALL_ID}`]);
  });

  it("by the server's decision leaves a session that is closed already", async () => {
    const { controller, avatar, link } = await liveStudio();
    link().hears({ type: "state", state: "ending", floor: "listening" });
    link().hears({ type: "interrupt", turnId: "turn-1" });
    expect(statusOf(controller.current())).toBe("Ending");
    link().hears({ type: "ended", reason: "cap", reasonText: "Time was up.", tryAgain: null });
    expect(avatar.did.slice(1)).toEqual(["closeVoiceChat", "leave"]);
  });

  it("goes by the beacon when the link is down", async () => {
    const { controller, link, beacon } = await liveStudio();
    link().handlers.onStatus("reconnecting");
    controller.end();
    expect(beacon).toHaveBeenCalledTimes(1);
  });

  it("does not keep the person when nobody confirms it", async () => {
    const { controller, beacon, page } = await liveStudio();
    controller.end();
    vi.advanceTimersByTime(8_000);
    expect(statusOf(controller.current())).toBe("Ended");
    expect(beacon).toHaveBeenCalledTimes(1);
    expect(page.at(-1)).toBe(`ended ${CALL_ID}`);
  });

  it("by leaving the page sends the beacon and frees everything, without telling the page that is gone", async () => {
    const { controller, avatar, beacon, link, page } = await liveStudio();
    controller.leave();
    controller.leave();
    expect(beacon).toHaveBeenCalledTimes(1);
    expect(avatar.did.at(-1)).toBe("stop");
    expect(link().isClosed).toBe(true);
    expect(page).toEqual(["call live"]);
  });

  it("leaves the session alone when another tab took the call over", async () => {
    const { avatar, link, page } = await liveStudio();
    link().handlers.onClosed("replaced");
    expect(avatar.did.at(-1)).toBe("leave");
    expect(page).toEqual(["call live"]);
  });

  it("asks for a new call when told to", async () => {
    const { controller, page } = await liveStudio();
    controller.newCall();
    expect(page.at(-1)).toBe("new_call");
  });
});

describe("a rerun of the page", () => {
  it("does not disturb a call, even with another plan", async () => {
    const { controller, link } = await liveStudio();
    link().hears({ type: "turn", turn: turn({ text: "Ho ho ho" }) });
    const before = controller.current();
    controller.update(callData({ callId: "another" }));
    expect(controller.current()).toBe(before);
    expect(controller.plan().callId).toBe(CALL_ID);
  });

  it("brings the next plan once the call is over", async () => {
    const { controller, link } = await liveStudio();
    link().hears({ type: "ended", reason: "user", reasonText: "You ended the call.", tryAgain: null });
    controller.update(callData({ callId: "another" }));
    expect(statusOf(controller.current())).toBe("Ready");
    expect(controller.plan().callId).toBe("another");
  });
});
