/** Something that a view asks for: the last answer stays until a newer one is there. */
export class Asked {
  #redraw;
  #turn = 0;
  #timer = null;

  constructor(redraw) {
    this.#redraw = redraw;
    this.value = null;
    this.error = null;
    this.busy = false;
  }

  /** Asks; an older question that is answered later is ignored. */
  async by(ask) {
    const turn = ++this.#turn;
    this.busy = true;
    this.#redraw();
    try {
      const value = await ask();
      this.#settle(turn, value, null);
    } catch (fault) {
      this.#settle(turn, this.value, fault);
    }
  }

  /** Asks in a moment, once for all who wish it until then. */
  soon(ask, millis = 250) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.by(ask), millis);
  }

  /** No answer is shown any more. */
  close() {
    this.#turn++;
    clearTimeout(this.#timer);
  }

  #settle(turn, value, error) {
    if (turn !== this.#turn) {
      return;
    }
    this.value = value;
    this.error = error;
    this.busy = false;
    this.#redraw();
  }
}
