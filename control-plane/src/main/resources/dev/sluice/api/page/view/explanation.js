/** What a data plane says of a request, as people read it. */
import { h } from '../dom.js';
import { counted, digest, duration, moment, share } from '../format.js';
import { badge, code, empty, facts, meter, section, table } from '../part.js';
import { place } from '../place.js';

const OUTCOMES = { passes: 'good', keeps: 'good', answers: 'warn', redirects: 'calm', waits: 'calm', 'not-reached': 'plain' };

/** What would be done with a request. */
export function explanation(told) {
  return [
    outcome(told),
    h('div', { class: 'columns' },
      section('Rules, in the order in which they are tried', { class: 'wide' }, rules(told)),
      section('What is done to it', { class: 'wide' }, steps(told)),
      section('Which endpoint gets it', { class: 'wide' }, shares(told.shares)),
      section('Settings, and where they were written', { class: 'wide' }, settings(told))),
  ];
}

function outcome({ outcome: reason, status, source, field, node, version }) {
  const forwarded = status === null;
  return h('div', { class: `headline ${forwarded ? 'good' : status >= 400 ? 'bad' : 'warn'}` },
    h('p', { class: 'say' }, forwarded ? 'Forwarded' : `Answered ${status}: ${reason}`),
    h('p', {}, source === null || source === undefined ? 'No rule is for it.' : ['by the rule of ', h('strong', {}, source), field ? [', written in ', code(field)] : null]),
    h('p', { class: 'muted' }, `Says ${node}, which serves `, h('code', { title: version }, digest(version)), '.'));
}

function rules({ rules: all, moreRules }) {
  return all.length === 0 ? empty('None might be for it.') : [
    h('ol', { class: 'rules' }, all.map((rule, i) => h('li', { 'data-key': `${i} ${rule.route}`, class: rule.standing === 'wins' ? 'wins' : 'loses' },
      h('div', { class: 'rule' }, code(`${rule.host || '*'} ${rule.path}`), h('span', {}, rule.source)),
      h('div', { class: 'why' }, rule.standing === 'wins' ? badge('wins', 'good') : badge(rule.standing.replaceAll('-', ' '), 'plain'), ' ', rule.detail)))),
    moreRules > 0 ? h('p', { class: 'muted' }, `and ${counted(moreRules, 'rule')} more`) : null,
  ];
}

/** Data planes older than the steps name the policies alone. */
function steps({ steps: all = [], policies }) {
  if (all.length === 0) {
    return policies.length === 0 ? empty('Nothing.') : h('ol', { class: 'steps' }, policies.map((policy) => h('li', {}, policy)));
  }
  return h('ol', { class: 'steps' }, all.map((step, i) => h('li', { 'data-key': `${i} ${step.policy}`, class: step.outcome === 'not-reached' ? 'loses' : null },
    h('span', {}, step.policy), ' ', badge(`${step.outcome.replaceAll('-', ' ')}${step.status ? ` ${step.status}` : ''}`, OUTCOMES[step.outcome] ?? 'plain'),
    step.detail ? h('span', { class: 'muted' }, ` ${step.detail}`) : null)));
}

function shares(all) {
  const sum = all.reduce((total, one) => total + one.weight, 0);
  return all.length === 0 ? empty('None.') : all.map((one, i) => h('div', { 'data-key': i, class: 'backend' },
    h('h3', {}, one.upstream ?? `answers ${one.status ?? ''} ${one.outcome}`, all.length > 1 ? ` (${share(sum === 0 ? 0 : one.weight / sum)})` : ''),
    picks(one), passedOver(one.passedOver)));
}

function picks({ picks: chances = [], endpoints }) {
  if (chances.length === 0) {
    return endpoints.length === 0 ? null : h('p', {}, 'One of ', endpoints.map((one, i) => [i > 0 ? ', ' : '', code(one)]));
  }
  return table('Chances', ['Endpoint', 'Chance', 'Why'], chances.map((one) => ({
    key: one.endpoint,
    cells: [code(one.endpoint), h('span', { class: 'progress' }, meter(`chance ${share(one.chance)}`, [[one.chance, 'good'], [1 - one.chance, 'rest']]), h('span', {}, share(one.chance))), one.reason],
  })));
}

function passedOver(all) {
  return all.length === 0 ? null : h('ul', { class: 'plain' }, all.map((one) =>
    h('li', { 'data-key': one.endpoint, class: 'loses' }, code(one.endpoint), ' not picked: ', one.reason)));
}

function settings({ settings: all = [], settingsNote = null }) {
  return [
    settingsNote ? h('p', { class: 'muted' }, settingsNote) : null,
    all.length === 0 ? empty('None is told.') : table('Settings', ['Setting', 'Value', 'From', 'Of'], all.map((one) => ({
      key: `${one.of} ${one.name}`,
      cells: [h('strong', {}, one.name), code(one.value), [origin(one.from), one.note ? h('p', { class: 'muted' }, one.note) : null], h('span', { class: 'muted' }, one.of)],
    }))),
  ];
}

const KINDS = { annotation: 'annotation', 'class-parameter': 'parameter of the class', field: 'field', default: 'default' };

function origin(from) {
  if (!from) {
    return 'not known';
  }
  return [badge(KINDS[from.kind] ?? from.kind, from.kind === 'default' ? 'plain' : 'calm'), ' ', from.object, ' ', from.field ? code(from.field) : null, from.by ? ` (${from.by})` : ''];
}

/** What became of a request that has ended, and how it would be decided now. */
export function happened({ requestId, asked, silent, happened: all, now, nowNote }) {
  return [
    section(`Request ${requestId}`, {},
      h('p', { class: 'muted' }, `${counted(asked, 'data plane')} answered`, silent.length > 0 ? `; silent: ${silent.map((one) => `${one.node} (${one.reason})`).join(', ')}` : '', '.'),
      all.map((one, i) => facts([
        ['Ended', moment(one.at)],
        ['Asked', code(`${one.method} ${one.scheme}://${one.host}${one.path}${one.pathCut ? '…' : ''}`)],
        ['Outcome', [badge(one.outcome, one.outcome === 'forward' ? 'good' : 'warn'), one.status ? ` ${one.status}` : ' nothing was sent']],
        ['Took', `${duration(one.durationMicros / 1000)}, ${counted(one.attempts, 'attempt')}`],
        ['Endpoint', one.endpoint ? code(one.endpoint) : ''],
        ['Route', one.route ? h('a', { href: place('route', { id: one.route }) }, code(one.route)) : 'none'],
        ['Data plane', one.node],
        ['Version', one.version ? code(one.version) : ''],
        ['Number', all.length > 1 ? `${i + 1} of ${all.length} with this id` : ''],
      ]))),
    h('h2', {}, 'How it would be decided now'),
    nowNote ? h('p', { class: 'muted' }, nowNote) : null,
    explanation(now),
  ];
}
