/** Asks the status API. */

const KEY = 'sluice.token';
const REMEMBERED = 60;
const PATIENCE_MILLIS = 20_000;

/** What the API did not answer well; `status` is 0 if it could not be reached. */
export class ApiError extends Error {
  constructor(status, detail) {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
  }
}

export class Client {
  #base;
  #answers = new Map();
  #asking = null;
  #ask;

  /**
   * @param base address below which the API is, as `http://host/api/v1/`
   * @param ask shows why a token is needed, and answers with one, or with null if there will be none
   */
  constructor(base, ask) {
    this.#base = base;
    this.#ask = ask;
  }

  /** Kept for this tab alone, and no longer than it is open. */
  get token() {
    return sessionStorage.getItem(KEY) ?? '';
  }

  /** Forgets the token. */
  leave() {
    sessionStorage.removeItem(KEY);
    this.#answers.clear();
  }

  /** Asks for a token to be used from now on instead. @returns whether one was given */
  another(why) {
    return this.#newToken(this.token, why);
  }

  /** JSON of a GET. An answer that is the same as before is the same object. */
  async get(path, parameters = {}, signal = undefined) {
    const url = this.#url(path, parameters);
    const known = this.#answers.get(url);
    const headers = known ? { 'If-None-Match': known.tag } : {};
    const response = await this.#send(url, { headers }, () => limited(signal));
    if (response.status === 304) {
      return known.body;
    }
    const body = await response.json();
    this.#remember(url, response.headers.get('ETag'), body);
    return body;
  }

  /** JSON of a POST. */
  async post(path, body) {
    const headers = { 'Content-Type': 'application/json' };
    const request = { method: 'POST', headers, body: JSON.stringify(body) };
    return (await this.#send(this.#url(path, {}), request, limited)).json();
  }

  /** The stream of events, from behind `lastId` if it is not empty. @param limit begins the time of each attempt, as a signal */
  async events(lastId, limit) {
    const headers = { Accept: 'text/event-stream', ...(lastId === '' ? {} : { 'Last-Event-ID': lastId }) };
    return (await this.#send(this.#url('events', {}), { headers }, limit)).body;
  }

  #url(path, parameters) {
    const url = new URL(path, this.#base);
    for (const [name, value] of Object.entries(parameters)) {
      [value].flat().filter((one) => one !== '' && one !== null && one !== undefined)
        .forEach((one) => url.searchParams.append(name, one));
    }
    return url.href;
  }

  /** @param limit makes the signal of each attempt: the time in which somebody looks for his token is not the server's */
  async #send(url, request, limit) {
    for (;;) {
      const token = this.token;
      const headers = { ...request.headers, ...bearer(token) };
      const response = await reached(url, { ...request, headers, signal: limit() });
      if (response.ok || response.status === 304) {
        return response;
      }
      const error = await refused(response);
      if (error.status !== 401 || !(await this.#newToken(token, error.message))) {
        throw error;
      }
    }
  }

  /** Asks once, however many requests need it. @returns whether there is another token than `tried` */
  async #newToken(tried, why) {
    if (this.token !== tried) {
      return true;
    }
    this.#asking ??= this.#ask(why).finally(() => {
      this.#asking = null;
    });
    const token = await this.#asking;
    if (token) {
      sessionStorage.setItem(KEY, token);
    }
    return Boolean(token);
  }

  #remember(url, tag, body) {
    this.#answers.delete(url);
    if (tag !== null) {
      this.#answers.set(url, { tag, body });
    }
    if (this.#answers.size > REMEMBERED) {
      this.#answers.delete(this.#answers.keys().next().value);
    }
  }
}

function bearer(token) {
  return token === '' ? {} : { Authorization: `Bearer ${token}` };
}

function limited(signal) {
  const limit = AbortSignal.timeout(PATIENCE_MILLIS);
  return signal ? AbortSignal.any([signal, limit]) : limit;
}

async function reached(url, request) {
  try {
    return await fetch(url, { ...request, cache: 'no-store', credentials: 'omit' });
  } catch (fault) {
    if (fault.name === 'AbortError') {
      throw fault;
    }
    throw new ApiError(0, fault.name === 'TimeoutError' ? 'no answer in time' : 'the control plane cannot be reached');
  }
}

/** RFC 9457; what stands between may answer otherwise. */
async function refused(response) {
  const type = response.headers.get('Content-Type') ?? '';
  const detail = type.includes('json') ? (await response.json()).detail : '';
  return new ApiError(response.status, detail || `${response.status} ${response.statusText}`);
}
