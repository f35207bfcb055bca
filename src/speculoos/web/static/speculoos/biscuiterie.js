// The bakery's reading size: always works, and is remembered only where the visitor granted comfort. Local storage
// has no lifetime of its own, so the day is kept beside the size and the declared 365 days are counted here.
const KEY = "biscuiterie_size";
const DAYS = 365;
const recipe = document.getElementById("recipe");
const granted = () => recipe.hasAttribute("data-comfort");
const sizes = ["small", "normal", "large", "huge"];
const today = () => Math.floor(Date.now() / 86_400_000);

const show = (size) => sizes.forEach((name) => recipe.classList.toggle(`size-${name}`, name === size));
const remembered = () => {
  const [name, day] = (localStorage.getItem(KEY) ?? "").split(" ");
  return sizes.includes(name) && today() - day < DAYS ? name : null;
};
let size = granted() ? remembered() : null;
if (!size) localStorage.removeItem(KEY); // without having read it, where nothing was granted
size ??= "normal";
show(size);

for (const button of recipe.querySelectorAll("[data-size]")) {
  button.addEventListener("click", () => {
    const step = button.dataset.size === "larger" ? 1 : -1;
    size = sizes[Math.min(sizes.length - 1, Math.max(0, sizes.indexOf(size) + step))];
    show(size);
    if (granted()) localStorage.setItem(KEY, `${size} ${today()}`);
  });
}

document.addEventListener("speculoos:choice", (event) => {
  const allowed = event.detail?.state?.comfort === "granted";
  recipe.toggleAttribute("data-comfort", allowed);
  if (!allowed) localStorage.removeItem(KEY);
});
