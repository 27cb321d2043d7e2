// The box of a log: keeps the newest line in view while it follows, tells when the person takes over, and asks for rows
// that come into view. The server places the rows; every row is one line high.
export function watch(box, component) {
  const rowHeight = () => parseFloat(getComputedStyle(box).lineHeight);
  let top = 0;
  let asking = false;
  const follows = () => box.dataset.follow === "true";
  const toEnd = () => {
    if (!follows()) return;
    box.scrollTop = box.scrollHeight;
    top = box.scrollTop;
  };
  const pause = () => {
    box.dataset.follow = "false"; // at once, not after the way to the server and back
    component.invokeMethodAsync("Pause");
  };
  const look = async () => {
    if (asking || follows()) return;
    const first = Math.floor(box.scrollTop / rowHeight());
    const shown = Math.ceil(box.clientHeight / rowHeight());
    const from = Number(box.dataset.first);
    const to = from + Number(box.dataset.count);
    const total = Math.round(box.scrollHeight / rowHeight());
    if ((first >= from + 10 || from === 0) && (first + shown <= to - 10 || to >= total - 2)) return;
    asking = true;
    try {
      await component.invokeMethodAsync("LookAt", first);
    } finally {
      asking = false;
    }
    requestAnimationFrame(() => { if (Math.floor(box.scrollTop / rowHeight()) !== first) look(); });
  };
  box.addEventListener("scroll", () => {
    if (follows() && box.scrollTop < top - 2) pause();
    look();
  }, { passive: true });
  document.addEventListener("selectionchange", () => {
    if (!box.isConnected || !follows()) return;
    const selection = getSelection();
    if (!selection.isCollapsed && box.contains(selection.anchorNode)) pause();
  });
  new MutationObserver(toEnd).observe(box, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-follow", "style"] });
  new ResizeObserver(toEnd).observe(box);
  toEnd();
}

export function goTo(box, row) {
  const height = parseFloat(getComputedStyle(box).lineHeight);
  box.scrollTop = Math.max(0, (row + 0.5) * height - box.clientHeight / 2);
}

// Paper shows the whole log, not the window of it that is on screen. There is no waiting before a print, so it is fetched at once.
addEventListener("beforeprint", () => {
  for (const print of document.querySelectorAll("[data-print]")) {
    const request = new XMLHttpRequest();
    request.open("GET", print.dataset.print, false);
    request.send();
    print.textContent = request.status === 200 ? request.responseText : "The log could not be read.";
  }
});
addEventListener("afterprint", () => {
  for (const print of document.querySelectorAll("[data-print]")) print.textContent = "";
});

export const copy = text => navigator.clipboard.writeText(text);
