/** The space bar as a button to talk, anywhere on the page where it does nothing else. */

interface Held {
  press(): void;
  release(): void;
}

/** Elements that do something of their own with a space. */
const TAKES_SPACE =
  "input, textarea, select, button, summary, a[href], audio, video, [contenteditable]:not([contenteditable='false'])," +
  "[role=button], [role=textbox], [role=checkbox], [role=switch], [role=radio], [role=tab], [role=menuitem]," +
  "[role=option], [role=combobox], [role=slider]";

/** Lets go as well when the page loses the keyboard, for then no keyup comes. Returns the way to stop. */
export function watchSpaceBar(held: Held): () => void {
  const down = (event: KeyboardEvent): void => {
    if (event.code !== "Space" || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const [target] = event.composedPath();
    if (target instanceof Element && target.closest(TAKES_SPACE) !== null) return;
    event.preventDefault(); // else the page scrolls
    if (!event.repeat) held.press();
  };
  const up = (event: KeyboardEvent): void => {
    if (event.code === "Space") held.release();
  };
  const hidden = (): void => {
    if (document.visibilityState === "hidden") held.release();
  };
  const lost = (): void => held.release();
  document.addEventListener("keydown", down);
  document.addEventListener("keyup", up);
  document.addEventListener("visibilitychange", hidden);
  window.addEventListener("blur", lost);
  return () => {
    document.removeEventListener("keydown", down);
    document.removeEventListener("keyup", up);
    document.removeEventListener("visibilitychange", hidden);
    window.removeEventListener("blur", lost);
    held.release();
  };
}
