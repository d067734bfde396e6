import { EventStreamReader } from './eventstream.js';

const FIRST_MILLIS = 500;
const MOST_MILLIS = 3000;
const AT_ONCE_MILLIS = 1000;
const POLL_MILLIS = 10_000;
const BEFORE_HELLO_MILLIS = 15_000;
const NEVER_MILLIS = 2 ** 31 - 1;

/**
 * Follows the events for ever: opens the stream, has everything loaded when it cannot be gone on with, notices when nothing is
 * heard any more, and tries again.
 */
export class Live {
  #client;
  #store;
  #show;
  #reader = new EventStreamReader();
  #failures = 0;
  #endedAt = -Infinity;
  #wake = () => {};

  /** @param show is given the state of the connection: `connecting`, `live`, `polling`, `refused` or `lost`, with who
   *     answers or why not */
  constructor(client, store, show) {
    this.#client = client;
    this.#store = store;
    this.#show = show;
  }

  /** Tries again now. */
  again() {
    this.#wake();
  }

  /** Does not end. */
  async follow() {
    window.addEventListener('online', () => this.#wake());
    for (;;) {
      try {
        await this.#once();
        this.#ended();
      } catch (fault) {
        await this.#failed(fault);
      }
    }
  }

  /** The server ends each stream after a while, so that rights are asked for anew: that is no loss, unless it happens at once. */
  #ended() {
    const now = performance.now();
    const before = this.#endedAt;
    this.#endedAt = now;
    if (now - before < AT_ONCE_MILLIS) {
      throw new Error('the server has ended the stream');
    }
  }

  async #once() {
    const watch = new Watch();
    this.#reader = resumable(this.#reader);
    try {
      const body = await this.#client.events(this.#reader.lastId, () => watch.anew(BEFORE_HELLO_MILLIS));
      const pieces = body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await pieces.read();
        if (done) {
          return;
        }
        watch.heard();
        for (const event of this.#reader.read(value)) {
          await this.#happened(event, watch);
        }
      }
    } finally {
      watch.end();
    }
  }

  async #happened({ event, data }, watch) {
    const value = JSON.parse(data);
    if (event === 'hello') {
      watch.begin(2 * value.heartbeatMillis + 2000);
    }
    if (event === 'hello' && value.resumed && this.#failures === 0) { // else views may have asked in vain
      this.#connected('live', value.replica);
    } else if (event === 'hello') {
      await this.#store.load();
      this.#connected('live', value.replica);
    } else if (event === 'reset' || this.#store.apply(event, value)) {
      await this.#store.load();
    }
  }

  #connected(state, replica) {
    this.#failures = 0;
    this.#show({ state, replica });
  }

  /** As many follow as may, or nobody can: it is looked up now and then. */
  async #failed(fault) {
    if (fault.status === 429 || fault.status === 404) {
      try {
        await this.#store.load();
        this.#connected('polling', '');
        return await this.#pause(POLL_MILLIS);
      } catch (lost) {
        return this.#lost(lost);
      }
    }
    return this.#lost(fault);
  }

  /** Who may not look is not asked again and again for a token: he says when. */
  async #lost(fault) {
    if (fault.status === 401 || fault.status === 403) {
      this.#show({ state: 'refused', why: fault.message });
      return this.#pause(NEVER_MILLIS);
    }
    this.#failures++;
    const pause = Math.min(MOST_MILLIS, FIRST_MILLIS * 2 ** (this.#failures - 1));
    this.#show({ state: 'lost', why: fault.status > 0 ? fault.message : '' });
    await this.#pause(pause * (0.8 + 0.4 * Math.random()));
  }

  #pause(millis) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, millis);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** What was half read belongs to the stream that is gone; the id goes on. */
function resumable(reader) {
  const fresh = new EventStreamReader();
  if (reader.lastId !== '') {
    fresh.read(`id: ${reader.lastId}\n\n`);
  }
  return fresh;
}

/** Gives a stream up when nothing has been heard for too long. */
class Watch {
  #controller = new AbortController();
  #millis = 0;
  #timer = null;

  /** For another attempt. @returns its signal */
  anew(millis) {
    this.#controller = new AbortController();
    this.begin(millis);
    return this.#controller.signal;
  }

  begin(millis) {
    this.#millis = millis;
    this.heard();
  }

  heard() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(), this.#millis);
  }

  end() {
    clearTimeout(this.#timer);
    this.#controller.abort();
  }
}
