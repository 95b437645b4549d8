/** Writes over what was heard: Enter keeps it, Escape does not. */

import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

export interface CorrectionState {
  open: boolean;
  /** The button that opened it gets the focus back. */
  button: RefObject<HTMLButtonElement | null>;
  begin: () => void;
  cancel: () => void;
  save: (words: string) => void;
}

export function useCorrection(correct: (words: string) => void): CorrectionState {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !open) button.current?.focus({ preventScroll: true });
    wasOpen.current = open;
  }, [open]);
  return {
    open,
    button,
    begin: () => setOpen(true),
    cancel: () => setOpen(false),
    save: (words) => {
      correct(words);
      setOpen(false);
    },
  };
}

export function Correction(props: { correction: CorrectionState; text: string; language: string }) {
  const { correction, text, language } = props;
  const [words, setWords] = useState(text);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus({ preventScroll: true });
    input.current?.select();
  }, []);
  return (
    <form
      class="ac-correction"
      onSubmit={(event) => {
        event.preventDefault();
        correction.save(words);
      }}
    >
      <input
        class="ac-input"
        ref={input}
        type="text"
        aria-label="What was really said"
        dir="auto"
        lang={language}
        autoComplete="off"
        maxLength={2000}
        value={words}
        onInput={({ currentTarget }) => setWords(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") correction.cancel();
        }}
      />
      <button type="submit" class="ac-button" data-kind="pine" disabled={words.trim() === ""}>
        Save
      </button>
      <button type="button" class="ac-button" data-kind="quiet" onClick={() => correction.cancel()}>
        Cancel
      </button>
    </form>
  );
}
