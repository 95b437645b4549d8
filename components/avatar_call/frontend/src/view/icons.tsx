/** Line icons, 20 x 20, drawn in the colour of the text beside them. */

import type { JSX } from "preact";

function icon(paths: string): () => JSX.Element {
  return function Icon() {
    return (
      <svg class="ac-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
        <path d={paths} />
      </svg>
    );
  };
}

export const MicrophoneIcon = icon("M10 2.5a2.5 2.5 0 0 0-2.5 2.5v5a2.5 2.5 0 0 0 5 0V5A2.5 2.5 0 0 0 10 2.5ZM5 9.5v.5a5 5 0 0 0 10 0v-.5M10 15v2.5M7.5 17.5h5");
export const MutedIcon = icon("M3 3l14 14M7.5 7.5V10a2.5 2.5 0 0 0 4 2M12.5 9V5a2.5 2.5 0 0 0-4.9-.7M5 9.5v.5a5 5 0 0 0 8 4M15 9.5v.5a5 5 0 0 1-.4 2M10 15v2.5M7.5 17.5h5");
export const StopIcon = icon("M10 2.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 0 1 0-15ZM7.5 7.5h5v5h-5Z");
export const FlagIcon = icon("M5 17.5V3M5 3.5h9.5l-2.2 3.5 2.2 3.5H5");
export const PhoneIcon = icon("M2.5 11.5c4.5-4 10.5-4 15 0l-1.8 2.5-3.2-1.200v-2.200a10 10 0 0 0-5 0v2.200l-3.2 1.200Z");
export const VideoIcon = icon("M2.5 5.5h10v9h-10ZM12.5 9l5-2.800v7.600l-5-2.8");
export const SpeakerIcon = icon("M3 7.5h3.200L10.5 4v12l-4.3-3.5H3ZM13.5 7a4.2 4.2 0 0 1 0 6M15.7 4.800a7.3 7.3 0 0 1 0 10.4");
export const CaptionsIcon = icon("M2.5 4.5h15v11h-15ZM8.5 8.7a2 2 0 1 0 0 2.600M14.5 8.7a2 2 0 1 0 0 2.6");
export const SendIcon = icon("M3 10l14-6.5-4.5 13.5-3.2-5.800ZM9.3 11.2 17 3.5");
export const CheckIcon = icon("M4 10.5l4 4 8-9");
export const ArrowIcon = icon("M4 10h12M11 5l5 5-5 5");
