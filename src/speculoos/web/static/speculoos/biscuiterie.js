// The bakery's reading size: always works, and is remembered only where the visitor granted comfort.
const KEY = "biscuiterie_size";
const recipe = document.getElementById("recipe");
const granted = () => recipe.hasAttribute("data-comfort");
const sizes = ["small", "normal", "large", "huge"];

const show = (size) => sizes.forEach((name) => recipe.classList.toggle(`size-${name}`, name === size));
let size = granted() ? sizes.find((name) => name === localStorage.getItem(KEY)) ?? "normal" : "normal";
if (!granted() && localStorage.getItem(KEY) !== null) localStorage.removeItem(KEY);
show(size);

for (const button of recipe.querySelectorAll("[data-size]")) {
  button.addEventListener("click", () => {
    const step = button.dataset.size === "larger" ? 1 : -1;
    size = sizes[Math.min(sizes.length - 1, Math.max(0, sizes.indexOf(size) + step))];
    show(size);
    if (granted()) localStorage.setItem(KEY, size);
  });
}

document.addEventListener("speculoos:choice", (event) => {
  const allowed = event.detail?.state?.comfort === "granted";
  recipe.toggleAttribute("data-comfort", allowed);
  if (!allowed) localStorage.removeItem(KEY);
});
