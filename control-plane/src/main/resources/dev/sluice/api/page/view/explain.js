import { Asked } from '../asked.js';
import { h } from '../dom.js';
import { field, trouble } from '../part.js';
import { explanation, happened } from './explanation.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const KEPT = ['method', 'scheme', 'host', 'path', 'port', 'node', 'fleet', 'request-id'];

/** What a data plane would do with a request, or what became of one. */
export function explain({ client, store, parameters, redraw, settle }) {
  const told = new Asked(redraw);
  const asked = Object.fromEntries(KEPT.map((name) => [name, parameters.get(name) ?? '']));
  const ask = (headers) => {
    const question = asked['request-id'] !== '' ? { 'request-id': asked['request-id'] } : { ...asked, header: headers };
    told.by(() => client.get('explain', question));
  };
  const submit = (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    KEPT.forEach((name) => {
      asked[name] = (form.get(name) ?? '').trim();
    });
    // Headers may be secrets: they are not kept in the address.
    settle('explain', asked);
    ask((form.get('headers') ?? '').split('\n').map((line) => line.trim()).filter((line) => line !== ''));
  };
  return {
    title: () => 'Explain',
    begin: () => (asked.host !== '' || asked['request-id'] !== '') && ask([]),
    close: () => told.close(),
    draw: () => [
      h('p', { class: 'muted' }, 'Answered by a data plane, with the code and the version that serve.'),
      h('div', { class: 'asking' }, requestForm(asked, store.state, submit), idForm(asked, submit)),
      h('div', { 'aria-live': 'polite', 'aria-busy': String(told.busy) }, answer(told)),
    ],
  };
}

function requestForm(asked, state, submit) {
  const option = (chosen) => (value) => h('option', { value, selected: value === chosen }, value);
  return h('form', { class: 'controls request', submit },
    field('Method', h('select', { name: 'method' }, METHODS.map(option(asked.method || 'GET')))),
    field('Scheme', h('select', { name: 'scheme' }, ['http', 'https'].map(option(asked.scheme || 'http')))),
    field('Host', h('input', { name: 'host', value: asked.host, required: true, placeholder: 'shop.example', autocomplete: 'off', spellcheck: 'false' })),
    field('Path and query', h('input', { name: 'path', value: asked.path || '/', required: true, autocomplete: 'off', spellcheck: 'false' })),
    field('Port', h('input', { name: 'port', value: asked.port, inputmode: 'numeric', pattern: '[0-9]{1,5}', placeholder: 'usual' })),
    field('Data plane', h('select', { name: 'node' }, h('option', { value: '' }, 'the one that knows best'), [...state.dataPlanes.keys()].map(option(asked.node)))),
    state.fleets.length < 2 ? null : field('Fleet', h('select', { name: 'fleet' }, state.fleets.map(({ fleet }) => fleet).map(option(asked.fleet || 'default')))),
    field('Headers', h('textarea', { name: 'headers', rows: 2, placeholder: 'Name: value', spellcheck: 'false' }), 'One a line; not kept in the address.'),
    h('button', { type: 'submit', class: 'strong' }, 'Explain'));
}

function idForm(asked, submit) {
  return h('form', { class: 'controls', submit },
    field('Request ID', h('input', { name: 'request-id', value: asked['request-id'], required: true, autocomplete: 'off', spellcheck: 'false' }), 'As X-Request-ID and id= of the access log have it.'),
    h('button', { type: 'submit' }, 'What became of it?'));
}

function answer({ value, error }) {
  if (error !== null) {
    return trouble(error);
  }
  if (value === null) {
    return null;
  }
  return value.happened === undefined ? explanation(value) : happened(value);
}
