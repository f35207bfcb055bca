/**
 * Which declarations cover a name, and in which mode it is guarded: the same answers as src/speculoos/gate/table.py.
 *
 * Knows the site's data (see src/speculoos/gate/guard.py), and neither page nor choice.
 *
 * @typedef {"cookie" | "local_storage" | "session_storage"} Kind
 * @typedef {[name: string, optional: number[], host?: string]} Row `optional`: the services whose grant it needs
 * @typedef {{mode: string, modes: [string, string][], reports: string, since: number, days: number, ask: string[],
 *            places: Record<string, {ask: string[], days: number}>, site: string, top: string,
 *            layouts: Record<string, {purposes: string[], services: string[]}>,
 *            services: [service: string, purpose: string][], items: Record<Kind, Row[]>}} Data
 */
import { COOKIE_NAME } from "../banner/codec.js";

/** Does a name fit a pattern; `*` stands for any run of characters. @param {string} pattern @param {string} name */
function fits(pattern, name) {
  const parts = pattern.split("*");
  if (parts.length < 2) return pattern === name;
  const [first, last] = [parts.shift() ?? "", parts.pop() ?? ""];
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
  let from = first.length;
  return parts.every((part) => {
    const found = name.indexOf(part, from);
    from = found + part.length;
    return found >= 0 && from <= name.length - last.length;
  });
}

/** @param {string} parent @param {string} host */
const under = (parent, host) => host === parent || host.endsWith(`.${parent}`);

/** @param {Data} data @param {string | undefined} declared @param {string} host "" is the site itself */
function covers(data, declared, host) {
  const { site, top } = data;
  if (declared) return under(declared, host || site);
  return !host || under(site, host) || (!!top && under(host, site) && under(top, host));
}

/**
 * The rows that cover a name, and the mode that holds for it.
 * @param {Data} data @param {Kind} kind @param {string} name @param {string} host
 */
function find(data, kind, name, host) {
  if (name === COOKIE_NAME) return { mode: "off", rows: [] };
  const [, mode] = data.modes.find(([pattern]) => fits(pattern, name)) ?? ["", data.mode];
  const rows = data.items[kind].filter(([pattern, , declared]) => fits(pattern, name) && covers(data, declared, host));
  return { mode, rows };
}

export { find, fits };
