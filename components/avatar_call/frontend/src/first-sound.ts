/**
 * When each of Santa's turns is first heard in this browser, by the sound itself.
 *
 * It looks only while a turn's first sound is awaited: from its first `say` until it sounds.
 */

import { SoundOnset } from "./sound-onset";
import type { Samples } from "./stream-samples";

const LOOK_MS = 12;
const NO_ONSET_MS = 1_000; // loud so long after its start: it began in the sound of the turn before

export interface SampleSource {
  restart(): void;
  read(): Samples | null;
}

interface Awaited {
  turnId: string;
  since: number;
  taskId: string | null;
  startedAt: number | null; // by the avatar's word
  heardAt: number | null;
}

export class FirstSound {
  private awaited: Awaited | null = null;
  private latestTurn: string | null = null;
  private onset: SoundOnset | null = null;
  private looking: ReturnType<typeof setInterval> | undefined;

  /** `heard` is called once a turn, with its first task and ms since 1970. */
  constructor(
    private readonly source: SampleSource,
    private readonly heard: (taskId: string, at: number) => void,
  ) {}

  /** A sentence of this turn will be said; its later sentences change nothing. */
  expect(turnId: string): void {
    if (turnId === this.latestTurn) return;
    this.end();
    this.latestTurn = turnId;
    this.awaited = { turnId, since: Date.now(), taskId: null, startedAt: null, heardAt: null };
    this.source.restart();
    this.onset = null;
    this.looking = setInterval(() => this.look(), LOOK_MS);
    this.look();
  }

  taskKnown(turnId: string | null, taskId: string): void {
    const { awaited } = this;
    if (awaited === null || taskId === "" || (turnId !== null && turnId !== awaited.turnId)) return;
    awaited.taskId ??= taskId;
    this.settle();
  }

  /** The avatar says that it speaks: the moment itself where samples cannot be had. */
  started(turnId: string | null, taskId: string): void {
    const { awaited } = this;
    if (awaited === null || (turnId !== null && turnId !== awaited.turnId)) return;
    awaited.startedAt ??= Date.now();
    if (!this.look()) awaited.heardAt ??= awaited.startedAt;
    this.taskKnown(turnId, taskId);
  }

  /** The turn was cut, or is over; null: whichever was speaking. Nothing of it will be heard any more. */
  over(turnId: string | null): void {
    const { awaited } = this;
    if (awaited !== null && (turnId === null ? awaited.startedAt !== null : turnId === awaited.turnId)) this.end();
  }

  end(): void {
    clearInterval(this.looking);
    this.awaited = null;
  }

  /** Whether there are samples to look at. */
  private look(): boolean {
    const { awaited } = this;
    const found = this.source.read();
    if (awaited === null || found === null) return false;
    this.onset ??= new SoundOnset(found.sampleRateHz);
    const ago = this.onset.take(found.samples);
    if (ago !== null && found.endsAt - ago >= awaited.since) awaited.heardAt ??= found.endsAt - ago;
    const isLate = awaited.startedAt !== null && Date.now() - awaited.startedAt > NO_ONSET_MS;
    if (isLate && this.onset.isLoud) awaited.heardAt ??= awaited.startedAt;
    this.settle();
    return true;
  }

  private settle(): void {
    const { awaited } = this;
    if (awaited?.heardAt == null) return;
    clearInterval(this.looking);
    if (awaited.taskId === null) return; // reported when the SDK has named its task
    this.end();
    this.heard(awaited.taskId, Math.round(awaited.heardAt));
  }
}
