/**
 * The preferences, built when they are first asked for: a file of its own, `/embed/1/preferences.js`.
 *
 * Takes the first file's tools and state as they are at that moment (`Kit`), and imports nothing at run time, so that
 * a page never holds the state twice.
 *
 * @typedef {{h: Function, twins: Function, root: ShadowRoot, shown: import("./state.js").File,
 *            acts: import("./view.js").Acts, allows: (unit: string) => boolean, signal: () => boolean}} Kit
 */
import details from "./details.css";

/** @type {CSSStyleSheet | undefined} */
let look;

/** Esc and the close button change nothing; the browser gives the focus back. @param {Kit} kit */
function preferences({ h, twins, root, shown, acts, allows, signal }) {
  if (root.querySelector("dialog")) return;
  if (!look) {
    look = new CSSStyleSheet();
    look.replaceSync(details);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, look];
  }
  const { texts, purposes, policy, dir, lang } = shown;
  const done = (/** @type {Set<string>} */ allowed) => {
    dialog.close();
    acts.save(allowed, "p");
  };
  const ticked = () => new Set([...dialog.querySelectorAll("[name]:checked")].map((box) => box.name));
  const dialog = h("dialog", { class: "box", part: "dialog", "aria-labelledby": "d", dir, lang, onclose: () => dialog.remove() },
    h("button", { class: "close", part: "close", type: "button", title: texts.close, "aria-label": texts.close,
      onclick: () => dialog.close() }, "×"),
    h("h2", { id: "d", part: "title" }, texts.preferences),
    h("p", {}, signal() ? texts.gpc : texts.none, " ", h("a", { href: policy }, texts.policy)),
    ...purposes.map(group),
    h("div", { class: "acts" }, ...twins(done),
      h("button", { class: "plain", part: "save", type: "button", onclick: () => done(ticked()) }, texts.save)));
  root.append(dialog);
  dialog.showModal();

  /** A purpose with its services: its own box stands for all of theirs. @param {import("./state.js").Purpose} purpose */
  function group(purpose) {
    const boxes = purpose.services.map(({ id }) => `${purpose.id}:${id}`)
      .map((unit) => h("input", { type: "checkbox", name: unit, checked: allows(unit), onchange: () => follow() }));
    const all = h("input", { type: "checkbox", onchange: () => boxes.forEach((box) => (box.checked = all.checked)) });
    const follow = () => (all.checked = boxes.some((box) => box.checked));
    follow();
    // the site's own words may be of another language than ours, and run the other way
    return h("fieldset", { part: "purpose", disabled: signal() },
      h("legend", {}, h("label", {}, all, h("bdi", {}, purpose.label))),
      h("p", {}, h("bdi", {}, purpose.text)),
      ...purpose.services.map((each, n) =>
        h("div", { class: "service", part: "service" },
          h("label", {}, boxes[n], h("bdi", {}, each.label)), h("small", {}, h("bdi", {}, each.by)),
          h("p", {}, h("bdi", {}, each.text)),
          h("ul", {}, ...each.items.map(({ name, life, to }) =>
            h("li", {}, h("bdi", {}, h("code", {}, name)), ` · ${[life, to].filter(Boolean).join(" · ")}`))))));
  }
}

export { preferences };
