import { apiKeysRoutes } from '@engagex/domain/accounts';
import type { TestApi, TestMember } from '../../../testing/test-api.ts';

/** What the door answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface Sender {
  readonly member: TestMember;
  readonly key: string;
  /** Posts as a client does: a key as Bearer, and JSON unless `body` is text or bytes. */
  send(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

/** An organization with a key that sends events. */
export async function newSender(
  api: TestApi,
  kind: 'public' | 'secret' = 'public',
  { member, origins }: { member?: TestMember; origins?: string[] } = {},
): Promise<Sender> {
  const owner = member ?? (await api.newOrganization());
  const scopes = kind === 'secret' ? (['events:write'] as const) : [];
  const { secret } = await owner.call(apiKeysRoutes.create, {
    kind,
    name: 'Shop',
    scopes: [...scopes],
    ...(origins ? { origins } : {}),
  });
  return {
    member: owner,
    key: secret,
    async send(path, body, headers = {}) {
      const response = await fetch(new URL(path, api.url), {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, ...headers },
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: JSON.parse(text || '{}') as Answer['body'] };
    },
  };
}

export interface EventRow {
  readonly organization_id: string;
  readonly id: string;
  readonly received_at: Date;
  readonly occurred_at: Date;
  readonly name: string;
  readonly person_id: string;
  readonly properties: Record<string, unknown>;
  readonly context: Record<string, unknown>;
  readonly kind: string;
  readonly trusted: boolean;
  readonly anonymous_id: string | null;
  readonly user_id: string | null;
  readonly message_id: string;
  readonly warnings: string[];
}

/** What is stored for an organization, in the order in which it arrived. */
export async function storedEvents(api: TestApi, { organizationId }: TestMember): Promise<EventRow[]> {
  const { rows } = await api.owner.query<EventRow>(
    'select * from events where organization_id = $1 order by received_at, id',
    [organizationId],
  );
  return rows;
}
