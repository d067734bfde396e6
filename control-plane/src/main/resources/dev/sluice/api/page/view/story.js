import { Asked } from '../asked.js';
import { h } from '../dom.js';
import { fresher } from '../fold.js';
import { brief, counted, moment } from '../format.js';
import { badge, certificateState, code, empty, facts, section, severity, table, trouble, when } from '../part.js';
import { place } from '../place.js';
import { expiry } from './certificates.js';
import { receiptText } from './changes.js';
import { matchText } from './routes.js';

/** One route's whole story. */
export function story({ client, parameters, redraw }) {
  const told = new Asked(redraw);
  const id = parameters.get('id') ?? '';
  const fleet = parameters.get('fleet') ?? 'default';
  const ask = () => client.get('route', { id, fleet });
  const happened = (news) => {
    const receipt = told.value?.receipt;
    const mine = news?.items?.find((one) => one.object === receipt?.object);
    if (mine !== undefined) {
      told.told({ ...told.value, receipt: fresher(receipt, mine) });
    }
    told.soon(ask, mine === undefined ? 1000 : 100);
  };
  return {
    title: () => 'Route',
    begin: () => told.by(ask),
    close: () => told.close(),
    changed: (topic, news) => (topic === 'receipts' ? happened(news) : ['tables', 'problems', 'dataplanes', 'all'].includes(topic) && told.soon(ask, 1000)),
    draw: () => [
      h('p', { class: 'back' }, h('a', { href: place('routes') }, 'All routes')),
      told.error === null ? null : trouble(told.error),
      told.value === null ? (told.busy ? h('p', { class: 'muted' }, 'Asking.') : null) : whole(told.value),
    ],
  };
}

function whole(value) {
  return [
    head(value.route),
    h('div', { class: 'columns' },
      section('Is it live?', { class: 'wide' }, value.receipt === null ? empty('There is no receipt of its object.') : receiptText(value.receipt)),
      section('Where it comes from', {}, source(value)),
      section('What is done to requests', {}, policies(value.route)),
      section('Where requests go', { class: 'wide' }, backends(value.route), services(value.services), endpoints(value)),
      section('Problems', {}, problems(value.problems)),
      section('Certificates', {}, certificates(value.certificates)),
      section('Releases that changed it', { class: 'wide' }, releases(value))),
  ];
}

function head(route) {
  const host = route.host.startsWith('*.') ? `any.${route.host.slice(2)}` : route.host;
  const tone = route.refused ? 'bad' : route.backends.some((backend) => backend.refused) ? 'warn' : 'good';
  return h('div', { class: `headline ${tone}` },
    h('p', { class: 'say mono' }, matchText(route)),
    route.refused ? h('p', {}, badge(`answers ${route.refused.status}`, 'bad'), ` ${route.refused.reason}`) : null,
    route.match.length > 0 ? h('p', { class: 'badges' }, route.match.map((one) => badge(one, 'calm'))) : null,
    h('p', {}, h('a', { href: place('explain', { host: host || 'any.example', path: route.pathType === 'regex' ? '/' : route.path || '/', fleet: route.fleet }) }, 'Explain a request to it')));
}

function source({ route, object }) {
  return facts([
    ['Object', [h('strong', {}, route.source), object === null ? [' ', badge('gone since', 'warn')] : null]],
    ['Class', route.class],
    ['Fleet', route.fleet],
    ['Listeners', route.listeners.join(', ')],
    ['Created', object?.createdAt ? moment(object.createdAt) : ''],
    ['Generation', object?.generation || ''],
    ['Resource version', object?.resourceVersion ? code(object.resourceVersion) : ''],
    ['Annotations', object?.annotations.length > 0 ? h('ul', { class: 'plain' }, object.annotations.map((name) => h('li', {}, code(name)))) : ''],
    ['Route', code(route.id)],
  ]);
}

function policies({ policies: all }) {
  return all.length === 0 ? empty('Nothing.') : h('ol', { class: 'steps' }, all.map((policy) => h('li', { 'data-key': policy }, policy)));
}

function backends({ backends: all }) {
  const sum = all.reduce((total, backend) => total + backend.weight, 0);
  return all.length < 2 ? null : table('Shares', ['Share', 'To'], all.map((backend, i) => ({
    key: i,
    cells: [`${sum === 0 ? 0 : Math.round((backend.weight / sum) * 100)} %`, backend.refused ? [badge(`answers ${backend.refused.status}`, 'bad'), ` ${backend.refused.reason}`] : code(backend.upstream)],
  })));
}

function services(all) {
  return all.length === 0 ? empty('No Service.') : table('Services', ['Service port', 'Protocol', 'Balancing', 'Endpoints'], all.map((service) => ({
    key: service.id,
    cells: [
      h('strong', {}, service.id),
      service.tls === 'none' ? service.protocol : `${service.protocol} over TLS, ${service.tls}`,
      service.balancing,
      service.resolved !== '' ? `resolved from ${service.resolved}` : `${service.endpoints.ready} of ${service.endpoints.total} ready${service.endpoints.failing > 0 ? `, ${service.endpoints.failing} failing` : ''}`,
    ],
  })));
}

function endpoints({ endpoints: all, moreEndpoints }) {
  return all.length === 0 ? null : [
    table('Endpoints', ['Endpoint', 'State', 'As data planes see it', 'Zone'], all.map((one) => ({
      key: `${one.set} ${one.address}`,
      cells: [code(one.address), one.state === 'ready' ? badge('ready', 'good') : badge(one.state, 'calm'), health(one), one.zone],
    }))),
    moreEndpoints > 0 ? h('p', { class: 'muted' }, `and ${counted(moreEndpoints, 'endpoint')} more`) : null,
  ];
}

function health({ health: state, failing }) {
  return state === 'ok' ? badge('ok', 'good') : [
    badge('failing', 'bad'),
    h('ul', { class: 'plain' }, failing.map((one) => h('li', { 'data-key': one.node }, `${one.node}: ${one.reason}, ${counted(one.failures, 'time')} in a row, `, when(one.since)))),
  ];
}

function problems(all) {
  return all.length === 0 ? empty('None.') : h('ul', { class: 'plain' }, all.map((problem) =>
    h('li', { class: 'change', 'data-key': `${problem.object} ${problem.field} ${problem.reason}` },
      severity(problem.severity), ' ', h('strong', {}, problem.object), h('p', {}, problem.message), problem.field === '' ? null : code(problem.field))));
}

function certificates(all) {
  return all.length === 0 ? empty('None for its host.') : h('ul', { class: 'plain' }, all.map((one) =>
    h('li', { class: 'change', 'data-key': one.id }, h('strong', {}, one.secret), ' ', certificateState(one.state), ' expires ', expiry(one.notAfter, Date.now()))));
}

function releases({ releases: all, route }) {
  return all.length === 0 ? empty('None that is remembered.') : h('ul', { class: 'plain' }, all.map((one) =>
    h('li', { 'data-key': one.release }, h('a', { href: place('history', { fleet: route.fleet, release: one.release }) }, code(brief(one.release))), ' ', when(one.at))));
}
