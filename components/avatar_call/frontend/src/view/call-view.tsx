/** The whole component: before, during and after the call. */

import type { CallController } from "../call-controller";
import { listenBy } from "../call-controller";
import type { CallModel } from "../call-state";
import type { DeviceCheck } from "../device-check";
import { Composer, useDraft } from "./composer";
import { Controls } from "./controls";
import { CueCard } from "./cue-card";
import { DevicePanel, LevelMeter } from "./device-panel";
import { Gauges } from "./gauges";
import { Messages } from "./messages";
import { OperatorDrawer } from "./operator-drawer";
import { Stage } from "./stage";
import { StartPanel } from "./start-panel";
import { StatusPill } from "./status-pill";
import { Transcript } from "./transcript";
import { useStore } from "./use-store";

interface Props {
  controller: CallController;
  devices: DeviceCheck;
}

export function CallView({ controller, devices }: Props) {
  const model = useStore(controller);
  const stage = <Stage key="stage" model={model} controller={controller} />;
  switch (model.state) {
    case "ended":
      return <After model={model} controller={controller} />;
    case "planned":
    case "opening":
    case "connecting":
    case "live":
    case "ending":
      return (
        <div class="ac-room" data-phase={isBefore(model) ? "before" : "during"} dir="ltr">
          {isBefore(model) && <Messages model={model} controller={controller} />}
          <div class="ac-grid">
            <div class="ac-main">
              {stage}
              {!isBefore(model) && <Messages model={model} controller={controller} />}
              {!isBefore(model) && <BelowStage model={model} controller={controller} devices={devices} />}
            </div>
            {isBefore(model) ? (
              <Before model={model} controller={controller} devices={devices} />
            ) : (
              <Conversation model={model} controller={controller} />
            )}
          </div>
        </div>
      );
  }
}

const isBefore = (model: CallModel): boolean => model.state === "planned";

function Before({ model, controller, devices }: Props & { model: CallModel }) {
  const data = controller.plan();
  return (
    <div class="ac-side ac-before">
      <StartPanel model={model} controller={controller} data={data} />
      <DevicePanel devices={devices} byVoice={listenBy(data) === "voice"} />
    </div>
  );
}

function BelowStage({ model, controller, devices }: Props & { model: CallModel }) {
  return (
    <>
      <Controls model={model} controller={controller} />
      {model.microphone === "open" && <LevelMeter devices={devices} />}
      <Gauges model={model} plan={controller.plan().plan} />
    </>
  );
}

function Conversation({ model, controller }: { model: CallModel; controller: CallController }) {
  const draft = useDraft();
  const { plan, cue, operatorLines } = controller.plan();
  return (
    <>
      <div class="ac-side">
        <Transcript model={model} childName={plan.childName} language={plan.childLanguage} />
        <Composer model={model} controller={controller} draft={draft} />
        <OperatorDrawer lines={operatorLines} model={model} controller={controller} />
      </div>
      <CueCard cue={cue} model={model} controller={controller} draft={draft} />
    </>
  );
}

function After({ model, controller }: { model: CallModel; controller: CallController }) {
  return (
    <div class="ac-room" data-phase="after">
      <Messages model={model} controller={controller} />
      <section class="ac-card ac-after" aria-label="The call">
        <StatusPill model={model} />
        <p class="ac-after-text" dir="auto">
          {model.endReason?.text ?? "The call is over."}
        </p>
        <button type="button" class="ac-button" data-kind="pine" onClick={() => controller.newCall()}>
          New call
        </button>
      </section>
    </div>
  );
}
