import { describe, expect, it, vi } from "vitest";

import { appendPiece, fullerText } from "../src/captions";
import { browserOf, explainMicrophone } from "../src/microphone-trouble";
import { failedStart, refusedOpening } from "../src/problems";
import { AvatarProblem } from "../src/avatar-client";
import { CallRefused } from "../src/link";
import { parseDown } from "../src/protocol";
import { lowerQuality, qualityForCall, qualityForDownlink, qualityForThisConnection } from "../src/quality";
import { SpeechWatch } from "../src/microphone-speech";
import { clock, connectionInWords, costSoFar, whyThisPicture } from "../src/view/gauges";
import { seconds } from "../src/view/transcript";

describe("quality by downlink, as in the seed", () => {
  it.each([
    [10, "high"],
    [5.1, "high"],
    [5, "medium"],
    [2.1, "medium"],
    [2, "low"],
    [0, "low"],
    [undefined, "medium"],
    [Number.NaN, "medium"],
  ] as const)("%s Mbit/s is %s", (downlink, quality) => {
    expect(qualityForDownlink(downlink)).toBe(quality);
  });

  it("is medium for Practice Santa on the same machine, whatever the internet is like", () => {
    vi.stubGlobal("navigator", { connection: { downlink: 0.5 } });
    expect(qualityForCall("practice", "localhost")).toBe("medium");
    expect(qualityForCall("practice", "studio.example")).toBe("low");
    expect(qualityForCall("heygen", "localhost")).toBe("low");
    vi.unstubAllGlobals();
  });

  it("is medium where the browser does not estimate", () => {
    expect(qualityForThisConnection({} as Navigator)).toBe("medium");
    expect(qualityForThisConnection({ connection: { downlink: 8 } } as unknown as Navigator)).toBe("high");
  });
});

describe("captions", () => {
  it.each([
    ["", "Ho", "Ho"],
    ["Ho", "ho", "Ho ho"],
    ["Ho ", "ho", "Ho ho"],
    ["Ho", " ho", "Ho ho"],
    ["Hello", ", Mia", "Hello, Mia"],
    ["Hello", "!", "Hello!"],
    ["مرحبا", "يا", "مرحبا يا"],
  ])("%j and %j make %j", (text, piece, joined) => {
    expect(appendPiece(text, piece)).toBe(joined);
  });

  it("shows the fuller of what the server and we have heard", () => {
    expect(fullerText("Ho", "Ho ho")).toBe("Ho ho");
    expect(fullerText("Ho ho ho", "Ho ho")).toBe("Ho ho ho");
  });
});

describe("a microphone that cannot be used", () => {
  const error = (name: string): Error => Object.assign(new Error("no"), { name });
  const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";
  const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  const SAFARI = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15";
  const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/140 Safari/604.1";

  it("knows the browsers, and that all on an iPhone are Safari", () => {
    expect([CHROME, FIREFOX, SAFARI, IPHONE, `${CHROME} Edg/140.0`].map(browserOf)).toEqual([
      "chrome",
      "firefox",
      "safari",
      "safari-ios",
      "edge",
    ]);
  });

  it("gives the cure of the browser at hand when it was refused", () => {
    expect(explainMicrophone(error("NotAllowedError"), FIREFOX).cure).toContain("crossed-out microphone");
    expect(explainMicrophone(error("NotAllowedError"), SAFARI).cure).toContain("Safari › Settings");
  });

  it.each([
    ["InsecureContextError", "not secure"],
    ["NotFoundError", "No microphone"],
    ["NotReadableError", "could not be opened"],
    ["Whatever", "could not be opened"],
  ])("%s is explained", (name, words) => {
    expect(explainMicrophone(error(name), CHROME).text).toContain(words);
  });
});

describe("problems in a person's words", () => {
  it("keeps the vendor's words for the fold, and offers a retry where it may help", () => {
    const vendor = { status: 400, code: "10008", message: "Concurrent limit reached" };
    const busy = refusedOpening(new CallRefused("All lines are busy.", "session_limit", 409, vendor));
    expect(busy).toEqual({
      text: "All lines are busy.",
      details: "400 · 10008 · Concurrent limit reached",
      cure: "retry",
    });
    expect(refusedOpening(new CallRefused("No credits.", "insufficient_credits", 402, null)).cure).toBeNull();
    expect(refusedOpening(new CallRefused("Over.", "call_ended", 409, null)).cure).toBe("retry");
  });

  it("shows what the SDK was told when the picture could not be reached", () => {
    const problem = failedStart(new AvatarProblem("API request failed", 400, "session state wrong: closed"));
    expect(problem.details).toBe("400 · session state wrong: closed");
  });
});

describe("what the server says", () => {
  it("is read by type; the unreadable and the unknown are passed over", () => {
    expect(parseDown('{"type":"ack","id":"1"}')).toEqual({ type: "ack", id: "1" });
    expect(parseDown("not json")).toBeNull();
    expect(parseDown('{"type":"from_the_future"}')).toBeNull();
    expect(parseDown("null")).toBeNull();
    expect(parseDown("[]")).toBeNull();
  });
});

describe("figures on the page", () => {
  it("counts down in minutes and seconds", () => {
    expect([605_000, 59_001, 0].map(clock)).toEqual(["10:05", "1:00", "0:00"]);
  });

  it("estimates the cost: $0.198 a minute for 90 s is $0.30", () => {
    expect(costSoFar("0.198", 90_000)).toBe("$0.30");
    expect(costSoFar("0.00", 90_000)).toBe("Free");
  });

  it("puts the connection and the latency into words", () => {
    expect(["GOOD", "BAD", "UNKNOWN"].map(connectionInWords)).toEqual(["Good", "Weak", "Measuring"]);
    expect(seconds(1_240)).toBe("1.2 s");
  });
});

describe("a refused opening", () => {
  const vendor = { status: 402, code: "NEW_CODE_77", message: "Plan paused" };

  it.each([
    ["session_limit", "retry"],
    ["too_many_calls", "retry"],
    ["unavailable", "retry"],
    ["provider_error", "retry"],
    ["budget", null],
    ["insufficient_credits", null],
    ["unsupported", null],
    ["something_newer", "retry"],
  ] as const)("%s is cured by %s, with the vendor's own words", (kind, cure) => {
    expect(refusedOpening(new CallRefused("A sentence.", kind, 400, vendor))).toEqual({
      text: "A sentence.",
      details: "402 · NEW_CODE_77 · Plan paused",
      cure,
    });
  });

  it("has nothing to fold away where the refusal is ours, unless nobody knows it", () => {
    expect(refusedOpening(new CallRefused("The month's budget is spent.", "budget", 402, null)).details).toBeNull();
    expect(refusedOpening(new CallRefused("?", "something_newer", 418, null)).details).toBe("418 · something_newer");
    const words = { status: null, code: null, message: "Concurrent limit reached" };
    expect(refusedOpening(new CallRefused("Busy.", "session_limit", 409, words)).details).toBe("409 · Concurrent limit reached");
  });
});

describe("the picture", () => {
  it("has one step below it, down to the smallest", () => {
    expect([lowerQuality("high"), lowerQuality("medium"), lowerQuality("low")]).toEqual(["medium", "low", null]);
  });

  it("says why it is as it is, unless the plan wanted it so", () => {
    expect(whyThisPicture({ lowered: false }, { quality: null, avatar: "heygen" })).toBe("chosen by your connection");
    expect(whyThisPicture({ lowered: false }, { quality: null, avatar: "practice" })).toBe("chosen for you");
    expect(whyThisPicture({ lowered: false }, { quality: "high", avatar: "heygen" })).toBe("");
    expect(whyThisPicture({ lowered: true }, { quality: "high", avatar: "heygen" })).toBe("lowered in this call");
  });
});

describe("a speech, by our own meter", () => {
  /** Sound from 0 to `lastsMs`, then quiet; looked at every 25 ms. How many speeches were told. */
  function speechesOf(lastsMs: number, quietForMs: number): number {
    const watch = new SpeechWatch();
    let told = 0;
    for (let at = 25; at <= lastsMs + quietForMs; at += 25) {
      if (watch.hear(at <= lastsMs ? 0 : at - lastsMs, at)) told += 1;
    }
    return told;
  }

  it("is as long as words, and told once it is over", () => {
    expect(speechesOf(900, 2_000)).toBe(1);
    expect(speechesOf(900, 700)).toBe(0);
    expect(speechesOf(300, 2_000)).toBe(0);
    expect(new SpeechWatch().hear(null, 5_000)).toBe(false);
  });
});
