// The box of a log: keeps the newest line in view while it follows, tells when the person takes over, and asks for rows
// that come into view. The server places the rows by one line each; long lines that wrap are higher, so places are taken
// from the rows themselves, and what is read stays where it is when rows before it come or change.
const anchors = new WeakMap();
const lineHeight = box => parseFloat(getComputedStyle(box).lineHeight);
const first = box => Number(box.dataset.first);
const rows = box => box.querySelectorAll(":scope > .log-r, :scope > .log-gap");
const bottom = row => row.offsetTop + row.offsetHeight;

// Which row of the log lies at a height. Outside of what is read it is an estimate.
function rowAt(box, y) {
  const read = rows(box);
  if (read.length === 0 || y < read[0].offsetTop) return Math.max(0, Math.floor(y / lineHeight(box)));
  const end = bottom(read[read.length - 1]);
  if (y >= end) return first(box) + read.length + Math.floor((y - end) / lineHeight(box));
  return first(box) + [...read].findIndex(row => bottom(row) > y);
}

const rowOf = (box, row) => rows(box)[row - first(box)];

// Which row is at the top of the view, and where it lies.
function remember(box) {
  const row = rowAt(box, box.scrollTop);
  const top = rowOf(box, row)?.offsetTop;
  anchors.set(box, { row, top, above: top === undefined ? 0 : box.scrollTop - top });
}

// Brings that row back to its place in the view.
function hold(box) {
  const anchor = anchors.get(box);
  const top = anchor && rowOf(box, anchor.row)?.offsetTop;
  if (top === undefined || top === anchor.top) return;
  box.scrollTop = top + anchor.above;
  anchor.top = top;
}

function goTo(box, row) {
  const found = rowOf(box, row);
  if (!found) return;
  box.scrollTop = Math.max(0, (found.offsetTop + bottom(found) - box.clientHeight) / 2);
  remember(box);
}

export function watch(box, component) {
  let top = 0;
  let asking = false;
  let went;
  const follows = () => box.dataset.follow === "true";
  const settle = () => {
    if (box.dataset.go !== went) {
      went = box.dataset.go;
      return goTo(box, parseInt(went));
    }
    if (!follows()) return hold(box);
    box.scrollTop = box.scrollHeight;
    top = box.scrollTop;
    remember(box);
  };
  const pause = () => {
    box.dataset.follow = "false"; // at once, not after the way to the server and back
    component.invokeMethodAsync("Pause");
  };
  const look = async () => {
    if (asking || follows()) return;
    const from = first(box);
    const to = from + Number(box.dataset.count);
    const shown = rowAt(box, box.scrollTop);
    const end = rowAt(box, box.scrollTop + box.clientHeight);
    if ((shown >= from + 10 || from === 0) && (end <= to - 10 || to >= Number(box.dataset.total))) return;
    asking = true;
    try {
      await component.invokeMethodAsync("LookAt", shown);
    } finally {
      asking = false;
    }
    requestAnimationFrame(() => { if (rowAt(box, box.scrollTop) !== shown) look(); });
  };
  box.addEventListener("scroll", () => {
    if (follows() && box.scrollTop < top - 2) pause();
    remember(box);
    look();
  }, { passive: true });
  document.addEventListener("selectionchange", () => {
    if (!box.isConnected || !follows()) return;
    const selection = getSelection();
    if (!selection.isCollapsed && box.contains(selection.anchorNode)) pause();
  });
  new MutationObserver(settle).observe(box, { childList: true, subtree: true, attributes: true, attributeFilter: ["class", "data-follow", "data-go", "style"] });
  new ResizeObserver(settle).observe(box);
  settle();
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
