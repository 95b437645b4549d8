import type { CallController } from "../call-controller";
import type { CallModel } from "../call-model";
import { cueKey } from "../call-status";
import type { CueCard as Cue, CueKind } from "../protocol";
import type { Draft } from "./composer";
import { ArrowIcon } from "./icons";

interface CueCardProps {
  cue: Cue;
  model: CallModel;
  controller: CallController;
  draft: Draft;
}

/** The scenario on paper: the child's lines, and what Santa must and must not do, to tick off. */
export function CueCard({ cue, model, controller, draft }: CueCardProps) {
  if (cue.lines.length + cue.must.length + cue.mustNot.length === 0) return null;
  const group = (kind: CueKind, title: string, items: string[]) =>
    items.length > 0 && (
      <fieldset class="ac-cues" data-kind={kind}>
        <legend>{title}</legend>
        {items.map((text, index) => (
          <div class="ac-cue" key={cueKey(kind, index)}>
            <label>
              <input
                type="checkbox"
                checked={model.ticked[cueKey(kind, index)] ?? false}
                onChange={({ currentTarget }) => controller.talking.tick(kind, index, currentTarget.checked)}
              />
              <span dir="auto">{text}</span>
            </label>
            {kind === "line" && (
              <button
                type="button"
                class="ac-button ac-use"
                data-kind="quiet"
                aria-label={`Put into the text box: ${text}`}
                title="Put into the text box"
                onClick={() => draft.set(text)}
              >
                <ArrowIcon />
              </button>
            )}
          </div>
        ))}
      </fieldset>
    );
  return (
    <section class="ac-card ac-cuecard" aria-label="Cue card">
      <h3>Cue card</h3>
      <div class="ac-cue-groups">
        {group("line", "The child's lines", cue.lines)}
        {group("must", "Santa must", cue.must)}
        {group("mustNot", "Santa must not", cue.mustNot)}
      </div>
    </section>
  );
}
