import type { CallController } from "../call-controller";
import type { CallModel, Problem } from "../call-model";
import { lowerQuality, PICTURES } from "../quality";
import { Alerts } from "./alerts";

/** What went wrong and what to do, in the person's words; the vendor's words are folded away. */
export function Messages({ model, controller }: { model: CallModel; controller: CallController }) {
  const { problem, notice } = model;
  return (
    <>
      <Alerts model={model} controller={controller} />
      {problem !== null && (
        <div class="ac-message" data-level="error" role="alert">
          <div class="ac-message-text">
            <p dir="auto">{problem.text}</p>
            {problem.details !== null && (
              <details>
                <summary>Details</summary>
                <code dir="auto">{problem.details}</code>
              </details>
            )}
          </div>
          <Cure problem={problem} controller={controller} />
        </div>
      )}
      {model.lowering !== "no" && <LowerQuality model={model} controller={controller} />}
      {model.media === "lost" && model.state === "live" && (
        <div class="ac-message" data-level="warning" role="alert">
          <p class="ac-message-text">Santa's picture has stopped. The studio is finding out why.</p>
        </div>
      )}
      {notice !== null && model.state !== "ended" && (
        <div class="ac-message" data-level={notice.level} role={notice.level === "info" ? "note" : "alert"}>
          <p class="ac-message-text" dir="auto">
            {notice.text}
          </p>
          <button type="button" class="ac-button" data-kind="quiet" onClick={() => controller.dismissNotice()}>
            Dismiss
          </button>
        </div>
      )}
    </>
  );
}

/** Offered, not forced: the call goes on either way. */
function LowerQuality({ model, controller }: { model: CallModel; controller: CallController }) {
  const lower = model.opened === null ? null : lowerQuality(model.opened.quality);
  if (lower === null) return null;
  const asked = model.lowering === "asked";
  return (
    <div class="ac-message" data-level="info" role="status" aria-label="Weak connection">
      <p class="ac-message-text">
        <strong>Your connection is weak.</strong> A smaller picture ({PICTURES[lower]}) may run better. The call stays
        open; Santa is away for a moment.
      </p>
      <span class="ac-cures">
        <button type="button" class="ac-button" disabled={asked} onClick={() => controller.qualityOffer.accept()}>
          {asked ? "Lowering…" : "Lower the quality"}
        </button>
        {!asked && (
          <button type="button" class="ac-button" data-kind="quiet" onClick={() => controller.qualityOffer.dismiss()}>
            Not now
          </button>
        )}
      </span>
    </div>
  );
}

function Cure({ problem, controller }: { problem: Problem; controller: CallController }) {
  switch (problem.cure) {
    case "retry":
      return (
        <button type="button" class="ac-button" onClick={() => void controller.start()}>
          Try again
        </button>
      );
    case "typing":
      return (
        <span class="ac-cures">
          <button type="button" class="ac-button" onClick={() => void controller.start()}>
            Try again
          </button>
          <button type="button" class="ac-button" onClick={() => void controller.start("typing")}>
            Start by typing instead
          </button>
        </span>
      );
    case "microphone":
      return (
        <button
          type="button"
          class="ac-button"
          onClick={() => {
            controller.dismissProblem();
            controller.hearing.toggle();
          }}
        >
          Try the microphone again
        </button>
      );
    case "new_call":
    case null:
      return null;
  }
}
