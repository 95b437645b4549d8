import { useEffect, useRef, useState } from "preact/hooks";

import type { CallController } from "../call-controller";
import type { CallModel } from "../call-model";
import { SendIcon } from "./icons";

export interface Draft {
  text: string;
  set(text: string): void;
}

export function useDraft(): Draft {
  const [text, set] = useState("");
  return { text, set };
}

/** What the child says by keyboard. */
export function Composer(props: { model: CallModel; controller: CallController; draft: Draft }) {
  const { model, controller, draft } = props;
  const live = model.state === "live";
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // The Start button is gone and took the focus with it. On a touch screen a keyboard would pop up.
    const lost = document.activeElement === document.body && matchMedia("(pointer: fine)").matches;
    // With a button to talk the space bar is to talk, not to type.
    if (live && lost && !controller.hearing.current().pushToTalk) input.current?.focus({ preventScroll: true });
  }, [live]);
  const change = (text: string): void => {
    draft.set(text);
    controller.talking.composing(text.trim() !== "");
  };
  return (
    <form
      class="ac-composer"
      onSubmit={(event) => {
        event.preventDefault();
        if (controller.talking.type(draft.text)) draft.set("");
      }}
    >
      <input
        class="ac-input"
        ref={input}
        type="text"
        aria-label="Type to Santa"
        placeholder={live ? "Type to Santa" : "Santa will be here in a moment"}
        dir="auto"
        autoComplete="off"
        maxLength={2000}
        value={draft.text}
        onInput={({ currentTarget }) => change(currentTarget.value)}
      />
      <button type="submit" class="ac-button" data-kind="pine" disabled={!live || draft.text.trim() === ""}>
        <SendIcon /> Send
      </button>
    </form>
  );
}
