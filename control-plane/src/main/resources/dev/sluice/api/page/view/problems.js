import { Asked } from '../asked.js';
import { h } from '../dom.js';
import { count, counted } from '../format.js';
import { code, empty, field, severity, table, trouble } from '../part.js';

const PAGE = 200;

/** Whatever any stage has to complain of, worst first. */
export function problems({ client, parameters, redraw, settle }) {
  const page = new Asked(redraw);
  const filters = { severity: parameters.get('severity') ?? '', q: parameters.get('q') ?? '' };
  let most = PAGE;
  const ask = () => client.get('problems', { ...filters, limit: most });
  const filter = (name) => (event) => {
    filters[name] = event.target.value;
    settle('problems', filters);
    page.soon(ask, 150);
  };
  const more = () => {
    most = Math.min(10_000, most * 4);
    page.by(ask);
  };
  return {
    title: () => 'Problems',
    begin: () => page.by(ask),
    close: () => page.close(),
    changed: (topic) => ['problems', 'all'].includes(topic) && page.soon(ask),
    draw: () => [controls(filters, filter), list(page, more)],
  };
}

function controls(filters, filter) {
  const options = [['', 'All'], ['error', 'Errors'], ['warning', 'Warnings'], ['info', 'Information']];
  return h('form', { class: 'controls', role: 'search', submit: (event) => event.preventDefault() },
    field('Severity', h('select', { change: filter('severity') },
      options.map(([value, text]) => h('option', { value, selected: value === filters.severity }, text)))),
    field('Search', h('input', { type: 'search', value: filters.q, placeholder: 'object, reason or text', input: filter('q') })));
}

function list(page, more) {
  if (page.error !== null) {
    return trouble(page.error);
  }
  if (page.value === null) {
    return h('p', { class: 'muted' }, 'Asking.');
  }
  const { total, items } = page.value;
  if (total === 0) {
    return empty('Nothing to complain of.');
  }
  return [
    h('p', { class: 'muted', role: 'status' }, counted(total, 'problem')),
    table('Problems', ['Severity', 'Object', 'What is wrong', 'Field', 'Reason'], items.map((problem) => ({
      key: `${problem.object} ${problem.field} ${problem.reason} ${problem.message}`,
      cells: [severity(problem.severity), h('strong', {}, problem.object), problem.message, problem.field === '' ? '' : code(problem.field), problem.reason],
    }))),
    items.length < total ? h('button', { type: 'button', click: more }, `Show more of ${count(total)}`) : null,
  ];
}
