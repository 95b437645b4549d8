import { useState } from "preact/hooks";

import type { CallController } from "../call-controller";
import type { CallModel } from "../call-model";
import type { OperatorLine } from "../protocol";

/** Lines Santa says verbatim when a person decides so. */
export function OperatorDrawer(props: { lines: OperatorLine[]; model: CallModel; controller: CallController }) {
  const { lines, model, controller } = props;
  const [text, setText] = useState("");
  const live = model.state === "live";
  return (
    <details class="ac-card ac-drawer">
      <summary>
        <h3>Operator</h3>
        <span class="ac-quiet">Santa says it word for word</span>
      </summary>
      <div class="ac-lines">
        {lines.map((line) => (
          <button
            key={line.label}
            type="button"
            class="ac-button"
            title={line.text}
            disabled={!live}
            onClick={() => controller.talking.sayAsOperator(line.text)}
          >
            {line.label}
          </button>
        ))}
      </div>
      <form
        class="ac-composer"
        onSubmit={(event) => {
          event.preventDefault();
          if (controller.talking.sayAsOperator(text)) setText("");
        }}
      >
        <input
          class="ac-input"
          type="text"
          aria-label="Words for Santa"
          placeholder="Words for Santa"
          dir="auto"
          autoComplete="off"
          maxLength={1000}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <button type="submit" class="ac-button" disabled={!live || text.trim() === ""}>
          Let Santa say it
        </button>
      </form>
    </details>
  );
}
