/** Which rows of a long list are made. Pure. */

/**
 * @param {{top: number, height: number, row: number, total: number, beyond: number}} view scrolled by `top` px, `height` px
 *     high, rows of `row` px, `beyond` rows more at both ends
 * @returns {{first: number, end: number}} of the rows to make; `end` is not among them
 */
export function rowsIn({ top, height, row, total, beyond }) {
  const first = Math.max(0, Math.floor(top / row) - beyond);
  const end = Math.min(total, Math.ceil((top + height) / row) + beyond);
  return { first: Math.min(first, total), end: Math.max(end, Math.min(first, total)) };
}

/** By how much to scroll so that the row is seen whole; `top` if it is. */
export function topShowing(index, { top, height, row }) {
  const begin = index * row;
  if (begin < top) {
    return begin;
  }
  return begin + row > top + height ? begin + row - height : top;
}
