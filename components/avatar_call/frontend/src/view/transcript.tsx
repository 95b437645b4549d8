import { useEffect, useRef } from "preact/hooks";

import type { CallModel } from "../call-model";
import { textOf } from "../call-status";
import type { Turn } from "../protocol";

const NEAR_THE_END = 60; // px: whoever scrolled up to read is left in peace

export function Transcript({ model, childName, language }: { model: CallModel; childName: string; language: string }) {
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const turns = model.turns.map((turn) => ({ turn, text: textOf(model, turn) })).filter(({ text }) => text !== "");
  useEffect(() => {
    const element = log.current;
    if (element !== null && atEnd.current) element.scrollTop = element.scrollHeight;
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
      {turns.length === 0 && <p class="ac-empty">What Santa and {childName} say appears here, word by word.</p>}
      {turns.map(({ turn, text }) => (
        <TurnRow key={turn.turnId} turn={turn} text={text} childName={childName} language={language} />
      ))}
    </div>
  );
}

function TurnRow(props: { turn: Turn; text: string; childName: string; language: string }) {
  const { turn, text, childName, language } = props;
  return (
    <div class="ac-turn" data-role={turn.speaker} data-growing={!turn.done}>
      <span class="ac-who">
        <bdi>{turn.speaker === "santa" ? "Santa" : childName}</bdi>
        {turn.latencyMs !== null && (
          <span class="ac-latency" title="From the end of the child's words to Santa's first sound">
            {seconds(turn.latencyMs)}
          </span>
        )}
        {turn.interrupted && <span class="ac-cut">interrupted</span>}
        {ORIGIN_NOTES[turn.origin] !== undefined && <span class="ac-cut">{ORIGIN_NOTES[turn.origin]}</span>}
      </span>
      <p dir="auto" lang={language}>
        {text}
      </p>
    </div>
  );
}

const ORIGIN_NOTES: Record<string, string | undefined> = {
  operator: "operator",
  silence: "silence",
  fallback: "fallback line",
};

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
