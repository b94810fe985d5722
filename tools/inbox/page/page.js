// The chosen message is in the address (#42), so the browser's own back button closes it.

const PAGE_SIZE = 100;
const REFRESH_AFTER_MS = 1_500;

const element = (id) => document.getElementById(id);
const [rows, older, empty, search, message, panel] = ['rows', 'older', 'empty', 'search', 'message', 'panel'].map(
  element,
);
const tabs = [...document.querySelectorAll('[role=tab]')];

let view = 'html';
let opened = null;
let seen = -1;
let before = null;

await showFaults();
await refresh();
await openChosen();
setInterval(refresh, REFRESH_AFTER_MS);

addEventListener('hashchange', openChosen);
search.addEventListener('input', showNewest);
older.addEventListener('click', showOlder);
element('back').addEventListener('click', () => (location.hash = ''));
element('clear').addEventListener('click', deleteAll);
rows.addEventListener('keydown', moveThroughRows);
for (const tab of tabs) tab.addEventListener('click', () => showView(tab.dataset.view));
element('tab-html').parentElement.addEventListener('keydown', moveThroughTabs);

async function refresh() {
  const count = await fetchJson('/api/count').catch(() => null);
  if (!count) {
    element('count').textContent = 'The inbox does not answer. Is EngageX still running?';
    seen = -1;
    return;
  }
  const { kept, received } = count;
  if (received === seen && kept > 0) return;
  seen = received;
  element('count').textContent = kept === 1 ? '1 message' : `${kept.toLocaleString()} messages`;
  element('clear').disabled = kept === 0;
  // Somebody who has paged back is reading: the list must not jump under them.
  if (rows.children.length <= PAGE_SIZE) await showNewest();
}

async function showNewest() {
  const asked = query().toString();
  const page = await fetchJson(`/api/messages?${asked}`);
  // Somebody who types on has asked something else by now.
  if (asked !== query().toString()) return;
  show(page, (items) => rows.replaceChildren(...items));
  empty.hidden = page.messages.length > 0;
  element('empty-text').textContent = search.value ? 'No message matches.' : 'No mail yet.';
}

async function showOlder() {
  show(await fetchJson(`/api/messages?${query()}&before=${before}`), (items) => rows.append(...items));
}

function query() {
  return new URLSearchParams({ search: search.value.trim(), limit: PAGE_SIZE });
}

function show({ messages, next }, place) {
  before = next;
  older.hidden = next === null;
  place(messages.map(rowOf));
  markChosen();
}

function rowOf({ id, to, from, subject, receivedAt }) {
  const link = create('a', {
    href: `#${id}`,
    children: [
      create('span', { className: 'to', textContent: to.join(', ') }),
      create('time', { dateTime: receivedAt, textContent: shortTime(new Date(receivedAt)) }),
      create('span', { className: 'subject', textContent: subject || '(no subject)' }),
      create('span', { className: 'from', textContent: from }),
    ],
  });
  return create('li', { children: [link] });
}

function shortTime(date) {
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? date.toLocaleTimeString() : date.toLocaleDateString();
}

async function openChosen() {
  const id = /^#(\d+)$/.exec(location.hash)?.[1];
  opened = id ? await fetchJson(`/api/messages/${id}`) : null;
  document.body.classList.toggle('reading', opened !== null);
  message.hidden = opened === null;
  element('nothing').hidden = opened !== null;
  markChosen();
  if (!opened) return;
  element('subject').textContent = opened.subject || '(no subject)';
  element('envelope').replaceChildren(...describe(opened));
  showView(view === 'html' && opened.html === null ? 'text' : view);
}

function describe({ from, to, receivedAt, attachments }) {
  const entries = { From: from, To: to.join(', '), Received: new Date(receivedAt).toLocaleString() };
  if (attachments.length > 0)
    entries.Files = attachments.map(({ filename, size }) => `${filename} (${size.toLocaleString()} bytes)`).join(', ');
  return Object.entries(entries).flatMap(pairOf);
}

function pairOf([term, meaning]) {
  return [create('dt', { textContent: term }), create('dd', { textContent: meaning })];
}

function showView(name) {
  view = name;
  for (const tab of tabs) {
    const isSelected = tab.dataset.view === name;
    tab.ariaSelected = String(isSelected);
    tab.tabIndex = isSelected ? 0 : -1;
    if (isSelected) panel.setAttribute('aria-labelledby', tab.id);
  }
  const shown = opened;
  void contentOf(name, shown).then((content) => {
    if (shown === opened && view === name) panel.replaceChildren(content);
  });
}

async function contentOf(name, { id, html, text, headers }) {
  if (name === 'html') return html === null ? note('This message has no HTML part.') : frameOf(id);
  if (name === 'text')
    return text === null ? note('This message has no text part.') : create('pre', { textContent: text });
  if (name === 'headers') return tableOf(headers);
  const response = await fetch(`/api/messages/${id}/raw`);
  return create('pre', { textContent: await response.text() });
}

function frameOf(id) {
  const frame = create('iframe', { title: 'The message as it looks' });
  // Set before the address: what is loaded must never run a script.
  frame.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
  frame.src = `/api/messages/${id}/html`;
  return frame;
}

function tableOf(headers) {
  const lines = headers.map(({ name, value }) =>
    create('tr', {
      children: [create('th', { scope: 'row', textContent: name }), create('td', { textContent: value })],
    }),
  );
  return create('table', { children: lines });
}

function note(textContent) {
  return create('pre', { className: 'quiet', textContent });
}

function markChosen() {
  for (const link of rows.querySelectorAll('a')) {
    if (link.hash === location.hash) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

async function deleteAll() {
  if (!confirm('Delete every message in this inbox?')) return;
  await fetch('/api/messages', { method: 'DELETE' });
  location.hash = '';
  seen = -1;
  await showNewest();
  await refresh();
}

function moveThroughRows(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const links = [...rows.querySelectorAll('a')];
  const next = links[links.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
  location.replace(next.href);
}

function moveThroughTabs(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const next = tabs.at((tabs.findIndex((tab) => tab.dataset.view === view) + step) % tabs.length);
  next.focus();
  showView(next.dataset.view);
}

async function showFaults() {
  const faults = await fetchJson('/api/faults');
  element('faults').replaceChildren(...faults.flatMap(({ localPart, meaning }) => pairOf([`${localPart}@…`, meaning])));
}

async function fetchJson(url) {
  const response = await fetch(url);
  return response.ok ? response.json() : null;
}

function create(name, { children = [], ...properties }) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
