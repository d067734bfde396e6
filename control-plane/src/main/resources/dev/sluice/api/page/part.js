/** Pieces that several views are made of. */
import { h, s } from './dom.js';
import { ago, moment } from './format.js';

/** A word with a colour; the word says it all, the colour only helps. `tone` is good, warn, bad, calm or plain. */
export function badge(text, tone = 'plain') {
  return h('span', { class: `badge ${tone}` }, text);
}

const SEVERITIES = { error: 'bad', warning: 'warn', info: 'calm' };
export const severity = (name) => badge(name, SEVERITIES[name] ?? 'plain');

const DELIVERIES = { current: 'good', sending: 'calm', waiting: 'plain', lagging: 'bad', ahead: 'warn' };
export const delivery = (name) => badge(name, DELIVERIES[name] ?? 'plain');

const COURSES = { follow: ['follows', 'plain'], hold: ['held', 'warn'], staged: ['staged', 'calm'] };
export const course = (name) => badge(...(COURSES[name] ?? [name, 'plain']));

const CERTIFICATES = { valid: 'good', expiring: 'warn', expired: 'bad', 'not-yet-valid': 'warn' };
export const certificateState = (name) => badge(name.replaceAll('-', ' '), CERTIFICATES[name] ?? 'plain');

/** A moment as people say it, with the whole time for who points at it. */
export function when(time, now = Date.now()) {
  return time ? h('time', { datetime: time, title: moment(time) }, ago(time, now)) : '';
}

/** Text of the machine's. */
export function code(text, attributes = {}) {
  return h('code', attributes, text);
}

/** A part of a view, with a heading. */
export function section(title, attributes, ...children) {
  return h('section', attributes, h('h2', {}, title), ...children);
}

/** A number that is read from far. */
export function figure(label, value, note = '', tone = '', href = null) {
  const inside = [h('span', { class: 'label' }, label), h('span', { class: 'value' }, value), h('span', { class: 'note' }, note)];
  return href === null
    ? h('div', { class: `figure ${tone}`, 'data-key': label }, inside)
    : h('a', { class: `figure ${tone}`, 'data-key': label, href }, inside);
}

/** Names and values. Values that are empty are left out. */
export function facts(pairs) {
  const given = pairs.filter(([, value]) => value !== '' && value !== null && value !== undefined);
  return h('dl', { class: 'facts' }, given.map(([name, value]) => h('div', { 'data-key': name }, h('dt', {}, name), h('dd', {}, value))));
}

/**
 * A table that becomes a list of cards where it is narrow.
 *
 * @param columns `[heading, class]` or the heading alone
 * @param rows `{key, cells, tone}`
 */
export function table(caption, columns, rows) {
  const headings = columns.map((column) => [column].flat());
  return h('div', { class: 'tablebox', role: 'region', 'aria-label': caption, tabindex: 0 },
    h('table', {},
      h('caption', { class: 'unseen' }, caption),
      h('thead', {}, h('tr', {}, headings.map(([name, kind]) => h('th', { scope: 'col', class: kind ?? null }, name)))),
      h('tbody', {}, rows.map((row) => h('tr', { 'data-key': row.key, class: row.tone ?? null },
        row.cells.map((cell, i) => h('td', { 'data-label': headings[i][0], class: headings[i][1] ?? null }, h('div', {}, cell))))))));
}

/** Shares of a whole as a bar. @param shares `[number, tone]` each */
export function meter(label, shares) {
  const present = shares.filter(([number]) => number > 0);
  return h('span', { class: 'meter', role: 'img', 'aria-label': label },
    present.map(([number, tone]) => h('span', { class: tone, style: { 'flex-grow': String(number) } })));
}

/** Bars, the newest on the right; as high as the largest. */
export function bars(label, values, most = Math.max(...values, 1)) {
  const width = 6;
  return s('svg', { class: 'bars', viewBox: `0 0 ${Math.max(values.length, 30) * width} 40`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
    values.map((value, i) => {
      const height = Math.max(1.5, (value / most) * 38);
      const x = (Math.max(values.length, 30) - values.length + i) * width;
      return s('rect', { x, y: 40 - height, width: width - 2, height });
    }));
}

/** A line of how something was, the newest on the right. */
export function line(label, values, most = Math.max(...values, 1e-9)) {
  const points = values.map((value, i) => `${(i / Math.max(values.length - 1, 1)) * 120},${25 - (value / most) * 22}`);
  const path = points.length === 1 ? `0,${points[0].split(',')[1]} ${points[0].replace(/^0/, '120')}` : points.join(' ');
  return s('svg', { class: 'line', viewBox: '0 0 120 28', preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
    s('polyline', { points: path, 'vector-effect': 'non-scaling-stroke' }));
}

/** What is said where there is nothing. */
export function empty(text) {
  return h('p', { class: 'empty' }, text);
}

/** What went wrong, in the words of the API. */
export function trouble(error) {
  return h('p', { class: 'trouble', role: 'alert' }, error.message);
}

/** A label above a field. */
export function field(label, input, hint = '') {
  return h('label', { class: 'field' }, h('span', {}, label), input, hint === '' ? null : h('small', {}, hint));
}

/** How far a change is: a line for each fleet. */
export function progress(receipt) {
  return receipt.fleets.map((fleet) => {
    const text = `${fleet.live} of ${fleet.of} serve it`;
    return h('div', { class: 'progress', 'data-key': fleet.fleet },
      meter(`fleet ${fleet.fleet}: ${text}`, [[fleet.live, 'good'], [fleet.of - fleet.live, 'rest']]),
      h('span', {}, receipt.fleets.length > 1 ? `${fleet.fleet}: ${text}` : text));
  });
}

const VERDICTS = {
  live: ['live', 'good'], removed: ['removed', 'good'], unused: ['unused', 'plain'],
  'not-live': ['not live', 'warn'], 'not-removed': ['not removed', 'warn'], 'not-seen': ['not seen', 'warn'],
};
export const verdict = (receipt) => badge(...(VERDICTS[receipt.verdict] ?? [receipt.verdict, 'plain']));
