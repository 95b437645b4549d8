/** Turns refusals into a sentence for the person, with the vendor's words for the fold. */

import { AvatarProblem } from "./avatar-client";
import type { Problem } from "./call-model";
import { CallRefused } from "./link";
import type { MicrophoneTrouble } from "./microphone-trouble";

type Cure = Problem["cure"];

/**
 * What the person can do after each kind of refusal. Where it is nothing here, the server's sentence
 * says what helps: money, a key, another plan. A kind of a newer server may be tried again.
 */
const CURES: ReadonlyMap<string, Cure> = new Map<string, Cure>([
  ["unreachable", "retry"],
  ["unavailable", "retry"],
  ["provider_error", "retry"],
  ["session_limit", "retry"],
  ["too_many_calls", "retry"],
  ["ticket_expired", "retry"],
  ["insufficient_credits", null],
  ["budget", null],
  ["unsupported", null],
  ["not_allowed", null],
  ["ticket_invalid", null],
  ["invalid_request", null],
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
  const cure = CURES.get(error.kind);
  return { text: error.message, details: detailsOf(error), cure: cure === undefined ? "retry" : cure };
}

/** The vendor's status, code and words; without them what our server answered, if that is no known refusal. */
function detailsOf({ vendor, status, kind }: CallRefused): string | null {
  const words = vendor === null ? [] : [vendor.status ?? status, vendor.code, vendor.message];
  const known = vendor !== null || CURES.has(kind);
  const parts = (known ? words : [status, kind]).filter((part) => part != null && part !== "");
  return parts.length > 0 ? parts.join(" · ") : null;
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
