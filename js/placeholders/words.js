/**
 * What placeholders say and offer, in the page's language; the site's own words may run in another direction.
 *
 * @typedef {import("./index.js").Kit} Kit
 * @typedef {import("./index.js").Told} Told
 */
import { node, sentence, shadowed } from "./box.js";

/** @param {string} name @param {{dir: string, lang: string}} told @param {(Node | string)[]} children */
function box(name, { dir, lang }, ...children) {
  return node("div", { class: "box", part: "blocked", role: "group", "aria-label": name, dir, lang }, ...children);
}

/** @param {(Node | string)[]} words @param {() => void} onclick */
function button(words, onclick, look = "act") {
  return node("button", { class: look, part: look, type: "button", onclick }, ...words);
}

/** Who wanted to load what, and the one press that allows it. @param {import("./index.js").Held} one @param {Told} known @param {Kit} kit @param {() => void} press */
function asking({ address, service, broken }, known, kit, press) {
  const { texts } = known;
  const { host } = new URL(address, document.baseURI);
  const words = { host, service: service?.label ?? "", provider: service?.by ?? "", purpose: service?.purpose ?? "" };
  const say = (/** @type {string} */ text) => node("p", {}, ...sentence(texts[text], words));
  if (!service) return box(host, known, say("undeclared"));
  if (broken) return box(service.label, known, say("next"));
  const told = [say("blocked"), say("from")];
  if (kit.signal()) return box(service.label, known, ...told, say("gpc"));
  const open = (/** @type {Event} */ event) => {
    if (kit.show) event.preventDefault();
    kit.show?.();
  };
  return box(service.label, known, ...told, node("div", { class: "acts" },
    button(sentence(texts.allow, words), () => {
      press();
      kit.grant(service.unit);
    }),
    node("a", { href: known.preferences, onclick: open }, texts.preferences)));
}

/** The same for what is parked in the markup. @param {HTMLElement} element @param {string} unit @param {Kit} kit */
function waiting(element, unit, kit) {
  const file = kit.file?.();
  const [purpose, id] = unit.split(":");
  const service = file?.purposes.find((each) => each.id === purpose)?.services.find((each) => !id || each.id === id);
  if (!file || !service) return;
  const { texts } = file;
  return box(service.label, file,
    node("p", {}, ...sentence(texts.blocked, { service: service.label, provider: service.by })),
    node("div", { class: "acts" }, button([texts.once], () => kit.once?.(element)),
      ...(kit.signal() ? [] : [button([texts.always], () => kit.grant(unit))])));
}

/** A script cannot start in a page whose policy held it back. @param {import("./index.js").Service} service @param {Told} known */
function noting(service, known) {
  const { texts } = known;
  const content = box(service.label, known, node("p", { role: "status" }, ...sentence(texts.next, { service: service.label })),
    // a page that is loaded again forgets what was typed
    node("div", { class: "acts" }, ...(typed() ? [] : [button([texts.again], () => location.reload())]),
      button([texts.close], () => host.remove(), "plain")));
  content.classList.add("note");
  content.role = "region";
  const host = shadowed("speculoos-note", content);
  return host;
}

/** Whether a form holds something that the visitor has put in. */
function typed() {
  return [...document.querySelectorAll("input,textarea,option")].some((/** @type {any} */ each) =>
    each.type === "hidden" ? false
      : "selected" in each ? each.selected !== each.defaultSelected && each.index > 0
        : each.value !== each.defaultValue || each.checked !== each.defaultChecked);
}

export { asking, noting, waiting };
