import { h } from '../dom.js';
import { done, totals } from '../fold.js';
import { count, counted, daysUntil, digest, duration, rate, share } from '../format.js';
import { badge, bars, course, empty, figure, line, meter, progress, section, severity, table, verdict, when } from '../part.js';
import { place } from '../place.js';
import { Asked } from '../asked.js';

const SHOWN_PROBLEMS = 5;

/** Everything at a glance. */
export function overview({ client, store, redraw }) {
  const worst = new Asked(redraw);
  const ask = () => client.get('problems', { limit: SHOWN_PROBLEMS });
  return {
    title: () => 'Overview',
    begin: () => worst.by(ask),
    close: () => worst.close(),
    changed: (topic) => ['problems', 'all'].includes(topic) && worst.soon(ask),
    draw: () => (store.state.status === null ? h('p', { class: 'muted' }, 'Asking the control plane.') : drawn(store.state, worst)),
  };
}

function drawn(state, worst) {
  return [
    headline(state),
    figures(state),
    h('div', { class: 'columns' },
      section('Fleets', { class: 'wide' }, fleets(state)),
      section('Changes', {}, changes(state)),
      section('Problems', {}, problems(worst)),
      section('Control plane', { class: 'wide' }, replicas(state))),
  ];
}

/** What should be looked at, the worst first. @returns `[text, tone, address]` each */
export function concerns(state) {
  const { problems, status, fleets } = state;
  const sum = totals(fleets);
  const { expired, expiring } = status.certificates;
  return [
    [problems.errors > 0, counted(problems.errors, 'error'), 'bad', place('problems', { severity: 'error' })],
    [sum.planes === 0, 'no data plane is connected', 'bad', place('fleet')],
    [sum.lagging > 0, `${counted(sum.lagging, 'data plane')} behind`, 'bad', place('fleet', { state: 'attention' })],
    [sum.refused > 0, `${counted(sum.refused, 'resource')} refused`, 'bad', place('fleet', { state: 'attention' })],
    [expired > 0, `${counted(expired, 'certificate')} expired`, 'bad', place('certificates')],
    [expiring > 0, `${counted(expiring, 'certificate')} soon to expire`, 'warn', place('certificates')],
    [problems.warnings > 0, counted(problems.warnings, 'warning'), 'warn', place('problems', { severity: 'warning' })],
    ...fleets.filter((fleet) => fleet.course === 'hold')
      .map(({ fleet }) => [true, `fleet ${fleet} is held`, 'warn', place('history', { fleet })]),
  ].filter(([is]) => is).map(([, ...concern]) => concern);
}

function headline(state) {
  const all = concerns(state);
  const pending = state.status.receipts.pending;
  const bad = all.some(([, tone]) => tone === 'bad');
  const text = bad ? 'Needs attention' : pending > 0 ? `${counted(pending, 'change')} on the way` : 'All changes are live';
  const tone = bad ? 'bad' : all.length > 0 || pending > 0 ? 'warn' : 'good';
  return h('div', { class: `headline ${tone}` },
    h('p', { class: 'say' }, text),
    h('ul', {}, all.length === 0
      ? h('li', {}, 'Nothing to complain of.')
      : all.map(([concern, kind, href]) => h('li', { 'data-key': href + concern }, h('a', { href, class: kind }, concern)))));
}

function figures({ status, fleets, propagation, trend }) {
  const sum = totals(fleets);
  const times = propagation ?? status.propagation;
  return h('div', { class: 'figures' },
    figure('Data planes current', `${sum.current}/${sum.planes}`, sum.draining > 0 ? `${sum.draining} draining` : counted(fleets.length, 'fleet'), sum.current < sum.planes || sum.planes === 0 ? 'bad' : '', place('fleet')),
    figure('Live everywhere in', times.count === 0 ? '–' : duration(times.p95Millis), times.count === 0 ? 'no change yet' : `95 of 100, half in ${duration(times.p50Millis)}`, '', place('changes')),
    figure('Error share', share(sum.errorShare), [`of ${rate(sum.requestRate)} requests/s`, errorLine(trend)], sum.errorShare >= 0.01 ? 'bad' : ''),
    figure('Routes', count(sum.routes), counted(sum.connections, 'client connection'), '', place('routes')));
}

function errorLine(trend) {
  const moments = Object.values(trend)[0] ?? [];
  return moments.length < 2 ? null : line('Error share since this page was opened', moments.map((moment) => moment.errorShare), Math.max(0.01, ...moments.map((moment) => moment.errorShare)));
}

function fleets({ fleets: all }) {
  if (all.length === 0) {
    return empty('No fleet yet: no class names one, and no data plane is connected.');
  }
  return table('Fleets', ['Fleet', 'Version', 'Data planes', ['Requests/s', 'number'], ['Errors', 'number'], ['Routes', 'number']], all.map((fleet) => ({
    key: fleet.fleet,
    cells: [
      [h('a', { href: place('fleet', { fleet: fleet.fleet }) }, fleet.fleet), ' ', fleet.course === 'follow' ? null : course(fleet.course)],
      h('code', { title: fleet.version }, fleet.version === '' ? 'none yet' : digest(fleet.version)),
      planes(fleet.dataPlanes),
      rate(fleet.requestRate),
      share(fleet.errorShare),
      count(fleet.routes),
    ],
  })));
}

function planes({ total, current, sending, lagging, waiting, ahead }) {
  const text = `${current} of ${total} current${lagging > 0 ? `, ${lagging} behind` : ''}`;
  return h('span', { class: 'progress' },
    meter(text, [[current, 'good'], [sending + ahead, 'calm'], [waiting, 'rest'], [lagging, 'bad']]), h('span', {}, text));
}

function changes({ receipts, propagation, status }) {
  const onTheWay = receipts.filter((receipt) => !done(receipt));
  const times = propagation?.items ?? [];
  return [
    status.receipts.pending === 0 ? null : h('ul', { class: 'plain' }, onTheWay.slice(0, 4).map((receipt) =>
      h('li', { 'data-key': receipt.object, class: 'change' }, h('strong', {}, receipt.object), ' ', verdict(receipt), progress(receipt)))),
    times.length === 0 ? empty('No change has been made since this replica began.') : [
      bars(`Times of the last ${times.length} changes`, times.map((item) => item.tookMillis).reverse()),
      h('p', { class: 'muted' }, 'Newest: ', times[0].object, ' after ', h('strong', {}, duration(times[0].tookMillis)), ', ', when(times[0].liveSince)),
    ],
    h('p', {}, h('a', { href: place('changes') }, 'All changes')),
  ];
}

function problems(worst) {
  if (worst.value === null) {
    return h('p', { class: 'muted' }, worst.error?.message ?? 'Asking.');
  }
  return worst.value.items.length === 0 ? empty('None.') : [
    h('ul', { class: 'plain' }, worst.value.items.map((problem) =>
      h('li', { 'data-key': `${problem.object} ${problem.field} ${problem.reason}`, class: 'change' },
        severity(problem.severity), ' ', h('strong', {}, problem.object), h('p', {}, problem.message)))),
    h('p', {}, h('a', { href: place('problems') }, worst.value.total === 1 ? 'Problems' : `All ${counted(worst.value.total, 'problem')}`)),
  ];
}

function replicas({ members, status }) {
  const next = status.certificates.nextExpiry;
  return [
    h('ul', { class: 'plain' }, (members?.replicas ?? []).map((replica) =>
      h('li', { 'data-key': replica.replica, class: 'replica' },
        h('strong', {}, replica.replica), ' ',
        replica.ready ? badge('ready', 'good') : badge('not ready', 'bad'),
        replica.confirmed ? null : badge('not confirmed', 'warn'),
        h('span', { class: 'muted' }, ` ${counted(replica.dataPlanes, 'data plane')}, Sluice ${replica.software}`)))),
    next === '' ? null : h('p', {}, 'Next certificate to expire: ', h('a', { href: place('certificates') }, `in ${counted(Math.max(0, daysUntil(next, Date.now())), 'day')}`)),
  ];
}
