/** An avatar's event as the link carries it: HeyGen's names and fields, plain values only. */

import type { AvatarEvent } from "./avatar-client";
import type { EventDetail, EventName } from "./protocol";

/**
 * Null for what is not an event of the log: words that may still change go up as `hearing`.
 * `quietMs`: how long ago the child's last sound was, by our own meter.
 */
export function describeAvatarEvent(
  event: AvatarEvent,
  quietMs: number | null,
): { name: EventName; detail: EventDetail } | null {
  if (event.name === "user_words_so_far") return null;
  const { name } = event;
  switch (event.name) {
    case "stream_disconnected":
      return { name, detail: { reason: event.reason, vendor_reason: event.vendorReason } };
    case "connection_quality_changed":
      return { name, detail: { quality: event.quality } };
    case "avatar_start_talking":
    case "avatar_end_message":
      return { name, detail: { task_id: event.taskId } };
    case "avatar_talking_message":
      return { name, detail: { task_id: event.taskId, message: event.message } };
    case "avatar_stop_talking":
      return { name, detail: { task_id: event.taskId, duration_ms: event.durationMs } };
    case "user_talking_message":
      return { name, detail: { message: event.message } };
    case "user_silence":
      return { name, detail: { silence_times: event.silenceTimes, count_down: event.countDown } };
    case "user_stop":
      return { name, detail: quietMs === null ? {} : { quiet_ms: quietMs } };
    case "stream_ready":
    case "user_start":
    case "user_end_message":
    case "media_reconnecting":
    case "media_reconnected":
    case "hearing_lost":
      return { name, detail: {} };
  }
}
