import type { CallController } from "../call-controller";
import type { CallModel } from "../call-model";
import { PushToTalkButton } from "./push-to-talk-button";
import { FlagIcon, StopIcon, MicrophoneIcon, MutedIcon, PhoneIcon } from "./icons";

export function Controls({ model, controller }: { model: CallModel; controller: CallController }) {
  const live = model.state === "live";
  return (
    <div class="ac-controls" role="group" aria-label="Call controls">
      <PushToTalkButton model={model} controller={controller} />
      <MicrophoneButton model={model} controller={controller} />
      <button type="button" class="ac-button" disabled={!live} onClick={() => controller.talking.interrupt()}>
        <StopIcon /> Interrupt Santa
      </button>
      <button type="button" class="ac-button" disabled={!live} onClick={() => controller.talking.flag()}>
        <FlagIcon /> Flag this moment
      </button>
      <button
        type="button"
        class="ac-button ac-end"
        data-kind="end"
        disabled={model.state === "ending"}
        onClick={() => controller.end()}
      >
        <PhoneIcon /> End call
      </button>
    </div>
  );
}

/** "Unmute" also opens the ears of a call that began by typing. */
function MicrophoneButton({ model, controller }: { model: CallModel; controller: CallController }) {
  const { hearing } = controller.plan();
  const isOff = model.microphone === "closed" || model.microphone === "muted";
  const unusable = model.state !== "live" || !hearing.available || model.microphone === "starting";
  return (
    <button
      type="button"
      class="ac-button"
      disabled={unusable}
      title={hearing.available ? undefined : hearing.note}
      onClick={() => controller.hearing.toggle()}
    >
      {isOff ? <MutedIcon /> : <MicrophoneIcon />}
      {isOff ? "Unmute microphone" : "Mute microphone"}
    </button>
  );
}
