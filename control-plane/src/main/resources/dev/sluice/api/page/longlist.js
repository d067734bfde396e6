import { h, held, patch } from './dom.js';
import { rowsIn, topShowing } from './window.js';

const BEYOND = 12;
const FIRST_PAGE = 200;
const PAGE = 1000;

/**
 * A list of any length: rows are asked for page by page as they come near, and only those that are seen are elements. The scroll
 * bar is right from the first page on, because that says how many there are.
 */
export class LongList {
  #columns;
  #cells;
  #fetch;
  #said;
  #items = [];
  #total = 0;
  #after = '';
  #turn = 0;
  #fetching = null;
  #framed = false;
  #current = 0;
  #row = 0;

  /**
   * @param columns `[heading, class]` each
   * @param cells of one item: a node for each column; the first has a link
   * @param fetch `(limit, continue) => page`
   * @param said is told `{total, error}` when either is known
   */
  constructor(label, columns, cells, fetch, said) {
    this.#columns = columns;
    this.#cells = cells;
    this.#fetch = fetch;
    this.#said = said;
    this.#make(label);
    this.resized = new ResizeObserver(() => this.#measure());
    this.resized.observe(this.view);
  }

  #make(label) {
    const head = h('div', { class: 'longrow head', role: 'row', 'aria-rowindex': 1 },
      this.#columns.map(([name, kind]) => h('span', { role: 'columnheader', class: kind }, name)));
    this.body = h('div', { class: 'longbody', role: 'rowgroup' });
    this.table = h('div', { role: 'table', 'aria-label': label, 'aria-rowcount': -1 }, h('div', { role: 'rowgroup', class: 'longhead' }, head), this.body);
    this.view = h('div', {
      class: 'longlist', role: 'region', 'aria-label': `${label}, scrollable`, tabindex: 0,
      scroll: () => this.#soon(), keydown: (event) => this.#key(event), focusin: (event) => this.#focused(event),
    }, this.table);
    this.element = held(h('div', { class: 'longbox' }, this.view));
  }

  /** Begins anew at the top. */
  async begin() {
    this.#current = 0;
    this.view.scrollTop = 0;
    await this.#load(FIRST_PAGE);
  }

  /** Asks for what is loaded once more; what is seen stays until it is there. */
  async again() {
    await this.#load(Math.max(FIRST_PAGE, this.#items.length));
  }

  async #load(wanted) {
    const turn = ++this.#turn;
    try {
      const items = [];
      let page;
      do {
        page = await this.#fetch(Math.min(PAGE, wanted - items.length), page?.continue ?? '');
        items.push(...page.items);
      } while (page.continue !== '' && items.length < wanted && turn === this.#turn);
      if (turn === this.#turn) {
        this.#fetching = null;
        this.#shown(items, page);
      }
    } catch (fault) {
      this.#failed(turn, fault);
    }
  }

  close() {
    this.#turn++;
    this.resized.disconnect();
  }

  #shown(items, page) {
    this.#items = items;
    this.#after = page.continue;
    this.#total = page.total;
    this.table.setAttribute('aria-rowcount', this.#total + 1);
    this.#said({ total: this.#total, error: null });
    this.#measure();
  }

  #failed(turn, fault) {
    if (turn === this.#turn) {
      this.#fetching = null;
      this.#said({ total: this.#total, error: fault });
    }
  }

  /** The height of a row is the style's to say. */
  #measure() {
    this.#row = parseFloat(getComputedStyle(this.view).getPropertyValue('--row')) || 48;
    this.body.style.setProperty('height', `${this.#total * this.#row}px`);
    this.#draw();
  }

  #soon() {
    if (!this.#framed) {
      this.#framed = true;
      requestAnimationFrame(() => {
        this.#framed = false;
        this.#draw();
      });
    }
  }

  #draw() {
    const { first, end } = rowsIn({ ...this.#sight(), total: this.#total, beyond: BEYOND });
    const rows = [];
    const focused = this.body.contains(document.activeElement) ? this.#current : -1;
    if (focused >= 0 && focused < first) {
      rows.push(this.#rowAt(focused));
    }
    for (let i = first; i < end; i++) {
      rows.push(this.#rowAt(i));
    }
    if (focused >= end) {
      rows.push(this.#rowAt(focused));
    }
    patch(this.body, rows);
    if (end > this.#items.length && this.#after !== '') {
      this.#more();
    }
  }

  #sight() {
    return { top: this.view.scrollTop, height: this.view.clientHeight, row: this.#row };
  }

  #rowAt(index) {
    const item = this.#items[index];
    const cells = item === undefined ? this.#columns.map(() => h('span', { class: 'awaited' }, '…')) : this.#cells(item);
    return h('div', {
      class: 'longrow', role: 'row', 'aria-rowindex': index + 2, 'data-key': index, style: { transform: `translateY(${index * this.#row}px)` },
    }, cells.map((cell, i) => h('span', { role: 'cell', class: this.#columns[i][1] }, cell)));
  }

  async #more() {
    if (this.#fetching !== null) {
      return;
    }
    const turn = this.#turn;
    this.#fetching = turn;
    try {
      const page = await this.#fetch(PAGE, this.#after);
      if (turn === this.#turn) {
        this.#fetching = null;
        this.#shown([...this.#items, ...page.items], page);
      }
    } catch (fault) {
      this.#failed(turn, fault);
    }
  }

  /** Arrows, Home and End go from row to row, as in a list box. */
  #key(event) {
    const page = Math.max(1, Math.floor(this.view.clientHeight / this.#row) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -this.#total, End: this.#total };
    if (!(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey || this.#total === 0) {
      return;
    }
    event.preventDefault();
    const inside = this.body.contains(document.activeElement);
    const next = inside || event.key === 'End' ? this.#current + steps[event.key] : this.#current;
    this.#go(Math.min(this.#total - 1, Math.max(0, next)));
  }

  #go(index) {
    this.#current = index;
    this.view.scrollTop = topShowing(index, { ...this.#sight(), height: this.view.clientHeight - this.#row });
    this.#draw();
    this.body.querySelector(`[data-key="${index}"] a`)?.focus({ preventScroll: true });
  }

  #focused(event) {
    const row = event.target.closest('.longrow[data-key]');
    if (row !== null) {
      this.#current = Number(row.dataset.key);
    }
  }
}
