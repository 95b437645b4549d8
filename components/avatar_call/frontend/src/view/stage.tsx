import { useCallback, useState } from "preact/hooks";

import type { CallController } from "../call-controller";
import type { CallModel } from "../call-model";
import { captionOf } from "../call-status";
import { CAPTION_SIZES, isCaptionSize, keepCaptionSize, readCaptionSize, type CaptionSize } from "../caption-size";
import { CaptionsIcon, SpeakerIcon } from "./icons";
import poster from "./santa-poster.webp";
import { StatusPill } from "./status-pill";

/** The picture with its poster, the status, the captions and, if the browser asks for it, the sound button. */
export function Stage({ model, controller }: { model: CallModel; controller: CallController }) {
  const attach = useCallback((element: HTMLVideoElement | null) => controller.attachVideo(element), [controller]);
  const caption = model.captionsOn && model.state === "live" ? captionOf(model) : null;
  const [size, setSize] = useState(readCaptionSize);
  const { childLanguage } = controller.plan().plan;
  const choose = (wanted: CaptionSize): void => {
    keepCaptionSize(wanted);
    setSize(wanted);
  };
  return (
    <div class="ac-stage" data-picture={model.pictureShown ? "shown" : "waiting"} data-state={model.state}>
      <img class="ac-poster" src={poster} alt="" />
      <video class="ac-video" ref={attach} aria-label="Santa" playsInline autoPlay />
      <div class="ac-stage-top">
        <StatusPill model={model} />
        <span class="ac-stage-right">
          {model.state === "live" && <HearingLight model={model} />}
          {model.state !== "planned" && (
            <>
              <button
                type="button"
                class="ac-captions"
                aria-pressed={model.captionsOn}
                onClick={() => controller.toggleCaptions()}
              >
                <CaptionsIcon /> <span class="ac-label">Captions</span>
              </button>
              <CaptionSizeChoice size={size} choose={choose} />
            </>
          )}
        </span>
      </div>
      {model.soundBlocked && (
        <button type="button" class="ac-button ac-sound" onClick={() => void controller.turnOnSound()}>
          <SpeakerIcon /> Turn on sound
        </button>
      )}
      {caption !== null && (
        <p class="ac-caption" data-speaker={caption.speaker} data-size={size}>
          <span class="ac-caption-box">
            <span class="ac-caption-lines">
              <span dir="auto" lang={childLanguage}>
                {caption.text}
              </span>
            </span>
          </span>
        </p>
      )}
    </div>
  );
}

/** The browser's own list, under a label of ours: by keyboard and on a phone it is what people know. */
function CaptionSizeChoice({ size, choose }: { size: CaptionSize; choose: (size: CaptionSize) => void }) {
  return (
    <span class="ac-captions ac-caption-size">
      <span aria-hidden="true">Aa</span>
      <span class="ac-label" aria-hidden="true">
        {CAPTION_SIZES[size]}
      </span>
      <select
        aria-label="Caption size"
        value={size}
        onChange={({ currentTarget: { value } }) => {
          if (isCaptionSize(value)) choose(value);
        }}
      >
        {Object.entries(CAPTION_SIZES).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </span>
  );
}

function HearingLight({ model }: { model: CallModel }) {
  if (model.microphone !== "open") return null;
  return (
    <span class="ac-hearing" data-on={model.childSpeaking}>
      {model.childSpeaking ? "Hearing you" : "Microphone on"}
    </span>
  );
}
