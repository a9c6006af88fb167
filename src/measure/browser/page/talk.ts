const RETRY_MS = 2000;

/** An answer that is no success: the server does not want this page, or has a fault. */
export class Refused extends Error {}

/** Talks to the server that this page came from. What fails for want of a network is tried until it works. */
export class Talk {
  readonly #onSilence: () => void;

  /** @param onSilence called whenever the server cannot be reached */
  constructor(onSilence: () => void) {
    this.#onSilence = onSilence;
  }

  async get<T>(path: string): Promise<T> {
    return (await (await this.#fetch(path)).json()) as T;
  }

  async bytes(path: string): Promise<ArrayBuffer> {
    return (await this.#fetch(path)).arrayBuffer();
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    const response = await this.#fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await response.json()) as T;
  }

  async #fetch(path: string, init: RequestInit = {}): Promise<Response> {
    for (;;) {
      let response: Response;
      try {
        response = await fetch(path, init);
      } catch {
        this.#onSilence();
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        continue;
      }
      if (response.ok) return response;
      throw new Refused(await response.text());
    }
  }
}
