/**
 * What was refused, or would have been, told to the site's own address: once for each name and page, in batches.
 *
 * Never a value, a query or an address of anybody; long numbers in names are stars.
 */

const MOST = 100;
const PAUSE = 2000;
const sent = new Set();
/** @type {object[]} */
let waiting = [];

/**
 * @param {string} url
 * @param {{kind: string, name: string, reason: string, mode: string}} what
 */
function report(url, { kind, name, reason, mode }) {
  const shape = name.replace(/[0-9a-f]{8,}|[0-9]{3,}/gi, "*").slice(0, 64);
  const key = [kind, shape, reason, location.pathname].join();
  if (!url || sent.has(key) || sent.size >= MOST) return;
  sent.add(key);
  if (!waiting.length) setTimeout(() => flush(url), PAUSE);
  waiting.push({ type: "speculoos-storage", kind, name: shape, reason, page: location.pathname, mode });
}

/** @param {string} url */
function flush(url) {
  const body = JSON.stringify(waiting);
  if (!waiting.length) return;
  waiting = [];
  const headers = { "Content-Type": "application/json" };
  fetch(url, { method: "POST", body, headers, credentials: "omit", keepalive: true }).catch(() => {});
}

export { flush, report };
