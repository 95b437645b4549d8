import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it } from "vitest";

import { DeviceCheck } from "../src/device-check";
import { MicrophoneNotices, MicrophonePanel } from "../src/view/microphone-panel";
import { PushToTalkButton } from "../src/view/push-to-talk-button";
import { liveStudio, voiceData, type Studio } from "./fixtures";

afterEach(() => {
  render(null, document.body);
  document.body.replaceChildren();
});

async function shown(change = {}): Promise<Studio> {
  const made = await liveStudio(voiceData(change));
  const { controller } = made;
  const draw = (): void =>
    render(
      <>
        <PushToTalkButton model={controller.current()} controller={controller} />
        <MicrophoneNotices hearing={controller.hearing} />
        <MicrophonePanel model={controller.current()} hearing={controller.hearing} devices={new DeviceCheck()} />
      </>,
      document.body,
    );
  controller.subscribe(draw);
  await act(draw);
  return made;
}

const button = (name: string): HTMLButtonElement => {
  const found = [...document.querySelectorAll("button")].find((one) => one.textContent.includes(name));
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
};

const status = (): string => document.querySelector('[role="status"]')?.textContent ?? "";

const key = (type: string, init: KeyboardEventInit): KeyboardEvent =>
  new KeyboardEvent(type, { bubbles: true, cancelable: true, ...init });

describe("the button to talk", () => {
  it("is there only where the plan wants it", async () => {
    await shown();
    expect(() => button("Hold to talk")).toThrow();
  });

  it.each([
    ["Enter", { key: "Enter", code: "Enter" }],
    ["the space bar", { key: " ", code: "Space" }],
  ])("is held by %s, which clicks nothing then", async (_name, init) => {
    const { controller } = await shown({ listen: "push_to_talk" });
    const down = key("keydown", init);
    await act(() => void button("Hold to talk").dispatchEvent(down));
    expect(down.defaultPrevented).toBe(true);
    expect(button("Hold to talk").getAttribute("aria-pressed")).toBe("true");
    expect(status()).toBe("Listening to you");
    await act(() => void button("Hold to talk").dispatchEvent(key("keyup", init)));
    expect(controller.hearing.current().pressed).toBe(false);
  });

  it.each(["pointerup", "pointercancel", "lostpointercapture", "blur"])("is let go by %s", async (end) => {
    const { controller } = await shown({ listen: "push_to_talk" });
    const talk = button("Hold to talk");
    talk.setPointerCapture = () => undefined;
    await act(() => void talk.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, button: 0 })));
    expect(controller.hearing.current().pressed).toBe(true);
    await act(() => void talk.dispatchEvent(new PointerEvent(end, { bubbles: true })));
    expect(controller.hearing.current().pressed).toBe(false);
  });

  it("can be clicked by a screen reader: once to talk, once more to end", async () => {
    const { controller } = await shown({ listen: "push_to_talk" });
    await act(() => button("Hold to talk").click());
    expect(controller.hearing.current().pressed).toBe(true);
    await act(() => button("Hold to talk").click());
    expect(controller.hearing.current().pressed).toBe(false);
  });
});

describe("what the person is told", () => {
  it("of an echo, with turns one click away", async () => {
    const { controller, microphone } = await shown();
    await act(() => microphone.says.echo());
    expect(document.body.textContent).toContain("We hear Santa through your microphone.");
    await act(() => button("Take turns").click());
    expect(controller.hearing.current().talkOver).toBe(false);
    expect(document.body.textContent).not.toContain("through your microphone");
  });

  it("of a microphone that is gone or forbidden, with a way on", async () => {
    const { microphone } = await shown();
    await act(() => microphone.says.lost(null, false));
    expect(document.body.textContent).toContain("No microphone. Plug one in, or type.");
    const trouble = { text: "The permission was taken back.", cure: "Give it again.", details: null };
    await act(() => microphone.says.lost(trouble, true));
    expect(document.body.textContent).toContain("The permission was taken back. Give it again.");
    button("Try the microphone again").click();
    expect(microphone.did.at(-1)).toBe("switch to any");
  });
});
