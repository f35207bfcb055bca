/**
 * What is ever asked of the platform: the site's file, the later files, and to record a choice. No credentials, no cookies.
 *
 * @typedef {import("./state.js").File} File
 */
import { read, stored, unsent, write } from "./state.js";

const PAUSES = [1, 5, 30, 120];
/** Of the files that come later; the build writes the hashes. */
const LATER = /** @type {Record<string, string>} */ ({
  preferences: "sha384-preferences", placeholders: "sha384-placeholders", expire: "sha384-expire",
});
/** One sending at a time, so that two quick choices are recorded in their order. */
let busy = false;

/**
 * @param {string} base address of the platform
 * @param {string} site
 * @param {string} language
 * @param {string | undefined} version pins the site's file, which is then kept for ever
 * @param {RequestCache} [cache]
 * @returns {Promise<File>}
 */
async function load(base, site, language, version, cache) {
  const name = version ? `embed.${version}.${language}.json` : `embed.json?lang=${language}`;
  const answer = await fetch(`${base}/s/${site}/${name}`, { credentials: "omit", cache });
  // The pinned version is not the current one any more: the tag is old, the question must not be.
  if (version && answer.status === 404) return load(base, site, language, "");
  if (!answer.ok) throw new Error(`speculoos: ${site} ${answer.status}`);
  return answer.json();
}

/**
 * Sends what is unsent until the platform has it. What is not through by the end of the page goes with the next one.
 * @param {string} base
 * @param {string} site
 * @param {() => void} outdated called when the question was that of an older version
 * @param {number} [tries]
 */
async function send(base, site, outdated, tries = 0) {
  const waiting = unsent();
  if (!waiting || busy) return;
  const before = stored();
  busy = true;
  try {
    const answer = await fetch(`${base}/api/v1/sites/${site}/consents`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": waiting.key },
      body: JSON.stringify(waiting.body),
      credentials: "omit",
      keepalive: true,
    });
    if (answer.status === 409) {
      busy = false;
      return outdated();
    }
    if (!answer.ok) throw answer.status;
    const { cookie } = await answer.json();
    const now = stored();
    if (cookie) write(now === before ? cookie.value : `${now.split("~")[0]}~${cookie.value}`, cookie.max_age);
    read();
    busy = false;
    return send(base, site, outdated);
  } catch {
    if (tries < PAUSES.length) setTimeout(() => send(base, site, outdated, tries + 1), PAUSES[tries] * 1000);
  }
  busy = false;
}

/**
 * A later file: a preload that checks its hash, then an import of what has come. Neither takes a string where
 * Trusted Types want more, and both carry the tag's nonce.
 * @param {HTMLScriptElement} tag @param {string} name @param {number} again how often it has failed: browsers keep a failure by its address
 */
async function bring(tag, name, again) {
  const href = tag.src.replace(/[^/]*$/, `${name}.js${again ? `?${again}` : ""}`);
  const link = document.createElement("link");
  if (link.relList.supports("modulepreload")) {
    await new Promise((resolve, reject) => {
      Object.assign(link, { rel: "modulepreload", href, integrity: LATER[name], crossOrigin: "anonymous",
        nonce: tag.nonce, onload: resolve, onerror: reject });
      document.head.append(link);
    });
  }
  return import(href);
}

export { bring, load, send };
