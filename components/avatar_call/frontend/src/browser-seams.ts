/**
 * Browser functions an SDK calls by name, lent to us for the length of one call of it.
 *
 * The SDK calls them synchronously within the function we run, so nothing else on the page can see
 * the loan: it is taken back before the first await.
 */

/** Runs `work` with every WebSocket it opens readdressed and shown to `opened`. */
export function withOpenedSockets<T>(
  readdress: (address: string) => string,
  opened: (socket: WebSocket) => void,
  work: () => T,
): T {
  const genuine = globalThis.WebSocket;
  globalThis.WebSocket = new Proxy(genuine, {
    construct(target, [address, ...rest]: [string | URL, ...unknown[]]): WebSocket {
      const socket = Reflect.construct(target, [readdress(String(address)), ...rest]) as WebSocket;
      opened(socket);
      return socket;
    },
  });
  try {
    return work();
  } finally {
    globalThis.WebSocket = genuine;
  }
}

/** Protocol, host, port and path of `basePath`; the rest as the SDK wrote it. */
export function chatSocketAddress(address: string, basePath: string): string {
  const written = new URL(address);
  const base = new URL(basePath);
  const protocol = base.protocol === "http:" ? "ws:" : "wss:";
  return `${protocol}//${base.host}${base.pathname.replace(/\/$/, "")}${written.pathname}${written.search}`;
}

/** What an SDK is to hear through, instead of a microphone and an AudioContext of its own. */
export interface OwnHearing {
  open: (wanted: MediaStreamConstraints) => Promise<MediaStream>;
  /** Made and resumed within a click, as Safari wants it. Null: the SDK makes its own. */
  context: AudioContext | null;
}

/** Runs `work` with getUserMedia and AudioContext answered by `hearing`. */
export function withOwnHearing<T>({ open, context }: OwnHearing, work: () => T): T {
  const devices = mediaDevices();
  if (devices === undefined) return work(); // the SDK says so itself
  const genuine = globalThis.AudioContext;
  if (context !== null) globalThis.AudioContext = new Proxy(genuine, { construct: () => context });
  Object.defineProperty(devices, "getUserMedia", {
    configurable: true,
    value: (wanted: MediaStreamConstraints = {}) => open(wanted),
  });
  try {
    return work();
  } finally {
    // The genuine one is on the prototype: removing ours uncovers it.
    Reflect.deleteProperty(devices, "getUserMedia");
    globalThis.AudioContext = genuine;
  }
}

/** Runs `work` without what it would write to the console: a child's words, a piece of a token. */
export function withQuietConsole<T>(work: () => T): T {
  const { warn, error } = console;
  const nothing = (): void => undefined;
  console.warn = console.error = nothing;
  try {
    return work();
  } finally {
    console.warn = warn;
    console.error = error;
  }
}

/** Absent on pages that are not served over HTTPS or from localhost. */
export function mediaDevices(): MediaDevices | undefined {
  return (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
}

/** Null where the browser does not tell: then a microphone's end has to speak for itself. */
export async function microphonePermission(): Promise<PermissionStatus | null> {
  try {
    return await navigator.permissions.query({ name: "microphone" });
  } catch {
    return null; // older Firefox and Safari do not know the name
  }
}
