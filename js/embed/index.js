/**
 * The banner on any site: `<script src="…/embed/1/speculoos.js" data-site="…" async></script>`.
 *
 * Reads the tag's attributes, brings the site's file, and ties state, network, view and page together. The page is
 * told by events on the document, `speculoos:choice` and `speculoos:withdraw`, and may act through `speculoos`.
 */
import { bring, load, send } from "./net.js";
import { apply, letOnce, PARKED } from "./scripts.js";
import { allows, choose, consented, read, setUp, signal, states, stored, due, undecided, units } from "./state.js";
import { banner, make, open, renew, say } from "./view.js";

const tag = /** @type {HTMLScriptElement} */ (document.currentScript);
const { site = "", version, position = "bar", reopen = "start", domain: shared = "", place = "" } = tag.dataset;
const base = tag.src.replace(/\/embed\/\d+\/[^/]*$/, "");
const language = tag.dataset.lang || document.documentElement.lang || navigator.language;
const tabs = new BroadcastChannel(`speculoos:${site}`);
let started = false;
let seen = "";
/** @type {import("./state.js").File} */
let given;
/** What waits or is blocked has its placeholder from a file of its own. @type {Promise<any> | undefined} */
let places;
/** How the policy of a gate is told from the page's own: see OWN in src/speculoos/gate/csp.py. */
const GATE = "mediastream: about:";
/** @type {WeakSet<Element>} */
const waited = new WeakSet();

/** @type {Promise<import("./state.js").File>} */
const ready = (async () => {
  const file = await load(base, site, language, version);
  if (!document.body) await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve));
  setUp(file, shared, place);
  given = file;
  make(file, { save: decide }, position, reopen, (again) => bring(tag, "preferences", again));
  started = true;
  if (signal() && consented()) {
    // The signal is an act of its own: what was granted before is refused, recorded and removed.
    choose(new Set(), "s");
    remove(units().flatMap(({ service }) => service.items));
  }
  seen = stored();
  update();
  post();
  watch();
  tell("ready", { state: states() });
  return file;
})();
ready.catch((fault) => console.warn(fault));

function third() {
  return (places ??= bring(tag, "placeholders", 0).then((file) => file.default({
    url: `${base}/s/${site}/blocked.json?lang=${language}`,
    allows, signal, once, show: open, file: () => given, grant: (/** @type {string} */ unit) => grant(unit, "b"),
  })).catch((fault) => {
    places = undefined;
    console.warn(fault);
  }));
}

/**
 * Removes what was stored. The platform may be away just then, so it is asked again for the means.
 * @param {import("./state.js").Item[]} items @param {number} [tries]
 */
async function remove(items, tries = 0) {
  try {
    if (items.length) (await bring(tag, "expire", tries)).default(items);
  } catch (fault) {
    if (tries > 5) throw fault;
    await new Promise((resolve) => setTimeout(resolve, 2 ** tries * 500));
    return remove(items, tries + 1);
  }
}

/** @param {HTMLElement} element @param {string} unit @param {boolean} waits */
function hold(element, unit, waits) {
  element.hidden = waits;
  if (waits) waited.add(element);
  if (waited.has(element)) third().then((each) => each?.park(element, unit, waits));
}

/** @param {any[]} reports of what a policy has blocked */
function sense(reports) {
  const ours = reports.filter(({ disposition, effectiveDirective, originalPolicy }) =>
    disposition === "enforce" && originalPolicy.includes(GATE) && /^(frame|object|img|media|script)/.test(effectiveDirective));
  if (ours.length) ready.then(third).then((each) => each?.blocked(ours));
}

// What was blocked before this script ran is told by a report, and only once for each host; later blocks by events.
const Observer = /** @type {any} */ (window).ReportingObserver;
if (Observer) {
  new Observer((/** @type {any[]} */ reports) => sense(reports.map(({ body }) => body)), { types: ["csp-violation"], buffered: true }).observe();
}
document.addEventListener("securitypolicyviolation", (event) => sense([event]));

function update() {
  apply(allows, hold);
  banner(due());
}

/** @param {string} name @param {unknown} detail */
function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(`speculoos:${name}`, { detail }));
}

function post() {
  send(base, site, outdated).then(() => (seen = stored()));
}

/**
 * Something material has changed since this page was loaded: what was granted is asked again, and a refusal is sent
 * again as one of the new version.
 */
async function outdated() {
  const before = (await ready).version;
  const file = await load(base, site, language, "", "reload");
  setUp(file, shared, place);
  renew((given = file));
  update();
  if (!due() && file.version !== before) decide(new Set(), "b");
}

/** @param {Set<string>} allowed @param {string} method @param {string[]} [open] */
function decide(allowed, method, open) {
  const before = granted();
  choose(signal() ? new Set() : allowed, method, open);
  settle(before);
  ready.then((file) => say(file.texts.saved));
  tabs.postMessage(0);
  post();
}

function granted() {
  return units().filter(({ unit }) => allows(unit));
}

/** What the state that has just changed means for the page. @param {ReturnType<typeof granted>} before */
function settle(before) {
  seen = stored();
  const kept = new Set(granted().flatMap(({ service }) => service.items.map(({ name }) => name)));
  const lost = before.filter(({ unit }) => !allows(unit));
  const items = lost.flatMap(({ service }) => service.items).filter(({ name }) => !kept.has(name));
  update();
  tell("choice", { state: states() });
  if (!lost.length) return;
  const detail = { units: lost.map(({ unit }) => unit), items: items.map(({ name }) => name) };
  remove(items).then(() => tell("withdraw", detail));
}

/** Another tab may have chosen. */
function again() {
  if (!started || document.hidden || stored() === seen) return;
  const before = granted();
  read();
  settle(before);
}

/** Follows what comes into the page later, as single-page applications have it. */
function watch() {
  tabs.onmessage = again;
  // Sub-domains have no channel to one another, but the cookie tells.
  /** @type {any} */ (window).cookieStore?.addEventListener("change", again);
  document.addEventListener("visibilitychange", again);
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("[data-speculoos-show]")) open();
  });
  new MutationObserver((changes) => {
    const added = changes.flatMap((change) => [...change.addedNodes]);
    if (added.some((node) => node instanceof Element && (node.matches(PARKED) || node.querySelector(PARKED)))) update();
  }).observe(document.documentElement, { childList: true, subtree: true });
}

/** @param {HTMLElement} element */
function once(element) {
  letOnce(element);
  update();
}

/** @param {string | undefined} unit */
const named = (unit) => units().filter((each) => !unit || each.unit === unit || each.purpose.id === unit);

/** Grants a unit, or everything; what was undecided and is not named stays so. @param {string} [unit] */
function grant(unit, method = "a") {
  const wanted = named(unit);
  const open = undecided().filter((id) => !wanted.some(({ purpose }) => purpose.id === id));
  decide(new Set([...granted(), ...wanted].map((each) => each.unit)), method, open);
}

/** Refuses a unit, or everything; what was undecided counts as refused too. @param {string} [unit] */
function refuse(unit) {
  const gone = new Set(named(unit).map((each) => each.unit));
  decide(new Set(granted().map((each) => each.unit).filter((each) => !gone.has(each))), "a");
}

/** @type {any} */ (window).speculoos = {
  get state() {
    return started ? states() : {};
  },
  show: () => ready.then(open),
  grant: (/** @type {string} */ unit) => ready.then(() => grant(unit)),
  refuse: (/** @type {string} */ unit) => ready.then(() => refuse(unit)),
  withdraw: (/** @type {string} */ unit) => ready.then(() => refuse(unit)),
};
