/** Something that a view asks for: the last answer stays until a newer one is there. */
export class Asked {
  #redraw;
  #turn = 0;
  #settled = 0;
  #timer = null;
  #due = 0;

  constructor(redraw) {
    this.#redraw = redraw;
    this.value = null;
    this.error = null;
    this.busy = false;
  }

  /** Asks; an answer that comes after that to a newer question is ignored. */
  by(ask) {
    return this.#by(ask, (fault) => fault);
  }

  /** @param trouble what is shown of a fault */
  async #by(ask, trouble) {
    const turn = ++this.#turn;
    this.busy = true;
    this.#redraw();
    try {
      this.#settle(turn, await ask(), null);
    } catch (fault) {
      this.#settle(turn, this.value, trouble(fault));
    }
  }

  /**
   * Asks in a moment, once for all who wish it until then; many wishes do not put it off. A server that cannot be reached takes
   * nothing away of what is shown: that it is lost is said elsewhere, and what it has to say is asked for when it is there again.
   */
  soon(ask, millis = 250) {
    const due = performance.now() + millis;
    if (this.#timer !== null && this.#due <= due) {
      return;
    }
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#by(ask, (fault) => (fault.status === 0 && this.value !== null ? this.error : fault));
    }, millis);
  }

  /** Shows what was told without being asked for; an answer that is under way still replaces it. */
  told(value) {
    this.value = value;
    this.#redraw();
  }

  /** No answer is shown any more. */
  close() {
    this.#settled = Infinity;
    clearTimeout(this.#timer);
  }

  #settle(turn, value, error) {
    if (turn < this.#settled) {
      return;
    }
    this.#settled = turn;
    this.value = value;
    this.error = error;
    this.busy = turn !== this.#turn;
    this.#redraw();
  }
}
