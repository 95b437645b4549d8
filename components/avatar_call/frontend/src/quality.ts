/** Chooses the picture's size by what the connection can carry. */

import type { Avatar, Quality } from "./protocol";

/** The lines of the picture, as the vendors make them. */
export const PICTURES: Record<Quality, string> = { high: "720p", medium: "480p", low: "360p" };

/** Null: there is none below. */
export function lowerQuality(quality: Quality): Quality | null {
  switch (quality) {
    case "high":
      return "medium";
    case "medium":
      return "low";
    case "low":
      return null;
  }
}

/** Chromium's network estimate; Safari and Firefox have none. */
interface NetworkEstimate {
  downlink?: number; // Mbit/s
}

const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** The seed's thresholds: over 5 Mbit/s high, over 2 medium, else low; unknown is medium. */
export function qualityForDownlink(downlinkMbps: number | undefined): Quality {
  if (downlinkMbps === undefined || !Number.isFinite(downlinkMbps)) return "medium";
  if (downlinkMbps > 5) return "high";
  if (downlinkMbps > 2) return "medium";
  return "low";
}

/** Practice Santa on this very machine does not use the network: the estimate says nothing about him. */
export function qualityForCall(avatar: Avatar, host: string = location.hostname): Quality {
  if (avatar === "practice" && LOOPBACK.has(host)) return "medium";
  return qualityForThisConnection();
}

export function qualityForThisConnection(source: Navigator = navigator): Quality {
  const estimate = (source as Navigator & { connection?: NetworkEstimate }).connection;
  return qualityForDownlink(estimate?.downlink);
}
