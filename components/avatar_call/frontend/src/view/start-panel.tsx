import type { CallController } from "../call-controller";
import type { CallModel } from "../call-model";
import { isUnderWay } from "../call-status";
import type { CallData } from "../protocol";
import { VideoIcon } from "./icons";

/** Who calls whom, what it costs, and the one main action. */
export function StartPanel(props: { model: CallModel; controller: CallController; data: CallData }) {
  const { model, controller, data } = props;
  const { plan, hearing, blockedBecause } = data;
  const waiting = isUnderWay(model);
  return (
    <section class="ac-card ac-start" aria-label="The call">
      <h3>
        <bdi>{plan.childName}</bdi> calls Santa
      </h3>
      <p class="ac-quiet" dir="auto">
        {plan.scenarioTitle}
      </p>
      <ul class="ac-facts">
        <li>{plan.avatarLabel}</li>
        <li>{plan.santaLabel}</li>
        <li>{plan.capLabel}</li>
      </ul>
      <p class="ac-price">{plan.priceLine}</p>
      {plan.listen !== "typing" && hearing.note !== "" && <p class="ac-quiet">{hearing.note}</p>}
      {blockedBecause !== null && (
        <p class="ac-trouble" role="alert">
          {blockedBecause}
        </p>
      )}
      <button
        type="button"
        class="ac-button ac-start-button"
        data-kind="main"
        disabled={waiting || blockedBecause !== null}
        onClick={() => void controller.start()}
      >
        <VideoIcon /> Start call
      </button>
      {model.askingForMicrophone && <p class="ac-quiet">Your browser is asking for the microphone. Choose Allow.</p>}
    </section>
  );
}
