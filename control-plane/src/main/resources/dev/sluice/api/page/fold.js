/** What is known of the fleets, and what each event makes of it. Pure: values in, a value out, none is changed. */

const MOMENTS = 120;
const ARRIVED = 8;

/** Nothing is known yet. */
export const NOTHING = Object.freeze({
  status: null,
  fleets: [],
  dataPlanes: new Map(),
  problems: null,
  receipts: [],
  decision: null,
  members: null,
  propagation: null,
  releases: {},
  trend: {},
});

/** What the API told when it was asked for everything. */
export function told(state, { status, dataPlanes, decision, members, propagation, receipts }, at) {
  return {
    ...state,
    status,
    fleets: status.fleets,
    dataPlanes: new Map(dataPlanes.map((plane) => [plane.node, plane])),
    problems: status.problems,
    receipts: receipts.items,
    decision,
    members,
    propagation,
    trend: trend(state.trend, status.fleets, at),
  };
}

/** @param at ms, when it came */
export function applied(state, topic, data, at) {
  switch (topic) {
    case 'fleets':
      return { ...state, fleets: data.fleets, trend: trend(state.trend, data.fleets, at) };
    case 'dataplanes':
      return { ...state, dataPlanes: merged(state.dataPlanes, data) };
    case 'problems':
      return { ...state, problems: numbers(data) };
    case 'receipts':
      return { ...state, receipts: receipts(state.receipts, data), status: pending(state.status, data.pending) };
    case 'decision':
      return { ...state, decision: data };
    case 'members':
      return { ...state, members: data };
    case 'history':
      return { ...state, releases: { ...state.releases, [data.fleet]: data.release.release } };
    default:
      return state;
  }
}

/** Whether what is served differs, so that lists of it are to be asked for anew. */
export function tablesDiffer(before, after) {
  const digests = (state) => state.fleets.map((fleet) => `${fleet.fleet} ${fleet.digest}`).join();
  return digests(before) !== digests(after);
}

/** Of all fleets together. */
export function totals(fleets) {
  const sum = (number) => fleets.reduce((total, fleet) => total + number(fleet), 0);
  const requestRate = sum((fleet) => fleet.requestRate);
  const failureRate = sum((fleet) => fleet.failureRate);
  return {
    planes: sum((fleet) => fleet.dataPlanes.total),
    current: sum((fleet) => fleet.dataPlanes.current),
    lagging: sum((fleet) => fleet.dataPlanes.lagging),
    draining: sum((fleet) => fleet.dataPlanes.draining),
    routes: sum((fleet) => fleet.routes),
    refused: sum((fleet) => fleet.refused),
    connections: sum((fleet) => fleet.connections),
    requestRate,
    errorShare: requestRate === 0 ? 0 : failureRate / requestRate,
  };
}

function merged(planes, { items, gone }) {
  const all = new Map(planes);
  items.forEach((plane) => all.set(plane.node, plane));
  gone.forEach((node) => all.delete(node));
  return new Map([...all].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function numbers({ total, errors, warnings, infos }) {
  return { total, errors, warnings, infos };
}

function pending(status, number) {
  return status && { ...status, receipts: { pending: number } };
}

/** Those that are on their way, and the last that have arrived; what came is first. */
function receipts(known, { items, pending: number }) {
  const names = new Set(items.map((receipt) => receipt.object));
  const all = [...items, ...known.filter((receipt) => !names.has(receipt.object))];
  const arrived = all.filter(done).slice(0, ARRIVED);
  return number === 0 ? arrived : [...all.filter((receipt) => !done(receipt)), ...arrived];
}

const ON_THE_WAY = ['not-live', 'not-removed', 'not-seen'];

/** Whether nothing more will come of it. */
export function done(receipt) {
  return !ON_THE_WAY.includes(receipt.verdict);
}

/** An event names few data planes of each fleet; where there are more, those that are known stay until they are asked for. */
export function fresher(known, told) {
  return { ...told, fleets: told.fleets.map((fleet) => {
    const before = known.fleets.find((one) => one.fleet === fleet.fleet) ?? fleet;
    return {
      ...fleet,
      serving: (fleet.serving.length === fleet.live ? fleet : before).serving,
      missing: (fleet.missing.length === fleet.of - fleet.live ? fleet : before).missing,
    };
  }) };
}

/** What each fleet's rates were, the newest last, at most `MOMENTS`. */
function trend(known, fleets, at) {
  return Object.fromEntries(
    fleets.map(({ fleet, requestRate, errorShare }) => [
      fleet,
      [...(known[fleet] ?? []), { at, requestRate, errorShare }].slice(-MOMENTS),
    ]),
  );
}
