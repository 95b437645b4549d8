/** The two lines of an open call: to the avatar's vendor, and to our server. Null before and after it. */

import type { AvatarClient } from "./avatar-client";
import type { Link } from "./call-dependencies";
import type { EventDetail, EventName } from "./protocol";

export class CallLines {
  avatar: AvatarClient | null = null;
  link: Link | null = null;

  needAvatar(): AvatarClient {
    if (this.avatar === null) throw new Error("the avatar is not connected");
    return this.avatar;
  }

  /** `at`: when it happened, ms since 1970, if that is not now. */
  report(name: EventName, detail: EventDetail = {}, at = Date.now()): void {
    this.link?.send({ type: "event", ...stamp(), at, name, detail });
  }
}

/** For calls to the vendor that the conversation does not stand on: a pose, a ping, a late stop. */
export function unimportant(work: Promise<void> | undefined): void {
  work?.catch((error: unknown) => console.warn("avatar call: the vendor did not take it", error));
}

export function stamp(): { id: string; at: number } {
  return { id: newId(), at: Date.now() };
}

/** crypto.randomUUID exists only on secure pages; getRandomValues everywhere. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
