import { useEffect, useRef } from "preact/hooks";

import type { CallController } from "../call-controller";
import type { CallModel } from "../call-model";
import { textOf } from "../call-status";
import type { Turn } from "../protocol";
import { Correction, useCorrection } from "./correction";
import { Marks } from "./marks";

const NEAR_THE_END = 60; // px: whoever scrolled up to read is left in peace

export function Transcript({ model, controller }: { model: CallModel; controller: CallController }) {
  const { childName, childLanguage: language } = controller.plan().plan;
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const turns = model.turns.map((turn) => ({ turn, text: textOf(model, turn) })).filter(({ text }) => text !== "");
  useEffect(() => {
    const element = log.current;
    if (element === null || !atEnd.current) return;
    // Whoever is correcting a line keeps it before the eyes.
    if (element.querySelector(".ac-correction") === null) element.scrollTop = element.scrollHeight;
  });
  return (
    <div
      class="ac-transcript"
      role="log"
      aria-label="Transcript"
      tabIndex={0}
      ref={log}
      onScroll={({ currentTarget: box }) => {
        atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_THE_END;
      }}
    >
      {turns.length === 0 && model.childHeard === "" && (
        <p class="ac-empty">What Santa and {childName} say appears here, word by word.</p>
      )}
      {turns.map(({ turn, text }) => (
        <TurnRow key={turn.turnId} turn={turn} text={text} model={model} controller={controller} />
      ))}
      {model.childHeard !== "" && <Hearing text={model.childHeard} childName={childName} language={language} />}
      {model.state === "live" && model.floor === "thinking" && <Thinking />}
    </div>
  );
}

function TurnRow(props: { turn: Turn; text: string; model: CallModel; controller: CallController }) {
  const { turn, text, model, controller } = props;
  const { childName, childLanguage: language } = controller.plan().plan;
  const correction = useCorrection((words) => controller.talking.correct(turn.turnId, words));
  const correctable = turn.speaker === "child" && turn.origin === "voice" && turn.done && model.state === "live";
  const correcting = correctable && correction.open;
  return (
    <div
      class="ac-turn"
      data-role={turn.speaker}
      data-growing={!turn.done}
      data-cut={turn.interrupted}
      data-correcting={correcting}
    >
      <span class="ac-who">
        <bdi>{turn.speaker === "santa" ? "Santa" : childName}</bdi>
        {turn.latencyMs !== null && (
          <span class="ac-latency" title="From the end of the child's words to Santa's first sound">
            {seconds(turn.latencyMs)}
          </span>
        )}
        {turn.interrupted && <span class="ac-cut">interrupted</span>}
        {ORIGIN_NOTES[turn.origin] !== undefined && <span class="ac-cut">{ORIGIN_NOTES[turn.origin]}</span>}
        {model.corrections[turn.turnId] !== undefined && (
          <span class="ac-cut">{CORRECTION_NOTES[model.corrections[turn.turnId] ?? "sent"]}</span>
        )}
        {correctable && !correcting && (
          <button
            type="button"
            class="ac-correct"
            aria-label={`Correct: ${text}`}
            ref={correction.button}
            onClick={correction.begin}
          >
            Correct
          </button>
        )}
      </span>
      {correcting ? (
        <Correction correction={correction} text={text} language={language} />
      ) : (
        <p dir="auto" lang={language}>
          {text}
        </p>
      )}
      <Marks marks={model.marks[turn.turnId] ?? []} language={language} />
    </div>
  );
}

/** The child's words while they are said. Not read out while they change: the turn that follows is. */
function Hearing({ text, childName, language }: { text: string; childName: string; language: string }) {
  return (
    <div class="ac-turn" data-role="child" data-provisional="true" aria-live="off">
      <span class="ac-who">
        <bdi>{childName}</bdi>
        <span class="ac-cut">hearing…</span>
      </span>
      <p dir="auto" lang={language}>
        {text}
      </p>
    </div>
  );
}

/** Where Santa's answer will stand. The status says it in words. */
function Thinking() {
  return (
    <div class="ac-turn ac-thinking" aria-hidden="true">
      <p>
        <i />
        <i />
        <i />
      </p>
    </div>
  );
}

const CORRECTION_NOTES = { sent: "correcting…", taken: "corrected" } as const;

const ORIGIN_NOTES: Record<string, string | undefined> = {
  operator: "operator",
  silence: "silence",
  fallback: "fallback line",
};

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
