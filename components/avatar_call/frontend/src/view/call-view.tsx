/** The whole component: before, during and after the call. */

import { useEffect, useRef } from "preact/hooks";

import type { CallController } from "../call-controller";
import type { CallModel } from "../call-model";
import type { DeviceCheck } from "../device-check";
import { listenBy } from "../hearing";
import { lowerQuality } from "../quality";
import { Composer, useDraft } from "./composer";
import { Controls } from "./controls";
import { CueCard } from "./cue-card";
import { DevicePanel, LevelMeter } from "./device-panel";
import { Gauges } from "./gauges";
import { Messages } from "./messages";
import { MicrophoneNotices, MicrophonePanel } from "./microphone-panel";
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
  const phase = phaseOf(model);
  const room = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (phase !== "before") showFromTop(room.current);
  }, [phase]);
  return (
    <div class="ac-room" data-phase={phase} dir="ltr" ref={room}>
      <Phase phase={phase} model={model} controller={controller} devices={devices} />
    </div>
  );
}

type CallPhase = "before" | "during" | "after";

function phaseOf(model: CallModel): CallPhase {
  switch (model.state) {
    case "planned":
      return "before";
    case "opening":
    case "connecting":
    case "live":
    case "ending":
      return "during";
    case "ended":
      return "after";
  }
}

/** Whoever scrolled down to press a button sees what it brought: Santa, or the review. */
function showFromTop(room: HTMLElement | null): void {
  if (room !== null && room.getBoundingClientRect().top < 0) room.scrollIntoView({ block: "start" });
}

function Phase({ phase, model, controller, devices }: Props & { phase: CallPhase; model: CallModel }) {
  if (phase === "after") return <After model={model} controller={controller} />;
  const before = phase === "before";
  return (
    <>
      {before && <Messages model={model} controller={controller} />}
      <div class="ac-grid">
        <div class="ac-main">
          {/* One element before and during: the browser lets a video make sound that a click has played. */}
          <Stage key="stage" model={model} controller={controller} />
          {!before && <Messages model={model} controller={controller} />}
          {!before && <BelowStage model={model} controller={controller} devices={devices} />}
        </div>
        {before ? (
          <Before model={model} controller={controller} devices={devices} />
        ) : (
          <Conversation model={model} controller={controller} />
        )}
      </div>
    </>
  );
}

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
      <MicrophoneNotices hearing={controller.hearing} />
      <Controls model={model} controller={controller} />
      {(model.microphone === "open" || model.microphone === "waiting") && <LevelMeter devices={devices} />}
      <MicrophonePanel model={model} hearing={controller.hearing} devices={devices} />
      <Gauges model={model} plan={controller.plan().plan} />
    </>
  );
}

function Conversation({ model, controller }: { model: CallModel; controller: CallController }) {
  const draft = useDraft();
  const { cue, operatorLines } = controller.plan();
  return (
    <>
      <div class="ac-side">
        <Transcript model={model} controller={controller} />
        <Composer model={model} controller={controller} draft={draft} />
        <OperatorDrawer lines={operatorLines} model={model} controller={controller} />
      </div>
      <CueCard cue={cue} model={model} controller={controller} draft={draft} />
    </>
  );
}

function After({ model, controller }: { model: CallModel; controller: CallController }) {
  const card = useRef<HTMLElement>(null);
  // The End button is gone and took the focus with it.
  useEffect(() => card.current?.focus({ preventScroll: true }), []);
  return (
    <>
      <Messages model={model} controller={controller} />
      <section class="ac-card ac-after" aria-label="The call" tabIndex={-1} ref={card}>
        <StatusPill model={model} />
        <p class="ac-after-text" dir="auto">
          {model.endReason?.text ?? "The call is over."}
        </p>
        <span class="ac-cures">
          <TryAgain model={model} controller={controller} />
          <button
            type="button"
            class="ac-button"
            data-kind={model.endReason?.tryAgain == null ? "pine" : undefined}
            onClick={() => controller.newCall()}
          >
            New call
          </button>
        </span>
      </section>
    </>
  );
}

/** The same plan once more; after a bad connection with a smaller picture, where there is one. */
function TryAgain({ model, controller }: { model: CallModel; controller: CallController }) {
  const tryAgain = model.endReason?.tryAgain ?? null;
  if (tryAgain === null) return null;
  const lower = tryAgain === "lower_quality" && model.opened !== null ? lowerQuality(model.opened.quality) : null;
  return (
    <button type="button" class="ac-button" data-kind="pine" onClick={() => controller.newCall(lower)}>
      {lower === null ? "Try again" : "Try again with lower quality"}
    </button>
  );
}
