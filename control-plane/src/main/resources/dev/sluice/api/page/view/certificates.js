import { Asked } from '../asked.js';
import { h } from '../dom.js';
import { counted, daysUntil, moment } from '../format.js';
import { certificateState, code, empty, facts, field, table, trouble } from '../part.js';

const PAGE = 500;
const STATES = ['expired', 'expiring', 'valid', 'not-yet-valid'];

/** Certificates, the first to expire first. */
export function certificates({ client, parameters, redraw, settle }) {
  const page = new Asked(redraw);
  const filters = { state: parameters.get('state') ?? '', q: parameters.get('q') ?? '' };
  const ask = () => client.get('certificates', { ...filters, limit: PAGE });
  const filter = (name) => (event) => {
    filters[name] = event.target.value;
    settle('certificates', filters);
    page.soon(ask, 150);
  };
  return {
    title: () => 'Certificates',
    begin: () => page.by(ask),
    close: () => page.close(),
    changed: (topic) => ['tables', 'all'].includes(topic) && page.soon(ask),
    draw: () => [controls(filters, filter), list(page)],
  };
}

function controls(filters, filter) {
  return h('form', { class: 'controls', role: 'search', submit: (event) => event.preventDefault() },
    field('State', h('select', { change: filter('state') },
      h('option', { value: '' }, 'All'),
      STATES.map((value) => h('option', { value, selected: value === filters.state }, value.replaceAll('-', ' '))))),
    field('Search', h('input', { type: 'search', value: filters.q, placeholder: 'host, Secret or issuer', input: filter('q') })));
}

function list(page) {
  if (page.error !== null) {
    return trouble(page.error);
  }
  if (page.value === null) {
    return h('p', { class: 'muted' }, 'Asking.');
  }
  const { total, items } = page.value;
  if (total === 0) {
    return empty('No certificate.');
  }
  const now = Date.now();
  return [
    h('p', { class: 'muted', role: 'status' }, total > items.length ? `The first ${items.length} of ${counted(total, 'certificate')}` : counted(total, 'certificate')),
    table('Certificates by expiry', ['Expires', 'State', 'Secret', 'Hosts', 'Issuer', 'More'], items.map((one) => ({
      key: `${one.fleet} ${one.id}`,
      cells: [expiry(one.notAfter, now), certificateState(one.state), h('strong', {}, one.secret), hosts(one), one.issuer, more(one)],
    }))),
  ];
}

/** In days, which is what people plan in. */
export function expiry(time, now) {
  const days = daysUntil(time, now);
  const gone = -days - 1;
  const text = gone > 0 ? `${counted(gone, 'day')} ago` : days > 0 ? `in ${counted(days, 'day')}` : 'within a day';
  return h('time', { datetime: time, title: moment(time), class: 'expiry' }, gone === 0 ? 'less than a day ago' : text);
}

function hosts({ hosts: served, names }) {
  const all = served.length > 0 ? served.map((one) => one.host || 'any other') : names;
  const shown = [...new Set(all)];
  return [shown.slice(0, 3).join(', '), shown.length > 3 ? h('span', { class: 'muted' }, ` and ${shown.length - 3} more`) : null,
    served.length === 0 ? h('span', { class: 'muted' }, ' (only shown to backends)') : null];
}

function more(one) {
  return h('details', {}, h('summary', {}, 'Details'), facts([
    ['Fleet', one.fleet],
    ['Subject', one.subject],
    ['Names', one.names.join(', ')],
    ['Valid', `${moment(one.notBefore)} to ${moment(one.notAfter)}`],
    ['Key', one.keyAlgorithm],
    ['Serial', code(one.serial)],
    ['SHA-256', code(one.fingerprint)],
    ['Chain', counted(one.chainLength, 'certificate')],
    ['Served for', one.hosts.map((host) => `${host.host || 'any other'}:${host.port} (${host.source})`).join(', ')],
  ]));
}
