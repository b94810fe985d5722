import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { can, type Role } from '@engagex/domain/accounts';
import { DomainError, type RouteDefinition } from '@engagex/domain/shared';
import { runInScope, TenantDb } from '@engagex/tenancy';
import type { FastifyRequest } from 'fastify';
import { isIP } from 'node:net';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { AuditTrail, type Pending } from '../audit/audit-trail.ts';
import { runInRequest } from '../audit/request-context.ts';
import { type Identity, identityHeader, IdentityTokens } from '../identity-token.ts';
import { type ApiKey, apiKeyOf, noteUse } from './api-keys.ts';
import { type HandledRoute, publicKey, routeKey, type RouteRequest } from './handles.ts';
import { parseInput } from './parse-input.ts';
import { setUserOf } from './request-user.ts';

/** The header in which the BFF says the client's address; it removes any that a client sends. */
const addressHeader = 'x-engagex-address';

/** A request on its way through the checks. */
interface Visit extends HandledRoute {
  readonly request: RouteRequest;
  readonly handle: () => Promise<unknown>;
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
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (this.reflector.get(publicKey, context.getHandler())) return next.handle();
    const handled = this.reflector.get<HandledRoute | undefined>(routeKey, context.getHandler());
    if (!handled) throw new Error(`${context.getClass().name} serves an address that declares no permission.`);
    const request = context.switchToHttp().getRequest<RouteRequest>();
    const handle = () => lastValueFrom(next.handle(), { defaultValue: undefined });
    const origin = { action: handled.route.id, requestId: request.id, address: addressOf(request), note: null };
    return from(runInRequest(origin, () => this.#serve({ ...handled, request, handle })));
  }

  async #serve(visit: Visit) {
    const key = await apiKeyOf(this.source, headerOf(visit.request, 'authorization'));
    const answer = key ? await this.#admitKey(visit, key) : await this.#admit(visit);
    return visit.route.response ? visit.route.response.parse(answer) : answer;
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
    const { userId } = identity;
    if (!userId) throw new DomainError('unauthenticated', 'session.required', 'Sign in to continue.');
    setUserOf(request, userId);
    if (route.permission === 'signed-in') {
      request.input = parseInput(route, request);
      return handle();
    }
    const { organizationId } = identity;
    if (!organizationId) throw notAMember();
    return runInScope({ organizationId, actor: { kind: 'user', userId } }, () =>
      this.#inOrganization<{ role: Role }>(visit, membershipOf(userId), ([member]) => assertMay(member?.role, route)),
    );
  }

  /** A program with a secret key: what its scopes name, in its organization, and nothing that is a person's. */
  async #admitKey(visit: Visit, { organizationId, id, scopes }: ApiKey): Promise<unknown> {
    const allowed: readonly string[] = scopes;
    const { permission } = visit.route;
    if (!allowed.includes(permission)) {
      throw new DomainError('forbidden', 'api-key.scope', `This key does not have the scope ${permission}.`);
    }
    return runInScope({ organizationId, actor: { kind: 'key', keyId: id } }, () =>
      this.#inOrganization(visit, '', () => this.db.rows(noteUse, [id])),
    );
  }

  /** Admits and looks at what is about to change; then the handler, in the same transaction unless it opens its own. */
  async #inOrganization<Row>(
    { route, transaction, request, handle }: Visit,
    opening: string,
    admit: (rows: Row[]) => unknown,
  ): Promise<unknown> {
    const begin = async (rows: Row[]) => {
      await admit(rows);
      request.input = parseInput(route, request);
      return this.trail.begin(route, request.input);
    };
    const finish = async (pending: Pending | null) => {
      if (!pending) return handle();
      this.trail.follow(pending);
      return (pending.answer = await handle());
    };
    if (transaction)
      return this.db.transactionOpenedWith<Row, unknown>(opening, async (rows) => finish(await begin(rows)));
    return finish(await this.db.transactionOpenedWith<Row, Pending | null>(opening, begin));
  }
}

function membershipOf(userId: string): string {
  if (!/^[0-9a-f-]{36}$/.test(userId)) throw new TypeError('A user id is a UUID.');
  return `SELECT m.role FROM memberships m JOIN organizations o ON o.id = m.organization_id
    WHERE m.user_id = '${userId}' AND o.deleted_at IS NULL`;
}

function assertMay(role: Role | undefined, route: RouteDefinition): void {
  if (!role) throw notAMember();
  if (route.permission === 'public' || route.permission === 'signed-in') return;
  if (!can(role, route.permission)) throw forbidden();
}

/** An organization one is not a member of looks like one that does not exist. */
function notAMember(): DomainError {
  return new DomainError(
    'not-found',
    'organization.not-found',
    'This organization does not exist, or you are not a member.',
  );
}

function forbidden(): DomainError {
  return new DomainError('forbidden', 'permission.denied', 'Your role does not allow this. Ask an owner or admin.');
}

/** Null when nobody said it, or said something else: a program next to the API may call it directly. */
function addressOf(request: FastifyRequest): string | null {
  const address = headerOf(request, addressHeader) ?? '';
  return isIP(address) ? address : null;
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
