/** What goes wrong with LiveAvatar's SDK, as an AvatarProblem. */

import { AvatarProblem } from "./avatar-client";
import { asNumber, asText, part } from "./vendor-values";

/** Rejects with `late` where `work` is not done by then; it goes on unheard. */
export async function soon<T>(work: Promise<T>, withinMs: number, late: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => refuse(new AvatarProblem(late)), withinMs);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

export async function asProblem<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw problemOf(error);
  }
}

/** The SDK throws SessionApiError{errorCode, status}, LiveKit's errors, undefined; the browser DOMException. */
export function problemOf(error: unknown): Error {
  if (error instanceof DOMException || error instanceof AvatarProblem) return error;
  const message = error instanceof Error ? error.message : "LiveAvatar refused it.";
  const code = asText(part(error, "errorCode"));
  return new AvatarProblem(message, asNumber(part(error, "status")), code === "" ? null : `${code} · ${message}`);
}
