/**
 * What the gate's policy held back: who wanted to load stands in its place, and one press allows the service and loads
 * it without losing the page. A file of its own, `/embed/1/placeholders.js`, brought where something is not loaded.
 *
 * The policy of an open page does not change, so what was allowed loads one frame deeper (src/speculoos/web/front/
 * blocked.py). A script cannot; it starts with the next page, and that is said.
 *
 * @typedef {{unit: string, always: boolean, label: string, by: string, purpose: string, hosts: string[]}} Service
 * @typedef {{lang: string, dir: string, frame: string, preferences: string, services: Service[],
 *            texts: Record<string, string>}} Told
 * @typedef {{url: string, allows: (unit: string) => boolean, signal: () => boolean, grant: (unit: string) => void,
 *            show?: () => void, once?: (element: HTMLElement) => void, file?: () => import("../embed/state.js").File}} Kit
 * @typedef {{element: any, address: string, service?: Service, place?: HTMLElement, inner?: any, broken?: boolean}} Held
 */
import { grow, hide, like, node, put, shadowed } from "./box.js";
import { addresses, elements, parse, visible } from "./find.js";
import { asking, noting, waiting } from "./words.js";

/** @param {Kit} kit */
function placeholders(kit) {
  /** @type {Map<Element, Held>} */
  const held = new Map();
  /** What is parked in the markup and has a placeholder. @type {WeakMap<Element, HTMLElement>} */
  const parked = new WeakMap();
  /** Services of which a script was blocked. @type {Set<Service>} */
  const scripts = new Set();
  /** @type {Promise<Told | void> | undefined} */
  let told;
  /** What the visitor pressed a button for, and will have the focus. @type {Element | undefined} */
  let pressed;

  const know = () => (told ??= fetch(kit.url, { credentials: "omit" }).then((answer) => answer.json()).catch((fault) => {
    told = undefined;
    console.warn(fault);
  }));
  document.addEventListener("speculoos:choice", () => told?.then((known) => known && refresh(known)));

  /** @param {any[]} reports of the Reporting API, or events */
  async function blocked(reports) {
    const known = await know();
    if (!known) return;
    const ours = parse(known.frame)?.host;
    for (const { effectiveDirective, blockedURL, blockedURI } of reports) {
      const address = parse(blockedURL ?? blockedURI);
      if (!address || address.host === location.host) continue;
      if (address.host === ours) {
        // the page's policy does not name us, so that the frame within which it would load is blocked as well
        for (const one of held.values()) one.broken ||= !!one.inner;
        continue;
      }
      const able = known.services.filter(({ hosts }) => hosts.some((host) => fits(host, address.hostname)));
      // what is always allowed was blocked on the way to somewhere else, and nobody can say where
      if (able.some(({ always }) => always)) continue;
      const service = able.find(({ unit }) => kit.allows(unit)) ?? able[0];
      if (/^script/.test(effectiveDirective) && service) scripts.add(service);
      for (const element of elements(effectiveDirective, address)) take(element, address, service);
    }
    refresh(known);
  }

  /** @param {HTMLElement} element @param {URL} address @param {Service | undefined} service */
  function take(element, address, service) {
    const one = held.get(element);
    const wanted = addresses(element).find((each) => parse(each)?.host === address.host) ?? address.href;
    if (one) Object.assign(one, { address: wanted, service, inner: undefined });
    else if (visible(element)) held.set(element, { element, address: wanted, service });
  }

  /** Brings every place up to date with the choice. @param {Told} known */
  function refresh(known) {
    for (const one of held.values()) {
      const { element, service, place, inner } = one;
      if (![element, place, inner].some((each) => each?.isConnected)) held.delete(element);
      else if (service && kit.allows(service.unit) && !one.broken) load(one, known);
      else stand(one, known);
    }
    const late = [...scripts].find(({ unit }) => kit.allows(unit));
    if (late) document.body.append(noting(late, known));
    for (const each of scripts) if (kit.allows(each.unit)) scripts.delete(each);
  }

  /** @param {Held} one @param {Told} known */
  function load(one, known) {
    const { element, address, service, place, inner } = one;
    if (inner) return;
    const kind = element.matches("img") ? "image" : element.matches("video,audio") ? "media" : "frame";
    const name = element.title || element.alt || service?.label || "";
    const query = new URLSearchParams({ kind, src: address, name });
    const src = `${known.frame}?${query}`;
    hide(element, false);
    if (kind === "frame") {
      // who may use the camera is said by name: the frame within is given no more of it than this one
      if (element.allow) element.allow = element.allow.replace(/([\w-]+)[^;]*/g, "$1");
      if (element.dataset.src) element.dataset.src = src;
      element[element.matches("object") ? "data" : "src"] = src;
      one.inner = element;
    } else {
      one.inner = node("iframe", { title: name, src, allow: "fullscreen; autoplay" });
      like(element, one.inner);
      if (kind === "image") grow(one.inner);
      (place ?? element).before(one.inner);
      hide(element, true);
    }
    place?.remove();
    if (pressed === element) one.inner.focus();
    pressed = undefined;
  }

  /** @param {Held} one @param {Told} known */
  function stand(one, known) {
    const { element, inner, place } = one;
    if (place?.isConnected) return;
    if (inner === element) element.removeAttribute(element.matches("object") ? "data" : "src");
    else inner?.remove();
    one.inner = undefined;
    hide(element, false);
    one.place = shadowed("speculoos-blocked", asking(one, known, kit, () => (pressed = element)));
    put(element, one.place);
    hide(element, true);
  }

  /** In the place of what is parked in the markup. @param {HTMLElement} element @param {string} unit @param {boolean} waits */
  function park(element, unit, waits) {
    const place = parked.get(element);
    if (!waits || held.has(element)) place?.remove();
    const content = waits && !held.has(element) && !place?.isConnected && waiting(element, unit, kit);
    if (!content) return;
    const made = shadowed("speculoos-blocked", content);
    parked.set(element, made);
    put(element, made);
  }

  return { blocked, park };
}

/** @param {string} declared a host, or `*.` and the domain whose sub-domains are meant @param {string} host */
const fits = (declared, host) => (declared.startsWith("*.") ? host.endsWith(declared.slice(1)) : host === declared);

export { placeholders };
