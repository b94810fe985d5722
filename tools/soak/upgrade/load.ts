import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

export interface LoadOptions {
  readonly port: number;
  readonly perSecond: number;
  readonly cookie: string;
  readonly organizationId: string;
  /** A public key, with which events are sent. */
  readonly key: string;
}

export interface LoadResult {
  readonly requests: number;
  /** What was answered otherwise than it should have been, or not at all. */
  readonly failures: readonly string[];
  /** Of events that were answered with 202. */
  readonly events: readonly string[];
  /** Names of groups that were answered with 201. */
  readonly groups: readonly string[];
}

const tickMs = 50;

/** People who read and change things, and events, at a steady rate, whatever the answers: resolves when it was stopped and all are answered. */
export function startLoad({ port, perSecond, cookie, organizationId, key }: LoadOptions) {
  const agent = new Agent({ keepAlive: true, maxSockets: 100 });
  const failures: string[] = [];
  const events: string[] = [];
  const groups: string[] = [];
  const open = new Set<Promise<void>>();
  let requests = 0;
  const session = { cookie, 'x-organization': organizationId };

  const ask = (method: string, path: string, headers: Record<string, string>, body?: object) =>
    new Promise<number>((resolve) => {
      const payload = body && JSON.stringify(body);
      const fail = ({ message }: Error) => {
        failures.push(`${method} ${path}: ${message}`);
        resolve(0);
      };
      const outgoing = request(
        {
          agent,
          host: '127.0.0.1',
          port,
          method,
          path,
          headers: { ...headers, ...(payload && { 'content-type': 'application/json' }) },
        },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          answer.once('end', () => {
            const status = answer.statusCode ?? 0;
            if (status >= 300) failures.push(`${method} ${path}: ${status} ${text.slice(0, 200)}`);
            resolve(status);
          });
          answer.once('error', fail);
        },
      );
      outgoing.once('error', fail);
      outgoing.end(payload);
    });

  const one = async (index: number) => {
    if (index % 8 === 0) {
      const messageId = randomUUID();
      const event = { type: 'track', messageId, anonymousId: 'a', event: 'page_view', timestamp: new Date() };
      if (
        (await ask('POST', '/v1/batch', { authorization: `Bearer ${key}` }, { sentAt: new Date(), batch: [event] })) ===
        202
      )
        events.push(messageId);
    } else if (index % 8 === 1) {
      const name = randomUUID();
      if ((await ask('POST', '/api/groups', session, { name })) === 201) groups.push(name);
    } else await ask('GET', index % 2 ? '/api/campaigns' : '/api/contacts?limit=20', session);
  };

  const timer = setInterval(() => {
    for (let left = (perSecond * tickMs) / 1000; left > 0; left -= 1) {
      const asked = one((requests += 1)).finally(() => open.delete(asked));
      open.add(asked);
    }
  }, tickMs);

  return {
    async stop(): Promise<LoadResult> {
      clearInterval(timer);
      await Promise.all(open);
      agent.destroy();
      return { requests, failures, events, groups };
    },
  };
}
