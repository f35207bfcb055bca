/**
 * The text of the cookie `cookies_preferences`, as src/speculoos/consent/cookie.py writes and reads it.
 *
 * Reads and writes everything but the signature: only the server can make or check one. Both sides are held to
 * tests/vectors/cookies_preferences.json. Never throws on any text it is given to read.
 *
 * @typedef {"granted" | "refused" | "withdrawn"} Decided
 * @typedef {{version: number, purposes: string[], services: string[]}} Layout ids in the order of the declaration
 * @typedef {{version: number, time: number, states: Record<string, Decided>, refusedServices: string[],
 *            receipt: string}} Choice `time` in seconds since 1970 UTC
 * @typedef {"empty" | "too_long" | "malformed" | "unknown_format" | "unknown_version" | "wrong_layout"} Why
 */

export const COOKIE_NAME = "cookies_preferences";
export const MAX_AGE = 15897600;

const MAX_BYTES = 64;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const CODES = /** @type {(Decided | undefined)[]} */ ([undefined, "granted", "refused", "withdrawn"]);
const MASK = "((?:[\\w-]*[B-Za-z0-9_-])?)";
const VALUE = new RegExp(
  `^1\\.([1-9a-z][0-9a-z]{0,5}|0)\\.([1-9a-z][0-9a-z]{0,6}|0)\\.${MASK}\\.${MASK}\\.([\\w-]{16})\\.([\\w-]{16})$`,
);

/**
 * The choice in a value, or why it is none. The signature is not checked.
 * @param {string} value
 * @param {Layout | undefined} layout of the registry version that the page has
 * @returns {{choice: Choice} | {refusal: Why}}
 */
export function decode(value, layout) {
  if (!VALUE.test(value) || value.length > MAX_BYTES) return { refusal: whyNot(value) };
  if (!layout || layout.version !== parseInt(value.split(".")[1], 36)) return { refusal: "unknown_version" };
  const choice = readChoice(value, layout);
  return choice ? { choice } : { refusal: "wrong_layout" };
}

/**
 * The same for whoever does not ask why it is none.
 * @param {string} value
 * @param {Layout} layout of the version that the value names
 * @returns {Choice | undefined}
 */
export function readChoice(value, layout) {
  const [, , time, purposes, services, receipt] = (value.length <= MAX_BYTES && VALUE.exec(value)) || [];
  const states = digits(purposes ?? "", 2);
  const refused = digits(services ?? "", 1);
  if (!receipt || beyond(states, layout.purposes) || beyond(refused, layout.services)) return;
  return {
    version: layout.version,
    time: parseInt(time, 36),
    states: Object.fromEntries(layout.purposes.flatMap((id, n) => (states[n] ? [[id, CODES[states[n]]]] : []))),
    refusedServices: layout.services.filter((_, n) => refused[n]),
    receipt,
  };
}

/**
 * The value of a choice without its signature: what stands before the last dot.
 * @param {Choice} choice
 * @param {Layout} layout
 */
export function encode(choice, layout) {
  const states = layout.purposes.map((id) => Math.max(0, CODES.indexOf(choice.states[id])));
  const refused = layout.services.map((id) => (choice.refusedServices.includes(id) ? 1 : 0));
  const numbers = [choice.version, choice.time].map((number) => number.toString(36));
  return ["1", ...numbers, characters(states, 2), characters(refused, 1), choice.receipt].join(".");
}

/** @param {string} value @returns {Why} */
function whyNot(value) {
  if (!value) return "empty";
  if (new TextEncoder().encode(value).length > MAX_BYTES) return "too_long";
  return /^(?!1\.)[0-9a-z]{1,2}\./.test(value) ? "unknown_format" : "malformed";
}

/** Numbers of `width` bits, lowest first, out of characters of six. @param {string} text @param {number} width */
function digits(text, width) {
  const places = Array.from({ length: 6 / width }, (_, n) => n * width);
  const mask = (1 << width) - 1;
  return [...text].flatMap((character) => places.map((place) => (ALPHABET.indexOf(character) >> place) & mask));
}

/** The reverse of digits, without trailing zeros. @param {number[]} numbers @param {number} width */
function characters(numbers, width) {
  const six = Array.from({ length: Math.ceil((numbers.length * width) / 6) }, () => 0);
  numbers.forEach((number, n) => (six[Math.floor((n * width) / 6)] |= number << ((n * width) % 6)));
  return six.map((value) => ALPHABET[value]).join("").replace(/A+$/, "");
}

/** Whether something is said of an id that the layout does not have. @param {number[]} said @param {string[]} ids */
function beyond(said, ids) {
  return said.slice(ids.length).some(Boolean);
}
