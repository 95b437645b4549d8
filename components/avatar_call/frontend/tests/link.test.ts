import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { CallLink, CallRefused, linkAddress, openCall, sendBeacon, type LinkEnd, type LinkStatus } from "../src/link";
import type { DownMessage, ReliableMessage } from "../src/protocol";
import { CALL_ID, callData, openedCall } from "./fixtures";

/** A server at the other end of the socket, by hand. */
class FakeSocket {
  static readonly OPEN = 1;
  static made: FakeSocket[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: { type: string; id?: string }[] = [];

  constructor(readonly url: string) {
    FakeSocket.made.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as { type: string });
  }
  close(): void {
    this.drops(1000);
  }
  opens(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  says(message: DownMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  welcomes(): void {
    this.opens();
    this.says({
      type: "welcome",
      serverTime: Date.now(),
      state: "connecting",
      floor: "listening",
      capEndsAt: 0,
      startedAt: null,
      turns: [],
      marks: {},
      alerts: [],
    });
  }
  drops(code = 1006): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose?.({ code });
  }
  types(): string[] {
    return this.sent.map((message) => message.type);
  }
}

const typed = (id: string): ReliableMessage => ({ type: "typed", id, at: Date.now(), text: `words ${id}` });

function lastSocket(): FakeSocket {
  const socket = FakeSocket.made.at(-1);
  if (socket === undefined) throw new Error("no socket was opened");
  return socket;
}

function openLink() {
  const heard: DownMessage[] = [];
  const statuses: LinkStatus[] = [];
  const ends: LinkEnd[] = [];
  const link = new CallLink("ws://localhost/link", "token", {
    onMessage: (message) => heard.push(message),
    onStatus: (status) => statuses.push(status),
    onClosed: (why) => ends.push(why),
  });
  link.open();
  return { link, heard, statuses, ends };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  vi.stubGlobal("WebSocket", FakeSocket);
  FakeSocket.made = [];
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the link", () => {
  it("says hello with its token first, and holds everything else until it is welcome", () => {
    const { link } = openLink();
    link.send(typed("a"));
    lastSocket().opens();
    expect(lastSocket().sent).toEqual([{ type: "hello", at: 1_000_000, token: "token" }]);
    lastSocket().welcomes();
    expect(lastSocket().types()).toEqual(["hello", "hello", "typed", "heartbeat"]);
  });

  it("beats every 3 s and reports the round trip it measured", () => {
    openLink();
    lastSocket().welcomes();
    const beats = lastSocket().sent.filter((one) => one.type === "heartbeat").length;
    vi.advanceTimersByTime(40);
    lastSocket().says({ type: "heartbeat", clientAt: 1_000_000, serverTime: 5 });
    vi.advanceTimersByTime(3_000);
    expect(lastSocket().sent.at(-1)).toMatchObject({ type: "heartbeat", rttMs: 40 });
    expect(lastSocket().sent.filter((one) => one.type === "heartbeat").length).toBe(beats + 1);
  });

  it("after a drop comes back and sends again what has no ack, in order", () => {
    const { link, statuses } = openLink();
    lastSocket().welcomes();
    link.send(typed("a"));
    link.send(typed("b"));
    lastSocket().says({ type: "ack", id: "a" });
    lastSocket().drops();
    link.send(typed("c"));
    expect(FakeSocket.made).toHaveLength(1);
    vi.advanceTimersByTime(200);
    expect(FakeSocket.made).toHaveLength(2);
    lastSocket().welcomes();
    expect(lastSocket().sent.filter((one) => one.type === "typed").map((one) => one.id)).toEqual(["b", "c"]);
    expect(statuses).toEqual(["connecting", "open", "reconnecting", "open"]);
  });

  it("tells again which sentences were accepted lately: their task names may have been lost", () => {
    const { link } = openLink();
    lastSocket().welcomes();
    link.sendSpeech({ type: "spoken", at: Date.now(), sentenceId: "s1", taskId: "t1" });
    lastSocket().drops();
    vi.advanceTimersByTime(200);
    lastSocket().welcomes();
    expect(lastSocket().types()).toContain("spoken");
  });

  it("waits longer after each failure, and gives up when the server must have closed the call", () => {
    const { ends } = openLink();
    lastSocket().welcomes();
    lastSocket().drops();
    let attempts = 0;
    for (let elapsed = 0; elapsed < 60_000 && ends.length === 0; elapsed += 100) {
      vi.advanceTimersByTime(100);
      if (lastSocket().readyState === 0) {
        attempts += 1;
        lastSocket().drops();
      }
    }
    expect(ends).toEqual(["lost"]);
    expect(attempts).toBeGreaterThan(8);
    expect(attempts).toBeLessThan(25);
  });

  it("comes back at once when the network does", () => {
    openLink();
    lastSocket().welcomes();
    lastSocket().drops();
    globalThis.dispatchEvent(new Event("online"));
    expect(FakeSocket.made).toHaveLength(2);
  });

  it("drops a connection on which nothing is heard for 10 s", () => {
    const { statuses } = openLink();
    lastSocket().welcomes();
    vi.advanceTimersByTime(12_500);
    expect(statuses.at(-1)).toBe("reconnecting");
  });

  it.each([
    [4401, "refused"],
    [4404, "ended"],
    [4409, "replaced"],
    [4410, "ended"],
  ] as const)("does not come back after close code %s: %s", (code, why) => {
    const { ends, statuses } = openLink();
    lastSocket().welcomes();
    lastSocket().drops(code);
    vi.advanceTimersByTime(60_000);
    expect(ends).toEqual([why]);
    expect(statuses.at(-1)).toBe("closed");
    expect(FakeSocket.made).toHaveLength(1);
  });

  it("hands over what the server says, but not its acks and echoes", () => {
    const { heard } = openLink();
    lastSocket().welcomes();
    lastSocket().says({ type: "ack", id: "x" });
    lastSocket().says({ type: "heartbeat", clientAt: 0, serverTime: 0 });
    const told: DownMessage[] = [
      { type: "interrupt", turnId: "t" },
      { type: "goOn", turnId: "t" },
      { type: "heard", text: "I want" },
    ];
    told.forEach((message) => lastSocket().says(message));
    expect(heard.slice(1)).toEqual(told);
  });

  it("passes words on that may still change, and does not keep them over a drop", () => {
    const { link } = openLink();
    const hearing = (text: string) => ({ type: "hearing", at: Date.now(), text }) as const;
    link.sendHearing(hearing("too early"));
    lastSocket().welcomes();
    link.sendHearing(hearing("I want"));
    expect(lastSocket().types().filter((type) => type === "hearing")).toHaveLength(1);
    lastSocket().drops();
    link.sendHearing(hearing("I want a"));
    vi.advanceTimersByTime(200);
    lastSocket().welcomes();
    expect(lastSocket().types()).not.toContain("hearing");
  });

  it("is silent after close", () => {
    const { link, ends } = openLink();
    lastSocket().welcomes();
    link.close();
    link.close();
    link.send(typed("late"));
    vi.advanceTimersByTime(60_000);
    expect(ends).toEqual(["left"]);
    expect(lastSocket().types()).not.toContain("typed");
  });

  it("finds its address from the page's", () => {
    expect(linkAddress("", CALL_ID, "http://localhost:8501/call?x=1")).toBe(
      `ws://localhost:8501/api/calls/${CALL_ID}/link`,
    );
    expect(linkAddress("/santa", CALL_ID, "https://studio.example/santa/call")).toBe(
      `wss://studio.example/santa/api/calls/${CALL_ID}/link`,
    );
  });
});

describe("opening a call", () => {
  const answer = (status: number, body: unknown): void => {
    vi.stubGlobal(
      "fetch",
      vi.fn(() => Promise.resolve(new Response(typeof body === "string" ? body : JSON.stringify(body), { status }))),
    );
  };

  it("posts the ticket as Bearer, and the quality", async () => {
    answer(201, openedCall());
    await expect(openCall(callData({ apiBase: "/santa" }), "high")).resolves.toMatchObject({ callId: CALL_ID });
    expect(fetch).toHaveBeenCalledWith("/santa/api/calls", {
      method: "POST",
      headers: { Authorization: "Bearer ticket-1", "Content-Type": "application/json" },
      body: '{"quality":"high"}',
    });
  });

  it("rejects with the server's kind, sentence and the vendor's words", async () => {
    const vendor = { status: 400, code: "1", message: "quota" };
    answer(402, { error: { kind: "insufficient_credits", message: "No credits are left.", vendor } });
    const refused = await openCall(callData(), null).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CallRefused);
    expect(refused).toMatchObject({ kind: "insufficient_credits", message: "No credits are left.", vendor });
  });

  it("survives an answer that is not ours, and no answer at all", async () => {
    answer(502, "<html>bad gateway</html>");
    await expect(openCall(callData(), null)).rejects.toMatchObject({ kind: "provider_error", status: 502 });
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    await expect(openCall(callData(), null)).rejects.toMatchObject({ kind: "unreachable" });
  });

  it("sends the beacon with the link's token", () => {
    const send = vi.fn<Navigator["sendBeacon"]>(() => true);
    vi.stubGlobal("navigator", { sendBeacon: send });
    sendBeacon("/santa", openedCall({ linkToken: "a+b" }));
    expect(send).toHaveBeenCalledWith(`/santa/api/calls/${CALL_ID}/beacon?token=a%2Bb`, "");
  });
});
