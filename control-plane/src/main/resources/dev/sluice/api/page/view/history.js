import { Asked } from '../asked.js';
import { guard } from '../dialog.js';
import { difference } from '../difference.js';
import { h } from '../dom.js';
import { brief, counted, moment } from '../format.js';
import { badge, code, empty, field, section, trouble, when } from '../part.js';

const DETAILS = 100;

/** The releases of a fleet, how they differ, and going back to one. */
export function history({ client, store, parameters, redraw, settle }) {
  const shown = { fleet: parameters.get('fleet') ?? 'default', release: parameters.get('release') ?? '', against: parameters.get('against') ?? '' };
  const releases = new Asked(redraw);
  const differs = new Asked(redraw);
  const list = () => client.get('history', { fleet: shown.fleet, limit: 200 });
  const compare = () => {
    const [from, to] = ends(shown, releases.value?.releases ?? []);
    return from === '' ? Promise.resolve(null) : client.get(`history/${from}/difference`, { to, fleet: shown.fleet, limit: DETAILS });
  };
  const load = async () => {
    await releases.by(list);
    await differs.by(compare);
  };
  const change = (name) => (value) => {
    shown[name] = value;
    settle('history', shown);
    name === 'fleet' ? load() : differs.by(compare);
  };
  const decide = (action, release) => guarded(client, shown.fleet, action, release, differs.value).then((done) => done && load());
  return {
    title: () => 'History',
    begin: load,
    close: () => {
      releases.close();
      differs.close();
    },
    changed: (topic) => ['history', 'decision', 'all'].includes(topic) && releases.soon(list),
    draw: () => [
      decision(store.state, shown, change('fleet'), decide),
      releases.error === null ? null : trouble(releases.error),
      releases.value === null ? h('p', { class: 'muted' }, 'Asking.') : h('div', { class: 'history' },
        timeline(releases.value.releases, shown, change('release')),
        compared(releases.value.releases, shown, differs, change('against'), decide)),
    ],
  };
}

/** Against the newest: what going back would change. Else: what the release itself has changed. @returns from, to */
function ends({ release, against }, releases) {
  const at = releases.findIndex((one) => one.release === release);
  if (at < 0) {
    return ['', ''];
  }
  if (against === 'newest') {
    return [releases[0].release, release];
  }
  return at + 1 < releases.length ? [releases[at + 1].release, release] : ['', ''];
}

function decision({ decision: all, fleets }, { fleet }, choose, decide) {
  const mine = all?.fleets.find((one) => one.fleet === fleet);
  const names = [...new Set([fleet, ...fleets.map((one) => one.fleet)])].sort();
  return [
    names.length < 2 ? null : h('form', { class: 'controls', submit: (event) => event.preventDefault() },
      field('Fleet', h('select', { change: (event) => choose(event.target.value) }, names.map((name) => h('option', { value: name, selected: name === fleet }, name))))),
    course(fleet, mine, decide),
  ];
}

/** What the fleet is given now, and the way back to the usual. */
function course(fleet, mine, decide) {
  if (mine === undefined || mine.course === 'follow') {
    return h('p', { class: 'course' }, `Fleet ${fleet} is given each change as it comes. `, h('button', { type: 'button', click: () => decide('freeze', '') }, 'Freeze…'));
  }
  const { who, at, why } = mine.cause;
  const because = [` by ${who || 'somebody'}, `, when(at), why ? `: ${why}` : ''];
  return h('div', { class: 'banner held' },
    mine.course === 'hold'
      ? h('p', {}, h('strong', {}, `Fleet ${fleet} is held`), ' at ', code(brief(mine.given)), because, '. Changes are translated and not given.')
      : h('p', {}, h('strong', {}, `Fleet ${fleet} is staged`), because, mine.candidate === '' ? '.' : ['. ', h('strong', {}, mine.first), ' is given ', code(brief(mine.candidate)), ' first.'], ' All others are given ', code(brief(mine.given)), '.'),
    h('button', { type: 'button', click: () => decide('unfreeze', '') }, 'Follow again…'));
}

function timeline(releases, shown, choose) {
  return section('Releases', { class: 'timeline' }, releases.length === 0 ? empty('Nothing has been published.') : h('ol', {}, releases.map((one, i) =>
    h('li', { 'data-key': one.release },
      h('button', { type: 'button', class: 'release', 'aria-pressed': String(one.release === shown.release), click: () => choose(one.release) },
        h('span', { class: 'row' }, code(brief(one.release)), one.given.includes('stable') ? badge('given to all', 'good') : null, one.given.includes('first') ? badge('goes first', 'calm') : null, i === 0 ? badge('newest', 'plain') : null),
        h('span', { class: 'row muted' }, when(one.at), ` ${counted(one.changes, 'resource')} changed`),
        h('span', { class: 'objects' }, one.objects.slice(0, 3).map((object) => object.object + (object.gone ? ' (gone)' : '')).join(', '), one.objects.length + one.moreObjects > 3 ? ` and ${one.objects.length + one.moreObjects - 3} more` : ''))))));
}

function compared(releases, shown, differs, against, decide) {
  const chosen = releases.find((one) => one.release === shown.release);
  if (chosen === undefined) {
    return section('Difference', {}, empty('Choose a release to see what it changed, and what going back to it would change.'));
  }
  const choice = (value, text) => h('button', { type: 'button', 'aria-pressed': String(shown.against === value), click: () => against(value) }, text);
  return section(`Release ${brief(chosen.release)}`, {},
    h('p', { class: 'muted' }, `Translated ${moment(chosen.at)}.`),
    h('div', { class: 'actions' }, choice('', 'What it changed'), choice('newest', 'What going back to it would change'),
      shown.against === 'newest' ? h('button', { type: 'button', class: 'danger', disabled: differs.busy || differs.value === null, click: () => decide('rollback', chosen.release) }, 'Roll back to it…') : null),
    differs.error !== null ? trouble(differs.error) : differs.busy && differs.value === null ? h('p', { class: 'muted' }, 'Asking.') : details(differs.value));
}

function details(value) {
  if (value === null) {
    return empty('Nothing older is remembered to compare it with.');
  }
  const all = [...value.added, ...value.changed, ...value.removed];
  if (all.length === 0) {
    return empty('Both say the same.');
  }
  return [
    h('p', { role: 'status' }, summary(value)),
    value.details.map((one) => h('details', { 'data-key': one.resource, class: 'difference', open: value.details.length <= 12 },
      h('summary', {}, badge(one.change, { added: 'good', changed: 'calm', removed: 'bad' }[one.change]), ' ', code(one.resource)),
      h('div', { class: 'lines', role: 'region', tabindex: 0, 'aria-label': `Lines of ${one.resource}` }, difference(one.before, one.after).map(textOf)))),
    value.details.length < all.length ? h('p', { class: 'muted' }, `The first ${value.details.length} of ${all.length} are shown.`) : null,
  ];
}

function textOf({ change, line }) {
  const [element, mark] = { same: ['span', ' '], removed: ['del', '−'], added: ['ins', '+'] }[change];
  return h(element, { class: 'line-of' }, h('span', { class: 'mark', 'aria-hidden': 'true' }, mark), line);
}

function summary({ added, changed, removed }) {
  return [[added, 'added'], [changed, 'changed'], [removed, 'removed']]
    .filter(([names]) => names.length > 0).map(([names, word]) => `${counted(names.length, 'resource')} ${word}`).join(', ');
}

const QUESTIONS = {
  rollback: (fleet, release, differs) => ({
    title: `Roll fleet ${fleet} back`,
    about: [h('p', {}, 'All its data planes are given release ', code(brief(release)), ' now: ', differs ? summary(differs) || 'nothing changes' : '', '.'), h('p', {}, 'It is held there until it is told to follow again. Endpoints and certificates go on changing.')],
    verb: 'Roll back',
  }),
  freeze: (fleet) => ({ title: `Freeze fleet ${fleet}`, about: h('p', {}, 'Its data planes keep what they are given now, whatever changes. Endpoints and certificates go on changing.'), verb: 'Freeze' }),
  unfreeze: (fleet) => ({ title: `Have fleet ${fleet} follow again`, about: h('p', {}, 'Its data planes are given the newest release now, and each that follows.'), verb: 'Follow again' }),
};

function guarded(client, fleet, action, release, differs) {
  const { title, about, verb } = QUESTIONS[action](fleet, release, differs);
  return guard({
    title, about, verb,
    word: action === 'rollback' ? brief(release) : fleet,
    wordLabel: action === 'rollback' ? `Type ${brief(release)} to go on` : `Type ${fleet} to go on`,
    client,
    act: (author) => client.post('decision', { fleet, action, ...(release === '' ? {} : { release }), ...author }),
  });
}
