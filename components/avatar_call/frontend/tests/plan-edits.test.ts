// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { PlanEdits } from "../src/plan-edits";

let now = 0;
let edits: PlanEdits;
let field: HTMLInputElement;
const own = document.createElement("div");

beforeEach(() => {
  vi.useFakeTimers();
  now = 0;
  document.body.replaceChildren(own);
  field = document.createElement("input");
  document.body.append(field);
  edits = new PlanEdits(own, () => now);
});

afterEach(() => {
  edits.close();
  vi.useRealTimers();
});

async function isSettled(waiting: Promise<void>): Promise<boolean> {
  let done = false;
  void waiting.then(() => (done = true));
  await vi.advanceTimersByTimeAsync(0);
  return done;
}

function edit(element: HTMLElement): void {
  element.dispatchEvent(new Event("change", { bubbles: true }));
}

test("a plan nobody just edited is settled", async () => {
  expect(await isSettled(edits.settled())).toBe(true);
});

test("a plan edited by the click on Start waits for the page's new data", async () => {
  edit(field);
  const waiting = edits.settled();
  expect(await isSettled(waiting)).toBe(false);
  edits.dataArrived();
  expect(await isSettled(waiting)).toBe(true);
});

test("an edit of a while ago has arrived", async () => {
  edit(field);
  now = 500;
  expect(await isSettled(edits.settled())).toBe(true);
});

test("a page that does not answer does not hold up the call for ever", async () => {
  edit(field);
  const waiting = edits.settled();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await isSettled(waiting)).toBe(true);
});

test("searching a list is no edit", async () => {
  field.setAttribute("role", "combobox");
  edit(field);
  expect(await isSettled(edits.settled())).toBe(true);
});

test("our own fields are not the plan's", async () => {
  const words = document.createElement("input");
  own.append(words);
  edit(words);
  expect(await isSettled(edits.settled())).toBe(true);
});
