// Where somebody was when the page was reloaded or its circuit was resumed: the scroll position, the selected rows
// (data-selection) and the open dialog, which is opened again by its button (data-dialog). Fields are kept by drafts.js, filters
// and tabs by the URL.
(() => {
  "use strict";
  const key = "bt-place";
  const selection = () => document.querySelector("[data-selection]");
  const select = rows => {
    if (!rows) return;
    selection().value = rows;
    selection().dispatchEvent(new Event("change", { bubbles: true }));
  };
  const interactive = () => document.querySelector("[data-interactive=true]");
  let dialog = null;
  let left = null; // what a resumed circuit draws anew
  document.addEventListener("click", event => {
    const button = event.target.closest("button, a");
    if (button && !button.closest(".mud-dialog")) dialog = button.dataset.dialog ?? null;
  }, true);
  const keep = () => {
    left = interactive();
    sessionStorage.setItem(key, JSON.stringify({
      page: location.href, top: scrollY, selected: selection()?.value, dialog: document.querySelector(".mud-dialog") ? dialog : null,
    }));
  };
  const restore = () => {
    const place = JSON.parse(sessionStorage.getItem(key) ?? "null");
    if (!place || !interactive() || interactive() === left) return;
    if (place.page === location.href && place.selected && !selection()) return; // the list is not there yet
    sessionStorage.removeItem(key);
    if (place.page !== location.href) return;
    scrollTo(0, place.top);
    select(place.selected);
    if (place.dialog) document.querySelector(`[data-dialog="${place.dialog}"]`)?.click();
  };
  window.blazorTasks.keepPlace = keep;
  addEventListener("pagehide", () => { if ("stale" in document.documentElement.dataset) keep(); }); // reloaded because the server was away
  new MutationObserver(restore).observe(document.documentElement,
    { childList: true, subtree: true, attributes: true, attributeFilter: ["data-interactive"] });
})();
