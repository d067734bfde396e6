import { NOTHING, applied, tablesDiffer, told } from './fold.js';

const PAGE = 1000;
const LISTED = 50;
const LATER_MILLIS = 400;

/** Holds what is known, asks for all of it anew, applies events, and tells those who listen what changed. */
export class Store {
  #client;
  #state = NOTHING;
  #listeners = new Set();
  #later = null;

  constructor(client) {
    this.#client = client;
  }

  get state() {
    return this.#state;
  }

  /** @param listener is given the topic that changed, and the event; `all` and `tables` are topics without one. @returns ends it */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Asks for everything. */
  async load() {
    const [status, dataPlanes, decision, members, propagation, receipts] = await Promise.all([
      this.#client.get('status'),
      this.all('dataplanes'),
      this.#client.get('decision'),
      this.#client.get('members'),
      this.#client.get('propagation', { limit: LISTED }),
      this.#client.get('receipts', { notLive: true, limit: LISTED }),
    ]);
    this.#state = told(this.#state, { status, dataPlanes, decision, members, propagation, receipts }, Date.now());
    this.#tell('all');
  }

  /** All entries of a list, page by page. */
  async all(path, parameters = {}) {
    const items = [];
    let after = '';
    do {
      const page = await this.#client.get(path, { ...parameters, limit: PAGE, continue: after });
      items.push(...page.items);
      after = page.continue;
    } while (after !== '');
    return items;
  }

  /** @returns whether something was left out of the event, so that all is to be asked for */
  apply(topic, data) {
    const before = this.#state;
    this.#state = applied(before, topic, data, Date.now());
    this.#tell(topic, data);
    if (topic === 'fleets' && tablesDiffer(before, this.#state)) {
      this.#tell('tables');
    }
    if (topic === 'receipts' && data.items.some((receipt) => receipt.live)) {
      this.#measureLater();
    }
    return topic === 'dataplanes' && data.more > 0;
  }

  /** What has just arrived has its time; many that arrive together are asked about once. */
  #measureLater() {
    this.#later ??= setTimeout(async () => {
      this.#later = null;
      try {
        this.#state = { ...this.#state, propagation: await this.#client.get('propagation', { limit: LISTED }) };
        this.#tell('propagation');
      } catch (fault) {
        console.warn('Times of propagation are not told: they stay as they were.', fault);
      }
    }, LATER_MILLIS);
  }

  #tell(topic, event = null) {
    this.#listeners.forEach((listener) => listener(topic, event));
  }
}
