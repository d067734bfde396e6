import { h } from '../dom.js';
import { counted } from '../format.js';
import { LongList } from '../longlist.js';
import { badge, code, empty, field, trouble } from '../part.js';
import { routePlace } from '../place.js';

const COLUMNS = [['Host and path', 'c-match'], ['From', 'c-source'], ['To', 'c-target'], ['State', 'c-state']];
const REFUSED = [['', 'All'], ['true', 'Refused'], ['false', 'Forwarded']];
const TYPING_MILLIS = 150;
/** A change that comes alone is shown at once; of a storm those who look at a list are served with one a second. */
const AT_ONCE_MILLIS = 100;
const AGAIN_MILLIS = 1000;

/** Every rule as it is published, with search. */
export function routes({ client, store, parameters, redraw, settle }) {
  const filters = Object.fromEntries(['q', 'fleet', 'refused'].map((name) => [name, parameters.get(name) ?? '']));
  let said = { total: null, error: null };
  let typing = null;
  let again = null;
  let asked = -Infinity;
  const list = new LongList('Routes', COLUMNS, cells, (limit, after) => client.get('routes', { ...filters, limit, continue: after }), (news) => {
    said = news;
    redraw();
  });
  const filter = (name) => (event) => {
    filters[name] = event.target.value;
    settle('routes', filters);
    clearTimeout(typing);
    typing = setTimeout(() => list.begin(), TYPING_MILLIS);
  };
  return {
    title: () => 'Routes',
    begin: () => list.begin(),
    close: () => {
      clearTimeout(typing);
      clearTimeout(again);
      list.close();
    },
    changed: (topic) => {
      if (['tables', 'all'].includes(topic)) {
        again ??= setTimeout(() => {
          again = null;
          asked = performance.now();
          list.again();
        }, Math.max(AT_ONCE_MILLIS, asked + AGAIN_MILLIS - performance.now()));
      }
    },
    draw: () => [controls(store.state.fleets, filters, filter), summary(said), list.element],
  };
}

function controls(fleets, filters, filter) {
  const names = fleets.map(({ fleet }) => fleet);
  return h('form', { class: 'controls', role: 'search', submit: (event) => event.preventDefault() },
    field('Search', h('input', { type: 'search', value: filters.q, placeholder: 'host, path, object or Service', input: filter('q') })),
    names.length < 2 ? null : field('Fleet', select(filters.fleet, [['', 'All'], ...names.map((name) => [name, name])], filter('fleet'))),
    field('Requests', select(filters.refused, REFUSED, filter('refused'))));
}

function select(chosen, options, change) {
  return h('select', { change }, options.map(([value, text]) => h('option', { value, selected: value === chosen }, text)));
}

function summary({ total, error }) {
  if (error !== null) {
    return trouble(error);
  }
  if (total === null) {
    return h('p', { class: 'muted' }, 'Asking.');
  }
  return total === 0 ? empty('No route fits.') : h('p', { class: 'muted', role: 'status' }, counted(total, 'route'));
}

function cells(route) {
  return [
    h('a', { href: routePlace(route.fleet, route.id) }, matchText(route)),
    route.source,
    targets(route),
    state(route),
  ];
}

/** What a request must be, in one line. */
export function matchText(route) {
  const path = { exact: route.path, prefix: `${route.path}${route.path.endsWith('/') ? '' : '/'}…`, 'starts-with': `${route.path}…`, regex: `~ ${route.path}`, otherwise: '(anything else)', stream: '(connections)' };
  return code(`${route.host || '*'}${path[route.pathType] ?? route.path}`);
}

function targets({ backends }) {
  const names = backends.map((backend) => (backend.refused ? `answers ${backend.refused.status}` : backend.upstream));
  return names.length === 0 ? 'nothing' : names.slice(0, 2).join(', ') + (names.length > 2 ? ` and ${names.length - 2} more` : '');
}

function state({ refused, backends }) {
  if (refused) {
    return badge(`${refused.status} ${refused.reason}`, 'bad');
  }
  return backends.some((backend) => backend.refused) ? badge('partly refused', 'warn') : badge('forwarded', 'good');
}
