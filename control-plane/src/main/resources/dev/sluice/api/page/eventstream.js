/**
 * Reads server-sent events (HTML Living Standard, section 9.2.6) piece by piece. EventSource cannot send a token, so the stream
 * is read by fetch.
 */
export class EventStreamReader {
  #rest = '';
  #event = '';
  #data = [];
  #id = '';

  /** The id that was read last; empty if none was. */
  get lastId() {
    return this.#id;
  }

  /** @returns {{event: string, data: string, id: string}[]} those that ended in `text`, which may begin and end anywhere */
  read(text) {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    return lines.map((line) => this.#line(line)).filter((event) => event !== null);
  }

  #line(line) {
    if (line === '') {
      return this.#dispatch();
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') {
      this.#event = value;
    } else if (field === 'data') {
      this.#data.push(value);
    } else if (field === 'id' && !value.includes('\0')) {
      this.#id = value;
    }
    return null;
  }

  #dispatch() {
    const event = { event: this.#event || 'message', data: this.#data.join('\n'), id: this.#id };
    const empty = this.#data.length === 0;
    this.#event = '';
    this.#data = [];
    return empty ? null : event;
  }
}
