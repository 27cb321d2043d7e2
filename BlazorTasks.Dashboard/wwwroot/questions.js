// Questions wait for this person: a number before the title, a dot on the icon, and, opted in, a notification of the browser.
(() => {
  "use strict";
  const optedIn = () => localStorage.getItem("bt-notify") === "on" && "Notification" in window && Notification.permission === "granted";
  let open = 0;

  // The text node itself is changed: the renderer keeps it, and would write into a lost one if the title were replaced.
  const mark = () => {
    const text = [...document.querySelector("title")?.childNodes ?? []].find(node => node.nodeType === Node.TEXT_NODE);
    if (text) {
      const bare = text.nodeValue.replace(/^\(\d+\) /, "");
      const marked = open > 0 ? `(${open}) ${bare}` : bare;
      if (text.nodeValue !== marked) text.nodeValue = marked;
    }
    const icon = document.querySelector("link[rel=icon][data-asks]");
    if (!icon) return;
    icon.dataset.plain ??= icon.getAttribute("href");
    const wanted = open > 0 ? icon.dataset.asks : icon.dataset.plain;
    if (icon.getAttribute("href") !== wanted) icon.setAttribute("href", wanted);
  };
  new MutationObserver(mark).observe(document.head, { childList: true, subtree: true, characterData: true });

  window.blazorTasks.questions = count => { open = count; mark(); };
  window.blazorTasks.notify = (title, body, address) => {
    if (!optedIn() || document.hasFocus()) return;
    const note = new Notification(title, { body, tag: address });
    note.onclick = () => { window.focus(); location.href = new URL(address, document.baseURI).href; };
  };

  // ---- The switch asks the browser for leave when it is turned on.
  window.blazorTasks.notifies = optedIn;
  window.blazorTasks.setNotify = async isOn => {
    localStorage.setItem("bt-notify", isOn ? "on" : "off");
    if (isOn && "Notification" in window && await Notification.requestPermission() !== "granted") {
      window.blazorTasks.say("The browser does not allow notifications for this page", "notify");
    }
    return optedIn();
  };
})();
