/** Turns refusals into a sentence for the person, with the vendor's words for the fold. */

import { AvatarProblem } from "./avatar-client";
import type { Problem } from "./call-model";
import { CallRefused } from "./link";
import type { MicrophoneTrouble } from "./microphone-trouble";

/** Kinds after which it may be tried again: nothing is open, and the cause may pass. */
const WORTH_A_RETRY: ReadonlySet<string> = new Set([
  "unreachable",
  "unavailable",
  "provider_error",
  "session_limit",
  "too_many_calls",
  "ticket_expired",
]);

/** Kinds after which the server still knows nothing of the call. After any other its id is used up. */
const CALL_STILL_UNUSED: ReadonlySet<string> = new Set([
  "unreachable",
  "ticket_expired",
  "too_many_calls",
  "invalid_request",
]);

export function isUsedUp(error: unknown): boolean {
  return error instanceof CallRefused && !CALL_STILL_UNUSED.has(error.kind);
}

export function refusedOpening(error: unknown): Problem {
  if (!(error instanceof CallRefused)) {
    const details = error instanceof Error ? error.message : String(error);
    return { text: "The call could not be opened.", details, cure: "retry" };
  }
  if (error.kind === "call_ended") {
    return { text: "This call was over before it began. Start it anew.", details: null, cure: "retry" };
  }
  const vendor = error.vendor;
  const words = [vendor?.status ?? error.status, vendor?.code, vendor?.message].filter((part) => part != null);
  return {
    text: error.message,
    details: words.length > 0 ? words.join(" · ") : null,
    cure: WORTH_A_RETRY.has(error.kind) ? "retry" : null,
  };
}

export function failedStart(error: unknown): Problem {
  const vendorWords =
    error instanceof AvatarProblem
      ? [error.status, error.vendorText ?? error.message].filter((part) => part != null).join(" · ")
      : String(error);
  return {
    text: "The session was opened, but Santa's picture could not be reached. The call is being closed.",
    details: vendorWords,
    cure: "new_call",
  };
}

export const noPicture: Problem = {
  text: "The session was opened, but no picture came. A firewall may be blocking video. The call is being closed.",
  details: null,
  cure: "new_call",
};

export function noMicrophone(trouble: MicrophoneTrouble | null, cure: "typing" | "microphone"): Problem {
  return {
    text: trouble === null ? "Santa cannot hear you." : `${trouble.text} ${trouble.cure}`,
    details: trouble?.details ?? null,
    cure,
  };
}
