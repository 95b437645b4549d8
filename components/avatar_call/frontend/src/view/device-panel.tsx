import { useEffect, useRef } from "preact/hooks";

import type { DeviceCheck, DeviceState } from "../device-check";
import { CheckIcon, MicrophoneIcon, SpeakerIcon } from "./icons";
import { useStore } from "./use-store";

/** The check before the call. Nothing is opened at the vendor, so nothing is billed, meanwhile. */
export function DevicePanel({ devices, byVoice }: { devices: DeviceCheck; byVoice: boolean }) {
  const state = useStore(devices);
  return (
    <section class="ac-card" aria-label="Device check">
      <h3>{byVoice ? "Microphone and sound" : "Sound"}</h3>
      {byVoice ? (
        <MicrophoneCheck state={state} devices={devices} />
      ) : (
        <p class="ac-quiet">This call is typed, so it needs no microphone.</p>
      )}
      <div class="ac-row">
        <button
          type="button"
          class="ac-button"
          disabled={state.tone === "playing"}
          onClick={() => void devices.playTone()}
        >
          <SpeakerIcon /> Test speaker
        </button>
        <span class="ac-quiet" role="status" aria-label="Speaker test">
          {TONE_WORDS[state.tone]}
        </span>
      </div>
    </section>
  );
}

const TONE_WORDS: Record<DeviceState["tone"], string> = {
  idle: "",
  playing: "Two bells are ringing",
  played: "No bells? Check the volume and the output device.",
  failed: "The browser could not make a sound.",
};

function MicrophoneCheck({ state, devices }: { state: DeviceState; devices: DeviceCheck }) {
  switch (state.access) {
    case "unknown":
      return (
        <>
          <p class="ac-quiet">Check it now, or let Start ask for it.</p>
          <CheckButton devices={devices} label="Check microphone" />
        </>
      );
    case "asking":
      return <p class="ac-quiet">Your browser is asking for the microphone. Choose Allow.</p>;
    case "failed":
      return (
        <div class="ac-trouble" role="alert">
          <p>
            <strong>{state.trouble?.text}</strong> {state.trouble?.cure}
          </p>
          {state.trouble?.details != null && (
            <details>
              <summary>Details</summary>
              <code>{state.trouble.details}</code>
            </details>
          )}
          <CheckButton devices={devices} label="Check again" />
        </div>
      );
    case "granted":
      return (
        <>
          <MicrophoneSelect state={state} onChoose={(id) => void devices.choose(id)} />
          <LevelMeter devices={devices} />
          <p class="ac-quiet" data-good={state.heard && !state.silent} role="status" aria-label="Microphone check">
            {state.silent ? (
              "We hear nothing: is the microphone muted?"
            ) : state.heard ? (
              <>
                <CheckIcon /> We hear you.
              </>
            ) : (
              "Say something: the bar should move."
            )}
          </p>
        </>
      );
  }
}

export function MicrophoneSelect({ state, onChoose }: { state: DeviceState; onChoose: (id: string) => void }) {
  return (
    <label class="ac-field">
      <span>Microphone</span>
      <select
        class="ac-input"
        value={state.chosen?.id ?? ""}
        onChange={({ currentTarget }) => onChoose(currentTarget.value)}
      >
        {state.microphones.map((one) => (
          <option key={one.id} value={one.id}>
            {one.label}
          </option>
        ))}
      </select>
    </label>
  );
}

function CheckButton({ devices, label }: { devices: DeviceCheck; label: string }) {
  return (
    <button type="button" class="ac-button" onClick={() => void devices.check()}>
      <MicrophoneIcon /> {label}
    </button>
  );
}

/** Drawn without the virtual DOM: it moves thirty times a second. */
export function LevelMeter({ devices }: { devices: DeviceCheck }) {
  const bar = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      devices.onLevel((level) => {
        if (bar.current !== null) bar.current.style.transform = `scaleX(${level.toFixed(3)})`;
        box.current?.setAttribute("aria-valuenow", String(Math.round(level * 100)));
      }),
    [devices],
  );
  return (
    <div class="ac-level" role="meter" aria-label="Microphone level" aria-valuemin={0} aria-valuemax={100} ref={box}>
      <div class="ac-level-bar" ref={bar} />
    </div>
  );
}
