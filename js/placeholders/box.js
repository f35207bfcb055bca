/**
 * What stands in the place of an element: as large, in the same place of the layout, and in its own style.
 *
 * Knows elements and no texts. Nothing is made from strings, and no style attribute is written as text, so strict
 * policies and Trusted Types hold.
 */
import look from "./look.css";

const sheet = new CSSStyleSheet();
sheet.replaceSync(look);

const COPIED = ("position top right bottom left float clear z-index width height min-width max-width min-height max-height " +
  "aspect-ratio margin-top margin-right margin-bottom margin-left padding-top padding-right padding-bottom padding-left " +
  "border-top-width border-right-width border-bottom-width border-left-width box-sizing flex-grow flex-shrink flex-basis " +
  "align-self justify-self grid-row-start grid-row-end grid-column-start grid-column-end order vertical-align transform").split(" ");

/** @param {string} tag @param {Record<string, any>} props @param {(Node | string)[]} children @returns {any} */
function node(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "string") element.setAttribute(name, value);
    else /** @type {any} */ (element)[name] = value;
  }
  element.append(...children);
  return element;
}

/** A text with words of the site in it, which may run in another direction. @param {string} text @param {Record<string, string>} words */
function sentence(text, words) {
  return text.split(/\{(\w+)\}/).map((part, n) => (n % 2 ? node("bdi", {}, words[part] ?? "") : part));
}

/** @param {string} tag @param {Node} content */
function shadowed(tag, content) {
  const host = document.createElement(tag);
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  root.append(content);
  return host;
}

/** Gives `to` the place that `from` has in the layout. @param {any} from @param {HTMLElement} to */
function like(from, to) {
  const used = getComputedStyle(from);
  const map = from.computedStyleMap?.();
  for (const name of COPIED) {
    let value = map?.get(name)?.toString() ?? used.getPropertyValue(name);
    // what has no size of its own is as large as the browser made it; what is broken and unsized, as its text needs
    if (/^(width|height)$/.test(name) && value === "auto" && used.aspectRatio === "auto" && !from.matches("img")) {
      value = used.getPropertyValue(name);
    }
    if (name === "position" && value === "static") value = "relative";
    // browsers say a width of borders that are not there
    if (/^border/.test(name) && used.getPropertyValue(name.replace("width", "style")) === "none") value = "0";
    to.style.setProperty(name, value);
  }
  if (to.style.width === "auto") to.style.minWidth = "min(20rem, 100%)";
  to.style.setProperty("display", /^(inline|none)$/.test(used.display) ? "inline-block" : used.display);
}

/** Puts a placeholder before an element, in its place and never wider than what is around. @param {any} element @param {HTMLElement} place */
function put(element, place) {
  like(element, place);
  element.before(place);
  const { style, offsetWidth } = place;
  const own = getComputedStyle(place);
  const beside = own.boxSizing === "content-box" ? offsetWidth - parseFloat(own.width) || 0 : 0;
  if (style.maxWidth === "none") style.maxWidth = `calc(100% - ${beside}px)`;
}

/** What the page's own style attribute says of an element that is hidden. @type {WeakMap<HTMLElement, [string, string]>} */
const displays = new WeakMap();

/** Beats whatever the page's styles say. @param {HTMLElement} element @param {boolean} off */
function hide(element, off) {
  const { style } = element;
  const before = displays.get(element);
  if (off === !!before) return;
  if (off) displays.set(element, [style.getPropertyValue("display"), style.getPropertyPriority("display")]);
  else displays.delete(element);
  style.removeProperty("display");
  if (off || before?.[0]) style.setProperty("display", ...(off ? ["none", "important"] : before ?? ["", ""]));
}

/** An image's frame takes the image's size, where the page gives it none. @param {any} frame */
function grow(frame) {
  addEventListener("message", ({ source, data }) => {
    const [width, height] = data?.speculoos ?? [];
    const { style } = frame;
    if (source !== frame.contentWindow || !(width > 0 && height > 0) || style.height !== "auto") return;
    if (style.width === "auto") Object.assign(style, { width: `${width}px`, minWidth: "0" });
    style.aspectRatio = `${width} / ${height}`;
    style.maxWidth = "100%";
  });
}

export { grow, hide, like, node, put, sentence, shadowed };
