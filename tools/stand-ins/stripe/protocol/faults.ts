/** What goes wrong on the way, for tests: on calls that match, one after the other. */
export type Fault =
  /** The call never arrives. */
  | { readonly kind: 'lost' }
  /** The call is done, but its answer never arrives. */
  | { readonly kind: 'answer_lost' }
  | { readonly kind: 'status'; readonly status: 429 | 500 | 503 }
  /** The call waits before it is done; with the same idempotency key another one is refused meanwhile. */
  | { readonly kind: 'held'; readonly until: Promise<unknown> }
  /** The call waits and is never done, as if it had been lost on the way while somebody waited for it. */
  | { readonly kind: 'lost_after'; readonly until: Promise<unknown> }
  /** The call is done, its answer waits and never arrives. */
  | { readonly kind: 'answer_lost_after'; readonly until: Promise<unknown> };

interface Planned {
  readonly method: string;
  readonly path: RegExp;
  readonly fault: Fault;
  left: number;
}

export function createFaults() {
  const planned: Planned[] = [];
  let held = 0;
  return {
    /** The next calls to a path, such as `POST /v1/subscriptions`, which may end in `*`. */
    next: (call: string, fault: Fault, times = 1): void => {
      const [method = '', path = ''] = call.split(' ');
      const pattern = path.split('*').map(escapeForPattern).join('.*');
      planned.push({ method, path: new RegExp(`^${pattern}$`), fault, left: times });
    },
    /** How many calls are waiting. */
    held: (): number => held,
    /** Counts a call as waiting until then. */
    hold: async (until: Promise<unknown>): Promise<void> => {
      held += 1;
      await until;
      held -= 1;
    },
    take: (method: string, path: string): Fault | null => {
      const found = planned.find((one) => one.left > 0 && one.method === method && one.path.test(path));
      if (!found) return null;
      found.left -= 1;
      return found.fault;
    },
  };
}

function escapeForPattern(text: string): string {
  return text.replaceAll(/[.?+^$[\]\\(){}|-]/g, String.raw`\$&`);
}
