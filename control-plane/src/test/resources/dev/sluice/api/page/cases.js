/** Cases of the modules that are pure; each throws when something is not as it should be. */
import { Client } from '/page/client.js';
import { difference } from '/page/difference.js';
import { h, patch } from '/page/dom.js';
import { EventStreamReader } from '/page/eventstream.js';
import { NOTHING, applied, done, fresher, tablesDiffer, totals } from '/page/fold.js';
import { ago, count, counted, daysUntil, digest, duration, rate, share } from '/page/format.js';
import { parse, place } from '/page/place.js';
import { rowsIn, topShowing } from '/page/window.js';

function same(actual, expected) {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (one !== other) {
    throw new Error(`expected ${other}, was ${one}`);
  }
}

const plane = (node, delivery = 'current') => ({ node, delivery });
const fleet = (name, more = {}) => ({ fleet: name, digest: 'a', routes: 1, refused: 0, connections: 2, requestRate: 10, failureRate: 1, errorShare: 0.1, dataPlanes: { total: 2, current: 1, lagging: 1, draining: 0 }, ...more });

export const cases = {
  'numbers have separators, and words their plural': () => {
    same(count(1234567), '1,234,567');
    same(counted(1, 'route'), '1 route');
    same(counted(0, 'entry', 'entries'), '0 entries');
  },
  'rates have as many digits as mean something': () => {
    same([0, 0.25, 12.53, 5301.5, 120400].map(rate), ['0', '0.25', '12.5', '5,302', '120k']);
  },
  'a share that is small never looks like none': () => {
    same([0, 0.00001, 0.0005, 0.012, 0.5, 1].map(share), ['0 %', '< 0.01 %', '0.05 %', '1.2 %', '50 %', '100 %']);
  },
  'durations have one unit': () => {
    same([0, 14, 1400, 59_000, 61_000, 3_600_000, 86_400_000 * 3].map(duration), ['0 ms', '14 ms', '1.4 s', '59 s', '1 min', '1 h', '3 d']);
  },
  'a moment is told from now, both ways': () => {
    const now = Date.parse('2026-11-21T10:00:00Z');
    same(ago('2026-11-21T09:59:00Z', now), '1 min ago');
    same(ago('2026-11-21T10:00:30Z', now), 'in 30 s');
    same(ago('', now), '');
    same(daysUntil('2026-11-20T09:00:00Z', now), -2);
  },
  'a version is told by its digest': () => same([digest('api#4/0/3fa9'), digest('')], ['3fa9', '']),
  'an address is read as it was written': () => {
    const { view, parameters } = parse(place('route', { id: 'Ingress/a/b|c.d|Prefix|/?&#', fleet: '' }));
    same([view, parameters.get('id'), parameters.has('fleet')], ['route', 'Ingress/a/b|c.d|Prefix|/?&#', false]);
    same(parse('').view, '');
  },
  'events are read whatever way they are cut': () => {
    const text = ': hi\n\nid: 7\nevent: problems\ndata: {"a":\ndata: 1}\n\nevent: none\n\ndata: x\r\n\r\n';
    for (let cut = 0; cut <= text.length; cut++) {
      const reader = new EventStreamReader();
      const events = [...reader.read(text.slice(0, cut)), ...reader.read(text.slice(cut))];
      same(events, [{ event: 'problems', data: '{"a":\n1}', id: '7' }, { event: 'message', data: 'x', id: '7' }]);
      same(reader.lastId, '7');
    }
  },
  'lines that are in both are there once': () => {
    const lines = difference(['a', 'b', 'c'], ['a', 'x', 'c', 'd']).map(({ change, line }) => change[0] + line);
    same(lines, ['sa', 'rb', 'ax', 'sc', 'ad']);
    same(difference([], ['a']).length, 1);
  },
  'a difference of very many lines is quick': () => same(difference(Array(3000).fill('a'), Array(3000).fill('b')).length, 6000),
  'rows that are seen are made, and some beyond': () => {
    same(rowsIn({ top: 4800, height: 480, row: 48, total: 5000, beyond: 2 }), { first: 98, end: 112 });
    same(rowsIn({ top: 0, height: 480, row: 48, total: 3, beyond: 2 }), { first: 0, end: 3 });
    same(rowsIn({ top: 9600, height: 480, row: 48, total: 3, beyond: 2 }), { first: 3, end: 3 });
    same([topShowing(0, { top: 96, height: 480, row: 48 }), topShowing(20, { top: 0, height: 480, row: 48 }), topShowing(3, { top: 0, height: 480, row: 48 })], [0, 528, 0]);
  },
  'data planes come, change and go by name': () => {
    const one = applied(NOTHING, 'dataplanes', { items: [plane('b'), plane('a')], gone: [], more: 0 }, 0);
    const two = applied(one, 'dataplanes', { items: [plane('b', 'lagging')], gone: ['a'], more: 0 }, 0);
    same([...one.dataPlanes.keys()], ['a', 'b']);
    same([...two.dataPlanes.values()], [plane('b', 'lagging')]);
  },
  'receipts on their way come before those that have arrived, and each object once': () => {
    const receipt = (object, live) => ({ object, live, verdict: live ? 'live' : 'not-live' });
    const first = applied(NOTHING, 'receipts', { pending: 2, items: [receipt('x', false), receipt('y', false)], more: 0 }, 0);
    const then = applied(first, 'receipts', { pending: 1, items: [receipt('x', true)], more: 0 }, 0);
    same(then.receipts.map(({ object }) => object), ['y', 'x']);
    same(done(then.receipts[1]), true);
  },
  'what an event says of a receipt is shown at once, and whom it does not name stays': () => {
    const part = (live, serving, missing) => ({ verdict: 'not-live', fleets: [{ fleet: 'default', live, of: 7, serving, missing }] });
    const known = part(5, ['a', 'b', 'c', 'd', 'e'], ['f', 'g']);
    same(fresher(known, part(6, ['a', 'b'], ['g'])), part(6, ['a', 'b', 'c', 'd', 'e'], ['g']));
    same(fresher({ fleets: [] }, part(6, ['a', 'b'], ['g'])), part(6, ['a', 'b'], ['g']));
  },
  'nothing is on its way when no change is': () => {
    const one = applied(NOTHING, 'receipts', { pending: 1, items: [{ object: 'x', live: false, verdict: 'not-live' }], more: 0 }, 0);
    same([one.receipts.length, applied(one, 'receipts', { pending: 0, items: [], more: 0 }, 0).receipts.length], [1, 0]);
  },
  'what is served differs when a digest does, not when rates do': () => {
    const before = { ...NOTHING, fleets: [fleet('default')] };
    same(tablesDiffer(before, applied(before, 'fleets', { fleets: [fleet('default', { requestRate: 99 })] }, 1)), false);
    same(tablesDiffer(before, applied(before, 'fleets', { fleets: [fleet('default', { digest: 'b' })] }, 1)), true);
  },
  'all fleets together have the share of all failures': () => {
    const sum = totals([fleet('a'), fleet('b', { requestRate: 90, failureRate: 0 })]);
    same([sum.planes, sum.lagging, sum.errorShare], [4, 2, 0.01]);
    same(totals([]).errorShare, 0);
  },
  'an event that is not known changes nothing': () => same(applied(NOTHING, 'later', {}, 0) === NOTHING, true),
  'patching keeps elements with their focus and what was typed, and exchanges listeners': () => {
    const root = document.createElement('div');
    document.body.append(root);
    let heard = '';
    const form = (name, hears) => [h('p', {}, name), h('input', { 'data-key': 'i', input: () => { heard += hears; } })];
    patch(root, form('one', 'a'));
    const input = root.querySelector('input');
    input.value = 'typed';
    input.focus();
    patch(root, h('b', {}, 'new'), form('two', 'b'));
    input.dispatchEvent(new Event('input'));
    same([root.querySelector('input') === input, input.value, document.activeElement === input, heard, root.textContent], [true, 'typed', true, 'b', 'newtwo']);
    patch(root);
    same(root.childNodes.length, 0);
    root.remove();
  },
  'text stays text': () => {
    const made = h('p', { title: '"><b>' }, '<b>bold</b>', null, false, 0);
    same([made.textContent, made.children.length, made.title], ['<b>bold</b>0', 0, '"><b>']);
  },
  'time runs for each attempt anew, and not while somebody looks for his token': async () => {
    const asked = [];
    const real = window.fetch;
    window.fetch = async (url, { signal, headers }) => {
      asked.push(signal);
      return headers.Authorization ? new Response('{}') : new Response('{"detail":"who?"}', { status: 401, headers: { 'Content-Type': 'application/problem+json' } });
    };
    try {
      const client = new Client('http://127.0.0.1/api/v1/', async () => 'a-token');
      await client.get('status');
      client.leave();
      await client.post('decision', {});
      client.leave();
      await client.events('', () => new AbortController().signal);
      client.leave();
    } finally {
      window.fetch = real;
    }
    same([asked.length, new Set(asked).size], [6, 6]);
  },
};
