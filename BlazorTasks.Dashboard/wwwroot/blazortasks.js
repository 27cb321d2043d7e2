// What only the browser can do: ticking clocks, the theme, the clipboard, screen reader announcements. No framework, no
// build. Loaded first; connection.js and keys.js extend it.
(() => {
  "use strict";
  const root = document.documentElement;
  const blazorTasks = window.blazorTasks = { skew: 0 };
  const remember = (name, value) => {
    const path = new URL(document.baseURI).pathname;
    document.cookie = `${name}=${encodeURIComponent(value)}; path=${path}; max-age=${value ? 31536000 : 0}; SameSite=Strict`;
  };

  // ---- Time: one timer updates every <time data-tick>. It changes the text node itself, which the renderer keeps.
  const nbsp = "\u00a0";
  const two = (large, a, small, b) => small === 0 ? `${large}${nbsp}${a}` : `${large}${nbsp}${a} ${small}${nbsp}${b}`;
  const duration = ms => {
    const s = Math.max(0, Math.floor(ms / 1000));
    if (s < 60) return `${s}${nbsp}s`;
    if (s < 3600) return two(Math.floor(s / 60), "min", s % 60, "s");
    if (s < 86400) return two(Math.floor(s / 3600), "h", Math.floor(s / 60) % 60, "min");
    return two(Math.floor(s / 86400), "d", Math.floor(s / 3600) % 24, "h");
  };
  const ago = ms => {
    const s = Math.floor(ms / 1000);
    if (s < 1) return "now";
    if (s < 60) return `${s}${nbsp}s ago`;
    if (s < 3600) return `${Math.floor(s / 60)}${nbsp}min ago`;
    return s < 86400 ? `${Math.floor(s / 3600)}${nbsp}h ago` : null;
  };
  const until = ms => ms >= 0 ? "now" : `in ${-ms < 172800000 ? duration(-ms) : `${Math.floor(-ms / 86400000)}${nbsp}days`}`;
  const formats = { ago, elapsed: duration, until };
  const tick = () => {
    if (root.dataset.stale !== undefined) return;
    const now = Date.now() + blazorTasks.skew;
    for (const time of document.querySelectorAll("time[data-tick]")) {
      const text = formats[time.dataset.tick](now - Date.parse(time.dateTime));
      if (text && time.firstChild && time.firstChild.nodeValue !== text) time.firstChild.nodeValue = text;
    }
  };
  setInterval(tick, 1000);
  blazorTasks.zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  remember("bt-zone", blazorTasks.zone());

  // ---- Announcements: one polite live region, at most one sentence in five seconds; a newer one about the same subject wins.
  const waiting = new Map();
  let quiet = 0;
  const speak = () => {
    const region = document.getElementById("bt-live");
    if (!region || waiting.size === 0 || Date.now() < quiet) return;
    const [about, text] = waiting.entries().next().value;
    waiting.delete(about);
    region.textContent = text;
    quiet = Date.now() + 5000;
  };
  setInterval(speak, 500);
  blazorTasks.say = (text, about = text) => {
    waiting.delete(about);
    waiting.set(about, text);
    speak();
  };

  // ---- Clicks that need no server: theme, copy, links within the page.
  const themes = ["", "light", "dark"];
  const nextTheme = toggle => {
    const next = themes[(themes.indexOf(root.dataset.theme || "") + 1) % themes.length];
    if (next) root.dataset.theme = next; else delete root.dataset.theme;
    remember("bt-theme", next);
    toggle.title = `Theme: ${next || "system"}`;
    toggle.setAttribute("aria-label", toggle.title);
    blazorTasks.say(toggle.title, "theme");
  };
  // icon buttons show their label on hover, without a title attribute on each of them
  document.addEventListener("pointerover", event => {
    const icon = event.target.closest?.(".mud-icon-button[aria-label]:not([title])");
    if (icon) icon.title = icon.getAttribute("aria-label");
  });
  const copied = button => {
    const label = button.getAttribute("aria-label") ?? button.title;
    button.title = "Copied";
    blazorTasks.say("Copied", "copy");
    setTimeout(() => { button.title = label; }, 2000);
  };
  document.addEventListener("click", event => {
    const toggle = event.target.closest("[data-theme-toggle]");
    if (toggle) nextTheme(toggle);
    const copy = event.target.closest("[data-copy]");
    if (copy) navigator.clipboard?.writeText(copy.dataset.copy === "url" ? location.href : copy.dataset.copy).then(() => copied(copy));
    const inPage = event.target.closest("a[href^='#']");
    if (inPage) {
      event.preventDefault(); // with <base> in the page, "#main" would navigate away from it
      document.getElementById(inPage.getAttribute("href").slice(1))?.focus();
    }
  });

  // A field that loses the focus is checked, and its message may go: what stands below would move, and the button that is
  // being pressed would not be clicked. So a button takes the focus, and the field sends its change, with the click itself.
  document.addEventListener("mousedown", event => {
    if (event.target.closest?.("button") && document.activeElement?.matches("input, textarea")) event.preventDefault();
  });
  document.addEventListener("click", event => {
    if (event.detail > 0) event.target.closest?.("button")?.focus({ preventScroll: true }); // 0: a key, which leaves the focus
  }, true);

  // ---- Helpers for components.
  blazorTasks.focusIn = (element, selector) =>
    [...element?.querySelectorAll(selector) ?? []].find(one => one.getClientRects().length > 0)?.focus();
  blazorTasks.hasSelection = element => {
    const selection = getSelection();
    return !selection.isCollapsed && element.contains(selection.anchorNode);
  };
  blazorTasks.keysOff = isOff => remember("bt-keys", isOff ? "off" : "");
})();
