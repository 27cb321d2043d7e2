// The list holds still while someone is at work in it: the pointer moved there in the last two seconds, something in it
// has the focus, or text in it is selected. Only changes are told to the server.
const rest = 2000;

export function watch(lists, list) {
  let told = false;
  let moved = 0;
  let inside = false;
  const busy = () => (inside && Date.now() - moved < rest) || lists.contains(document.activeElement) || selects();
  const selects = () => {
    const selection = document.getSelection();
    return selection && !selection.isCollapsed && lists.contains(selection.anchorNode);
  };
  const tell = () => {
    if (!lists.isConnected) {
      clearInterval(timer);
      return;
    }
    const hold = busy();
    if (hold === told) return;
    told = hold;
    list.invokeMethodAsync("Hold", hold).catch(() => clearInterval(timer));
  };
  const move = () => { inside = true; moved = Date.now(); tell(); };
  lists.addEventListener("pointermove", move);
  lists.addEventListener("pointerenter", move);
  lists.addEventListener("pointerleave", () => { inside = false; tell(); });
  lists.addEventListener("focusin", tell);
  lists.addEventListener("focusout", () => setTimeout(tell));
  const timer = setInterval(tell, 500);
}
