/**
 * Puts the guard between a window's scripts and its storage: `document.cookie`, `cookieStore`, both storages, and the
 * same of every window of this origin that a script can reach from it.
 *
 * Knows how pages write and nothing of what is allowed (passed in). What the browser itself does is kept in here alone.
 * An own fault leaves the browser's way of doing it.
 *
 * @typedef {(kind: import("./match.js").Kind, name: string, host?: string) => boolean} May
 * @typedef {(native: any, self: any, given: any[], name: string) => any} Instead
 */
const { apply, construct, defineProperty, getOwnPropertyDescriptor: own } = Reflect;
const known = new WeakSet();
/** A storage area to what scripts get of it, and back. */
const shown = new WeakMap();
const real = new WeakMap();
/** @param {any} self @returns {[store: any, kind?: any]} */
const within = (self) => real.get(self) ?? [self];

const METHODS = /** @type {[string, string][]} */ ([
  ["Node", "appendChild insertBefore replaceChild"],
  ["Element", "append prepend before after replaceWith replaceChildren insertAdjacentElement insertAdjacentHTML"],
  ["CharacterData", "before after replaceWith"],
  ["Document", "append prepend replaceChildren write writeln"],
  ["Range", "insertNode"],
]);

/**
 * Does something else instead of a native method, or of an accessor's part.
 * @param {any} object @param {string} names @param {"value" | "get" | "set"} part @param {Instead} instead
 */
function replace(object, names, part, instead) {
  for (const name of names.split(" ")) {
    const found = object && own(object, name);
    const native = found?.[part];
    if (!native) continue;
    const made = function (/** @type {any[]} */ ...given) {
      return instead(native, /** @type {any} */ (this), given, name);
    };
    defineProperty(made, "name", /** @type {any} */ (own(native, "name")));
    defineProperty(object, name, { ...found, [part]: made });
  }
}

/** @param {any} window a window of this origin @param {May} may */
function guard(window, may) {
  if (known.has(window.Document)) return;
  known.add(window.Document);
  for (const each of [guardCookies, guardStores, guardWindows]) {
    try {
      each(window, may);
    } catch (fault) {
      console.warn(fault);
    }
  }
}

/** @param {any} window @param {May} may */
function guardCookies({ Document, CookieStore }, may) {
  replace(Document.prototype, "cookie", "set", (native, self, [given]) => {
    const text = `${given}`;
    const [[name], ...attributes] = text.split(";").map(halves);
    const said = Object.fromEntries(attributes.map(([key, value]) => [key.toLowerCase(), value]));
    const age = +(said["max-age"] ?? Date.parse(said.expires) - Date.now());
    const end = may("cookie", text.split(";")[0].includes("=") ? name : "", host(said.domain)) ? "" : "; Max-Age=0";
    // a removal always may, and is made one beyond doubt, for browsers read dates in their own way
    if (!end || age <= 0) apply(native, self, [text + end]);
  });
  replace(CookieStore?.prototype, "set", "value", async (native, self, [first, ...rest]) => {
    const options = rest.length || typeof first !== "object" ? { name: `${first}`, value: `${rest[0]}` } : { ...first };
    options.name = `${options.name}`;
    const end = may("cookie", options.name, host(options.domain)) ? {} : { expires: 1 };
    if (!end.expires || (options.expires ?? Infinity) <= Date.now()) return apply(native, self, [{ ...options, ...end }]);
  });
}

/** `name=value` in two, without the white space that browsers leave off. @param {string} text */
function halves(text) {
  const [name, ...value] = text.split("=");
  return [name, value.join("=")].map((each) => each.replace(/^[ \t]+|[ \t]+$/g, ""));
}

/** @param {string | undefined | null} domain */
const host = (domain) => (domain ?? "").replace(/^\./, "").toLowerCase();

/** @param {any} window @param {May} may */
function guardStores(window, may) {
  const { Storage, StorageEvent } = window;
  replace(Storage.prototype, "getItem setItem removeItem clear key", "value", (native, self, given, name) => {
    const [store, kind] = within(self);
    if (kind && name === "setItem" && given.length > 1) {
      given[0] = `${given[0]}`;
      if (!may(kind, given[0])) return;
    }
    return apply(native, store, given);
  });
  replace(Storage.prototype, "length", "get", (native, self) => apply(native, within(self)[0], []));
  replace(StorageEvent.prototype, "storageArea", "get", (native, self) => {
    const store = apply(native, self, []);
    return shown.get(store) ?? store;
  });
  const take = (/** @type {any} */ init) => init?.storageArea && { ...init, storageArea: within(init.storageArea)[0] };
  window.StorageEvent = new Proxy(StorageEvent, {
    construct: (target, [type, init], made) => construct(target, [type, take(init) ?? init], made),
  });
  // last, for a view needs all of the above
  for (const object of [window, Object.getPrototypeOf(window)]) {
    replace(object, "localStorage sessionStorage", "get", (native, self, _, name) =>
      view(apply(native, self ?? window, []), name.replace("S", "_s"), may));
  }
}

/** What scripts get of a storage area: the same, but what is set by name is judged. @param {any} store @param {any} kind @param {May} may */
function view(store, kind, may) {
  if (!store || shown.has(store)) return shown.get(store) ?? store;
  const passes = (/** @type {any} */ key) => typeof key === "symbol" || may(kind, key);
  const proxy = new Proxy(store, {
    get: (target, key) => target[key],
    set: (target, key, value, receiver) =>
      receiver !== proxy ? Reflect.set(target, key, value, receiver) : !passes(key) || Reflect.set(target, key, value),
    defineProperty: (target, key, how) => !passes(key) || defineProperty(target, key, how),
  });
  shown.set(store, proxy);
  real.set(proxy, [store, kind]);
  return proxy;
}

/** Other windows of this origin: frames and pop-ups, however a script gets hold of them. @param {any} window @param {May} may */
function guardWindows(window, may) {
  const enter = (/** @type {any} */ found) => {
    try {
      guard(found.defaultView ?? found, may);
    } catch {
      // none, or another origin's
    }
    return found;
  };
  const seen = new WeakSet();
  const look = () => {
    for (let n = 0; n < window.length; n++) {
      const other = window[n];
      if (!seen.has(other)) enter(other);
      seen.add(other);
    }
  };
  const after = /** @type {Instead} */ (native, self, given) => {
    try {
      return apply(native, self, given);
    } finally {
      look();
    }
  };
  for (const tag of ["IFrame", "Frame", "Object"]) {
    const { prototype } = window[`HTML${tag}Element`];
    replace(prototype, "contentWindow contentDocument", "get", (native, self) => enter(apply(native, self, [])));
  }
  for (const [name, methods] of METHODS) replace(window[name].prototype, methods, "value", after);
  replace(window.Element.prototype, "innerHTML outerHTML", "set", after);
  replace(window, "open", "value", (native, self, given) => enter(apply(native, self ?? window, given)));
  // a frame's first document may be followed by another one, and then its getter guards that
  window.document.addEventListener("load", (/** @type {any} */ { target }) => target?.contentWindow, true);
  new window.MutationObserver(look).observe(window.document, { childList: true, subtree: true });
  look();
}

export { guard };
