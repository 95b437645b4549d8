import type { CallModel } from "../call-model";
import type { Plan } from "../protocol";
import { PICTURES } from "../quality";
import { useNow } from "./use-store";

const LAST_MINUTE_MS = 60_000;

/** Time left, what it costs so far, and how good the connection is. */
export function Gauges({ model, plan }: { model: CallModel; plan: Plan }) {
  const running = model.state === "live" || model.state === "connecting";
  const now = useNow(running);
  const leftMs = model.capEndsAt === null ? plan.capSeconds * 1000 : Math.max(0, model.capEndsAt - now);
  const elapsedMs = model.startedAt === null ? 0 : Math.max(0, now - model.startedAt);
  return (
    <dl class="ac-gauges">
      <div data-warn={leftMs <= LAST_MINUTE_MS && running}>
        <dt>Time left</dt>
        <dd>
          <span role="timer">{clock(leftMs)}</span>
        </dd>
      </div>
      <div>
        <dt>{plan.avatar === "practice" ? "Would have cost" : "Cost so far"}</dt>
        <dd>{costSoFar(plan.usdPerMinute, elapsedMs)}</dd>
      </div>
      <div data-warn={model.connectionQuality === "BAD"}>
        <dt>Connection</dt>
        <dd>{connectionInWords(model.connectionQuality)}</dd>
      </div>
      {model.opened !== null && (
        <div>
          <dt>Picture</dt>
          <dd>
            {PICTURES[model.opened.quality]} <small>{whyThisPicture(model, plan)}</small>
          </dd>
        </div>
      )}
      <div class="ac-answers-by">
        <dt>Answers by</dt>
        <dd>{plan.santaLabel}</dd>
      </div>
      <div aria-live="polite">
        {model.flags > 0 && <dt>Flagged</dt>}
        {model.flags > 0 && <dd>{model.flags === 1 ? "1 moment" : `${model.flags} moments`}</dd>}
      </div>
    </dl>
  );
}

/** 605 000 ms -> "10:05". */
export function clock(milliseconds: number): string {
  const whole = Math.ceil(milliseconds / 1000);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** An estimate for the eye; the bill is counted by the server. */
export function costSoFar(usdPerMinute: string, elapsedMs: number): string {
  const rate = Number(usdPerMinute);
  if (!Number.isFinite(rate) || rate === 0) return "Free";
  return `$${((rate * elapsedMs) / 60_000).toFixed(2)}`;
}

/** Nothing where it is what the plan asked for. */
export function whyThisPicture({ lowered }: Pick<CallModel, "lowered">, plan: Pick<Plan, "quality" | "avatar">): string {
  if (lowered) return "lowered in this call";
  if (plan.quality !== null) return "";
  // On the studio's own machine there is no connection to choose by.
  return plan.avatar === "practice" ? "chosen for you" : "chosen by your connection";
}

export function connectionInWords(quality: string): string {
  switch (quality.toUpperCase()) {
    case "GOOD":
      return "Good";
    case "BAD":
      return "Weak";
    default:
      return "Measuring";
  }
}
