/** Which SDK brings the avatar of a call, and when it is fetched. */

import type { OpenAvatar } from "./avatar-client";
import { openHeyGen } from "./heygen-client";
import { LiveAvatarClient } from "./liveavatar-client";
import { liveAvatarLoader, type LiveAvatarSdk } from "./liveavatar-loading";
import type { Avatar } from "./protocol";

export interface Avatars {
  open: OpenAvatar;
  /** A plan with this avatar is shown: Start is to find its SDK at hand. */
  prepare(avatar: Avatar): void;
}

export function avatarsOf(load: () => Promise<LiveAvatarSdk> = liveAvatarLoader()): Avatars {
  return {
    async open(call, onEvent) {
      const { browserInfo } = call;
      switch (browserInfo.sdk) {
        case "streaming_avatar":
          return openHeyGen(call, browserInfo, onEvent);
        case "liveavatar":
          return new LiveAvatarClient(await load(), browserInfo, onEvent);
      }
    },
    prepare(avatar) {
      if (avatar === "liveavatar" || avatar === "liveavatar_sandbox") load().catch(() => undefined); // Start says so
    },
  };
}
