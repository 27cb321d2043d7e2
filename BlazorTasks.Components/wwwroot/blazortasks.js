// Custom elements for pages without Blazor: <task-progress task-id>, <task-bell> and <task-prompts>.
//   <link rel="stylesheet" href="/_content/BlazorTasks.Components/blazortasks.css">
//   <script type="module" src="/_content/BlazorTasks.Components/blazortasks.js"></script>
// They show the tasks of the person who is signed in (MapTaskComponents), share one event stream per page, and have no dependencies.

const states = {
  running: 'M8 2a6 6 0 1 1-6 6', succeeded: 'M3 8.5l3.5 3.5L13 4.5', warned: 'M8 2.5L14.5 13.5h-13zM8 6.5v3.2M8 11.6v.1',
  bell: 'M3 11.5c1-1 1-2 1-4.5a4 4 0 0 1 8 0c0 2.5 0 3.5 1 4.5zM6.6 14h2.8',
};
const circle = 'M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12';
const failed = circle + 'M8 5v3.6M8 11v.1', stopped = circle + 'M5.5 8h5';
Object.assign(states, {
  failed, interrupted: failed, cancelled: stopped, declined: stopped, cancelling: stopped,
  waiting: circle + 'M6.3 6.4a1.8 1.8 0 1 1 2.6 1.7c-.6.3-.9.6-.9 1.2M8 11.3v.1',
});
let ids = 0;

/** An element with properties, attributes (in camel case or with a dash) and children. Text is text, never markup. */
function h(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (name in element && !name.includes('-') && name !== 'popover') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', name === 'running' ? 'bt-icon bt-turns' : 'bt-icon');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = svg.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'path'));
  path.setAttribute('d', states[name] ?? circle + 'M8 4.8V8l2.3 1.6');
  return svg;
}

/** Changes text only where it differs, so that nothing is selected, focused or announced anew. */
const say = (element, text) => { if (element.textContent !== (text ?? '')) element.textContent = text ?? ''; };

/** The tasks of the person, over one event stream for all elements with the same address. */
class Feed extends EventTarget {
  static #all = new Map();
  tasks = new Map();
  #users = 0;

  static of(src) {
    if (!this.#all.has(src)) this.#all.set(src, new Feed(src));
    return this.#all.get(src);
  }

  constructor(src) { super(); this.src = src; }

  open() {
    if (this.#users++ > 0) return;
    this.stream = new EventSource(`${this.src}/events`);
    this.stream.addEventListener('task', event => {
      const task = JSON.parse(event.data);
      this.tasks.set(task.id, task);
      this.dispatchEvent(new CustomEvent('task', { detail: task }));
    });
    this.stream.addEventListener('gone', event => {
      this.tasks.delete(event.data);
      this.dispatchEvent(new CustomEvent('gone', { detail: event.data }));
    });
    this.stream.addEventListener('ready', () => this.dispatchEvent(new Event('ready')));
    this.stream.addEventListener('error', () => { // rejected, such as without a sign-in: there are no tasks
      if (this.stream.readyState === EventSource.CLOSED) this.dispatchEvent(new Event('ready'));
    });
  }

  close() {
    if (--this.#users === 0) { this.stream.close(); this.tasks.clear(); }
  }

  /** A task that is older than what the stream begins with. */
  async find(id) {
    const response = await fetch(`${this.src}/${id}`);
    const task = response.ok ? await response.json() : null;
    if (task) this.tasks.set(task.id, task);
    return task;
  }

  async send(task, path, body) {
    const response = await fetch(`${this.src}/${task.id}/${path}`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: body === undefined ? undefined : JSON.stringify(body),
    });
    const result = await response.json().catch(() => ({ message: 'The server could not be reached. Try again.', errors: {} }));
    return { ok: response.ok, ...result };
  }
}

/** Base class: opens the stream while it is on the page. */
class TaskElement extends HTMLElement {
  #follow = event => this.show(event.detail);
  #gone = event => this.gone(event.detail);
  #ready = () => this.ready();

  connectedCallback() {
    this.feed = Feed.of((this.getAttribute('src') ?? '/my-tasks').replace(/\/$/, ''));
    this.build();
    this.feed.addEventListener('task', this.#follow);
    this.feed.addEventListener('gone', this.#gone);
    this.feed.addEventListener('ready', this.#ready);
    this.feed.open();
    for (const task of this.feed.tasks.values()) this.show(task);
  }

  disconnectedCallback() {
    this.feed.removeEventListener('task', this.#follow);
    this.feed.removeEventListener('gone', this.#gone);
    this.feed.removeEventListener('ready', this.#ready);
    this.feed.close();
    this.replaceChildren();
  }

  build() { }
  gone() { }
  ready() { }
}

/** One task: built once, updated in place. */
class TaskView {
  constructor(feed, variant) {
    this.feed = feed;
    this.variant = variant;
    this.name = h('span', { className: 'bt-name', dir: 'auto' });
    this.state = h('span', { className: variant === 'compact' ? 'bt-ink' : 'bt-state' });
    this.bar = h('progress', { className: 'bt-bar', max: 100 });
    this.percent = h('span', { className: variant === 'compact' ? 'bt-end' : 'bt-percent' });
    this.status = h('span', { className: 'bt-status', dir: 'auto' });
    this.time = h('span', { className: 'bt-time' });
    this.button = h('button', { type: 'button', className: 'bt-button', click: () => this.press() });
    this.problem = h('p', { className: 'bt-problem', role: 'alert', hidden: true });
    this.announcement = h('span', { className: 'bt-unseen', role: 'status' });
    this.prompt = new PromptView(feed);
    const bar = h('div', { className: 'bt-progress' }, this.bar, variant === 'compact' ? null : this.percent);
    const line = h('div', { className: 'bt-line' }, this.status, this.time);
    if (variant !== 'card') this.button.classList.add('bt-quiet');
    this.element = h('div', { className: `bt bt-task bt-${variant}` }, ...(
      variant === 'card' ? [h('div', { className: 'bt-head' }, this.name, this.state), bar, line]
      : variant === 'inline' ? [h('div', { className: 'bt-row' }, bar, this.button), line]
      : [h('div', { className: 'bt-row' }, this.state, this.name, this.percent, this.button), bar]),
    variant === 'compact' ? null : this.prompt.element, this.problem,
    variant === 'card' ? h('div', { className: 'bt-actions' }, this.button) : null, this.announcement);
  }

  show(task) {
    const before = this.task;
    this.task = task;
    const text = task.label ? `${task.name} ${task.label}` : task.name;
    this.showName(task, text);
    this.element.dataset.state = task.state;
    if (before?.state !== task.state || before?.state_text !== task.state_text) {
      this.state.replaceChildren(icon(task.state), ...(this.variant === 'compact' ? [] : [task.state_text]));
      if (before) say(this.announcement, `${task.name}: ${task.state_text}`);
      this.problem.hidden = true;
    }
    if (task.progress === null || task.progress === undefined) this.bar.removeAttribute('value');
    else this.bar.value = task.progress;
    this.bar.setAttribute('aria-label', task.name);
    const percent = task.is_final || task.progress === null || task.progress === undefined ? null : `${Math.floor(task.progress)}\u00a0%`;
    say(this.percent, this.variant === 'compact' ? percent ?? task.state_text : percent);
    say(this.status, this.variant === 'inline' && task.state !== 'running' ? `${task.state_text} ${task.status ?? ''}` : task.status);
    say(this.time, task.time);
    if (this.variant === 'compact') this.bar.parentElement.hidden = task.is_final;
    this.button.hidden = !task.can_cancel && !task.can_retry;
    say(this.button, task.can_retry ? 'Try again' : 'Cancel');
    this.button.setAttribute('aria-label', `${this.button.textContent}: ${text}`);
    this.prompt.show(task);
  }

  showName(task, text) {
    if (task.href && this.name.localName !== 'a') {
      const link = h('a', { className: 'bt-name', dir: 'auto', href: task.href });
      this.name.replaceWith(link);
      this.name = link;
    }
    say(this.name, text);
  }

  async press() {
    const result = await this.feed.send(this.task, this.task.can_retry ? 'retry' : 'cancel');
    this.problem.hidden = result.ok;
    say(this.problem, result.ok ? '' : result.message);
  }
}

/** The open question of a task: built once per question. */
class PromptView {
  constructor(feed, withName) {
    this.feed = feed;
    this.withName = withName;
    this.element = h('div', { className: 'bt bt-prompt', role: 'group', hidden: true });
    this.element.dataset.state = 'waiting';
  }

  show(task) {
    this.task = task;
    const prompt = task.prompt;
    const key = prompt ? `${task.id} ${prompt.id}` : null;
    if (key === this.key) return;
    this.key = key;
    this.element.hidden = !prompt;
    this.element.replaceChildren();
    if (!prompt) return;
    const id = `bt-js-${++ids}`;
    this.element.setAttribute('aria-labelledby', id);
    this.problem = h('p', { className: 'bt-problem', role: 'alert', hidden: true });
    this.element.append(
      ...(this.withName ? [h('p', { className: 'bt-muted' }, task.label ? `${task.name}, ${task.label}` : task.name)] : []),
      h('p', { className: 'bt-question', id, dir: 'auto' }, prompt.title),
      prompt.fields.length === 0 ? this.buttons(prompt) : prompt.is_simple ? this.form(prompt, id) : this.link(task),
      this.problem);
  }

  buttons(prompt) {
    return h('div', { className: 'bt-actions' }, ...prompt.options.map((option, place) => h('button', {
      type: 'button', className: place === 0 ? 'bt-button bt-main' : 'bt-button',
      click: () => this.answer({ value: option.value === 'true' ? true : option.value === 'false' ? false : option.value }),
    }, option.label)));
  }

  link(task) {
    return task.href
      ? h('p', {}, h('a', { href: task.href }, 'Answer'))
      : h('p', { className: 'bt-muted' }, 'This question has a form. Answer it on the page of the task.');
  }

  form(prompt, id) {
    this.controls = new Map(prompt.fields.map(field => [field.name, control(field, `${id}-${field.name}`)]));
    return h('form', {
      className: 'bt-form', noValidate: true,
      submit: event => {
        event.preventDefault();
        this.answer(Object.fromEntries([...this.controls].map(([name, one]) => [name, one.read()])));
      },
    }, ...[...this.controls.values()].map(one => one.element),
    h('div', { className: 'bt-actions' }, h('button', { type: 'submit', className: 'bt-button bt-main' }, 'Submit')));
  }

  async answer(values) {
    if (this.isSending) return;
    this.isSending = true;
    const result = await this.feed.send(this.task, `prompts/${encodeURIComponent(this.task.prompt?.id)}`, values);
    this.isSending = false;
    for (const [name, one] of this.controls ?? []) one.refuse(result.errors?.[name]);
    const isShown = Object.keys(result.errors ?? {}).some(name => this.controls?.has(name));
    this.problem.hidden = result.ok || isShown;
    say(this.problem, result.ok ? '' : result.message);
  }
}

/** A field of a form with the browser's own control. */
function control(field, id) {
  const kinds = { date: 'date', time: 'time', secret: 'password', email: 'email', url: 'url', boolean: 'checkbox' };
  const tag = field.type === 'choice' ? 'select' : field.type === 'multiline' ? 'textarea' : 'input';
  const input = h(tag, { id, type: tag === 'input' ? kinds[field.type] ?? 'text' : null, required: field.required });
  if (tag === 'select') {
    input.append(
        new Option(field.required ? 'Choose one' : 'None', ''),
        ...field.options.map(option => new Option(option.label, option.value)));
  }
  if (field.type === 'boolean') input.checked = field.default === true;
  else if (field.default !== null && field.default !== undefined) input.value = field.default;
  const hint = field.description ? h('small', { id: `${id}-hint` }, field.description) : null;
  const error = h('span', { className: 'bt-problem', id: `${id}-error`, role: 'alert', hidden: true });
  input.setAttribute('aria-describedby', [hint && hint.id, error.id].filter(Boolean).join(' '));
  const label = field.required || field.type === 'boolean' ? field.label : [field.label, h('small', {}, ' optional')];
  return {
    element: h('div', { className: 'bt-field' }, ...(field.type === 'boolean'
      ? [h('label', { className: 'bt-check' }, input, h('span', {}, label))]
      : [h('label', { htmlFor: id }, ...[label].flat()), input]), hint, error),
    read: () => field.type === 'boolean' ? input.checked : input.value === '' ? null
      : ['number', 'integer'].includes(field.type) && !Number.isNaN(Number(input.value)) ? Number(input.value) : input.value,
    refuse: message => {
      error.hidden = !message;
      say(error, message);
      if (message) input.setAttribute('aria-invalid', 'true'); else input.removeAttribute('aria-invalid');
    },
  };
}

/** <task-progress task-id="…" variant="card|inline|compact">: raises "task-finished". */
class TaskProgress extends TaskElement {
  static observedAttributes = ['task-id'];

  attributeChangedCallback() {
    if (this.isConnected && this.feed) { this.replaceChildren(); this.view = null; this.ready(); }
  }

  async ready() {
    const id = this.getAttribute('task-id');
    const task = this.feed.tasks.get(id) ?? await this.feed.find(id);
    if (!this.isConnected || id !== this.getAttribute('task-id')) return;
    if (task) this.show(task);
    else this.gone(id);
  }

  gone(id) {
    if (id !== this.getAttribute('task-id')) return;
    this.view = null;
    this.replaceChildren(h('p', { className: 'bt bt-none' }, 'This task does not exist.'));
  }

  show(task) {
    if (task.id !== this.getAttribute('task-id')) return;
    if (!this.view) {
      this.view = new TaskView(this.feed, this.getAttribute('variant') ?? 'card');
      this.replaceChildren(this.view.element);
    }
    const isNew = task.is_final && this.view.task && !this.view.task.is_final;
    this.view.show(task);
    if (isNew) this.dispatchEvent(new CustomEvent('task-finished', { detail: task, bubbles: true }));
  }

  disconnectedCallback() { super.disconnectedCallback(); this.view = null; }
}

/** <task-prompts>: every open question of the person. */
class TaskPrompts extends TaskElement {
  build() {
    this.views = new Map();
    this.setAttribute('role', 'region');
    this.setAttribute('aria-label', 'Questions for you');
    this.classList.add('bt-prompts');
  }

  show(task) {
    let view = this.views.get(task.id);
    if (!view && task.prompt) {
      this.views.set(task.id, view = new PromptView(this.feed, true));
      this.append(view.element);
    }
    view?.show(task);
  }

  gone(id) {
    this.views.get(id)?.element.remove();
    this.views.delete(id);
  }
}

/** <task-bell>: questions, running and finished tasks. What was seen is remembered in this browser. */
class TaskBell extends TaskElement {
  build() {
    const id = `bt-js-${++ids}`;
    this.views = new Map();
    this.seen = Number(localStorage.getItem('bt-seen') ?? Date.now());
    this.badge = h('span', { className: 'bt-count', 'aria-hidden': 'true' });
    this.button = h('button', { type: 'button', className: 'bt-bell-button', popovertarget: id }, icon('bell'), this.badge);
    this.prompts = h('div');
    this.list = h('ul');
    this.none = h('p', { className: 'bt-none' }, 'No tasks yet.');
    const panel = h(
      'div',
      { className: 'bt-panel', id, popover: '', role: 'dialog', 'aria-label': 'Tasks', toggle: () => this.look() },
      this.prompts, this.list, this.none);
    this.append(h('div', { className: 'bt bt-bell' }, this.button, panel));
    this.count();
  }

  show(task) {
    let one = this.views.get(task.id);
    if (!one) {
      one = { view: new TaskView(this.feed, 'compact'), prompt: new PromptView(this.feed, true) };
      one.row = h('li', {}, one.view.element);
      this.views.set(task.id, one);
      this.list.prepend(one.row);
      this.prompts.append(one.prompt.element);
    }
    one.view.show(task);
    one.prompt.show(task);
    this.count();
  }

  gone(id) {
    this.views.get(id)?.row.remove();
    this.views.get(id)?.prompt.element.remove();
    this.views.delete(id);
    this.count();
  }

  look() {
    localStorage.setItem('bt-seen', this.seen = Date.now());
    this.count();
  }

  count() {
    const tasks = [...this.views.values()].map(one => one.view.task);
    const count = tasks.filter(task => task.prompt || (task.finished_at && Date.parse(task.finished_at) > this.seen)).length;
    this.badge.hidden = count === 0;
    this.none.hidden = tasks.length > 0;
    say(this.badge, String(count));
    this.button.setAttribute('aria-label', count === 0 ? 'Tasks' : `Tasks, ${count} new`);
  }
}

customElements.define('task-progress', TaskProgress);
customElements.define('task-prompts', TaskPrompts);
customElements.define('task-bell', TaskBell);
