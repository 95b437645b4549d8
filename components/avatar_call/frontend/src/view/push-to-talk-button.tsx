import { useEffect, useRef } from "preact/hooks";

import type { CallController } from "../call-controller";
import type { CallModel } from "../call-model";
import { watchSpaceBar } from "../push-to-talk";
import { MicrophoneIcon } from "./icons";
import { useStore } from "./use-store";

/** Held by finger, mouse, Space or Enter; the space bar works anywhere on the page. Only in a plan that wants it. */
export function PushToTalkButton({ model, controller }: { model: CallModel; controller: CallController }) {
  const { hearing } = controller;
  const { pushToTalk, pressed } = useStore(hearing);
  const button = useRef<HTMLButtonElement>(null);
  const usable = model.state === "live" && (model.microphone === "waiting" || model.microphone === "open");
  useEffect(() => {
    if (!pushToTalk || !usable) return;
    if (document.activeElement === document.body) button.current?.focus({ preventScroll: true });
    return watchSpaceBar({ press: () => hearing.press(), release: () => hearing.release() });
  }, [hearing, pushToTalk, usable]);
  if (!pushToTalk) return null;
  const byKey = (event: KeyboardEvent): boolean => event.code === "Space" || event.key === "Enter";
  return (
    <button
      type="button"
      class="ac-button ac-talk"
      ref={button}
      disabled={!usable}
      aria-pressed={pressed}
      title="Hold it, or the space bar, while the child speaks"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        hearing.press();
      }}
      onPointerUp={() => hearing.release()}
      onPointerCancel={() => hearing.release()}
      onLostPointerCapture={() => hearing.release()}
      onContextMenu={(event) => event.preventDefault()} // a long touch
      onKeyDown={(event) => {
        if (!byKey(event)) return;
        event.preventDefault(); // no click as well
        if (!event.repeat) hearing.press();
      }}
      onKeyUp={(event) => {
        if (!byKey(event)) return;
        event.preventDefault();
        hearing.release();
      }}
      onBlur={() => hearing.release()}
      onClick={(event) => {
        // A screen reader can only click: once to talk, once more to end.
        if (event.detail !== 0) return;
        if (pressed) hearing.release();
        else hearing.press();
      }}
    >
      <MicrophoneIcon /> Hold to talk
    </button>
  );
}
