import { afterEach, describe, expect, it, vi } from "vitest";

import { AvatarProblem } from "../src/avatar-client";
import { avatarsOf } from "../src/avatars";
import { LiveAvatarClient } from "../src/liveavatar-client";
import { liveAvatarLoader } from "../src/liveavatar-loading";
import { fakeLiveAvatar } from "./fake-liveavatar";
import { openedCall, openedOnLiveAvatar } from "./fixtures";

afterEach(() => vi.restoreAllMocks());

const BUNDLE = "https://studio.test/santa/assets/avatar-call/avatar-call.js?v=1";

describe("LiveAvatar's SDK", () => {
  it("is fetched from beside the bundle, below the base path, once", async () => {
    const asked: string[] = [];
    const { sdk } = fakeLiveAvatar();
    const load = liveAvatarLoader((address) => {
      asked.push(address);
      return Promise.resolve(sdk);
    }, BUNDLE);
    expect(await load()).toBe(sdk);
    await load();
    expect(asked).toEqual(["https://studio.test/santa/assets/avatar-call/liveavatar-sdk.js?v=__LIVEAVATAR_SDK_HASH__"]);
  });

  it("may be asked for again when it did not come, at an address the browser has not given up", async () => {
    const asked: string[] = [];
    const load = liveAvatarLoader((address) => {
      asked.push(address);
      return Promise.reject(new TypeError("Failed to fetch dynamically imported module"));
    }, BUNDLE);
    await expect(load()).rejects.toBeInstanceOf(AvatarProblem);
    await expect(load()).rejects.toThrow("could not be loaded");
    expect(new Set(asked).size).toBe(2);
    expect(asked[1]).toMatch(/&try=1$/);
  });

  it("is fetched when a plan with it is shown, not for any other", () => {
    const load = vi.fn(() => Promise.reject(new Error("offline")));
    const avatars = avatarsOf(load);
    avatars.prepare("practice");
    avatars.prepare("heygen");
    expect(load).not.toHaveBeenCalled();
    avatars.prepare("liveavatar");
    avatars.prepare("liveavatar_sandbox");
    expect(load).toHaveBeenCalledTimes(2);
  });

  it("brings the avatar of a call that was opened for it, and only of those", async () => {
    const { sdk, sessions } = fakeLiveAvatar();
    const load = vi.fn(() => Promise.resolve(sdk));
    const avatars = avatarsOf(load);
    await avatars.open(openedCall(), () => undefined);
    expect(load).not.toHaveBeenCalled();
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    expect(await avatars.open(openedOnLiveAvatar(), () => undefined)).toBeInstanceOf(LiveAvatarClient);
    expect(sessions).toHaveLength(1);
  });
});
