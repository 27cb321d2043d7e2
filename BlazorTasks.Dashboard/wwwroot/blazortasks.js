// What only the browser can do: the clock on each second, the theme, the clipboard, the voice of the page. No framework,
// no build. Loaded first; connection.js and keys.js add to it.
(() => {
  "use strict";
  const root = document.documentElement;
  const blazorTasks = window.blazorTasks = { skew: 0 };
  const remember = (name, value) => {
    const path = new URL(document.baseURI).pathname;
    document.cookie = `${name}=${encodeURIComponent(value)}; path=${path}; max-age=${value ? 31536000 : 0}; SameSite=Strict`;
  };
  blazorTasks.remember = remember;

  // ---- Time: one timer moves every visible <time data-tick>. It changes the text node itself, which the renderer keeps.
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
  const until = ms => ms >= 0 ? "now" : `in ${duration(-ms)}`;
  const words = { ago, elapsed: duration, until };
  const tick = () => {
    if (root.dataset.stale !== undefined) return;
    const now = Date.now() + blazorTasks.skew;
    for (const time of document.querySelectorAll("time[data-tick]")) {
      const text = words[time.dataset.tick](now - Date.parse(time.dateTime));
      if (text && time.firstChild && time.firstChild.nodeValue !== text) time.firstChild.nodeValue = text;
    }
  };
  setInterval(tick, 1000);
  blazorTasks.zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  remember("bt-zone", blazorTasks.zone());

  // ---- The voice of the page: one polite region, at most one sentence in five seconds, the newest about a thing wins.
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

  // ---- Presses that need no server: theme, copy, links within the page.
  const themes = ["", "light", "dark"];
  const themeWords = { "": "follows the system", light: "light", dark: "dark" };
  const nextTheme = toggle => {
    const next = themes[(themes.indexOf(root.dataset.theme || "") + 1) % themes.length];
    if (next) root.dataset.theme = next; else delete root.dataset.theme;
    remember("bt-theme", next);
    toggle.title = `Theme: ${themeWords[next]}`;
    toggle.setAttribute("aria-label", toggle.title);
    blazorTasks.say(toggle.title, "theme");
  };
  // an icon's name is shown on hover: not sent as a title of its own for each of them
  document.addEventListener("pointerover", event => {
    const icon = event.target.closest?.("button.btn-icon[aria-label]:not([title]), a.btn-icon[aria-label]:not([title])");
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
      event.preventDefault(); // with <base> in the page, "#main" would lead away from it
      document.getElementById(inPage.getAttribute("href").slice(1))?.focus();
    }
  });

  // ---- Menus: native popovers, placed beside what opened them; arrows walk, a press on a line closes.
  const lines = popup => [...popup.querySelectorAll("[role^=menuitem]")];
  const place = (popup, opener) => {
    const from = opener.getBoundingClientRect();
    const size = popup.getBoundingClientRect();
    const left = Math.min(from.left, innerWidth - size.width - 8);
    const below = from.bottom + 4;
    popup.style.left = `${Math.max(8, left)}px`;
    popup.style.top = `${below + size.height > innerHeight - 8 ? Math.max(8, from.top - size.height - 4) : below}px`;
  };
  blazorTasks.openPopup = popup => {
    if (!popup?.isConnected) return;
    const opener = document.activeElement?.getAttribute("aria-haspopup") ? document.activeElement : popup.previousElementSibling;
    popup.showPopover();
    place(popup, opener);
    (lines(popup).find(line => line.getAttribute("aria-checked") === "true") ?? lines(popup)[0])?.focus();
    popup.addEventListener("keydown", event => {
      const all = lines(popup);
      const at = all.indexOf(document.activeElement);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
      if (to === undefined && event.key !== "Tab") return;
      event.preventDefault();
      if (event.key === "Tab") popup.hidePopover(); else all[to % all.length]?.focus();
    });
    popup.addEventListener("click", event => {
      const line = event.target.closest("[role^=menuitem]");
      if (line && !("keepOpen" in line.dataset)) setTimeout(() => popup.isConnected && popup.hidePopover());
    });
  };

  // ---- Tabs: one stop, arrows walk and choose.
  document.addEventListener("keydown", event => {
    const tab = event.target.closest?.("[role=tab]");
    if (!tab || event.ctrlKey || event.altKey || event.metaKey) return;
    const all = [...tab.parentElement.querySelectorAll("[role=tab]")];
    const forward = getComputedStyle(tab).direction === "rtl" ? -1 : 1;
    const to = { ArrowRight: all.indexOf(tab) + forward, ArrowLeft: all.indexOf(tab) - forward, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = all[(to + all.length) % all.length];
    next.focus();
    next.click();
  });

  // ---- Small services for components.
  blazorTasks.scrollToEnd = element => { if (element) element.scrollTop = element.scrollHeight; };
  blazorTasks.isAtEnd = element => !element || element.scrollHeight - element.scrollTop - element.clientHeight < 24;
  blazorTasks.showDialog = dialog => { if (dialog && !dialog.open) dialog.showModal(); };
  blazorTasks.focusIn = (element, selector) => [...element?.querySelectorAll(selector) ?? []].find(one => one.getClientRects().length > 0)?.focus();
  blazorTasks.closeDialog = dialog => dialog?.close();
  blazorTasks.keysOff = isOff => remember("bt-keys", isOff ? "off" : "");
})();
