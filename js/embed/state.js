/**
 * What the visitor has chosen, in this browser: read from the cookie, worked out, and written.
 *
 * Knows the cookie and the site's file (see front/embed.py), and neither network nor page. A value that the platform
 * has not signed yet ends in dashes and the method's letter where others have their signature, with the value before
 * it after a tilde; it counts all the same.
 *
 * @typedef {{name: string, life: string, to: string, kind?: string, host?: string, path?: string}} Item
 * @typedef {{id: string, by: string, label: string, text: string, items: Item[]}} Service
 * @typedef {{id: string, ask: boolean, label: string, text: string, services: Service[]}} Purpose
 * @typedef {{site: string, version: number, since: number, days: number, lang: string, dir: string, policy: string,
 *            layouts: Record<string, {purposes: string[], services: string[]}>, purposes: Purpose[],
 *            texts: Record<string, string>, domain?: string,
 *            places?: Record<string, {ask: string[], days: number, texts?: Record<string, string>}>}} File
 */
import { COOKIE_NAME, encode, readChoice } from "../banner/codec.js";

const UNSENT = /\.-{15}([bpas])$/;
const METHODS = /** @type {Record<string, string>} */ ({ b: "banner", p: "preferences", a: "api" });

/** @type {File} */
let file;
let domain = "";
/** @type {import("../banner/codec.js").Choice | null} */
let choice = null;

/** What the tag says of the place, if the site's file knows it. */
let jurisdiction = "";

/**
 * @param {File} given
 * @param {string} shared the domain that sub-domains share the choice under, or ""
 * @param {string} place code of a place, as the site's edge has it
 */
function setUp(given, shared, place) {
  file = given;
  domain = shared || (file.domain ?? "");
  if (!`.${location.hostname}`.endsWith(`.${domain}`)) domain = "";
  const there = file.places?.[place];
  if (there) {
    jurisdiction = place;
    file.days = there.days;
    for (const each of file.purposes) each.ask = there.ask.includes(each.id);
    Object.assign(file.texts, there.texts);
  }
  read();
}

function signal() {
  return /** @type {any} */ (navigator).globalPrivacyControl === true;
}

function stored() {
  const found = document.cookie.split("; ").filter((pair) => pair.startsWith(COOKIE_NAME + "="))
    .map((pair) => pair.slice(COOKIE_NAME.length + 1));
  const made = (/** @type {string} */ value) => parseInt(value.split(".")[2], 36) || 0;
  return found.reduce((one, two) => (made(two) > made(one) ? two : one), found[0] ?? "");
}

/** Takes over what the cookie says now, which another tab may have changed. */
function read() {
  const [value] = stored().split("~");
  const version = parseInt(value.split(".")[1], 36);
  const layout = file.layouts[version];
  const found = layout && readChoice(value, { version, ...layout });
  choice = found && found.time + file.days * 86400 > Date.now() / 1000 ? found : null;
}

/** @param {string} value @param {number} age */
function write(value, age) {
  if (domain) document.cookie = `${COOKIE_NAME}=; Max-Age=0; Path=/`;
  const where = (domain && `; Domain=${domain}`) + (isSecureContext ? "; Secure" : "");
  document.cookie = `${COOKIE_NAME}=${value}; Max-Age=${age}; Path=/; SameSite=Lax${where}`;
}

/** @param {string} id */
function decided(id) {
  const state = choice?.states[id];
  return state === "granted" && choice && choice.version < file.since ? undefined : state;
}

/** Whether a unit, "purpose" or "purpose:service", may store and read now. @param {string} unit */
function allows(unit) {
  const [id, service] = unit.split(":");
  const purpose = file.purposes.find((each) => each.id === id);
  if (!purpose || signal() || (service && !purpose.services.some((each) => each.id === service))) return false;
  const state = decided(id);
  if (state ? state !== "granted" : purpose.ask) return false;
  return !service || !choice?.refusedServices.includes(service);
}

/** The purposes that the visitor has said nothing valid about. */
function undecided() {
  return file.purposes.filter((each) => !decided(each.id)).map((each) => each.id);
}

/** Whether a banner is due. */
function due() {
  return !signal() && file.purposes.some((each) => each.ask && !decided(each.id));
}

/** Whether something granted is stored, whatever counts now. */
function consented() {
  return Object.values(choice?.states ?? {}).includes("granted");
}

/** Every service by its unit, with its purpose. */
function units() {
  return file.purposes.flatMap((purpose) =>
    purpose.services.map((service) => ({ purpose, service, unit: `${purpose.id}:${service.id}` })),
  );
}

/** Purpose, or "purpose:service" for what is refused alone, to state. */
function states() {
  const now = Object.fromEntries(
    file.purposes.map(({ id }) => [id, allows(id) ? "granted" : signal() ? "refused" : decided(id) ?? "unset"]),
  );
  for (const { purpose, unit } of units()) if (allows(purpose.id) && !allows(unit)) now[unit] = "refused";
  return now;
}

/**
 * Makes and keeps the choice that allows these units and nothing else; purposes that `open` names stay undecided.
 * @param {Set<string>} allowed @param {string} method @param {string[]} open
 */
function choose(allowed, method, open = []) {
  const chosen = /** @type {Record<string, any>} */ ({});
  const refused = [];
  for (const purpose of file.purposes) {
    if (open.includes(purpose.id)) continue;
    const some = purpose.services.filter((each) => allowed.has(`${purpose.id}:${each.id}`));
    const before = choice?.states[purpose.id];
    const no = method !== "s" && (before === "granted" || before === "withdrawn") ? "withdrawn" : "refused";
    chosen[purpose.id] = some.length ? "granted" : no;
    if (some.length) refused.push(...purpose.services.filter((each) => !some.includes(each)).map((each) => each.id));
  }
  const [last, older] = stored().split("~");
  const previous = UNSENT.test(last) ? older ?? "" : last;
  const receipt = choice?.receipt ?? btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(12))))
    .replaceAll("+", "-").replaceAll("/", "_");
  const { version } = file;
  choice = { version, time: Math.floor(Date.now() / 1000), states: chosen, refusedServices: refused, receipt };
  write(`${encode(choice, { version, ...file.layouts[version] })}.${"-".repeat(15)}${method}${previous && "~" + previous}`, file.days * 86400);
}

/** What the platform has not acknowledged yet: the same body and key at every try, so that it is recorded once. */
function unsent() {
  const [value, previous] = stored().split("~");
  const method = UNSENT.exec(value);
  if (!method || !choice) return null;
  const granted = file.purposes.filter((each) => choice?.states[each.id] === "granted");
  const refused = (/** @type {Service} */ each) => choice?.refusedServices.includes(each.id);
  return {
    key: value,
    body: {
      act: method[1] === "s" ? "signal" : undecided().length ? "grant" : "save",
      purposes: granted.filter((each) => !each.services.some(refused)).map(({ id }) => id),
      services: granted.flatMap((each) => each.services.filter((one) => !refused(one)).map(({ id }) => id)),
      language: file.lang,
      method: METHODS[method[1]],
      version: choice.version,
      gpc: signal(),
      ...(jurisdiction && { jurisdiction }),
      ...(previous && { previous }),
    },
  };
}

export { allows, choose, consented, due, read, setUp, signal, states, stored, units, undecided, unsent, write };
