/**
 * Removes what the site itself has stored, as far as a script can: not what is `HttpOnly` or of other hosts. A file of
 * its own, `/embed/1/expire.js`, brought at a withdrawal.
 *
 * @typedef {import("./state.js").Item} Item
 */
import { fits } from "../guard/match.js";

/** @param {Item[]} items as they are declared */
function expire(items) {
  for (const { name, kind, host, path } of items) {
    const gone = (/** @type {string[]} */ keys) => keys.filter((key) => fits(name, key));
    if (kind === "cookie") {
      const seen = gone(document.cookie.split("; ").map((pair) => pair.split("=")[0]));
      // one of another path is not seen from here, and can be ended all the same
      for (const key of new Set(name.includes("*") ? seen : [...seen, name])) end(key, host, path);
    } else if (kind === "local_storage" || kind === "session_storage") {
      const store = kind === "local_storage" ? localStorage : sessionStorage;
      gone(Object.keys(store)).forEach((key) => store.removeItem(key));
    } else if (kind === "indexed_db") {
      indexedDB.databases?.().then((all) => gone(all.map((each) => each.name ?? "")).forEach((key) => indexedDB.deleteDatabase(key)));
    } else if (kind === "cache_storage") {
      self.caches?.keys().then((keys) => gone(keys).forEach((key) => caches.delete(key)));
    } else if (kind === "service_worker") {
      navigator.serviceWorker?.getRegistrations().then((all) => all.forEach((each) => {
        const urls = [each.scope, (each.active ?? each.waiting ?? each.installing)?.scriptURL ?? ""];
        if (gone([...urls, ...urls.map((url) => url.replace(location.origin, ""))]).length) each.unregister();
      }));
    }
  }
}

/**
 * Ends a cookie at every place where it may be: a declaration does not always say whether it was set for the host or
 * for a domain above, for which path, and in which partition. @param {string} name
 */
function end(name, host = "", path = "/") {
  const labels = location.hostname.split(".");
  const domains = new Set(["", host, ...labels.map((_, n) => labels.slice(n).join("."))]);
  const steps = location.pathname.split("/").map((_, n, all) => all.slice(0, n + 1).join("/"));
  const tails = isSecureContext ? ["; Secure", "; Secure; Partitioned"] : [""];
  for (const each of new Set([path, "/", ...steps.flatMap((step) => [step, `${step}/`])])) {
    for (const domain of domains) {
      for (const tail of tails) document.cookie = `${name}=; Max-Age=0; Path=${each}${domain && `; Domain=${domain}`}${tail}`;
    }
  }
}

export { expire };
