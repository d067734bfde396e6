import { Client } from './client.js';
import { askToken } from './dialog.js';
import { h, patch } from './dom.js';
import { Live } from './live.js';
import { trouble } from './part.js';
import { parse, place } from './place.js';
import { Store } from './store.js';
import { overview } from './view/overview.js';

/** Each view is fetched when it is looked at; the first one with the page. */
const VIEWS = {
  '': async () => overview,
  routes: async () => (await import('./view/routes.js')).routes,
  route: async () => (await import('./view/story.js')).story,
  fleet: async () => (await import('./view/fleet.js')).fleet,
  changes: async () => (await import('./view/changes.js')).changes,
  problems: async () => (await import('./view/problems.js')).problems,
  certificates: async () => (await import('./view/certificates.js')).certificates,
  explain: async () => (await import('./view/explain.js')).explain,
  history: async () => (await import('./view/history.js')).history,
};
const PARENTS = { route: 'routes' };
const TICK_MILLIS = 5000;

const root = document.getElementById('view');
const client = new Client(new URL('api/v1/', document.baseURI).href, askToken);
const store = new Store(client);
const live = new Live(client, store, connection);
let shown = null;
let drawing = false;
let turn = 0;

/** Draws at the next frame, once for all who wish it until then. */
function redraw() {
  if (!drawing) {
    drawing = true;
    requestAnimationFrame(draw);
  }
}

function draw() {
  drawing = false;
  if (shown !== null) {
    patch(root, h('h1', { tabindex: -1 }, shown.title()), shown.draw());
  }
}

async function navigate() {
  const { view, parameters } = parse(location.hash);
  const mine = ++turn;
  markPlace(view);
  try {
    const make = await (VIEWS[view] ?? missing(view))();
    if (mine === turn) {
      show(make({ client, store, parameters, redraw, go, settle }));
    }
  } catch (fault) {
    shown?.close?.();
    shown = null;
    patch(root, h('h1', { tabindex: -1 }, 'Sluice'), trouble(fault));
  }
}

function show(view) {
  const first = shown === null;
  shown?.close?.();
  patch(root);
  shown = view;
  draw();
  document.title = `${view.title()} · Sluice`;
  view.begin?.();
  if (!first) {
    window.scrollTo(0, 0);
    root.querySelector('h1')?.focus({ preventScroll: true });
  }
}

function missing(view) {
  return () => Promise.reject(new Error(`There is no view named ${view}.`));
}

function markPlace(view) {
  for (const link of document.querySelectorAll('#views a')) {
    const here = link.dataset.view === (PARENTS[view] ?? view);
    here ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current');
    if (here) {
      link.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  }
}

function go(hash) {
  location.hash = hash;
}

/** Notes in the address what is shown, without another step back. */
function settle(view, parameters) {
  history.replaceState(null, '', place(view, parameters));
}

const CONNECTIONS = {
  connecting: () => ['Connecting', ''],
  live: ({ replica }) => [`Live from ${replica}`, ''],
  polling: () => ['Looked up every 10 s', 'As many pages follow the events as may.'],
  refused: ({ why }) => ['Not let in', `The control plane answers: ${why}.`],
  lost: ({ since, why }) => [
    'Server lost',
    `The control plane has not been heard since ${since.toLocaleTimeString('en-GB')}${why ? ` (${why})` : ''}. It is tried again by itself; what is shown is from before. Data planes serve on meanwhile.`,
  ],
};
let lostSince = null;

function connection(news) {
  lostSince = news.state === 'lost' ? (lostSince ?? new Date()) : null;
  const [text, notice] = CONNECTIONS[news.state]({ ...news, since: lostSince });
  const said = document.getElementById('connection');
  if (said.textContent !== text) {
    said.textContent = text;
  }
  document.body.dataset.connection = news.state;
  document.getElementById('leave').hidden = client.token === '';
  patch(document.getElementById('notice'), notice === '' ? null : h('div', { class: `banner ${news.state}`, role: 'status' },
    h('p', {}, notice), news.state === 'refused' ? h('button', { type: 'button', click: enter }, 'Give a token') : null));
}

function enter() {
  client.leave();
  live.again();
}

/** What the token has shown goes with it. */
document.getElementById('leave').addEventListener('click', () => {
  client.leave();
  location.reload();
});
/** What stands behind # is the view, so the skip link must not change it. */
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  document.getElementById('content').focus();
});
window.addEventListener('hashchange', navigate);
store.listen((topic, event) => {
  shown?.changed?.(topic, event);
  redraw();
});
setInterval(redraw, TICK_MILLIS);
connection({ state: 'connecting' });
navigate();
live.follow();
