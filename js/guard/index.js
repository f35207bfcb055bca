/**
 * The guard of script-written items: the first script of a page, `<script src="…/s/shop/guard.js"></script>`.
 *
 * Refuses what is written under names that are undeclared or not granted, and tells the site. What was deleted stays
 * deletable, and what this script does not understand it lets through: it must never break a page.
 */
import { COOKIE_NAME } from "../banner/codec.js";
import { granted } from "./choice.js";
import { find } from "./match.js";
import { guard } from "./realm.js";
import { flush, report } from "./reports.js";

/** The site's data, which takes the place of this text. */
const data = /** @type {import("./match.js").Data} */ (/** @type {unknown} */ ("speculoos-data"));
const tag = document.currentScript;
const place = tag?.dataset.place ?? "";
const getCookies = Object.getOwnPropertyDescriptor(Document.prototype, "cookie")?.get;
const read = () => (getCookies ? Reflect.apply(getCookies, document, []) : "");

/** @type {Record<string, string> | undefined} */
let told = tag?.dataset.state && JSON.parse(tag.dataset.state);
for (const name of ["ready", "choice"]) {
  document.addEventListener(`speculoos:${name}`, (event) => {
    told = /** @type {any} */ (event).detail?.state ?? told;
    now = undefined;
  });
}
document.addEventListener("visibilitychange", () => document.hidden && flush(data.reports));

/** The services granted, for as long as one task runs: to ask the browser at every write would cost more than the write. @type {number[] | undefined} */
let now;
function services() {
  if (!now) setTimeout(() => (now = undefined));
  return (now ??= granted(data, read, told, place));
}

/** @type {Map<string, ReturnType<typeof find>>} */
const found = new Map();

/** @param {import("./match.js").Kind} kind @param {string} name */
function may(kind, name, host = "") {
  try {
    const key = [kind, host, name].join();
    const { mode, rows } = found.get(key) ?? find(data, kind, name, host);
    if (found.size < 500) found.set(key, { mode, rows });
    const optional = rows.flatMap(([, positions]) => positions);
    if (name === COOKIE_NAME) now = undefined;
    if (mode === "off" || (rows.length && !optional.length)) return true;
    if (optional.some((n) => services().includes(n))) return true;
    report(data.reports, { kind, name: rows[0]?.[0] ?? name, reason: rows.length ? "not_granted" : "undeclared", mode });
    return mode !== "enforce";
  } catch {
    return true;
  }
}

guard(window, may);
