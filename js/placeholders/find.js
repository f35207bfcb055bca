/**
 * Which elements of the page a report of a policy is about: reports name addresses and no elements.
 *
 * Of frames browsers tell the origin alone, so all frames from there are meant. Knows the page and no service.
 */

const TAGS = /** @type {Record<string, string>} */ ({
  frame: "iframe,frame", object: "object,embed", img: "img", media: "video,audio",
});
const TINY = 2;

/** @param {string} directive as in `frame-src` @param {URL} address what was blocked @returns {HTMLElement[]} */
function elements(directive, address) {
  const [kind] = directive.split("-");
  const all = TAGS[kind] ? /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(TAGS[kind])) : [];
  const whole = address.pathname !== "/" || !!address.search;
  return [...all].filter((element) => addresses(element).some((each) => {
    const own = parse(each);
    return own?.host === address.host && (!whole || own.pathname + own.search === address.pathname + address.search);
  }));
}

/** @param {string} text @returns {URL | null} */
function parse(text) {
  try {
    return new URL(text, document.baseURI);
  } catch {
    return null;
  }
}

/** What an element would load, the likeliest first. @param {any} element @returns {string[]} */
function addresses(element) {
  const sources = element.matches("video,audio") ? [...element.querySelectorAll("source")].map(({ src }) => src) : [];
  return [element.currentSrc, element.src, element.data, ...sources].filter(Boolean);
}

/** Whether anybody would see it: no pixel, nothing that the page itself hides. @param {any} element */
function visible(element) {
  const { display, width, height } = getComputedStyle(element);
  const small = [width, height].some((size) => parseFloat(size) <= TINY);
  if (element.matches("img") && !element.hasAttribute("width") && !element.alt && element.offsetWidth < 24) return false;
  return display !== "none" && !small;
}

export { addresses, elements, parse, visible };
