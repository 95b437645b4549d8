/** The alerts of a call: what a child said that a grown-up must hear of now. Pure. */

import type { CallModel, RaisedAlert } from "./call-model";
import type { ChildAlert } from "./protocol";

/** One that is known stays as it was handled: the server tells all of them again after a reconnect. */
export function withAlert(alerts: RaisedAlert[], alert: ChildAlert): RaisedAlert[] {
  const isKnown = alerts.some((one) => one.alertId === alert.alertId);
  return isKnown ? alerts : [...alerts, { ...alert, handling: "open" }];
}

export function handleAlert(model: CallModel, alertId: string, handling: "handed" | "seen"): CallModel {
  return {
    ...model,
    alerts: model.alerts.map((alert) => (alert.alertId === alertId ? { ...alert, handling } : alert)),
  };
}
