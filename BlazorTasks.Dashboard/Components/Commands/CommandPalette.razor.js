// Arrow keys and Enter are handled here, without a round trip; choosing an option clicks it.
const options = box => [...box.querySelectorAll("[role=option]")];

function select(box, index) {
  const all = options(box);
  const chosen = all[Math.max(0, Math.min(all.length - 1, index))];
  for (const option of all) option.setAttribute("aria-selected", String(option === chosen));
  const input = box.querySelector("input");
  if (chosen) input?.setAttribute("aria-activedescendant", chosen.id); else input?.removeAttribute("aria-activedescendant");
  chosen?.scrollIntoView({ block: "nearest" });
}

export function open(box) {
  box.querySelector("input").focus();
  select(box, 0);
  box.addEventListener("keydown", event => {
    const all = options(box);
    const at = all.findIndex(option => option.getAttribute("aria-selected") === "true");
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      select(box, (to + all.length) % all.length);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      all[at].click();
    }
  });
  box.addEventListener("click", event => {
    const press = event.target.closest("[data-press]")?.dataset.press;
    if (press) setTimeout(() => document.querySelector(`[data-key~="${CSS.escape(press)}"]`)?.click());
  });
  // new results: select the first one
  new MutationObserver(() => {
    if (!box.querySelector("[role=option][aria-selected=true]")) select(box, 0);
  }).observe(box, { childList: true, subtree: true });
}
