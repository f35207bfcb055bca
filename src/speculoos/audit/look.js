/**
 * What a page shows of its banner, for look.py. Read-only; walks open shadow roots. Evaluated as one expression.
 *
 * `accepts` are the patterns of look.py's words; `pick` asks for the nth control instead of the facts.
 */
({ accepts, pick, from }) => {
  const ROLES = { BUTTON: "button", A: "link", SUMMARY: "button", DIALOG: "dialog", SECTION: "region", NAV: "navigation" };
  const CONTROLS = "button, a[href], input[type=submit], input[type=button], [role=button], [role=link], summary, [onclick]";
  const SWITCHES = "input[type=checkbox], [role=switch], [role=checkbox]";
  const yes = accepts.map((pattern) => new RegExp(pattern, "i"));

  function* deep(root) {
    for (const element of root.querySelectorAll("*")) {
      yield element;
      if (element.shadowRoot) yield* deep(element.shadowRoot);
    }
  }
  const up = (element) => element.parentElement ?? element.getRootNode().host ?? null;
  const within = (element, outer) => {
    for (let at = element; at; at = up(at)) if (at === outer) return true;
    return false;
  };
  const box = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height };
  };
  const visible = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    element.getClientRects().length > 0 && element.getBoundingClientRect().width > 1;
  const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim();
  const byIds = (element, ids) => ids.split(/\s+/).map((id) => element.getRootNode().getElementById(id)?.textContent).join(" ");
  const name = (element) =>
    plain((element.getAttribute("aria-labelledby") && byIds(element, element.getAttribute("aria-labelledby"))) ||
      element.getAttribute("aria-label") || [...(element.labels ?? [])].map((l) => l.textContent).join(" ") ||
      (element.tagName === "INPUT" ? element.value : "") ||
      (/^(SECTION|DIALOG|DIV|FORM)$/.test(element.tagName) ? "" : element.innerText) || element.getAttribute("title"));
  const role = (element) => element.getAttribute("role") ??
    (element.tagName === "INPUT" ? (element.type === "checkbox" ? "checkbox" : "button") : ROLES[element.tagName]) ??
    (element.hasAttribute("onclick") ? "generic" : "");
  const grounds = (element) => {
    const layers = [];
    for (let at = element; at; at = up(at)) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return ["image"];
      layers.push(style.backgroundColor);
    }
    return layers;
  };
  const opacity = (element) => {
    let product = 1;
    for (let at = element; at; at = up(at)) product *= Number(getComputedStyle(at).opacity);
    return product;
  };
  const inView = ({ x, y, width, height }) => x > -1 && y > -1 && x + width < innerWidth + 1 && y + height < innerHeight + 1;

  function control(element) {
    const style = getComputedStyle(element), at = box(element), outer = up(element);
    const sentence = element.tagName === "A" && style.display.startsWith("inline") && style.display === "inline";
    return {
      role: role(element), name: name(element), box: at, size: parseFloat(style.fontSize), weight: Number(style.fontWeight),
      ink: style.color, grounds: grounds(element), outer: outer ? grounds(outer) : [], opacity: opacity(element),
      border: parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none" ? style.borderTopColor : "",
      in_view: inView(at), value: element.getAttribute("value") ?? "", href: element.getAttribute("href") ?? "",
      disabled: !!element.disabled, inside_text: sentence, mark: mark(element),
    };
  }
  const mark = (element) =>
    element.matches("[part=reopen], [data-speculoos-show]") ? "reopen" :
    element.matches("[part=choose], [data-speculoos-choose]") ? "choose" :
    element.closest("[data-speculoos-withdraw]") ? "withdraw" : "";
  const all = [...deep(document)];
  const isYes = (element) => element.matches(CONTROLS) && !/[^#]/.test(element.getAttribute("href") ?? "") && visible(element) && yes.some((each) => each.test(name(element)));

  /** The banner: our own where it is declared, else what a control that accepts stands in. */
  function find() {
    const own = all.find((each) => each.matches("#speculoos-banner, [part=banner]") && visible(each));
    if (own) return own;
    for (const accept of all.filter(isYes)) {
      let found = null;
      for (let at = up(accept); at && at !== document.body; at = up(at)) {
        const over = /^(fixed|sticky)$/.test(getComputedStyle(at).position) || /dialog/.test(role(at));
        if (over || (role(at) === "region" && /cookie/i.test(at.innerText))) found = at;
      }
      if (found) return found;
    }
    return null;
  }
  const open = all.filter((each) => each.tagName === "DIALOG" && each.open).at(-1);
  const banner = find();
  const area = from === "page" ? open ?? document.body : banner;
  const inside = (element) => area && (area === document.body || within(element, area));
  const controls = all.filter((each) => each.matches(CONTROLS) && visible(each) && inside(each) &&
    (from !== "page" || !banner || open || !within(each, banner)));
  if (pick !== undefined) return controls[pick] ?? null;

  const words = all.filter((each) => banner && within(each, banner) && visible(each) && !each.disabled &&
    [...each.childNodes].some((node) => node.nodeType === 3 && plain(node.data)))
    .map((each) => {
      const style = getComputedStyle(each);
      return { text: plain(each.innerText), ink: style.color, grounds: grounds(each), opacity: opacity(each),
        size: parseFloat(style.fontSize), weight: Number(style.fontWeight) };
    });
  const language = (element) => {
    for (let at = element; at; at = up(at)) if (at.getAttribute("lang")) return at.getAttribute("lang");
    return "";
  };
  const switches = all.filter((each) => each.matches(SWITCHES) && visible(each) && inside(each)).map((each) => ({
    name: name(each) || plain(each.closest("label, fieldset")?.innerText), disabled: each.matches(":disabled"),
    on: each.checked ?? each.getAttribute("aria-checked") === "true" }));

  /** Whether a visitor can read and reach what lies beneath. */
  function hindrance() {
    const beneath = all.filter((each) => each.matches("main *, h1, h2, p, a, button, article *") && visible(each) &&
      !(banner && within(each, banner)) && inView(box(each))).slice(0, 40);
    const hit = beneath.filter((each) => {
      const { x, y, width, height } = box(each);
      let at = document.elementFromPoint(x + width / 2, y + height / 2);
      while (at?.shadowRoot?.elementFromPoint(x + width / 2, y + height / 2) && at.shadowRoot.elementFromPoint(x + width / 2, y + height / 2) !== at)
        at = at.shadowRoot.elementFromPoint(x + width / 2, y + height / 2);
      return at && (within(at, each) || within(each, at) && !(banner && within(at, banner)) && at !== document.documentElement &&
        at !== document.body);
    });
    if (beneath.length && hit.length * 3 < beneath.length) return "something lies over the content";
    if (!beneath.length) return "no content is in sight";
    const page = document.scrollingElement;
    const locked = [document.documentElement, document.body].some((each) => getComputedStyle(each).overflowY === "hidden");
    return locked && page.scrollHeight > innerHeight + 1 ? "the page cannot be scrolled" : "";
  }
  let state = null;
  try {
    state = window.speculoos?.state ??
      JSON.parse(document.querySelector("[data-speculoos-state]")?.getAttribute("data-speculoos-state") ?? "null");
  } catch { state = null; }
  const active = (root) => (root.activeElement?.shadowRoot ? active(root.activeElement.shadowRoot) : root.activeElement);
  const focused = active(document);
  return {
    lang: document.documentElement.lang,
    layer: banner && { role: role(banner), name: name(banner), lang: language(banner), text: plain(banner.innerText),
      modal: banner.getAttribute("aria-modal") === "true" || banner.matches(":modal"), box: box(banner) },
    controls: controls.map(control), words, switches, hindrance: hindrance(), state,
    text: plain([document.body.innerText, ...all.filter((each) => each.shadowRoot).map((each) =>
      [...each.shadowRoot.children].map((child) => child.innerText).join(" "))].join(" ")),
    announced: all.some((each) => each.matches("[role=status], [role=alert], [aria-live]") && plain(each.textContent)),
    focused: !focused || focused === document.body ? "" : name(focused) || focused.tagName,
    focus_inside: !!(banner && focused && within(focused, banner)),
    wide: Math.max(document.scrollingElement.scrollWidth, banner ? Math.ceil(banner.getBoundingClientRect().right) : 0),
    storage: Object.fromEntries([["local", localStorage], ["session", sessionStorage]].flatMap(([kind, store]) =>
      Object.keys(store).map((key) => [`${kind}:${key}`, store.getItem(key)]))),
  };
}
