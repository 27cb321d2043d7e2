// Notifications while no page is open: this browser's subscription at the push service of its maker.

// The worker's scope is the folder of its file, which contains no page: it changes nothing in the dashboard or its host.
const folder = () => new URL("_content/BlazorTasks.Dashboard/", document.baseURI);

const subscribed = async () => (await navigator.serviceWorker.getRegistration(folder()))?.pushManager.getSubscription();

const problem = () =>
  !window.isSecureContext ? "insecure"
  : !("serviceWorker" in navigator && "PushManager" in window && "Notification" in window) ? "unsupported"
  : Notification.permission === "denied" ? "denied"
  : null;

const bytes = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), one => one.charCodeAt(0));

const isFor = (subscription, key) => {
  const used = new Uint8Array(subscription.options.applicationServerKey ?? []);
  const wanted = bytes(key);
  return used.length === wanted.length && used.every((one, i) => one === wanted[i]);
};

const active = registration => new Promise(done => {
  const worker = registration.installing ?? registration.waiting;
  if (!worker) done(registration);
  else worker.addEventListener("statechange", () => worker.state === "activated" && done(registration));
});

const first = (text, ...names) => names.find(([pattern]) => pattern.test(text))?.[1];

const name = () => {
  const agent = navigator.userAgent;
  const browser = first(agent, [/Edg/, "Edge"], [/OPR/, "Opera"], [/Firefox/, "Firefox"], [/Chrom/, "Chrome"], [/Safari/, "Safari"]);
  const system = first(agent, [/Android/, "Android"], [/iPhone/, "iPhone"], [/iPad/, "iPad"], [/Windows/, "Windows"], [/Mac/, "Mac"],
    [/Linux/, "Linux"]);
  return `${browser ?? "Browser"}${system ? ` on ${system}` : ""}`;
};

/** What is so now: a problem, or the address of the subscription for a key, if there is one. */
export const look = async key => {
  const trouble = problem();
  const found = trouble ? null : await subscribed();
  return { problem: trouble, endpoint: found && isFor(found, key) ? found.endpoint : null };
};

/** Asks for permission, and subscribes anew: an earlier subscription may be that of another person. */
export const turnOn = async key => {
  if (problem()) return { problem: problem() };
  const permission = await Notification.requestPermission();
  if (permission !== "granted") return { problem: permission === "denied" ? "denied" : "dismissed" };
  try {
    const registration = await active(await navigator.serviceWorker.register(new URL("push-worker.js", folder())));
    await (await registration.pushManager.getSubscription())?.unsubscribe();
    const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
    const { endpoint, keys } = subscription.toJSON();
    return { endpoint, ...keys, name: name() };
  } catch (error) {
    return { problem: error.name === "NotAllowedError" ? "denied" : "unreachable" };
  }
};

export const turnOff = async () => { await (await subscribed())?.unsubscribe(); };
