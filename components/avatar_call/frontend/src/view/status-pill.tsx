import type { CallModel } from "../call-model";
import { statusOf } from "../call-status";

const TONES: Record<ReturnType<typeof statusOf>, string> = {
  Ready: "calm",
  Connecting: "busy",
  Listening: "open",
  "Santa is thinking": "busy",
  "Santa is speaking": "santa",
  Reconnecting: "trouble",
  Ending: "busy",
  Ended: "calm",
};

/** The call's state in words. Nothing but the words is inside the status element. */
export function StatusPill({ model }: { model: CallModel }) {
  const status = statusOf(model);
  return (
    <div class="ac-status" data-tone={TONES[status]}>
      <span class="ac-dot" aria-hidden="true" />
      <span role="status" aria-label="Call status">
        {status}
      </span>
    </div>
  );
}
