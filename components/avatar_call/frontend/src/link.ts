/**
 * The only file that talks to Python: opening a call, the beacon, and the call's WebSocket.
 *
 * A reliable message stays in the outbox until its `ack`; after a drop the link comes back with
 * back-off, says hello and sends again what has no ack (the server drops repeated ids).
 */

import {
  parseDown,
  type ApiError,
  type CallData,
  type DownMessage,
  type HearingMessage,
  type OpenedCall,
  type Quality,
  type ReliableMessage,
  type SpeechMessage,
  type UpMessage,
  type VendorWords,
} from "./protocol";

// --- HTTP ------------------------------------------------------------------------------------

/** The server said no (or could not be reached: kind "unreachable"). */
export class CallRefused extends Error {
  constructor(
    message: string,
    readonly kind: string,
    readonly status: number | null,
    readonly vendor: VendorWords | null,
  ) {
    super(message);
    this.name = "CallRefused";
  }
}

export async function openCall(data: CallData, quality: Quality | null): Promise<OpenedCall> {
  let response: Response;
  try {
    response = await fetch(`${data.apiBase}/api/calls`, {
      method: "POST",
      headers: { Authorization: `Bearer ${data.ticket}`, "Content-Type": "application/json" },
      body: JSON.stringify({ quality }),
    });
  } catch {
    throw new CallRefused(
      "The studio's server could not be reached. Check your connection and try again.",
      "unreachable",
      null,
      null,
    );
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && isOpenedCall(body)) return body;
  const error = errorIn(body);
  throw new CallRefused(
    error?.message ?? "The studio's server gave an answer that could not be read.",
    error?.kind ?? "provider_error",
    response.status,
    error?.vendor ?? null,
  );
}

/** The page is going away: asks the server to close the call, without waiting for an answer. */
export function sendBeacon(apiBase: string, call: OpenedCall): void {
  const token = encodeURIComponent(call.linkToken);
  navigator.sendBeacon(`${apiBase}/api/calls/${call.callId}/beacon?token=${token}`, "");
}

function isOpenedCall(body: unknown): body is OpenedCall {
  return typeof body === "object" && body !== null && "linkToken" in body && "browserInfo" in body;
}

function errorIn(body: unknown): ApiError | null {
  if (typeof body !== "object" || body === null || !("error" in body)) return null;
  const error = body.error;
  return typeof error === "object" && error !== null && "kind" in error ? (error as ApiError) : null;
}

// --- the WebSocket ---------------------------------------------------------------------------

export type LinkStatus = "connecting" | "open" | "reconnecting" | "closed";

/** Why the link will not come back. */
export type LinkEnd = "ended" | "replaced" | "refused" | "lost" | "left";

export interface LinkHandlers {
  onMessage(message: DownMessage): void;
  onStatus(status: LinkStatus): void;
  onClosed(why: LinkEnd): void;
}

const HEARTBEAT_MS = 3_000;
const SILENCE_MS = 10_000; // nothing heard this long: the connection is dead, whatever TCP thinks
const GIVE_UP_MS = 30_000; // the server has closed a silent call after 15 s
const BACKOFF_MS = [100, 250, 500, 1_000, 2_000, 3_000];
const SPEECH_KEPT_MS = 20_000;

const FINAL_CODES: ReadonlyMap<number, LinkEnd> = new Map([
  [4401, "refused"],
  [4404, "ended"],
  [4409, "replaced"],
  [4410, "ended"],
]);

export class CallLink {
  private socket: WebSocket | null = null;
  private welcomed = false;
  private finished = false;
  private attempts = 0;
  private lastHeard = 0;
  private downSince: number | null = null;
  private rttMs: number | undefined;
  private quality: string | undefined;
  private heartbeat: ReturnType<typeof setInterval> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly outbox = new Map<string, ReliableMessage>();
  private recentSpeech: SpeechMessage[] = [];

  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly handlers: LinkHandlers,
  ) {}

  open(): void {
    this.heartbeat = setInterval(this.beat, HEARTBEAT_MS);
    globalThis.addEventListener("online", this.reconnectNow);
    this.handlers.onStatus("connecting");
    this.connect();
  }

  send(message: ReliableMessage): void {
    if (this.finished) return;
    this.outbox.set(message.id, message);
    if (this.welcomed) this.write(message);
  }

  sendSpeech(message: SpeechMessage): void {
    if (this.finished) return;
    const oldest = message.at - SPEECH_KEPT_MS;
    this.recentSpeech = [...this.recentSpeech.filter((kept) => kept.at > oldest), message];
    if (this.welcomed) this.write(message);
  }

  /** Not kept: the next one says more. */
  sendHearing(message: HearingMessage): void {
    if (this.welcomed) this.write(message);
  }

  reportQuality(quality: string): void {
    this.quality = quality;
  }

  close(): void {
    this.finish("left");
  }

  private connect(): void {
    this.lastHeard = Date.now();
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.onopen = () => this.write({ type: "hello", at: Date.now(), token: this.token });
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (typeof event.data === "string") this.hear(event.data);
    };
    socket.onclose = (event) => {
      if (this.socket === socket) this.dropped(event.code);
    };
  }

  private hear(text: string): void {
    this.lastHeard = Date.now();
    const message = parseDown(text);
    if (message === null) return;
    switch (message.type) {
      case "ack":
        this.outbox.delete(message.id);
        return;
      case "heartbeat":
        this.rttMs = Math.max(0, Date.now() - message.clientAt);
        return;
      case "welcome":
        this.welcome();
        this.handlers.onMessage(message);
        return;
      case "state":
      case "turn":
      case "say":
      case "interrupt":
      case "goOn":
      case "heard":
      case "marks":
      case "alert":
      case "notice":
      case "reopening":
      case "reopened":
      case "ended":
        this.handlers.onMessage(message);
        return;
    }
  }

  private welcome(): void {
    this.welcomed = true;
    this.attempts = 0;
    this.downSince = null;
    this.recentSpeech.forEach((message) => this.write(message));
    this.outbox.forEach((message) => this.write(message));
    this.handlers.onStatus("open");
    this.beat();
  }

  private readonly beat = (): void => {
    if (!this.welcomed) return;
    if (Date.now() - this.lastHeard > SILENCE_MS) {
      const dead = this.socket;
      this.dropped(1006);
      dead?.close();
      return;
    }
    this.write({
      type: "heartbeat",
      at: Date.now(),
      ...(this.rttMs === undefined ? {} : { rttMs: this.rttMs }),
      ...(this.quality === undefined ? {} : { quality: this.quality }),
    });
  };

  private dropped(code: number): void {
    this.socket = null;
    this.welcomed = false;
    if (this.finished) return;
    const end = FINAL_CODES.get(code);
    if (end !== undefined) {
      this.finish(end);
      return;
    }
    this.downSince ??= Date.now();
    if (Date.now() - this.downSince > GIVE_UP_MS) {
      this.finish("lost");
      return;
    }
    this.handlers.onStatus("reconnecting");
    const wait = BACKOFF_MS[Math.min(this.attempts, BACKOFF_MS.length - 1)] ?? 0;
    this.attempts += 1;
    // Spread: after a restart of the server not every browser comes in the same instant.
    this.retry = setTimeout(this.reconnectNow, wait * (0.8 + 0.4 * Math.random()));
  }

  private readonly reconnectNow = (): void => {
    if (this.finished || this.socket !== null) return;
    clearTimeout(this.retry);
    this.connect();
  };

  private finish(why: LinkEnd): void {
    if (this.finished) return;
    this.finished = true;
    clearInterval(this.heartbeat);
    clearTimeout(this.retry);
    globalThis.removeEventListener("online", this.reconnectNow);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    this.handlers.onStatus("closed");
    this.handlers.onClosed(why);
  }

  private write(message: UpMessage): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }
}

/** "http://host/page" + "/santa" -> "ws://host/santa/api/calls/<id>/link". */
export function linkAddress(apiBase: string, callId: string, page: string = location.href): string {
  const url = new URL(`${apiBase}/api/calls/${encodeURIComponent(callId)}/link`, page);
  url.protocol = url.protocol === "http:" ? "ws:" : "wss:";
  return url.href;
}
