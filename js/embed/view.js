/**
 * The banner, the preferences and the way back: views of the state, built node by node inside a
 * shadow root. Accept and refuse come from one loop, so no setting and no style can tell them apart.
 *
 * Knows texts and elements; what an act does is passed in. Nothing is made from strings, so Trusted Types hold.
 *
 * @typedef {import("./state.js").File} File
 * @typedef {{save: (allowed: Set<string>, method: string) => void}} Acts
 */
import style from "./style.css";
import { allows, signal, units } from "./state.js";

const sheet = new CSSStyleSheet();
/** @type {File} */
let shown;
/** @type {Acts} */
let acts;
/** How the second file comes. @type {(again: number) => Promise<any>} */
let fetched;
/** @type {ShadowRoot} */
let root;
/** @type {HTMLElement} */
let status;
/** @type {HTMLElement} */
let back;
/** The last element of the page that had the focus: where a keyboard user was before. @type {HTMLElement | null} */
let before = null;

/** @param {string} tag @param {Record<string, any>} props @param {(Node | string)[]} children @returns {any} */
function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "string") element.setAttribute(name, value);
    else /** @type {any} */ (element)[name] = value;
  }
  element.append(...children);
  return element;
}

/** @param {string} tag */
function shadow(tag) {
  const host = document.createElement(tag);
  host.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
  return host;
}

/** @param {File} file @param {Acts} does @param {string} place @param {string} corner @param {(again: number) => Promise<any>} from */
function make(file, does, place, corner, from) {
  [shown, acts, fetched] = [file, does, from];
  sheet.replaceSync(style);
  const host = shadow("speculoos-banner");
  root = /** @type {ShadowRoot} */ (host.shadowRoot);
  status = h("p", { class: "said", role: "status" });
  back = h("button", { class: `back ${corner}`, part: "reopen", type: "button", title: shown.texts.preferences,
    "aria-label": shown.texts.preferences, ...opens });
  root.append(h("div", { class: place, lang: shown.lang }), back, status);
  document.body.prepend(host);
  document.addEventListener("focusin", ({ target }) => {
    if (target !== host && target instanceof HTMLElement) before = target;
  });
}

/** Accept and refuse: the same element, class and part, in one row. @param {(allowed: Set<string>) => void} done */
function twins(done) {
  return [shown.texts.refuse, shown.texts.grant].map((text, n) =>
    h("button", { class: "act", part: "act", type: "button", onclick: () => done(new Set(n ? units().map((u) => u.unit) : [])),
      disabled: !!n && signal() }, text));
}

/** @param {boolean} due */
function banner(due) {
  const place = /** @type {HTMLElement} */ (root.firstElementChild);
  back.hidden = due || back.classList.contains("none");
  if (due === !!place.firstChild) return;
  place.replaceChildren(...(due ? [question()] : []));
  if (!due && document.activeElement === document.body) giveFocus();
}

function question() {
  const { texts, purposes, policy, dir } = shown;
  const asked = purposes.filter((each) => each.ask).flatMap((each, n) => [n ? ", " : "", h("strong", {}, each.label)]);
  return h("section", { class: "box banner", part: "banner", "aria-labelledby": "t", dir },
    h("h2", { id: "t", part: "title" }, texts.title),
    h("p", {}, `${texts.ask} `, ...asked, `. ${texts.third} ${texts.change} `, h("a", { href: policy }, texts.policy)),
    h("div", { class: "acts" }, ...twins((allowed) => acts.save(allowed, "b")),
      h("button", { class: "plain", part: "choose", type: "button", ...opens }, texts.choose)));
}

/** Back to where the visitor was, or to the content, so that the keyboard does not start again at the top. */
function giveFocus() {
  const place = before?.isConnected ? before : document.querySelector("main");
  if (place?.tagName === "MAIN") place.tabIndex = -1;
  (place ?? back).focus({ preventScroll: true });
}

/** The preferences come in a file of their own, at the first need. @type {Promise<any> | undefined} */
let second;
let failures = 0;

function need() {
  second ??= fetched(failures).catch((fault) => {
    failures += 1;
    second = undefined;
    throw fault;
  });
  return second;
}

async function open() {
  (await need()).default({ h, twins, root, shown, acts, allows, signal });
}

const early = () => need().catch(() => {});
const opens = { onclick: open, onpointerenter: early, onfocus: early };

/** @param {File} file another version of it */
function renew(file) {
  shown = file;
}

/** @param {string} text */
function say(text) {
  status.textContent = text;
}

export { banner, make, open, renew, say };
