/** Says in a person's words why the microphone cannot be used, and what to do in this browser. */

export interface MicrophoneTrouble {
  text: string;
  cure: string;
  details: string | null; // the browser's own words
}

type Browser = "safari-ios" | "safari" | "firefox" | "edge" | "chrome";

export function browserOf(userAgent: string): Browser {
  if (/iPhone|iPad|iPod/.test(userAgent)) return "safari-ios"; // every browser there is Safari inside
  if (userAgent.includes('Firefox/')) return "firefox";
  if (userAgent.includes('Edg/')) return "edge";
  if (/Chrome\/|Chromium\//.test(userAgent)) return "chrome";
  return userAgent.includes('Safari/') ? "safari" : "chrome";
}

const ALLOW_AGAIN: Record<Browser, string> = {
  "safari-ios":
    "Open Settings › Apps › Safari › Microphone, choose Ask or Allow, then reload this page.",
  safari: "Open Safari › Settings › Websites › Microphone, choose Allow for this site, then reload the page.",
  firefox: "Click the crossed-out microphone left of the address, remove the block, then check again.",
  edge: "Click the lock left of the address › Permissions for this site › Microphone › Allow, then check again.",
  chrome: "Click the icon left of the address › Microphone › Allow, then check again.",
};

/** The permission was there, and went in the middle of a call. */
export function permissionTakenBack(userAgent: string = navigator.userAgent): MicrophoneTrouble {
  return {
    text: "The browser's permission to use the microphone was taken back.",
    cure: ALLOW_AGAIN[browserOf(userAgent)],
    details: null,
  };
}

export function explainMicrophone(error: unknown, userAgent: string = navigator.userAgent): MicrophoneTrouble {
  const name = error instanceof Error ? error.name : "";
  const details = error instanceof Error ? `${error.name}: ${error.message}` : null;
  switch (name) {
    case "InsecureContextError":
      return {
        text: "This address is not secure, so the browser keeps the microphone closed.",
        cure: "Open the studio over https://, or on this machine as http://localhost. Typing works here too.",
        details: null,
      };
    case "NotAllowedError":
    case "SecurityError":
      return {
        text: "The browser was not allowed to use the microphone.",
        cure: ALLOW_AGAIN[browserOf(userAgent)],
        details,
      };
    case "NotFoundError":
    case "OverconstrainedError":
      return {
        text: "No microphone was found.",
        cure: "Plug one in, or switch it on in the system's sound settings, then check again.",
        details,
      };
    case "NotReadableError":
    case "AbortError":
      return {
        text: "The microphone is there, but it could not be opened.",
        cure: "Close other programs that use it (a meeting, a recorder), then check again.",
        details,
      };
    default:
      return {
        text: "The microphone could not be opened.",
        cure: "Choose another microphone or check again. Typing works without one.",
        details,
      };
  }
}
