/**
 * The bundle's face: the Streamlit shim calls `mount` on every run of the page and `unmount` when
 * the component goes away. An instance belongs to its host element and survives reruns.
 */

import { h, render } from "preact";

import { avatarsOf } from "./avatars";
import { CallController } from "./call-controller";
import type { ToPage } from "./call-dependencies";
import { DeviceCheck, hearingContext } from "./device-check";
import { CallLink, linkAddress, openCall, sendBeacon } from "./link";
import { MicrophoneLine } from "./microphone-line";
import type { CallData, Quality } from "./protocol";
import { PlanEdits } from "./plan-edits";
import { qualityForCall } from "./quality";
import styles from "./style.css?inline";
import { CallView } from "./view/call-view";

/** What Streamlit hands to a component's function. */
export interface StreamlitComponent {
  data: CallData;
  parentElement: HTMLElement | ShadowRoot;
  setStateValue(name: string, value: unknown): void;
  setTriggerValue(name: string, value: unknown): void;
}

interface Instance {
  controller: CallController;
  root: HTMLElement;
  page: PageChannel;
  edits: PlanEdits;
  close(): void;
}

const instances = new WeakMap<Node, Instance>();
const avatars = avatarsOf();

/** Idempotent: the first call builds, later ones hand over the new data. */
export function mount(component: StreamlitComponent): void {
  const instance = instances.get(component.parentElement);
  if (instance === undefined) {
    instances.set(component.parentElement, build(component));
    return;
  }
  avatars.prepare(component.data.plan.avatar);
  instance.page.component = component;
  instance.controller.update(component.data);
  instance.edits.dataArrived();
}

export function update(component: StreamlitComponent): void {
  mount(component);
}

export function unmount(host: HTMLElement | ShadowRoot): void {
  instances.get(host)?.close();
  instances.delete(host);
}

function build(component: StreamlitComponent): Instance {
  const host = component.parentElement;
  avatars.prepare(component.data.plan.avatar);
  addStyles(host);
  const root = document.createElement("div");
  root.className = "ac-root";
  host.append(root);
  const page = new PageChannel(component);
  const devices = new DeviceCheck();
  const edits = new PlanEdits(root);
  const controller = new CallController(component.data, {
    openCall,
    sendBeacon,
    openAvatar: avatars.open,
    openLink: (data, call, handlers) =>
      new CallLink(linkAddress(data.apiBase, call.callId), call.linkToken, handlers),
    chooseQuality: qualityForCall,
    microphones: devices,
    openMicrophone: (handlers) => new MicrophoneLine(devices, hearingContext, handlers),
    planSettled: () => edits.settled(),
    toPage: page,
  });
  const leave = (): void => controller.leave();
  window.addEventListener("pagehide", leave);
  render(h(CallView, { controller, devices }), root);
  return {
    controller,
    root,
    page,
    edits,
    close() {
      window.removeEventListener("pagehide", leave);
      controller.leave();
      devices.close();
      edits.close();
      render(null, root);
      root.remove();
    },
  };
}

/** Streamlit gives new functions with each run: always call the latest. */
class PageChannel implements ToPage {
  constructor(public component: StreamlitComponent) {}

  ended(callId: string): void {
    this.component.setTriggerValue("ended", { callId });
  }

  ticketExpired(): void {
    this.component.setTriggerValue("ticket_expired", {});
  }

  newCall(quality: Quality | null): void {
    this.component.setTriggerValue("new_call", { quality });
  }

  callIs(callId: string, state: string): void {
    this.component.setStateValue("call", { callId, state });
  }
}

function addStyles(host: Node): void {
  const root = host.getRootNode();
  const target = root instanceof ShadowRoot ? root : document.head;
  if (target.querySelector("style[data-avatar-call]") !== null) return;
  const element = document.createElement("style");
  element.dataset.avatarCall = "";
  element.textContent = styles;
  target.append(element);
}
