import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { AvatarProblem } from "../src/avatar-client";
import { statusOf } from "../src/call-status";
import { microphoneInWords } from "../src/view/microphone-panel";
import { fakeVideo, liveAvatarInfo, liveStudio, openedOnLiveAvatar, say, settle, turn, voiceData, type Studio } from "./fixtures";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const bad = { name: "connection_quality_changed", quality: "BAD" } as const;
const good = { name: "connection_quality_changed", quality: "GOOD" } as const;
const reopened = { type: "reopened", quality: "low", browserInfo: liveAvatarInfo("session-2") } as const;

const sentReopen = ({ link }: Studio) => link().sent.filter((message) => message.type === "reopen");

describe("a smaller picture", () => {
  it("is offered after seconds of a bad connection, not for a moment of it", async () => {
    const { controller, avatar } = await liveStudio();
    avatar.onEvent(bad);
    vi.advanceTimersByTime(4_000);
    avatar.onEvent(good);
    vi.advanceTimersByTime(10_000);
    avatar.onEvent(bad);
    vi.advanceTimersByTime(4_999);
    expect(controller.current().lowering).toBe("no");
    vi.advanceTimersByTime(1);
    expect(controller.current().lowering).toBe("offered");
  });

  it("is offered while the picture reconnects", async () => {
    const { controller, avatar } = await liveStudio();
    avatar.onEvent({ name: "media_reconnecting" });
    vi.advanceTimersByTime(2_000);
    expect(controller.current().lowering).toBe("offered");
  });

  it("is no longer offered when the connection is good again for a while", async () => {
    const { controller, avatar } = await liveStudio();
    avatar.onEvent(bad);
    vi.advanceTimersByTime(5_000);
    avatar.onEvent(good);
    vi.advanceTimersByTime(9_999);
    expect(controller.current().lowering).toBe("offered");
    vi.advanceTimersByTime(1);
    expect(controller.current().lowering).toBe("no");
  });

  it("is left alone for a minute after 'Not now', and offered again if it is still so", async () => {
    const { controller, avatar } = await liveStudio();
    avatar.onEvent(bad);
    vi.advanceTimersByTime(5_000);
    controller.qualityOffer.dismiss();
    vi.advanceTimersByTime(59_000);
    expect(controller.current().lowering).toBe("no");
    vi.advanceTimersByTime(1_000);
    expect(controller.current().lowering).toBe("offered");
  });

  it("is not offered where there is none", async () => {
    const { controller, avatar, link } = await liveStudio();
    link().hears(reopened);
    await settle();
    avatar.onEvent(bad);
    expect(controller.current().opened?.quality).toBe("low");
    controller.qualityOffer.accept();
    vi.advanceTimersByTime(60_000);
    expect(controller.current().lowering).toBe("no");
  });

  it("is asked for once, one step lower; and may be asked again when nobody answers", async () => {
    const made = await liveStudio();
    made.avatar.onEvent(bad);
    vi.advanceTimersByTime(5_000);
    made.controller.qualityOffer.accept();
    made.controller.qualityOffer.accept();
    expect(sentReopen(made)).toMatchObject([{ quality: "low" }]);
    expect(made.controller.current().lowering).toBe("asked");
    vi.advanceTimersByTime(10_000);
    expect(made.controller.current().lowering).toBe("no");
  });
});

describe("reopening", () => {
  it("leaves the old session quietly, shows Reconnecting, and keeps what was said", async () => {
    const { controller, avatar, link } = await liveStudio();
    link().hears({ type: "turn", turn: turn({ text: "Ho ho ho", done: true }) });
    link().hears({ type: "reopening", quality: "low" });
    expect(statusOf(controller.current())).toBe("Reconnecting");
    expect(avatar.did.at(-1)).toBe("leave");
    avatar.onEvent({ name: "stream_disconnected", reason: 1, vendorReason: null });
    expect(link().names()).not.toContain("stream_disconnected");
    expect(controller.current()).toMatchObject({ state: "live", pictureShown: false, media: "reopening" });
    expect(controller.current().turns).toHaveLength(1);
  });

  it("joins the new session, whose stream and first frame are reported like the first", async () => {
    const { controller, avatars, link } = await liveStudio();
    link().hears({ type: "reopening", quality: "low" });
    vi.advanceTimersByTime(700);
    link().hears(reopened);
    await settle();
    expect(avatars).toHaveLength(2);
    expect(controller.current().opened).toMatchObject({ quality: "low", browserInfo: { session_id: "session-2" } });
    expect(statusOf(controller.current())).toBe("Reconnecting");
    avatars[1]?.onEvent({ name: "stream_ready", stream: new MediaStream() });
    await settle();
    expect(statusOf(controller.current())).toBe("Listening");
    expect(link().sent).toMatchObject([{ name: "stream_ready" }, { name: "first_frame", detail: { sinceStartMs: 700 } }]);
  });

  it("hears through the same microphone, as muted as it was", async () => {
    const { controller, avatars, link, microphone } = await liveStudio(voiceData());
    await settle();
    controller.hearing.toggle();
    expect(controller.current().microphone).toBe("muted");
    link().hears({ type: "reopening", quality: "low" });
    expect(controller.current().microphone).toBe("muted");
    const options = vi.spyOn(avatars[0]?.constructor.prototype as { startVoiceChat: () => Promise<void> }, "startVoiceChat");
    link().hears(reopened);
    await settle();
    expect(options).toHaveBeenCalledWith(expect.objectContaining({ muted: true }));
    expect(microphone.did).not.toContain("close");
    expect(controller.current()).toMatchObject({ microphone: "muted", problem: null });
  });

  it("does not say that Santa hears before the new session does: a child's first sentence would be lost", async () => {
    const { controller, avatars, link, microphone } = await liveStudio(voiceData());
    await settle();
    const says = () => [statusOf(controller.current()), microphoneInWords(controller.current(), controller.hearing.current())];
    expect(says()).toEqual(["Listening", "Santa can hear you"]);
    let hears: () => void = () => undefined;
    const prototype = avatars[0]?.constructor.prototype as { startVoiceChat: () => Promise<void> };
    vi.spyOn(prototype, "startVoiceChat").mockReturnValue(new Promise((resolve) => (hears = resolve)));
    link().hears({ type: "reopening", quality: "low" });
    link().hears(reopened);
    await settle();
    avatars[1]?.onEvent({ name: "stream_ready", stream: new MediaStream() });
    await settle();
    expect(controller.current().media).toBe("flowing");
    expect(says()).toEqual(["Reconnecting", "Santa cannot hear you yet"]);
    expect(microphone.isOpen).toBe(false);
    hears();
    await settle();
    expect(says()).toEqual(["Listening", "Santa can hear you"]);
    expect(microphone.isOpen).toBe(true);
  });

  it("may be muted, and unmuted, before the new session hears", async () => {
    const { controller, link } = await liveStudio(voiceData());
    await settle();
    link().hears({ type: "reopening", quality: "low" });
    controller.hearing.toggle();
    expect(controller.current().microphone).toBe("muted");
    controller.hearing.toggle();
    expect(controller.current().microphone).toBe("resuming");
  });

  it("does not open a microphone for a call that is typed", async () => {
    const { avatars, link } = await liveStudio();
    link().hears({ type: "reopening", quality: "low" });
    link().hears(reopened);
    await settle();
    expect(avatars[1]?.did).toEqual(["start"]);
  });

  it("answers a sentence that comes meanwhile as not spoken", async () => {
    const { link } = await liveStudio();
    link().hears({ type: "reopening", quality: "low" });
    link().hears(say("s1"));
    await settle();
    expect(link().sent.at(-1)).toMatchObject({ type: "speakFailed", sentenceId: "s1" });
  });

  it("finds its way when 'reopening' was lost with a broken link, and takes a repeated word for one", async () => {
    const { avatar, avatars, link, controller } = await liveStudio();
    link().hears(reopened);
    link().hears(reopened);
    await settle();
    expect(avatar.did.at(-1)).toBe("leave");
    const stillIn = avatars.filter((one) => !one.did.includes("leave"));
    expect(stillIn).toHaveLength(1);
    expect(stillIn[0]?.did).toEqual(["start"]);
    expect(controller.current().media).toBe("reopening");
  });

  it("that fails is reported, and the person reads why when the server ends the call", async () => {
    const { avatars, link, controller } = await liveStudio();
    link().hears({ type: "reopening", quality: "low" });
    const failing = vi
      .spyOn(avatars[0]?.constructor.prototype as { start: () => Promise<void> }, "start")
      .mockRejectedValue(new AvatarProblem("Session is over", 404, "4040 · Session is over"));
    link().hears(reopened);
    await settle();
    failing.mockRestore();
    expect(link().sent.at(-1)).toMatchObject({ name: "start_failed", detail: { status: 404 } });
    link().hears({ type: "ended", reason: "open_failed", reasonText: "No other session could be opened.", tryAgain: "same" });
    expect(controller.current()).toMatchObject({
      state: "ended",
      endReason: { text: "No other session could be opened.", tryAgain: "same" },
    });
  });

  it("is of no interest to a call that has ended", async () => {
    const { avatars, link, controller } = await liveStudio();
    controller.end();
    link().hears({ type: "reopening", quality: "low" });
    link().hears(reopened);
    await settle();
    expect(avatars).toHaveLength(1);
    expect(statusOf(controller.current())).toBe("Ending");
  });
});

describe("an avatar that is deaf", () => {
  async function onLiveAvatar(answerBy: "own_llm" | "vendor_llm" = "own_llm") {
    const made = await liveStudio(voiceData({ answerBy }), fakeVideo());
    made.link().hears({ ...reopened, browserInfo: openedOnLiveAvatar().browserInfo });
    await settle();
    made.link().sent.length = 0;
    return made;
  }
  const unheard = ({ link }: Studio): number => link().names().filter((name) => name === "unheard").length;

  it("is reported once, after three speeches without a word from the vendor", async () => {
    const made = await onLiveAvatar();
    made.microphone.says.spoke();
    made.microphone.says.spoke();
    expect(unheard(made)).toBe(0);
    made.microphone.says.spoke();
    made.microphone.says.spoke();
    expect(unheard(made)).toBe(1);
  });

  it("is none that tells of speech, nor one whose own model answers, nor HeyGen's", async () => {
    const hears = await onLiveAvatar();
    hears.avatars.at(-1)?.onEvent({ name: "user_start" });
    const vendor = await onLiveAvatar("vendor_llm");
    const heygen = await liveStudio(voiceData());
    for (const made of [hears, vendor, heygen]) {
      for (let speech = 0; speech < 5; speech += 1) made.microphone.says.spoke();
      expect(unheard(made)).toBe(0);
    }
  });

  it("is not judged by what the microphone hears of Santa", async () => {
    const made = await onLiveAvatar();
    made.avatars.at(-1)?.onEvent({ name: "avatar_start_talking", taskId: "t" });
    for (let speech = 0; speech < 5; speech += 1) made.microphone.says.spoke();
    expect(unheard(made)).toBe(0);
  });
});
