import type { CallModel } from "../call-model";
import type { DeviceCheck } from "../device-check";
import type { Hearing } from "../hearing";
import type { HearingState } from "../hearing-state";
import { MicrophoneSelect } from "./device-panel";
import { useStore } from "./use-store";

interface Props {
  model: CallModel;
  hearing: Hearing;
  devices: DeviceCheck;
}

/** What the microphone does right now, whether it may go over Santa, and which one it is. */
export function MicrophonePanel({ model, hearing, devices }: Props) {
  const state = useStore(hearing);
  const known = useStore(devices);
  if (model.microphone === "closed" || model.microphone === "starting") return null;
  return (
    <div class="ac-microphone">
      <p class="ac-microphone-state" role="status" aria-label="Microphone" data-tone={tone(model, state)}>
        {microphoneInWords(model, state)}
      </p>
      <label class="ac-switch">
        <input
          type="checkbox"
          role="switch"
          checked={state.talkOver}
          onChange={({ currentTarget }) => hearing.setTalkOver(currentTarget.checked)}
        />
        <span>Talk over Santa</span>
      </label>
      <details class="ac-microphone-choice">
        <summary>Change microphone</summary>
        <MicrophoneSelect state={known} onChoose={(id) => void hearing.chooseMicrophone(id)} />
      </details>
    </div>
  );
}

export function microphoneInWords({ microphone }: Pick<CallModel, "microphone">, state: HearingState): string {
  if (state.device !== "ready") return "No microphone";
  if (microphone === "muted") return "Muted: Santa does not hear you";
  if (microphone === "resuming") return "Santa cannot hear you yet";
  const waitsForSanta = !state.talkOver && state.santaSpeaks;
  if (waitsForSanta && (state.pressed || !state.pushToTalk)) return "Santa is speaking: your microphone waits";
  if (!state.pushToTalk) return "Santa can hear you";
  return state.pressed ? "Listening to you" : "Hold the button or the space bar to talk";
}

function tone(model: CallModel, state: HearingState): string {
  if (state.device !== "ready" || model.microphone === "muted") return "off";
  return model.microphone === "open" ? "open" : "waits";
}

/** What happened to the microphone, in a sentence each with its way on. */
export function MicrophoneNotices({ hearing }: { hearing: Hearing }) {
  const { device, trouble, notice } = useStore(hearing);
  return (
    <>
      {device === "none" && (
        <div class="ac-message" data-level="warning" role="alert">
          <p class="ac-message-text">
            <strong>No microphone.</strong> Plug one in, or type.
          </p>
          <RetryButton hearing={hearing} />
        </div>
      )}
      {device === "unusable" && (
        <div class="ac-message" data-level="warning" role="alert">
          <p class="ac-message-text">
            <strong>{trouble?.text}</strong> {trouble?.cure}
          </p>
          <RetryButton hearing={hearing} />
        </div>
      )}
      {notice !== null && (
        <div class="ac-message" data-level={notice.code === "moved" ? "info" : "warning"} role="alert">
          <p class="ac-message-text" dir="auto">
            {notice.text}
          </p>
          <span class="ac-cures">
            {notice.code === "echo" && (
              <button type="button" class="ac-button" onClick={() => hearing.setTalkOver(false)}>
                Take turns
              </button>
            )}
            <button type="button" class="ac-button" data-kind="quiet" onClick={() => hearing.dismissNotice()}>
              Dismiss
            </button>
          </span>
        </div>
      )}
    </>
  );
}

function RetryButton({ hearing }: { hearing: Hearing }) {
  return (
    <button type="button" class="ac-button" onClick={() => void hearing.chooseMicrophone(null)}>
      Try the microphone again
    </button>
  );
}
