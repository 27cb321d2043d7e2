// Form input survives a reload: stored in this tab only, under the form's data-draft, without secrets and files.
(() => {
  "use strict";
  const key = form => `bt-draft:${form.dataset.draft}`;
  const draftable = "input:not([type=password]):not([type=file]):not([type=hidden]), input[data-draft-field], textarea";
  // what has several inputs is kept as a whole, in a hidden field before them: after a reload they are not there yet
  const fields = form => [...form.querySelectorAll(draftable)]
    .filter(field => (field.name || field.id) && !field.closest("[data-draft-whole]"));
  const placeInGroup = field => [...field.form.elements].filter(other => other.name === field.name).indexOf(field);
  const nameOf = field => field.type === "radio" ? `${field.name}=${placeInGroup(field)}` : field.id || field.name;
  const isToggle = field => field.type === "checkbox" || field.type === "radio";

  const keep = form => {
    if (!form) return;
    const draft = {};
    for (const field of fields(form)) draft[nameOf(field)] = isToggle(field) ? field.checked : field.value;
    sessionStorage.setItem(key(form), JSON.stringify(draft));
  };
  document.addEventListener("input", event => keep(event.target.closest("form[data-draft]")));

  const restore = form => {
    const draft = JSON.parse(sessionStorage.getItem(key(form)) ?? "null");
    if (!draft) return;
    for (const field of fields(form)) {
      const value = draft[nameOf(field)];
      if (value === undefined) continue;
      if (isToggle(field)) {
        if (field.checked !== value && (value || field.type === "checkbox")) field.click();
      } else if (field.value !== value) {
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
  };
  // a form is restored once its circuit is interactive: changes before that would be lost
  const restored = new WeakSet();
  const look = () => {
    for (const form of document.querySelectorAll("[data-interactive=true] form[data-draft]")) {
      if (restored.has(form)) continue;
      restored.add(form);
      restore(form);
    }
  };
  // a list selection is made on the server, which writes it into a hidden field
  const chosen = changes => new Set(changes.map(change => change.target)
    .filter(field => field.matches("input[data-draft-field]"))
    .map(field => field.closest("form[data-draft]")));
  new MutationObserver(changes => {
    for (const form of chosen(changes)) if (restored.has(form)) keep(form); // the first drawing of a form is no change of it
    look();
  }).observe(document.documentElement,
    { childList: true, subtree: true, attributes: true, attributeFilter: ["data-interactive", "value"] });
  window.blazorTasks.forgetDraft = draft => sessionStorage.removeItem(`bt-draft:${draft}`);
})();
