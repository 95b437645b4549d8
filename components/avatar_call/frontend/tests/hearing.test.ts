import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { AvatarProblem } from "../src/avatar-client";
import { microphoneInWords } from "../src/view/microphone-panel";
import { liveStudio, settle, studio, voiceData, type Studio } from "./fixtures";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const santaSpeaks = ({ avatar, link }: Studio): void => {
  link().hears({ type: "state", state: "live", floor: "speaking" });
  avatar.onEvent({ name: "avatar_start_talking", taskId: "t" });
};

const santaListens = ({ avatar, link }: Studio): void => {
  avatar.onEvent({ name: "avatar_stop_talking", taskId: "t", durationMs: 900 });
  link().hears({ type: "state", state: "live", floor: "listening" });
};

const inWords = ({ controller }: Studio): string => microphoneInWords(controller.current(), controller.hearing.current());

describe("hearing", () => {
  it("does not make Santa's greeting wait for the microphone", async () => {
    const { controller, link, microphone } = studio(voiceData());
    await controller.start();
    await settle();
    expect(microphone.did.filter((what) => what === "open")).toHaveLength(1);
    expect(controller.current().microphone).toBe("open");
    expect(link().names()).toContain("voice_chat_started");
  });

  it("mutes and unmutes, and reports it", async () => {
    const { controller, avatar, link, microphone } = await liveStudio(voiceData());
    controller.hearing.toggle();
    expect(controller.current().microphone).toBe("muted");
    expect(microphone.isOpen).toBe(false);
    controller.hearing.toggle();
    expect(microphone.isOpen).toBe(true);
    expect(avatar.did.slice(-2)).toEqual(["mute", "unmute"]);
    expect(link().names().slice(-2)).toEqual(["microphone_muted", "microphone_unmuted"]);
  });

  it("opens the ears of a typed call when asked to", async () => {
    const { controller } = await liveStudio();
    controller.hearing.toggle();
    await settle();
    expect(controller.current().microphone).toBe("open");
  });

  it("explains a microphone that fails, and the call goes on", async () => {
    const { controller, avatar, link } = studio(voiceData());
    avatar.voiceChatFails = new DOMException("in use", "NotReadableError");
    await controller.start();
    await settle();
    expect(controller.current()).toMatchObject({ microphone: "closed", problem: { cure: "microphone" } });
    expect(link().names()).toContain("voice_chat_failed");
    expect(controller.current().state).toBe("connecting");
  });

  it("reopens hearing when its socket closes, a few times, then says so", async () => {
    const { controller, avatar, link } = await liveStudio(voiceData());
    await settle();
    avatar.onEvent({ name: "hearing_lost" });
    await settle();
    vi.advanceTimersByTime(500);
    await settle();
    expect(controller.current().microphone).toBe("open");
    avatar.voiceChatFails = new AvatarProblem("the socket is gone");
    avatar.onEvent({ name: "hearing_lost" });
    await settle();
    vi.advanceTimersByTime(500);
    await settle();
    expect(controller.current()).toMatchObject({ microphone: "closed", problem: { cure: "microphone" } });
    expect(link().names().filter((name) => name === "hearing_lost")).toHaveLength(2);
  });
});

describe("the microphone within the click on Start", () => {
  it("is primed in it, and not at all for a typed call", async () => {
    const spoken = studio(voiceData());
    void spoken.controller.start();
    expect(spoken.microphone.did).toEqual(["prime"]);
    const typed = studio();
    await typed.controller.start();
    expect(typed.microphone.did).toEqual([]);
  });
});

describe("taking turns", () => {
  it("closes the microphone while Santa speaks and 200 ms after", async () => {
    const made = await liveStudio(voiceData({ talkOver: false }));
    expect(made.microphone.isOpen).toBe(true);
    santaSpeaks(made);
    expect(made.microphone.isOpen).toBe(false);
    expect(inWords(made)).toBe("Santa is speaking: your microphone waits");
    santaListens(made);
    vi.advanceTimersByTime(199);
    expect(made.microphone.isOpen).toBe(false);
    vi.advanceTimersByTime(1);
    expect(made.microphone.isOpen).toBe(true);
    expect(made.controller.current().microphone).toBe("open");
  });

  it("does not open between two of his sentences", async () => {
    const made = await liveStudio(voiceData({ talkOver: false }));
    santaSpeaks(made);
    santaListens(made);
    vi.advanceTimersByTime(150);
    santaSpeaks(made);
    vi.advanceTimersByTime(1_000);
    expect(made.microphone.isOpen).toBe(false);
  });

  it("can be chosen and given up in the middle of a sentence, and is reported", async () => {
    const made = await liveStudio(voiceData());
    santaSpeaks(made);
    expect(made.microphone.isOpen).toBe(true);
    made.controller.hearing.setTalkOver(false);
    expect(made.microphone.isOpen).toBe(false);
    made.controller.hearing.setTalkOver(true);
    expect(made.microphone.isOpen).toBe(true);
    expect(made.link().sent.filter((one) => one.type === "event").map((one) => [one.name, one.detail])).toContainEqual([
      "talk_over_changed",
      { allowed: false },
    ]);
  });

  it("does not open a muted microphone", async () => {
    const made = await liveStudio(voiceData({ talkOver: false }));
    santaSpeaks(made);
    made.controller.hearing.toggle();
    santaListens(made);
    vi.advanceTimersByTime(500);
    expect(made.microphone.isOpen).toBe(false);
    expect(inWords(made)).toBe("Muted: Santa does not hear you");
  });
});

describe("push-to-talk", () => {
  const held = (change = {}) => liveStudio(voiceData({ listen: "push_to_talk", ...change }));

  it("lets through only what is said while the button is held", async () => {
    const made = await held();
    expect(made.microphone.isOpen).toBe(false);
    made.controller.hearing.press();
    expect(made.microphone.isOpen).toBe(true);
    expect(inWords(made)).toBe("Listening to you");
    made.controller.hearing.release();
    vi.advanceTimersByTime(60);
    expect(made.microphone.isOpen).toBe(false);
    expect(made.link().names().slice(-2)).toEqual(["push_to_talk_pressed", "push_to_talk_released"]);
  });

  it("tells the avatar that what was said is complete, after its last sound has been sent", async () => {
    const made = await held();
    made.controller.hearing.press();
    made.controller.hearing.release();
    expect(made.avatar.did.slice(-1)).toEqual(["push_to_talk:start"]);
    vi.advanceTimersByTime(160);
    expect(made.avatar.did.slice(-1)).toEqual(["push_to_talk:stop"]);
  });

  it("pressed again at once goes on without an end between", async () => {
    const made = await held();
    made.controller.hearing.press();
    made.controller.hearing.release();
    vi.advanceTimersByTime(50);
    made.controller.hearing.press();
    vi.advanceTimersByTime(1_000);
    expect(made.microphone.isOpen).toBe(true);
    expect(made.avatar.did).not.toContain("push_to_talk:stop");
  });

  it("pressed while Santa speaks talks over him", async () => {
    const made = await held();
    santaSpeaks(made);
    made.controller.hearing.press();
    expect(made.link().names()).toContain("interrupt");
    expect(made.avatar.did).toContain("interrupt");
    expect(made.microphone.isOpen).toBe(true);
  });

  it("pressed while Santa speaks waits for him where they take turns", async () => {
    const made = await held({ talkOver: false });
    santaSpeaks(made);
    made.controller.hearing.press();
    expect(made.avatar.did).not.toContain("interrupt");
    expect(inWords(made)).toBe("Santa is speaking: your microphone waits");
    santaListens(made);
    vi.advanceTimersByTime(200);
    expect(made.microphone.isOpen).toBe(true);
  });

  it("does nothing in a call without it, or when muted", async () => {
    const voice = await liveStudio(voiceData());
    voice.controller.hearing.press();
    expect(voice.link().names()).not.toContain("push_to_talk_pressed");
    const made = await held();
    made.controller.hearing.toggle();
    made.controller.hearing.press();
    expect(made.microphone.isOpen).toBe(false);
  });
});

describe("what happens to the microphone", () => {
  it("gone: says so, once, and says when Santa hears again", async () => {
    const made = await liveStudio(voiceData());
    const trouble = { text: "No microphone was found.", cure: "Plug one in.", details: null };
    made.microphone.says.lost(trouble, false);
    made.microphone.says.lost(trouble, false);
    expect(inWords(made)).toBe("No microphone");
    made.microphone.says.changed("Headset");
    expect(made.controller.hearing.current()).toMatchObject({
      device: "ready",
      notice: { text: "Santa hears you again, through Headset." },
    });
    expect(made.link().names()).toEqual(["microphone_lost", "microphone_changed"]);
  });

  it("another one: named in one sentence", async () => {
    const made = await liveStudio(voiceData());
    made.microphone.says.changed("Desk microphone");
    expect(made.controller.hearing.current().notice?.text).toBe("Santa now hears you through Desk microphone.");
  });

  it("silent: asked about once, until sound comes", async () => {
    const made = await liveStudio(voiceData());
    made.microphone.says.silent(true);
    expect(made.controller.hearing.current().notice?.text).toBe("We hear nothing: is the microphone muted?");
    made.microphone.says.silent(false);
    expect(made.controller.hearing.current().notice).toBeNull();
    made.microphone.says.silent(true);
    expect(made.controller.hearing.current().notice).toBeNull();
    expect(made.link().names()).toEqual(["microphone_silent"]);
  });

  it("an echo: asked about once, with turns as the cure", async () => {
    const made = await liveStudio(voiceData());
    made.microphone.says.echo();
    made.microphone.says.echo();
    expect(made.controller.hearing.current().notice?.code).toBe("echo");
    made.controller.hearing.setTalkOver(false);
    expect(made.controller.hearing.current().notice).toBeNull();
    expect(made.link().names()).toEqual(["echo_heard", "talk_over_changed"]);
  });

  it("the end of speech is reported with how long it has been quiet", async () => {
    const made = await liveStudio(voiceData());
    made.avatar.onEvent({ name: "user_stop" });
    made.microphone.quiet = 420;
    made.avatar.onEvent({ name: "user_stop" });
    expect(made.link().sent).toMatchObject([{ detail: {} }, { detail: { quiet_ms: 420 } }]);
  });

  it("ends with the call", async () => {
    const made = await liveStudio(voiceData());
    made.controller.end();
    expect(made.microphone.did.at(-1)).toBe("close");
  });
});
