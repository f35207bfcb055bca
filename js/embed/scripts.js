/**
 * What waits in the page for a purpose: scripts, frames, images, style sheets and inline code are switched on in the
 * order of the document, and off again.
 *
 * Knows the page and who may (passed in), and no texts. The same node goes back in place of a parked script, so that
 * what the parser vouched for (nonce, address and text under Trusted Types) still holds.
 */

const PARKED = "[data-speculoos]";
const EMBEDS = "iframe,video,audio,embed";
/** What the visitor let through once, without a choice. @type {WeakSet<Element>} */
const through = new WeakSet();

/** One switching after the other, so that two quick choices cannot overtake each other. */
let turn = Promise.resolve();

/**
 * @param {(unit: string) => boolean} may
 * @param {(element: HTMLElement, unit: string, blocked: boolean) => void} hold shows or removes a placeholder
 */
function apply(may, hold) {
  turn = turn.then(async () => {
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(PARKED))) {
      const unit = element.dataset.speculoos ?? "";
      const on = through.has(element) || may(unit);
      if (element.matches(EMBEDS)) hold(element, unit, !on);
      if (!(element instanceof HTMLScriptElement)) swap(element, on);
      else if (on && element.type === "text/plain") await run(element);
    }
  });
}

/** @param {HTMLElement} element @param {boolean} on */
function swap(element, on) {
  for (const name of ["src", "srcset", "href"]) {
    const value = element.dataset[name];
    if (!value) continue;
    if (!on) element.removeAttribute(name);
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}

/** @param {HTMLScriptElement} script */
function run(script) {
  const place = document.createComment("");
  script.replaceWith(place);
  script.type = script.dataset.type ?? "";
  return new Promise((resolve) => {
    script.onload = script.onerror = resolve;
    if (!script.hasAttribute("src") || script.hasAttribute("async")) resolve(null);
    place.replaceWith(script);
  });
}

/** @param {Element} element */
function letOnce(element) {
  through.add(element);
}

export { apply, letOnce, PARKED };
