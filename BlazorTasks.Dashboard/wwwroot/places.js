// Where somebody was when the page was reloaded or its circuit was resumed: the scroll position and the open dialog, which
// is opened again by its button (data-dialog). Fields are kept by drafts.js, filters and tabs by the URL.
(() => {
  "use strict";
  const key = "bt-place";
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
      page: location.href, top: scrollY, dialog: document.querySelector(".mud-dialog") ? dialog : null,
    }));
  };
  const restore = () => {
    const place = JSON.parse(sessionStorage.getItem(key) ?? "null");
    if (!place || !interactive() || interactive() === left) return;
    sessionStorage.removeItem(key);
    if (place.page !== location.href) return;
    scrollTo(0, place.top);
    if (place.dialog) document.querySelector(`[data-dialog="${place.dialog}"]`)?.click();
  };
  window.blazorTasks.keepPlace = keep;
  addEventListener("pagehide", () => { if ("stale" in document.documentElement.dataset) keep(); }); // reloaded because the server was away
  new MutationObserver(restore).observe(document.documentElement,
    { childList: true, subtree: true, attributes: true, attributeFilter: ["data-interactive"] });
})();
