/** Fetches LiveAvatar's SDK, once a page, when a plan or a call wants it. */

import { AvatarProblem } from "./avatar-client";
import type * as Sdk from "./liveavatar-sdk";

export type LiveAvatarSdk = typeof Sdk;

// The build puts the hash of the file's content in (vite.config.ts): it may be cached for good.
const ADDRESS = "./liveavatar-sdk.js?v=__LIVEAVATAR_SDK_HASH__";

/** `fetchModule` is the browser's import(). */
export function liveAvatarLoader(
  fetchModule: (address: string) => Promise<unknown> = (address) => import(/* @vite-ignore */ address),
  bundle: string = import.meta.url,
): () => Promise<LiveAvatarSdk> {
  let loading: Promise<LiveAvatarSdk> | null = null;
  let failures = 0;
  return () => {
    // Beside this bundle, wherever the app is mounted. A browser may remember a failed address: each try has its own.
    const address = new URL(ADDRESS + (failures === 0 ? "" : `&try=${failures}`), bundle).href;
    loading ??= fetchModule(address).then(
      (module) => module as LiveAvatarSdk,
      () => {
        loading = null;
        failures += 1;
        throw new AvatarProblem("LiveAvatar's part of the studio could not be loaded. Check the network, then try again.");
      },
    );
    return loading;
  };
}
