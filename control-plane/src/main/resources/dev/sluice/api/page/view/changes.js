import { Asked } from '../asked.js';
import { h } from '../dom.js';
import { done, fresher } from '../fold.js';
import { counted, duration, moment } from '../format.js';
import { bars, code, empty, facts, field, figure, progress, section, table, trouble, verdict, when } from '../part.js';

const LISTED = 20;
const KINDS = ['Ingress', 'Service', 'EndpointSlice', 'Endpoints', 'Secret', 'ConfigMap', 'IngressClass'];

/** Whether changes are live, on which data planes, and how long it took. */
export function changes({ client, store, parameters, redraw, settle }) {
  const receipt = new Asked(redraw);
  const object = { kind: parameters.get('kind') ?? 'Ingress', namespace: parameters.get('namespace') ?? '', name: parameters.get('name') ?? '' };
  const ask = () => client.get('receipts', object);
  const happened = (news) => {
    const mine = news?.items?.find((one) => one.object === receipt.value?.object);
    if (mine !== undefined) {
      receipt.told(fresher(receipt.value, mine));
    }
    receipt.soon(ask, mine === undefined ? 1000 : 100);
  };
  const submit = (event) => {
    event.preventDefault();
    new FormData(event.target).forEach((value, name) => {
      object[name] = value.trim();
    });
    settle('changes', object);
    receipt.by(ask);
  };
  return {
    title: () => 'Changes',
    begin: () => object.name !== '' && receipt.by(ask),
    close: () => receipt.close(),
    changed: (topic, news) => ['receipts', 'tables', 'all'].includes(topic) && object.name !== '' && happened(news),
    draw: () => (store.state.status === null ? h('p', { class: 'muted' }, 'Asking the control plane.') : [
      onTheWay(store.state),
      section('Is my change live?', {}, form(object, submit), answer(receipt)),
      times(store.state),
    ]),
  };
}

function onTheWay({ receipts, status }) {
  const pending = receipts.filter((receipt) => !done(receipt));
  return section('On the way', {},
    status.receipts.pending === 0 ? empty('Nothing: all changes are live.') : h('p', { role: 'status' }, counted(status.receipts.pending, 'change')),
    pending.length === 0 ? null : h('ul', { class: 'plain' }, pending.map((receipt) => h('li', { 'data-key': receipt.object, class: 'change' },
      h('strong', {}, receipt.object), ' ', verdict(receipt), ' ', when(receipt.translatedAt), progress(receipt), missing(receipt)))));
}

function form(object, submit) {
  return h('form', { class: 'controls', submit },
    field('Kind', h('select', { name: 'kind' }, KINDS.map((kind) => h('option', { value: kind, selected: kind === object.kind }, kind)))),
    field('Namespace', h('input', { name: 'namespace', value: object.namespace, autocomplete: 'off', spellcheck: 'false' })),
    field('Name', h('input', { name: 'name', value: object.name, required: true, autocomplete: 'off', spellcheck: 'false' })),
    h('button', { type: 'submit', class: 'strong' }, 'Ask'));
}

function answer(receipt) {
  if (receipt.error !== null) {
    return trouble(receipt.error);
  }
  return receipt.value === null ? null : receiptText(receipt.value);
}

/** A receipt, whole. */
export function receiptText(receipt) {
  return h('div', { class: 'receipt' },
    h('p', { class: 'lead', role: 'status' }, h('strong', {}, receipt.object), ' ', verdict(receipt),
      receipt.tookMillis === null ? null : ` live everywhere after ${duration(receipt.tookMillis)}`),
    progress(receipt),
    missing(receipt),
    facts([
      ['Resource version', receipt.resourceVersion ? code(receipt.resourceVersion) : ''],
      ['Translated', receipt.translatedAt ? [moment(receipt.translatedAt), ' (', when(receipt.translatedAt), ')'] : ''],
      ['Live since', receipt.liveSince ? moment(receipt.liveSince) : ''],
      ['Note', receipt.note],
    ]),
    receipt.fleets.map((fleet) => (fleet.serving.length === 0 ? null : h('details', { 'data-key': fleet.fleet },
      h('summary', {}, `Served by ${counted(fleet.live, 'data plane')} of fleet ${fleet.fleet}`),
      h('ul', {}, fleet.serving.map((one) => h('li', { 'data-key': one.node }, one.node, one.since === '' ? '' : ` since ${moment(one.since)}`)))))));
}

function missing(receipt) {
  const all = receipt.fleets.flatMap((fleet) => fleet.missing);
  return all.length === 0 ? null : h('ul', { class: 'missing' }, all.map((one) =>
    h('li', { 'data-key': one.node }, h('strong', {}, one.node), ' ', one.reason)));
}

function times({ propagation }) {
  if (propagation === null || propagation.count === 0) {
    return section('How long changes took', {}, empty('No change has gone live since this replica began.'));
  }
  const { items, count, p50Millis, p95Millis, p99Millis, maxMillis } = propagation;
  return section('How long changes took', {},
    h('div', { class: 'figures small' },
      figure('Median', duration(p50Millis)), figure('95th percentile', duration(p95Millis)),
      figure('99th percentile', duration(p99Millis)), figure('Longest', duration(maxMillis))),
    bars(`Times of the last ${items.length} changes`, items.map((item) => item.tookMillis).reverse()),
    h('p', { class: 'muted' }, `From the translation to the answer of the last data plane, of the last ${counted(count, 'change')}.`),
    table('Newest changes', ['Object', ['Took', 'number'], 'Live since'], items.slice(0, LISTED).map((item) => ({
      key: `${item.object} ${item.resourceVersion}`,
      cells: [h('strong', {}, item.object), duration(item.tookMillis), when(item.liveSince)],
    }))));
}
