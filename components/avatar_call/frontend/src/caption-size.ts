/** How large the captions are: the person's own choice, kept in this browser. */

export const CAPTION_SIZES = { small: "Small", medium: "Medium", large: "Large", huge: "Very large" } as const;

export type CaptionSize = keyof typeof CAPTION_SIZES;

const KEY = "santa-call.caption-size";

export function isCaptionSize(text: string | null): text is CaptionSize {
  return text !== null && Object.hasOwn(CAPTION_SIZES, text);
}

/** Storage may be forbidden (a private window, blocked cookies): then the choice lasts as long as the page. */
export function readCaptionSize(): CaptionSize {
  try {
    const kept = localStorage.getItem(KEY);
    return isCaptionSize(kept) ? kept : "medium";
  } catch {
    return "medium";
  }
}

export function keepCaptionSize(size: CaptionSize): void {
  try {
    localStorage.setItem(KEY, size);
  } catch {
    // Not kept.
  }
}
