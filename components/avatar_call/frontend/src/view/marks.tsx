/** What the safety check says of a turn, under its words. */

import type { Mark, MarkLevel } from "../protocol";

const NAMES: Record<MarkLevel, string> = {
  blocked: "Blocked",
  warned: "Warning",
  unscreened: "Said unchecked",
  flagged: "Moderation",
};

export function Marks({ marks, language }: { marks: Mark[]; language: string }) {
  if (marks.length === 0) return null;
  return (
    <ul class="ac-marks" aria-label="Safety check">
      {marks.map((mark, place) => (
        <li key={place} class="ac-mark" data-level={mark.level}>
          <strong>{NAMES[mark.level]}:</strong> <span dir="auto">{mark.reasons.join(" ")}</span>
          {mark.written !== null && (
            <>
              {" He would have said: "}
              <q dir="auto" lang={language}>
                {mark.written}
              </q>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
