/** What the child said that a grown-up must hear of now, and Santa's line for it one click away. */

import { useRef } from "preact/hooks";

import type { CallController } from "../call-controller";
import type { CallModel, RaisedAlert } from "../call-model";
import { textOf } from "../call-status";
import type { AlertKind } from "../protocol";

const SIGNS: Record<AlertKind, string> = {
  distress: "The child may be in distress",
  danger: "The child may be in danger",
  disclosure: "The child may be telling of harm",
};

export function Alerts({ model, controller }: { model: CallModel; controller: CallController }) {
  const place = useRef<HTMLDivElement>(null);
  const shown = model.state === "ended" ? [] : model.alerts.filter((alert) => alert.handling !== "seen");
  /** The alert takes its button along: the focus goes to the next alert, or to what was said. */
  const seen = (alert: RaisedAlert): void => {
    controller.talking.alertSeen(alert.alertId);
    requestAnimationFrame(() => {
      const transcript = place.current?.closest(".ac-room")?.querySelector<HTMLElement>('[role="log"]');
      (place.current?.querySelector("button") ?? transcript)?.focus({ preventScroll: true });
    });
  };
  return (
    <div class="ac-alerts" ref={place}>
      {shown.map((alert) => (
        <AlertBar key={alert.alertId} alert={alert} model={model} controller={controller} seen={() => seen(alert)} />
      ))}
    </div>
  );
}

function AlertBar(props: { alert: RaisedAlert; model: CallModel; controller: CallController; seen: () => void }) {
  const { alert, model, controller, seen } = props;
  const { childLanguage: language } = controller.plan().plan;
  const turn = model.turns.find((one) => one.turnId === alert.turnId);
  const handed = alert.handling === "handed";
  return (
    <div class="ac-message ac-alert" data-level="error" role="alert" data-kind={alert.kind}>
      <div class="ac-message-text">
        <p>
          <strong>{SIGNS[alert.kind]}.</strong> <span dir="auto">{alert.reason}</span>
        </p>
        {turn !== undefined && (
          <blockquote dir="auto" lang={language}>
            {textOf(model, turn)}
          </blockquote>
        )}
        <p class="ac-alert-line">
          {handed ? "Santa was told to say: " : "Santa’s line for it: "}
          <q dir="auto" lang={language}>
            {alert.line}
          </q>
        </p>
      </div>
      <span class="ac-cures">
        <button
          type="button"
          class="ac-button"
          data-kind={handed ? undefined : "end"}
          disabled={model.state !== "live"}
          onClick={() => controller.talking.handToGrownUp(alert)}
        >
          {handed ? "Say it again" : "Hand to a grown-up"}
        </button>
        <button type="button" class="ac-button" data-kind="quiet" onClick={seen}>
          Dismiss alert
        </button>
      </span>
    </div>
  );
}
