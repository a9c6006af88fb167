import { randomBytes, timingSafeEqual } from 'node:crypto';

const COOKIE = 'bespoke-session';
const DEVICE_COOKIE = 'bespoke-device';
const YEAR_S = 365 * 24 * 3600;

/**
 * What a request may do: 'enter' uses the token up and gets cookies, 'inside' has them, 'used' comes with a token that
 * another device used.
 */
export type Admission =
  | { readonly kind: 'inside'; readonly deviceId: string }
  | { readonly kind: 'enter'; readonly cookies: readonly string[] }
  | { readonly kind: 'used' | 'outside' };

/** One device at a time: the first that comes with the token gets a session, any other is refused. */
export class Access {
  #token = secret();
  #used = false;
  #session: { readonly id: string; readonly deviceId: string } | undefined;
  readonly #secure: boolean;

  /** @param secure whether the page is served over https */
  constructor(secure: boolean) {
    this.#secure = secure;
  }

  get token(): string {
    return this.#token;
  }

  /** A new token; whoever came with an earlier one is out. */
  renew(): string {
    this.#token = secret();
    this.#used = false;
    this.#session = undefined;
    return this.#token;
  }

  admit(token: string | null, cookieHeader: string | undefined): Admission {
    const cookies = parse(cookieHeader);
    if (this.#session !== undefined && same(cookies.get(COOKIE), this.#session.id))
      return { kind: 'inside', deviceId: this.#session.deviceId };
    if (token === null || !same(token, this.#token)) return { kind: 'outside' };
    if (this.#used) return { kind: 'used' };
    this.#used = true;
    const known = cookies.get(DEVICE_COOKIE);
    const deviceId = known !== undefined && /^[\w-]{22}$/.test(known) ? known : secret();
    this.#session = { id: secret(), deviceId };
    const attributes = `Path=/; HttpOnly; SameSite=Lax${this.#secure ? '; Secure' : ''}`;
    return {
      kind: 'enter',
      cookies: [
        `${COOKIE}=${this.#session.id}; ${attributes}`,
        // The same device under the same name next time, so that what was measured on it counts again.
        `${DEVICE_COOKIE}=${deviceId}; Max-Age=${YEAR_S}; ${attributes}`,
      ],
    };
  }
}

/** 128 bits, 22 characters. */
const secret = (): string => randomBytes(16).toString('base64url');

function same(given: string | undefined, expected: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function parse(header = ''): ReadonlyMap<string, string> {
  const pairs = header.split(';').map((pair) => pair.trim().split('=', 2) as [string, string?]);
  return new Map(pairs.map(([name, value]) => [name, value ?? '']));
}
