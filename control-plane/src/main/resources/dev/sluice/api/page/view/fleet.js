import { guard } from '../dialog.js';
import { h } from '../dom.js';
import { count, counted, digest, duration, rate, share } from '../format.js';
import { badge, code, delivery, empty, facts, field, section, table, when } from '../part.js';

const PAGE = 200;

/** Who serves what: data planes, and the replicas they follow. */
export function fleet({ client, store, parameters, redraw, settle }) {
  const filters = Object.fromEntries(['fleet', 'state', 'q'].map((name) => [name, parameters.get(name) ?? '']));
  let most = PAGE;
  const more = () => {
    most *= 4;
    redraw();
  };
  const filter = (name) => (event) => {
    filters[name] = event.target.value;
    settle('fleet', filters);
    redraw();
  };
  const drain = (plane) => guard({
    title: `Drain ${plane.node}`,
    about: h('p', {}, 'It says that it is not ready, finishes what it has, and closes. That cannot be taken back: it serves again when it is started again.'),
    word: plane.node,
    wordLabel: `Type ${plane.node} to go on`,
    verb: 'Drain it',
    client,
    act: (author) => client.post(`dataplanes/${encodeURIComponent(plane.node)}/drain`, author),
  });
  return {
    title: () => 'Data planes',
    draw: () => {
      const { state } = store;
      return state.status === null ? h('p', { class: 'muted' }, 'Asking the control plane.') : [
        controls(state, filters, filter),
        planes([...state.dataPlanes.values()].filter(fits(filters)), most, more, drain),
        section('Replicas of the control plane', {}, replicas(state.members)),
      ];
    },
  };
}

/** Whether somebody should look at it. */
function troubled({ delivery: how, ready, refused, health }) {
  return how === 'lagging' || ready === false || refused.length > 0 || health?.failingEndpoints > 0 || health?.bindFailures.length > 0;
}

function fits({ fleet: name, state, q }) {
  const text = q.toLowerCase();
  return (plane) => (name === '' || plane.fleet === name)
    && (state === '' || troubled(plane))
    && [plane.node, plane.zone, plane.replica].some((value) => value.toLowerCase().includes(text));
}

function controls(state, filters, filter) {
  const names = [...new Set([...state.dataPlanes.values()].map((plane) => plane.fleet))].sort();
  return h('form', { class: 'controls', role: 'search', submit: (event) => event.preventDefault() },
    names.length < 2 ? null : field('Fleet', h('select', { change: filter('fleet') },
      h('option', { value: '' }, 'All'), names.map((name) => h('option', { value: name, selected: name === filters.fleet }, name)))),
    field('State', h('select', { change: filter('state') },
      h('option', { value: '' }, 'All'), h('option', { value: 'attention', selected: filters.state !== '' }, 'Needs attention'))),
    field('Search', h('input', { type: 'search', value: filters.q, placeholder: 'node, zone or replica', input: filter('q') })));
}

function planes(list, most, more, drain) {
  if (list.length === 0) {
    return empty('There is none.');
  }
  return [
    h('p', { class: 'muted', role: 'status' }, counted(list.length, 'data plane')),
    table('Data planes', ['Node', 'State', 'Serves', ['Requests/s', 'number'], ['Errors', 'number'], ['Connections', 'number'], 'More'], list.slice(0, most).map((plane) => ({
      key: plane.node,
      cells: [
        [h('strong', {}, plane.node), h('span', { class: 'muted' }, [plane.zone, plane.engine].filter(Boolean).map((part) => ` ${part}`).join(' ·'))],
        states(plane),
        h('code', { title: plane.serving }, plane.serving === '' ? 'nothing yet' : digest(plane.serving)),
        plane.health ? rate(plane.health.requestRate) : '–',
        plane.health ? share(plane.health.errorShare) : '–',
        plane.health ? count(plane.health.connections) : '–',
        details(plane, drain),
      ],
    }))),
    list.length > most ? h('button', { type: 'button', click: more }, `Show more of ${count(list.length)}`) : null,
  ];
}

function states(plane) {
  return h('span', { class: 'badges' },
    delivery(plane.delivery),
    plane.lagMillis > 0 ? h('span', { class: 'muted' }, `for ${duration(plane.lagMillis)}`) : null,
    plane.ready === false ? badge('not ready', 'warn') : null,
    plane.health?.draining ? badge('draining', 'calm') : null,
    plane.refused.length > 0 ? badge(`${plane.refused.length} refused`, 'bad') : null,
    plane.health?.failingEndpoints > 0 ? badge(counted(plane.health.failingEndpoints, 'endpoint') + ' failing', 'warn') : null,
    plane.health?.bindFailures.length > 0 ? badge('cannot listen', 'bad') : null);
}

function details(plane, drain) {
  return h('details', {}, h('summary', { 'aria-label': `Details of ${plane.node}` }, 'Details'),
    facts([
      ['Fleet', plane.fleet],
      ['Follows', plane.replica],
      ['Software', plane.software],
      ['Connected', when(plane.connectedAt)],
      ['Version', code(plane.serving)],
      ['On its way', plane.offered === '' ? '' : [code(plane.offered), ' ', when(plane.offeredAt)]],
      ['Last answer', when(plane.answeredAt)],
      ['Requests', plane.health ? `${count(plane.health.requests)}, ${count(plane.health.failed)} failed` : ''],
      ['Cannot listen', plane.health?.bindFailures.join(', ') ?? ''],
      ['Could not use', plane.nacks > 0 ? `${counted(plane.nacks, 'version')}; the last: ${plane.lastNack}` : ''],
      ['Capabilities', plane.capabilities.join(', ')],
    ]),
    plane.refused.length === 0 ? null : h('ul', {}, plane.refused.map((one) =>
      h('li', {}, code(`${one.kind} ${one.id}`), ` ${one.reason}; ${one.servingLastForm ? 'its last form is served' : 'its routes answer 503'}`))),
    plane.health?.draining ? null : h('button', { type: 'button', class: 'danger', click: () => drain(plane) }, 'Drain…'));
}

function replicas(members) {
  if (members === null) {
    return null;
  }
  const rows = members.replicas.map((replica) => ({
    key: replica.replica,
    cells: [
      h('strong', {}, replica.replica),
      h('span', { class: 'badges' }, replica.ready ? badge('ready', 'good') : badge('not ready', 'bad'), replica.confirmed ? null : badge('not confirmed', 'warn')),
      code(replica.address), count(replica.dataPlanes), count(replica.decision), replica.software,
    ],
  }));
  return [
    table('Replicas', ['Replica', 'State', 'Address', ['Data planes', 'number'], ['Decision', 'number'], 'Software'], rows),
    members.clustered ? h('p', { class: 'muted' }, `Leader: ${members.leader || 'none is known'}. Members: ${members.members.map((one) => `${one.address} ${one.status}${one.reachable ? '' : ', unreachable'}`).join('; ')}.`) : null,
  ];
}
