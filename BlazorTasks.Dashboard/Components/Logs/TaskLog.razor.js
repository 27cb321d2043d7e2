// The scroll box of a log: keeps the newest line in view while following, pauses when the user scrolls or selects, and
// requests rows that come into view. The server positions rows as one line each; wrapped lines are higher, so positions are
// measured, and the rows in view stay in place when rows above them change.
const anchors = new WeakMap();
const lineHeight = box => parseFloat(getComputedStyle(box).lineHeight);
const first = box => Number(box.dataset.first);
const rows = box => box.querySelectorAll(":scope > .log-r, :scope > .log-gap");
const bottom = row => row.offsetTop + row.offsetHeight;

// The row at a vertical position; an estimate outside the loaded rows.
function rowAt(box, y) {
  const read = rows(box);
  if (read.length === 0 || y < read[0].offsetTop) return Math.max(0, Math.floor(y / lineHeight(box)));
  const end = bottom(read[read.length - 1]);
  if (y >= end) return first(box) + read.length + Math.floor((y - end) / lineHeight(box));
  return first(box) + [...read].findIndex(row => bottom(row) > y);
}

const rowOf = (box, row) => rows(box)[row - first(box)];

// Remembers the row at the top of the view and its position.
function remember(box) {
  const row = rowAt(box, box.scrollTop);
  const top = rowOf(box, row)?.offsetTop;
  anchors.set(box, { row, top, above: top === undefined ? 0 : box.scrollTop - top });
}

// Scrolls that row back to its position in the view.
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
    box.dataset.follow = "false"; // immediately, not after the round trip to the server
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
    if (box.isConnected && follows() && blazorTasks.hasSelection(box)) pause();
  });
  new MutationObserver(settle).observe(box,
    { childList: true, subtree: true, attributes: true, attributeFilter: ["class", "data-follow", "data-go", "style"] });
  new ResizeObserver(settle).observe(box);
  settle();
}

// Prints the whole log instead of the window on screen. beforeprint cannot wait, so the request is synchronous.
addEventListener("beforeprint", () => {
  for (const print of document.querySelectorAll("[data-print]")) {
    const request = new XMLHttpRequest();
    request.open("GET", print.dataset.print, false);
    request.send();
    print.textContent = request.status === 200 ? request.responseText : "The log could not be loaded.";
  }
});
addEventListener("afterprint", () => {
  for (const print of document.querySelectorAll("[data-print]")) print.textContent = "";
});

export const copy = text => navigator.clipboard.writeText(text);
