import { describe, expect, it } from "vitest";

import { newCall, type CallModel, type Problem } from "../src/call-model";
import { reduce, type CallAction } from "../src/call-state";
import { captionOf, cueKey, isUnderWay, statusOf, textOf } from "../src/call-status";
import { openedCall, say, turn } from "./fixtures";

const PROBLEM: Problem = { text: "It did not work.", details: "vendor words", cure: "retry" };

const after = (actions: CallAction[], start: CallModel = newCall("call-1")): CallModel =>
  actions.reduce(reduce, start);

const STARTED: CallAction[] = [{ type: "start_pressed", at: 1_000 }, { type: "opening" }];
const OPENED: CallAction[] = [...STARTED, { type: "opened", call: openedCall() }];
const LIVE: CallAction[] = [...OPENED, { type: "link_status", status: "open" }, { type: "first_frame" }];

const server = (message: Extract<CallAction, { type: "link_message" }>["message"], at = 2_000): CallAction => ({
  type: "link_message",
  message,
  at,
});
const avatar = (event: Extract<CallAction, { type: "avatar" }>["event"]): CallAction => ({ type: "avatar", event });

describe("the way of a call", () => {
  it("goes from Ready through Connecting to Listening", () => {
    expect(statusOf(newCall("call-1"))).toBe("Ready");
    expect(statusOf(after(STARTED.slice(0, 1)))).toBe("Connecting");
    expect(statusOf(after(STARTED))).toBe("Connecting");
    expect(statusOf(after(OPENED))).toBe("Connecting");
    expect(statusOf(after(LIVE))).toBe("Listening");
  });

  it("starts once, however often Start is pressed", () => {
    const model = after([
      { type: "start_pressed", at: 1_000 },
      { type: "start_pressed", at: 9_000 },
    ]);
    expect(model.startPressedAt).toBe(1_000);
  });

  it("never goes back: a late 'connecting' does not undo 'live'", () => {
    const model = after([...LIVE, server({ type: "state", state: "connecting", floor: "listening" })]);
    expect(model.state).toBe("live");
  });

  it("says that it asks for the microphone until the call opens", () => {
    const asking = after([{ type: "start_pressed", at: 1 }, { type: "microphone_asked" }]);
    expect(asking.askingForMicrophone).toBe(true);
    expect(reduce(asking, { type: "opening" }).askingForMicrophone).toBe(false);
  });

  it("is Ready again, with the problem, after a refused start", () => {
    const model = after([...STARTED, { type: "start_abandoned", problem: PROBLEM }]);
    expect(statusOf(model)).toBe("Ready");
    expect(model.problem).toEqual(PROBLEM);
    expect(isUnderWay(model)).toBe(false);
  });

  it("does not abandon a start that has already got its session", () => {
    expect(after([...OPENED, { type: "start_abandoned", problem: null }]).state).toBe("connecting");
  });

  it("clears an old problem with a new start", () => {
    const model = after([...STARTED, { type: "start_abandoned", problem: PROBLEM }, { type: "start_pressed", at: 5 }]);
    expect(model.problem).toBeNull();
  });

  it("keeps a failed connection's problem, but not after the end", () => {
    expect(after([...OPENED, { type: "connecting_failed", problem: PROBLEM }]).problem).toEqual(PROBLEM);
    const ended = after([...LIVE, { type: "left", at: 9 }, { type: "connecting_failed", problem: PROBLEM }]);
    expect(ended.problem).toBeNull();
  });

  it("ends when the server says so, with its reason", () => {
    const model = after([...LIVE, { type: "ending" }]);
    expect(statusOf(model)).toBe("Ending");
    const ended = reduce(model, server({ type: "ended", reason: "cap", reasonText: "Time was up.", tryAgain: null }, 7_000));
    expect(statusOf(ended)).toBe("Ended");
    expect(ended.endReason).toEqual({ reason: "cap", text: "Time was up.", tryAgain: null });
    expect(ended.endedAt).toBe(7_000);
  });

  it("has nothing to end before it began", () => {
    expect(reduce(newCall("call-1"), { type: "ending" }).state).toBe("planned");
    expect(reduce(newCall("call-1"), { type: "left", at: 1 }).state).toBe("planned");
  });

  it("ends when the page leaves", () => {
    expect(after([...LIVE, { type: "left", at: 3 }]).state).toBe("ended");
  });
});

describe("a new plan", () => {
  it("replaces one that has not begun, or is over", () => {
    expect(reduce(newCall("call-1"), { type: "plan_given", callId: "call-2" }).callId).toBe("call-2");
    const over = after([...LIVE, { type: "left", at: 3 }, { type: "plan_given", callId: "call-2" }]);
    expect(over).toEqual(newCall("call-2"));
  });

  it("does not touch a call under way", () => {
    const live = after(LIVE);
    expect(reduce(live, { type: "plan_given", callId: "call-2" })).toBe(live);
  });

  it("keeps the choice about captions", () => {
    const model = after([{ type: "captions_toggled" }, { type: "plan_given", callId: "call-2" }]);
    expect(model.captionsOn).toBe(false);
  });
});

describe("who has the floor", () => {
  it("follows the server", () => {
    const thinking = after([...LIVE, server({ type: "state", state: "live", floor: "thinking" })]);
    expect(statusOf(thinking)).toBe("Santa is thinking");
  });

  it("speaks as soon as the avatar is heard, before the server has said so", () => {
    const model = after([...LIVE, avatar({ name: "avatar_start_talking", taskId: "t" })]);
    expect(statusOf(model)).toBe("Santa is speaking");
  });

  it("stays with Santa between two sentences", () => {
    const model = after([
      ...LIVE,
      avatar({ name: "avatar_start_talking", taskId: "t" }),
      avatar({ name: "avatar_end_message", taskId: "t" }),
      avatar({ name: "avatar_stop_talking", taskId: "t", durationMs: 5 }),
    ]);
    expect(statusOf(model)).toBe("Santa is speaking");
    expect(model.speakingTask).toBeNull();
  });

  it("goes to Santa's thinking when something was typed", () => {
    expect(statusOf(after([...LIVE, { type: "typed" }]))).toBe("Santa is thinking");
    expect(after([{ type: "typed" }]).floor).toBe("listening");
  });

  it("lights up while the child speaks", () => {
    const speaking = after([...LIVE, avatar({ name: "user_start" })]);
    expect(speaking.childSpeaking).toBe(true);
    expect(reduce(speaking, avatar({ name: "user_stop" })).childSpeaking).toBe(false);
    expect(reduce(speaking, avatar({ name: "user_end_message" })).childSpeaking).toBe(false);
  });
});

describe("connections", () => {
  it("is Reconnecting while the link or the picture is", () => {
    expect(statusOf(after([...LIVE, { type: "link_status", status: "reconnecting" }]))).toBe("Reconnecting");
    const flowing = after([...LIVE, avatar({ name: "stream_ready", stream: {} as MediaStream })]);
    const torn = reduce(flowing, avatar({ name: "media_reconnecting" }));
    expect(statusOf(torn)).toBe("Reconnecting");
    expect(statusOf(reduce(torn, avatar({ name: "media_reconnected" })))).toBe("Listening");
    expect(statusOf(reduce(flowing, avatar({ name: "stream_disconnected", reason: 5, vendorReason: null })))).toBe("Reconnecting");
  });

  it("a lost picture is not found again by a late 'reconnected'", () => {
    const lost = after([...LIVE, avatar({ name: "stream_disconnected", reason: null, vendorReason: null })]);
    expect(reduce(lost, avatar({ name: "media_reconnected" })).media).toBe("lost");
    expect(reduce(lost, avatar({ name: "media_reconnecting" })).media).toBe("lost");
  });

  it.each([
    ["ended", null],
    ["left", null],
    ["lost", "new_call"],
    ["refused", "new_call"],
  ] as const)("a link closed as '%s' ends the call", (why, cure) => {
    const model = after([...LIVE, { type: "link_closed", why, at: 4 }]);
    expect(model.state).toBe("ended");
    expect(model.problem?.cure ?? null).toBe(cure);
  });

  it("says where the call goes on when another tab took it", () => {
    const model = after([...LIVE, { type: "link_closed", why: "replaced", at: 4 }]);
    expect(model.endReason?.reason).toBe("replaced");
  });

  it("keeps the SDK's word for the connection", () => {
    const model = after([avatar({ name: "connection_quality_changed", quality: "BAD" })]);
    expect(model.connectionQuality).toBe("BAD");
  });

  it("puts the server's clock onto ours", () => {
    // Server 10 000 when we have 4 000: six seconds ahead. Its cap at 70 000 is our 64 000.
    const model = after([
      server(
        {
          type: "welcome",
          serverTime: 10_000,
          state: "connecting",
          floor: "listening",
          capEndsAt: 70_000,
          startedAt: 9_000,
          turns: [turn()],
          marks: {},
          alerts: [],
        },
        4_000,
      ),
    ]);
    expect(model).toMatchObject({ clockOffsetMs: 6_000, capEndsAt: 64_000, startedAt: 3_000 });
    expect(model.turns).toHaveLength(1);
  });

  it("keeps what it knew of the start when a welcome does not say it", () => {
    const rest = { turns: [], marks: {}, alerts: [] };
    const welcome = { type: "welcome", serverTime: 0, state: "live", floor: "listening", capEndsAt: 1, ...rest } as const;
    const first = after([server({ ...welcome, startedAt: 500 }, 0)]);
    expect(reduce(first, server({ ...welcome, startedAt: null }, 0)).startedAt).toBe(500);
  });
});

describe("the transcript", () => {
  it("inserts and replaces turns by id, in the order of their index", () => {
    const model = after([
      server({ type: "turn", turn: turn({ turnId: "b", index: 1 }) }),
      server({ type: "turn", turn: turn({ turnId: "a", index: 0 }) }),
      server({ type: "turn", turn: turn({ turnId: "b", index: 1, text: "Ho" }) }),
    ]);
    expect(model.turns.map((one) => [one.turnId, one.text])).toEqual([
      ["a", ""],
      ["b", "Ho"],
    ]);
  });

  const SPEAKING: CallAction[] = [
    server(say("s1")),
    server({ type: "turn", turn: turn({ text: "Ho" }) }),
    { type: "sentence_accepted", sentenceId: "s1", taskId: "task-1" },
    avatar({ name: "avatar_start_talking", taskId: "task-1" }),
    avatar({ name: "avatar_talking_message", taskId: "task-1", message: "Ho" }),
    avatar({ name: "avatar_talking_message", taskId: "task-1", message: "ho" }),
  ];

  it("grows word by word, ahead of the server, and yields to the finished turn", () => {
    const growing = after(SPEAKING);
    expect(textOf(growing, turn({ text: "Ho" }))).toBe("Ho ho");
    expect(textOf(growing, turn({ text: "Ho", done: true }))).toBe("Ho");
  });

  it("does not know a task of a sentence it was never given, nor one without a name", () => {
    expect(after([{ type: "sentence_accepted", sentenceId: "x", taskId: "t" }]).turnOfTask).toEqual({});
    expect(after([server(say("s1")), { type: "sentence_accepted", sentenceId: "s1", taskId: "" }]).turnOfTask).toEqual({});
  });

  it("captions what is said now, and only that", () => {
    expect(captionOf(newCall("c"))).toBeNull();
    const speaking = after([...SPEAKING, { type: "santa_caption", text: "Ho ho" }]);
    expect(captionOf(speaking)).toEqual({ speaker: "santa", text: "Ho ho" });
    const child = after([avatar({ name: "user_start" }), server({ type: "heard", text: "Hello Santa" })], speaking);
    expect(captionOf(child)).toEqual({ speaker: "child", text: "Hello Santa" });
    const next = reduce(child, avatar({ name: "avatar_start_talking", taskId: "task-2" }));
    expect(captionOf(next)).toBeNull();
  });

  it("shows nothing of the child that the server has not screened", () => {
    const model = after([
      ...LIVE,
      avatar({ name: "user_start" }),
      avatar({ name: "user_talking_message", message: "rude" }),
      avatar({ name: "user_words_so_far", text: "rude" }),
    ]);
    expect(captionOf(model)).toBeNull();
    expect(model.childHeard).toBe("");
  });

  describe("of a child who is speaking", () => {
    const HEARD: CallAction[] = [
      ...LIVE,
      avatar({ name: "user_start" }),
      server({ type: "heard", text: "I want" }),
      server({ type: "heard", text: "I want a bike" }),
    ];
    const said = turn({ turnId: "c", speaker: "child", origin: "voice", text: "I want a red bike.", done: true });

    it("has the words so far, until the turn takes their place; its caption stays until Santa speaks", () => {
      const heard = after(HEARD);
      expect(heard).toMatchObject({ childHeard: "I want a bike", childCaption: "I want a bike" });
      const done = reduce(heard, server({ type: "turn", turn: said }));
      expect(done).toMatchObject({ childHeard: "", childCaption: "I want a red bike." });
      const quiet = reduce(done, server({ type: "heard", text: "" }));
      expect(quiet.childCaption).toBe("I want a red bike.");
      expect(reduce(quiet, avatar({ name: "avatar_start_talking", taskId: "t" })).childCaption).toBe("");
    });

    it("keeps them over a breath, and takes them away when the server does", () => {
      const again = after([avatar({ name: "user_stop" }), avatar({ name: "user_start" })], after(HEARD));
      expect(again.childHeard).toBe("I want a bike");
      const gone = reduce(again, server({ type: "heard", text: "" }));
      expect(gone).toMatchObject({ childHeard: "", childCaption: "" });
    });

    it("keeps them through Santa's next sentence while the child speaks on, and only then", () => {
      const over = reduce(after(HEARD), avatar({ name: "avatar_start_talking", taskId: "t" }));
      expect(over.childHeard).toBe("I want a bike");
      const quiet = after([avatar({ name: "user_stop" }), avatar({ name: "avatar_start_talking", taskId: "t" })], after(HEARD));
      expect(quiet.childHeard).toBe("");
    });

    it("is not touched by what Santa or the keyboard says", () => {
      const typed = turn({ turnId: "k", index: 1, speaker: "child", origin: "typed", text: "hello", done: true });
      const model = after([server({ type: "turn", turn: typed }), server({ type: "turn", turn: turn() })], after(HEARD));
      expect(model.childHeard).toBe("I want a bike");
    });

    it("marks a correction when the server has taken it, without putting it under the picture again", () => {
      const sent = after([...HEARD, server({ type: "turn", turn: said }), { type: "corrected", turnId: "c" }]);
      expect(sent.corrections).toEqual({ c: "sent" });
      const quiet = reduce(sent, avatar({ name: "avatar_start_talking", taskId: "t" }));
      const taken = reduce(quiet, server({ type: "turn", turn: { ...said, text: "I want a red kite." } }));
      expect(taken.corrections).toEqual({ c: "taken" });
      expect(taken.childCaption).toBe("");
    });
  });

  it("forgets who was speaking after an interrupt", () => {
    const speaking = after(SPEAKING);
    expect(reduce(speaking, { type: "interrupted" }).speakingTask).toBeNull();
    expect(reduce(speaking, server({ type: "interrupt", turnId: "turn-1" })).speakingTask).toBeNull();
  });
});

describe("the small things", () => {
  it("keeps the microphone's state and explains when voice fails", () => {
    const open = after([...LIVE, { type: "voice_chat", microphone: "open" }]);
    expect(open.microphone).toBe("open");
    const failed = reduce(open, { type: "voice_chat_failed", problem: PROBLEM });
    expect(failed).toMatchObject({ microphone: "closed", problem: PROBLEM });
    expect(reduce(open, { type: "ending" }).microphone).toBe("closed");
  });

  it("remembers that sound is blocked until it is not", () => {
    const blocked = after([{ type: "sound_blocked" }]);
    expect(blocked.soundBlocked).toBe(true);
    expect(reduce(blocked, { type: "sound_unblocked" }).soundBlocked).toBe(false);
  });

  it("counts flags and ticks cues", () => {
    const model = after([
      { type: "flagged" },
      { type: "flagged" },
      { type: "cue_ticked", kind: "must", index: 0, done: true },
      { type: "cue_ticked", kind: "line", index: 0, done: false },
    ]);
    expect(model.flags).toBe(2);
    expect(model.ticked).toEqual({ [cueKey("must", 0)]: true, [cueKey("line", 0)]: false });
  });

  it("shows a notice and a problem until they are dismissed", () => {
    const model = after([
      server({ type: "notice", level: "warning", code: "cap_soon", text: "One minute left." }),
      { type: "connecting_failed", problem: PROBLEM },
    ]);
    expect(model.notice?.text).toBe("One minute left.");
    expect(reduce(model, { type: "notice_dismissed" }).notice).toBeNull();
    expect(reduce(model, { type: "problem_dismissed" }).problem).toBeNull();
  });

  it.each([
    avatar({ name: "user_silence", silenceTimes: 1, countDown: 3 }),
    avatar({ name: "hearing_lost" }),
    avatar({ name: "avatar_end_message", taskId: "t" }),
    avatar({ name: "user_talking_message", message: "rude" }),
    avatar({ name: "user_words_so_far", text: "rude" }),
    server({ type: "goOn", turnId: "turn-1" }),
    server({ type: "ack", id: "x" }),
    server({ type: "heartbeat", clientAt: 1, serverTime: 2 }),
  ])("leaves the model alone: %o", (action) => {
    const model = after(LIVE);
    expect(reduce(model, action)).toBe(model);
  });
});
