/**
 * Makes the banner smooth. The server has rendered it and its form works without this file; here the form is sent
 * in the background, the answer is announced, and what waits for a purpose is switched on or off.
 *
 * Knows no texts (the server answers with them) and no cookie (only the server writes it). Works under a strict
 * Content-Security-Policy with Trusted Types: nothing is built from strings.
 *
 * @typedef {Record<string, string>} States purpose, or "purpose:service", to state
 * @typedef {{state: States, message: string, receipt: string}} Answer
 */

const BANNER = "#speculoos-banner";

/** The last element outside the banner that had the focus: where a keyboard user was before. */
let before = /** @type {HTMLElement | null} */ (null);

/** One switching after the other, so that two quick choices cannot overtake each other. */
let switching = Promise.resolve();

document.addEventListener("focusin", ({ target }) => {
  if (target instanceof HTMLElement && !target.closest(BANNER)) before = target;
});

document.addEventListener("submit", async (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const banner = form.closest(BANNER);
  if (!banner || !form.matches("[data-speculoos-form]") || form.dataset.plain) return;
  event.preventDefault();
  if (form.ariaBusy) return;
  form.ariaBusy = "true";
  const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
  try {
    settle(banner, await send(form, button));
  } catch {
    // The way without script still works, and shows what the server has to say.
    form.dataset.plain = "1";
    form.requestSubmit(button);
  }
});

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement | null} button
 * @returns {Promise<Answer>}
 */
async function send(form, button) {
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  if (button) body.append(button.name, button.value);
  const headers = { Accept: "application/json" };
  const response = await fetch(form.action, { method: "POST", body, headers, keepalive: true });
  if (!response.ok) throw response.status;
  const answer = await response.json();
  if (!answer.state) throw answer;
  return answer;
}

/** @param {Element} banner @param {Answer} answer */
function settle(banner, answer) {
  const inside = banner.contains(document.activeElement);
  banner.remove();
  if (inside || document.activeElement === document.body) giveFocus();
  follow(answer);
}

/** What holds from now on. @param {Answer} answer */
function follow(answer) {
  now = answer.state;
  const status = document.querySelector("[data-speculoos-status]");
  if (status) status.textContent = answer.message;
  for (const form of document.querySelectorAll("[data-speculoos-withdraw]")) {
    /** @type {HTMLElement} */ (form).hidden = !Object.values(answer.state).includes("granted");
  }
  apply(answer.state);
  document.dispatchEvent(new CustomEvent("speculoos:choice", { detail: answer }));
}

/** Back to where the visitor was, or to the content, so that the keyboard does not start again at the top. */
function giveFocus() {
  const place = before?.isConnected ? before : /** @type {HTMLElement | null} */ (document.querySelector("main"));
  if (place?.tagName === "MAIN") place.tabIndex = -1;
  place?.focus({ preventScroll: true });
}

/** Switch every element with `data-speculoos` on or off, in the order of the document. @param {States} states */
function apply(states) {
  switching = switching.then(async () => {
    for (const element of document.querySelectorAll("[data-speculoos]")) {
      await (allows(states, element.getAttribute("data-speculoos") ?? "") ? on(element) : off(element));
    }
  });
}

/** @param {States} states @param {string} unit "purpose" or "purpose:service" */
function allows(states, unit) {
  return states[unit.split(":")[0]] === "granted" && (states[unit] ?? "granted") === "granted";
}

/** @param {Element} element */
async function on(element) {
  if (element instanceof HTMLScriptElement) {
    if (element.type === "text/plain") await run(element);
  } else if (element instanceof HTMLElement && element.dataset.src && !element.hasAttribute("src")) {
    element.setAttribute("src", element.dataset.src);
  }
}

/** What a script has done stays done until the next page; what shows or loads goes at once. @param {Element} element */
function off(element) {
  if (element instanceof HTMLElement && element.dataset.src) element.removeAttribute("src");
}

/**
 * Runs a parked script by putting the same node back without its inert type. A copy would lose what the parser
 * vouches for: its nonce, and its text and address under Trusted Types. Waits for it, so that order is kept.
 * @param {HTMLScriptElement} script
 * @returns {Promise<unknown>}
 */
function run(script) {
  const place = document.createComment("");
  script.replaceWith(place);
  script.type = script.dataset.type ?? "";
  const waits = script.hasAttribute("src") && !script.hasAttribute("async");
  const done = new Promise((resolve) => {
    script.onload = script.onerror = resolve;
    if (!waits) resolve(null);
  });
  place.replaceWith(script);
  return done;
}

const here = /** @type {HTMLElement | null} */ (document.querySelector("[data-speculoos-state]"));
/** @type {States} */
let now = {};
if (here) apply((now = JSON.parse(here.dataset.speculoosState ?? "{}")));

/** What stands in the place of what a policy has blocked comes in a file of its own. @type {Promise<any> | undefined} */
let places;
/** How the policy of a gate is told from the page's own: see OWN in src/speculoos/gate/csp.py. */
const GATE = "mediastream: about:";

/** @param {any[]} reports of what a policy has blocked */
function sense(reports) {
  const { speculoosPlaces, speculoosBlocked } = here?.dataset ?? {};
  const ours = reports.filter(({ disposition, effectiveDirective, originalPolicy }) =>
    disposition === "enforce" && originalPolicy.includes(GATE) && /^(frame|object|img|media|script)/.test(effectiveDirective));
  if (!ours.length || !speculoosPlaces || !speculoosBlocked) return;
  places ??= import(speculoosPlaces).then((file) => file.default({
    url: speculoosBlocked,
    allows: (/** @type {string} */ unit) => allows(now, unit),
    signal: () => /** @type {any} */ (navigator).globalPrivacyControl === true,
    grant,
  }));
  places.then((each) => each.blocked(ours));
}

/** Grants one service, and leaves the rest as it is. @param {string} unit */
async function grant(unit) {
  const body = new URLSearchParams({ act: "allow", service: unit.split(":")[1], method: "banner" });
  const headers = { Accept: "application/json" };
  const response = await fetch(here?.dataset.speculoosPost ?? "", { method: "POST", body, headers, keepalive: true });
  if (response.ok) follow(await response.json());
}

const Observer = /** @type {any} */ (window).ReportingObserver;
if (Observer) {
  new Observer((/** @type {any[]} */ all) => sense(all.map(({ body }) => body)), { types: ["csp-violation"], buffered: true }).observe();
}
document.addEventListener("securitypolicyviolation", (event) => sense([event]));
