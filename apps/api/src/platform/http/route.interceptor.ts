import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Permission, permissionsOf } from '@engagex/domain/accounts';
import { DomainError, type RouteDefinition } from '@engagex/domain/shared';
import { type Rows, runInScope, type Statement, TenantDb } from '@engagex/tenancy';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { AuditTrail } from '../audit/audit-trail.ts';
import { runInRequest } from '../audit/request-context.ts';
import { type Identity, identityHeader, IdentityTokens } from '../identity-token.ts';
import { type ApiKey, apiKeyOf, useOf } from './api-keys.ts';
import { Caller, runForCaller } from './caller.ts';
import { clientAddressOf } from './client-address.ts';
import { FeatureGate } from './feature-gate.ts';
import { type HandledRoute, publicKey, routeKey, type RouteRequest } from './handles.ts';
import { Json } from './json-rows.ts';
import { parseInput } from './parse-input.ts';
import { forbidden, type Membership, membershipOf, notAMember, roleThatMay } from './membership.ts';
import { setCallerOf } from './request-user.ts';

/** A request on its way through the checks. */
interface Visit extends HandledRoute {
  readonly request: RouteRequest;
  readonly handle: () => Promise<unknown>;
}

/** What is asked first about the caller, and what its answer lets them do; throws when that is nothing. */
interface Admission {
  readonly statement: Statement;
  readonly permissions: (rows: Rows) => readonly Permission[];
}

/**
 * What stands before every handler, in this order: who is it (the BFF's token), may they (membership read in the
 * transaction that serves the request, so a revoked role is revoked at once), is the input right; then the handler,
 * the entry of the audit log when it changed something, and after the commit only the declared fields go out.
 */
@Injectable()
export class RouteInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: IdentityTokens,
    private readonly db: TenantDb,
    private readonly source: DataSource,
    private readonly trail: AuditTrail,
    private readonly features: FeatureGate,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (this.reflector.get(publicKey, context.getHandler())) return next.handle();
    const handled = this.reflector.get<HandledRoute | undefined>(routeKey, context.getHandler());
    if (!handled) throw new Error(`${context.getClass().name} serves an address that declares no permission.`);
    const request = context.switchToHttp().getRequest<RouteRequest>();
    const handle = () => lastValueFrom(next.handle(), { defaultValue: undefined });
    const origin = { action: handled.route.id, requestId: request.id, address: clientAddressOf(request), note: null };
    return from(runInRequest(origin, () => this.#serve({ ...handled, request, handle })));
  }

  async #serve(visit: Visit) {
    const key = await apiKeyOf(this.source, headerOf(visit.request, 'authorization'));
    const answer = key ? await this.#admitKey(visit, key) : await this.#admit(visit);
    return visit.route.response && !(answer instanceof Json) ? visit.route.response.parse(answer) : answer;
  }

  async #admit(visit: Visit): Promise<unknown> {
    const { route, request, handle } = visit;
    const identity: Identity = await this.tokens.verify(headerOf(request, identityHeader));
    if (route.permission === 'public') {
      // Only the BFF itself reaches `/internal`; nothing else of the contract is public.
      if (!identity.isService) throw forbidden();
      request.input = parseInput(route, request);
      return handle();
    }
    if (route.permission === 'key') throw keyRequired();
    const { userId } = identity;
    if (!userId) throw new DomainError('unauthenticated', 'session.required', 'Sign in to continue.');
    setCallerOf(request, { ...identity, userId });
    if (route.permission === 'signed-in') {
      assertOwnAccount(identity, route);
      request.input = parseInput(route, request);
      return handle();
    }
    const { organizationId } = identity;
    if (!organizationId || (identity.boundTo ?? organizationId) !== organizationId) throw notAMember();
    return runInScope({ organizationId, actor: { kind: 'user', userId } }, () =>
      this.#inOrganization(visit, {
        statement: membershipOf(userId),
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the columns that the statement names
        permissions: ([member]) =>
          permissionsOf(roleThatMay(member as unknown as Membership | undefined, identity, route)),
      }),
    );
  }

  /** A program with a key: what its scopes name, in its organization, and nothing that is a person's. */
  async #admitKey(visit: Visit, { organizationId, id, kind, scopes }: ApiKey): Promise<unknown> {
    const allowed: readonly string[] = ['key', ...scopes];
    const { permission } = visit.route;
    if (!allowed.includes(permission)) {
      const words =
        kind === 'public'
          ? 'This is a public key: it can only collect events. Use a secret key for this.'
          : `This key does not have the scope ${permission}.`;
      throw new DomainError('forbidden', 'api-key.scope', words);
    }
    return runInScope({ organizationId, actor: { kind: 'key', keyId: id } }, () =>
      this.#inOrganization(visit, { statement: useOf(id), permissions: () => scopes }),
    );
  }

  #inOrganization(visit: Visit, admission: Admission): Promise<unknown> {
    const { method, response } = visit.route;
    return method === 'GET' && response && visit.transaction
      ? this.#read(visit, admission)
      : this.#change(visit, admission);
  }

  /** The handler asks, and whether it may is asked in the same message: nothing it read leaves before that is known. */
  async #read({ route, request, handle }: Visit, { statement, permissions }: Admission): Promise<unknown> {
    const caller = new Caller();
    const admit = (rows: Rows) => caller.admit(permissions(rows));
    return this.db.read({ statement, admit }, () => {
      request.input = parseInput(route, request);
      return runForCaller(caller, handle);
    });
  }

  /**
   * Admits, and looks at what is about to change; then the handler, in the same transaction unless it opens its own.
   */
  async #change({ route, transaction, request, handle }: Visit, { statement, permissions }: Admission) {
    const begin = async (rows: Rows) => {
      const caller = new Caller();
      caller.admit(permissions(rows));
      request.input = parseInput(route, request);
      await this.features.assertIncluded(route);
      return { caller, pending: await this.trail.begin(route, request.input) };
    };
    const finish = ({ caller, pending }: Awaited<ReturnType<typeof begin>>) =>
      runForCaller(caller, async () => {
        if (!pending) return handle();
        this.trail.follow(pending);
        return (pending.answer = await handle());
      });
    if (transaction) return this.db.transactionOpenedWith(statement, async (rows) => finish(await begin(rows)));
    return finish(await this.db.transactionOpenedWith(statement, begin));
  }
}

/** An organization's own provider vouches for its member, not for the account: that belongs to the person alone. */
function assertOwnAccount({ boundTo }: Identity, route: RouteDefinition): void {
  if (boundTo === null || route.method === 'GET') return;
  throw new DomainError(
    'forbidden',
    'session.bound',
    'You signed in through an organization’s single sign-on. To change your account, sign out and sign in with your password.',
  );
}

function keyRequired(): DomainError {
  return new DomainError('unauthenticated', 'api-key.required', 'Send an API key in the header Authorization: Bearer.');
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
