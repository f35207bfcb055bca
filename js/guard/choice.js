/**
 * Which optional services are granted now: what the cookie says, or where no script can read it what pages are told.
 *
 * Knows no page. A choice is read anew when the cookie has changed, so a grant or a withdrawal counts at once.
 *
 * @typedef {import("./match.js").Data} Data
 */
import { COOKIE_NAME, readChoice } from "../banner/codec.js";

/**
 * @param {Data} data
 * @param {() => string} cookies the browser's own `document.cookie`
 * @param {Record<string, string> | undefined} told states by purpose and "purpose:service", where the cookie is silent
 * @param {string} place code of a place, as the tag has it
 * @returns {number[]} positions in `data.services`
 */
function granted(data, cookies, told, place) {
  if (/** @type {any} */ (navigator).globalPrivacyControl === true) return [];
  const { ask, days } = data.places[place] ?? data;
  const states = stored(data, cookies, days) ?? told ?? {};
  return data.services.flatMap(([service, purpose], n) => {
    const state = states[purpose];
    const open = state ? state === "granted" : !ask.includes(purpose);
    return open && (states[`${purpose}:${service}`] ?? "granted") === "granted" ? [n] : [];
  });
}

/** The states that the newest readable cookie says. @param {Data} data @param {() => string} cookies @param {number} days */
function stored(data, cookies, days) {
  const [newest] = cookies().split("; ").filter((pair) => pair.startsWith(`${COOKIE_NAME}=`))
    .map((pair) => pair.slice(COOKIE_NAME.length + 1).split("~")[0])
    .sort((one, two) => made(two) - made(one));
  if (!newest) return;
  const version = parseInt(newest.split(".")[1], 36);
  const layout = data.layouts[version];
  const choice = layout && readChoice(newest, { version, ...layout });
  if (!choice || choice.time + days * 86400 <= Date.now() / 1000) return;
  const states = /** @type {Record<string, string>} */ ({});
  for (const purpose of layout.purposes) {
    const said = choice.states[purpose];
    // a choice that decides nothing was made where there was nothing to choose: a standing refusal
    if (!Object.keys(choice.states).length) states[purpose] = "refused";
    else if (said && !(said === "granted" && version < data.since)) states[purpose] = said;
  }
  for (const [service, purpose] of data.services) {
    if (choice.refusedServices.includes(service)) states[`${purpose}:${service}`] = "refused";
  }
  return states;
}

/** @param {string} value */
const made = (value) => parseInt(value.split(".")[2], 36) || 0;

export { granted };
