/** All that the person sees and hears of Santa: picture, loudness, captions, and when he is first heard. */

import type { CallLines } from "./call-lines";
import type { CallStore } from "./call-store";
import { CaptionPace } from "./caption-pace";
import { FirstSound } from "./first-sound";
import type { HearingState } from "./hearing-state";
import { SantaVideo } from "./santa-video";
import { StreamSamples } from "./stream-samples";
import { TalkOver } from "./talk-over";
import type { Talking } from "./talking";
import { Timers } from "./timers";

export class OnStage {
  private readonly video: SantaVideo;
  private readonly samples = new StreamSamples();
  private readonly firstSound: FirstSound;
  private readonly timers = new Timers();
  private readonly talkOver: TalkOver;
  private readonly captions: CaptionPace;

  constructor(
    private readonly store: CallStore,
    private readonly lines: CallLines,
    private readonly talking: Pick<Talking, "turnOf">,
    private readonly hearing: { current(): Pick<HearingState, "talkOver"> },
  ) {
    this.video = new SantaVideo({
      firstFrame: () => this.firstFrame(),
      soundBlocked: () => {
        store.dispatch({ type: "sound_blocked" });
        lines.report("sound_blocked");
      },
    });
    this.talkOver = new TalkOver((volume, overMs) => this.video.loudness.fadeTo(volume, overMs), this.timers);
    this.firstSound = new FirstSound(this.samples, (taskId, at) => {
      // While the browser allows no sound, none of it leaves the browser.
      if (!store.current().soundBlocked) lines.report("first_sound", { task_id: taskId }, at);
    });
    this.captions = new CaptionPace((text) => store.dispatch({ type: "santa_caption", text }));
  }

  attach(element: HTMLVideoElement | null): void {
    this.video.attach(element);
  }

  /** Call it within the click on Start: what may sound, and be listened to, must begin in a gesture. */
  prime(): void {
    this.video.prime();
    this.talkOver.begin();
    this.samples.prime();
  }

  /** Call it within the click on "Turn on sound". */
  async turnOnSound(): Promise<void> {
    this.samples.prime();
    if (!(await this.video.unblock())) return;
    this.store.dispatch({ type: "sound_unblocked" });
    this.lines.report("sound_unblocked");
  }

  show(stream: MediaStream): void {
    this.video.show(stream);
    this.samples.listen(stream);
  }

  /** The server hands over a sentence of this turn. */
  willSpeak(turnId: string): void {
    this.firstSound.expect(turnId);
  }

  childSpeaks(): void {
    const { floor } = this.store.current();
    if (floor === "speaking" && this.hearing.current().talkOver) this.talkOver.childSpeaks();
  }

  /** What was heard over Santa was no interruption. */
  goOn(): void {
    this.talkOver.goOn();
  }

  santaStarts(taskId: string): void {
    const turnId = this.talking.turnOf(taskId);
    if (turnId !== null) this.store.dispatch({ type: "task_heard", taskId, turnId });
    this.captions.cut();
    this.talkOver.santaSpeaks(turnId);
    this.firstSound.started(turnId, taskId);
  }

  santaSays(taskId: string, words: string): void {
    this.captions.piece(taskId, words);
  }

  santaStops(taskId: string): void {
    this.captions.finish();
    this.firstSound.over(this.talking.turnOf(taskId));
  }

  taskKnown(turnId: string, taskId: string): void {
    this.firstSound.taskKnown(turnId, taskId);
  }

  /** Santa was cut: quiet at once, whatever the avatar takes to stop. */
  cut(turnId: string | null): void {
    this.captions.cut();
    this.firstSound.over(turnId);
    this.talkOver.cut(turnId);
  }

  /** The call is ending. */
  silence(): void {
    this.video.loudness.setSilenced(true);
  }

  /** The session is being closed, and another comes: its stream takes the place of the old. */
  betweenSessions(): void {
    this.firstSound.end();
    this.captions.cut();
    this.talkOver.begin();
  }

  clear(): void {
    this.firstSound.end();
    this.captions.cut();
    this.timers.clear();
    this.samples.close();
    this.video.clear();
  }

  private firstFrame(): void {
    const { pictureShown, waitingSince } = this.store.current();
    if (pictureShown) return;
    this.store.dispatch({ type: "first_frame" });
    this.lines.report("first_frame", { sinceStartMs: Date.now() - (waitingSince ?? Date.now()) });
  }
}
