// The list is held while the user interacts with it: the pointer moved there in the last two seconds, something in it has
// the focus, or text in it is selected. Only changes are sent to the server.
const rest = 2000;

export function watch(lists, list) {
  let reported = false;
  let moved = 0;
  let inside = false;
  const busy = () => (inside && Date.now() - moved < rest) || lists.contains(document.activeElement)
    || blazorTasks.hasSelection(lists);
  const report = () => {
    if (!lists.isConnected) {
      clearInterval(timer);
      return;
    }
    const hold = busy();
    if (hold === reported) return;
    reported = hold;
    list.invokeMethodAsync("Hold", hold).catch(() => clearInterval(timer));
  };
  const move = () => { inside = true; moved = Date.now(); report(); };
  lists.addEventListener("pointermove", move);
  lists.addEventListener("pointerenter", move);
  lists.addEventListener("pointerleave", () => { inside = false; report(); });
  lists.addEventListener("focusin", report);
  lists.addEventListener("focusout", () => setTimeout(report));
  const timer = setInterval(report, 500);
}
