import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { SignJWT } from 'jose';
import pg from 'pg';
import type { Role } from '@engagex/domain/accounts';
import type { InputOf, OutputOf, RouteDefinition } from '@engagex/domain/shared';
import { createTestDatabase, type TestDatabase } from '../../../../tools/testing/database.ts';
import { AppModule } from '../app.module.ts';
import type { Config } from '../config.ts';
import { Live } from '../platform/live/live.ts';
import { createServer } from '../platform/server.ts';
import { startWork } from '../platform/start-work.ts';
import { testConfig, testSecret } from './test-config.ts';

/** A person in an organization, and how they call the API. */
export interface TestMember {
  readonly userId: string;
  readonly organizationId: string;
  /** Calls a route as this member; throws `Refused` with the problem when the answer is an error. */
  call<R extends RouteDefinition>(route: R, input?: InputOf<R>): Promise<OutputOf<R>>;
  /** Sends any request as this member, for what `call` cannot say. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

/** An error answer: `status` and the problem details (RFC 9457). */
export class Refused extends Error {
  readonly status: number;
  readonly problem: {
    code: string;
    detail: string;
    errors?: { path: string[]; message: string; line?: number; column?: number }[];
    usedBy?: { kind: string; id: string; name: string }[];
  };

  constructor(status: number, problem: Refused['problem']) {
    super(`${status} ${problem.code}: ${problem.detail}`);
    this.status = status;
    this.problem = problem;
  }
}

interface TestApiOptions {
  readonly work?: boolean;
  readonly settings?: Partial<Record<keyof Config, string>>;
  /** In a server of the test's own; dropped at the end like the usual one. */
  readonly database?: TestDatabase;
}

/** A running API on a database of its own; with `work` it also works on the queues, as the worker process does. */
export async function startTestApi(options: TestApiOptions = {}) {
  const database = options.database ?? (await createTestDatabase());
  const filesDir = await mkdtemp(join(tmpdir(), 'engagex-files-'));
  const config = testConfig(database, { FILES_DIR: filesDir, ...options.settings });
  const app = await createServer(AppModule.forRoot(config), { maxUploadBytes: 200 * 1024 * 1024 });
  if (options.work) startWork(app);
  await app.get(Live).listen();
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  /** As the owner of the tables: sees every organization. For arranging and for asserting on what is stored. */
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 4 });
  owner.on('error', () => {}); // a server that is restarted in a test ends idle connections

  async function newOrganization(): Promise<TestMember> {
    const organizationId = randomUUID();
    await owner.query(`insert into organizations (id, name, undo_seconds) values ($1, 'Test organization', 0)`, [
      organizationId,
    ]);
    return newMember(organizationId, 'owner');
  }

  async function newMember(organizationId: string, role: Role): Promise<TestMember> {
    const { rows } = await owner.query<{ id: string }>(
      `insert into users (name, email, password_hash, email_verified_at) values ('Test person', $1, '-', now()) returning id`,
      [`${randomUUID()}@example.com`],
    );
    const userId = rows[0]!.id;
    await owner.query(`insert into memberships (organization_id, user_id, role) values ($1, $2, $3)`, [
      organizationId,
      userId,
      role,
    ]);
    return memberOf(url, userId, organizationId);
  }

  return {
    app,
    url,
    config,
    database,
    owner,
    /** A new organization, seen by its owner. */
    newOrganization,
    newMember,
    /** Somebody who confirmed an address in OPERATORS and signed in with a second factor; calls routes outside of organizations. */
    async newOperator(): Promise<Pick<TestMember, 'userId' | 'call' | 'fetch'>> {
      const { rows } = await owner.query<{ id: string }>(
        `with added as (
           insert into users (name, email, password_hash, email_verified_at) values ('Test operator', $1, '-', now())
           on conflict do nothing returning id
         ) select id from added union all select id from users where email = $1 limit 1`,
        [config.OPERATORS[0]],
      );
      return signedInAs(url, { sub: rows[0]!.id, mfa: true });
    },
    /** Whoever these claims are about. */
    signedInAs: (claims: Claims & { readonly sub: string }) => signedInAs(url, claims),
    /** Calls a route of `/internal` as the BFF does in its own name. */
    asService<R extends RouteDefinition>(route: R, body: InputOf<R>): Promise<OutputOf<R>> {
      return callAs(url, { service: true }, route, { ...body });
    },
    async close() {
      const closing = app.close();
      app.getHttpAdapter().getHttpServer().closeAllConnections(); // a test is over, whatever is still open
      await closing;
      await owner.end();
      await database.drop();
      await rm(filesDir, { recursive: true, force: true });
    },
  };
}

export type TestApi = Awaited<ReturnType<typeof startTestApi>>;

function memberOf(url: string, userId: string, organizationId: string): TestMember {
  return { organizationId, ...signedInAs(url, { sub: userId, org: organizationId }) };
}

function signedInAs(
  url: string,
  claims: Claims & { readonly sub: string },
): Pick<TestMember, 'userId' | 'call' | 'fetch'> {
  return {
    userId: claims.sub,
    fetch: (path, init) => sendAs(url, claims, path, init),
    call: (route, input) => callAs(url, claims, route, { ...input }),
  };
}

type Claims = Parameters<typeof signIdentity>[0];

async function sendAs(url: string, claims: Claims, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('x-engagex-identity', await signIdentity(claims));
  return fetch(new URL(path, url), { ...init, headers, redirect: 'manual' });
}

async function callAs<R extends RouteDefinition>(
  url: string,
  claims: Claims,
  route: R,
  input: Record<string, unknown>,
): Promise<OutputOf<R>> {
  const { path, body } = requestOf(route, input);
  const response = await sendAs(url, claims, path, {
    method: route.method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  const answer: unknown = response.headers.get('content-type')?.includes('json') ? await response.json() : undefined;
  if (!response.ok) throw new Refused(response.status, answer as Refused['problem']); // every error answer is a problem
  if (route.response && !isDeepStrictEqual(route.response.parse(answer), answer))
    throw new Error(`${route.id} answers more than its contract says.`);
  return answer as never; // the shape the route promises
}

/** The BFF's token, signed by the test instead. */
export async function signIdentity(claims: {
  sub?: string;
  org?: string;
  service?: boolean;
  /** A second factor was shown. */
  mfa?: boolean;
  /** The organization whose own provider was used. */
  only?: string;
}): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('engagex-bff')
    .setAudience('engagex-api')
    .setIssuedAt()
    .setExpirationTime('60s')
    .sign(new TextEncoder().encode(testSecret));
}

function requestOf(route: RouteDefinition, input: Record<string, unknown>) {
  const rest = { ...input };
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams();
  for (const name of Object.keys(route.query?.shape ?? {})) {
    if (rest[name] !== undefined) query.set(name, String(rest[name]));
    delete rest[name];
  }
  const search = query.size > 0 ? `?${query}` : '';
  return { path: `${path}${search}`, body: route.body ? rest : undefined };
}
