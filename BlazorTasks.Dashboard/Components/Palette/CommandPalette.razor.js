// Walking the list and pressing Enter happen here, so that they are at once; what is chosen is a click on the option.
export function open(dialog) {
  if (dialog.open) return;
  dialog.showModal();
  const input = dialog.querySelector("input");
  input.focus();
  if (!dialog.dataset.wired) wire(dialog);
  select(dialog, 0);
}

export function close(dialog) {
  dialog.close();
}

const options = dialog => [...dialog.querySelectorAll("[role=option]")];

function select(dialog, index) {
  const all = options(dialog);
  const chosen = all[Math.max(0, Math.min(all.length - 1, index))];
  for (const option of all) option.setAttribute("aria-selected", String(option === chosen));
  const input = dialog.querySelector("input");
  if (chosen) input?.setAttribute("aria-activedescendant", chosen.id); else input?.removeAttribute("aria-activedescendant");
  chosen?.scrollIntoView({ block: "nearest" });
}

function wire(dialog) {
  dialog.dataset.wired = "";
  dialog.addEventListener("keydown", event => {
    const all = options(dialog);
    const at = all.findIndex(option => option.getAttribute("aria-selected") === "true");
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined && event.key !== "Home" && event.key !== "End") {
      event.preventDefault();
      select(dialog, (to + all.length) % all.length);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      all[at].click();
    }
  });
  dialog.addEventListener("click", event => {
    if (event.target === dialog) dialog.close();
    const press = event.target.closest("[data-press]")?.dataset.press;
    if (press) setTimeout(() => document.querySelector(`[data-key~="${CSS.escape(press)}"]`)?.click());
  });
  // new results: the first one is chosen again
  new MutationObserver(() => {
    if (dialog.open && !dialog.querySelector("[role=option][aria-selected=true]")) select(dialog, 0);
  }).observe(dialog, { childList: true, subtree: true });
}
