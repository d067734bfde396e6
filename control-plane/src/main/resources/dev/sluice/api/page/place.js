/** What is shown, as the part of the address behind `#`: `/routes?q=shop`. Pure. */

/** @returns {{view: string, parameters: URLSearchParams}} the overview has the empty name */
export function parse(hash) {
  const text = hash.replace(/^#/, '');
  const mark = text.indexOf('?');
  const path = mark < 0 ? text : text.slice(0, mark);
  return { view: path.replace(/^\/+/, ''), parameters: new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1)) };
}

/** The address of a view; parameters that are empty are left out. */
export function place(view, parameters = {}) {
  const given = Object.entries(parameters).filter(([, value]) => value !== '' && value !== null && value !== undefined);
  const query = new URLSearchParams(given).toString();
  return `#/${view}${query === '' ? '' : `?${query}`}`;
}

/** The address of one route's story. */
export function routePlace(fleet, id) {
  return place('route', { fleet, id });
}
