/** The picture and the sound: attaches the stream, reports the first frame, copes with autoplay rules. */

import { Loudness } from "./loudness";

const HIDDEN_TAB_MS = 1_000; // a hidden tab draws no frames: decoded data stands for the first frame

export interface VideoHandlers {
  firstFrame(): void;
  soundBlocked(): void;
}

export class SantaVideo {
  readonly loudness = new Loudness();
  private element: HTMLVideoElement | null = null;
  private stream: MediaStream | null = null;
  private forgetFrame: () => void = () => undefined;

  constructor(private readonly handlers: VideoHandlers) {}

  attach(element: HTMLVideoElement | null): void {
    this.element = element;
    if (element === null) return;
    this.loudness.attach(element);
    if (this.stream !== null) this.play(element, this.stream);
  }

  /** Call it within a click: Safari lets an element make sound that was once played by a gesture. */
  prime(): void {
    this.loudness.setSilenced(false);
    this.element?.play().catch(() => undefined); // there is nothing to play yet
  }

  show(stream: MediaStream): void {
    this.stream = stream;
    if (this.element !== null) this.play(this.element, stream);
  }

  /** Call it within a click. Resolves whether there is sound now. */
  async unblock(): Promise<boolean> {
    if (this.element === null) return false;
    this.loudness.setBlocked(false);
    try {
      await this.element.play();
      return true;
    } catch {
      return false;
    }
  }

  clear(): void {
    this.forgetFrame();
    this.stream = null;
    if (this.element !== null) this.element.srcObject = null;
  }

  private play(element: HTMLVideoElement, stream: MediaStream): void {
    if (element.srcObject === stream) return;
    this.forgetFrame();
    this.forgetFrame = watchFirstFrame(element, () => this.handlers.firstFrame());
    element.srcObject = stream;
    element.play().catch((error: unknown) => {
      if (!(error instanceof DOMException) || error.name !== "NotAllowedError") return;
      // Silent pictures are always allowed; sound waits for a click.
      this.loudness.setBlocked(true);
      this.handlers.soundBlocked();
      element.play().catch(() => undefined);
    });
  }
}

/** Calls `shown` once, when the first frame is on the screen. Returns the way to stop watching. */
export function watchFirstFrame(element: HTMLVideoElement, shown: () => void): () => void {
  let waiting = true;
  let hiddenTab: ReturnType<typeof setTimeout> | undefined;
  let frame: number | undefined;
  const done = (): void => {
    if (!waiting) return;
    stop();
    shown();
  };
  const dataThere = (): void => {
    if (frame === undefined) done();
    else hiddenTab = setTimeout(done, HIDDEN_TAB_MS);
  };
  const stop = (): void => {
    waiting = false;
    clearTimeout(hiddenTab);
    element.removeEventListener("loadeddata", dataThere);
    if (frame !== undefined) element.cancelVideoFrameCallback(frame);
  };
  // Firefox learnt requestVideoFrameCallback late.
  if ("requestVideoFrameCallback" in element) frame = element.requestVideoFrameCallback(done);
  element.addEventListener("loadeddata", dataThere);
  return stop;
}
