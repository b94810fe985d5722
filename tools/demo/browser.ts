/** A client of the public HTTP interface, as a browser is one: a cookie, and nothing the server did not say. */
export class Browser {
  readonly #url: string;
  #cookie = '';

  constructor(url: string) {
    this.#url = url;
  }

  /** What the browser sends back with every request. */
  get cookie(): string {
    return this.#cookie;
  }

  async send<T>(method: string, path: string, body?: object): Promise<T> {
    const isForm = body instanceof FormData;
    const response = await fetch(new URL(path, this.#url), {
      method,
      headers: { cookie: this.#cookie, ...(body && !isForm ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
    });
    const cookie = response.headers.getSetCookie()[0]?.split(';', 1)[0];
    if (cookie) this.#cookie = cookie;
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text ? JSON.parse(text) : undefined) as T; // the caller names what the contract promises
  }

  get<T>(path: string): Promise<T> {
    return this.send<T>('GET', path);
  }

  post<T>(path: string, body?: object): Promise<T> {
    return this.send<T>('POST', path, body);
  }
}

/** Asks until the answer is as wanted. */
export async function until<T>(ask: () => Promise<T>, isDone: (answer: T) => boolean, everyMs = 300): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isDone(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
