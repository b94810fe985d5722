import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { permissionsOf, type Role } from '@engagex/domain/accounts';
import { DomainError, type RouteDefinition } from '@engagex/domain/shared';
import { runInScope, TenantDb } from '@engagex/tenancy';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { type Identity, identityHeader, IdentityTokens } from '../identity-token.ts';
import { type ApiKey, apiKeyOf, noteUse } from './api-keys.ts';
import { runForCaller } from './caller.ts';
import { type HandledRoute, publicKey, routeKey, type RouteRequest } from './handles.ts';
import { parseInput } from './parse-input.ts';
import { forbidden, type Membership, membershipOf, notAMember, roleThatMay } from './membership.ts';
import { setCallerOf } from './request-user.ts';

/**
 * What stands before every handler, in this order: who is it (the BFF's token), may they (membership read in the
 * transaction that serves the request, so a revoked role is revoked at once), is the input right; then the handler,
 * and after the commit only the declared fields go out.
 */
@Injectable()
export class RouteInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: IdentityTokens,
    private readonly db: TenantDb,
    private readonly source: DataSource,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (this.reflector.get(publicKey, context.getHandler())) return next.handle();
    const handled = this.reflector.get<HandledRoute | undefined>(routeKey, context.getHandler());
    if (!handled) throw new Error(`${context.getClass().name} serves an address that declares no permission.`);
    const request = context.switchToHttp().getRequest<RouteRequest>();
    return from(this.#serve(handled, request, () => lastValueFrom(next.handle(), { defaultValue: undefined })));
  }

  async #serve({ route, transaction }: HandledRoute, request: RouteRequest, handle: () => Promise<unknown>) {
    const run = () => {
      request.input = parseInput(route, request);
      return handle();
    };
    const key = await apiKeyOf(this.source, headerOf(request, 'authorization'));
    const answer = key
      ? await this.#admitKey(route, transaction, key, run)
      : await this.#admit(route, transaction, request, run);
    return route.response ? route.response.parse(answer) : answer;
  }

  async #admit(
    route: RouteDefinition,
    transaction: boolean,
    request: RouteRequest,
    run: () => Promise<unknown>,
  ): Promise<unknown> {
    const identity: Identity = await this.tokens.verify(headerOf(request, identityHeader));
    if (route.permission === 'public') {
      // Only the BFF itself reaches `/internal`; nothing else of the contract is public.
      if (!identity.isService) throw forbidden();
      return run();
    }
    if (route.permission === 'key') throw keyRequired();
    const { userId } = identity;
    if (!userId) throw new DomainError('unauthenticated', 'session.required', 'Sign in to continue.');
    setCallerOf(request, { ...identity, userId });
    if (route.permission === 'signed-in') {
      assertOwnAccount(identity, route);
      return run();
    }
    const { organizationId } = identity;
    if (!organizationId || (identity.boundTo ?? organizationId) !== organizationId) throw notAMember();
    return runInScope({ organizationId, actor: { kind: 'user', userId } }, async () => {
      if (transaction) {
        return this.db.transactionOpenedWith<Membership, unknown>(membershipOf(userId), async ([member]) =>
          runForCaller(permissionsOf(roleThatMay(member, identity, route)), run),
        );
      }
      const role = await this.db.transactionOpenedWith<Membership, Role>(membershipOf(userId), async ([member]) =>
        roleThatMay(member, identity, route),
      );
      return runForCaller(permissionsOf(role), run);
    });
  }

  /** A program with a key: what its scopes name, in its organization, and nothing that is a person's. */
  async #admitKey(
    route: RouteDefinition,
    transaction: boolean,
    { organizationId, id, kind, scopes }: ApiKey,
    run: () => Promise<unknown>,
  ): Promise<unknown> {
    const allowed: readonly string[] = ['key', ...scopes];
    if (!allowed.includes(route.permission)) {
      const words =
        kind === 'public'
          ? 'This is a public key: it can only collect events. Use a secret key for this.'
          : `This key does not have the scope ${route.permission}.`;
      throw new DomainError('forbidden', 'api-key.scope', words);
    }
    const scope = { organizationId, actor: { kind: 'key', keyId: id } } as const;
    return runInScope(scope, async () => {
      const note = () => this.db.rows(noteUse, [id]);
      if (!transaction) {
        await this.db.transaction(note);
        return runForCaller(scopes, run);
      }
      return this.db.transaction(async () => {
        await note();
        return runForCaller(scopes, run);
      });
    });
  }
}

/** An organization's own provider vouches for its member, not for the account: that belongs to the person alone. */
function assertOwnAccount({ boundTo }: Identity, route: RouteDefinition): void {
  if (boundTo === null || route.method === 'GET') return;
  throw new DomainError(
    'forbidden',
    'session.bound',
    'You came through the single sign-on of an organization. Sign out and sign in with your password to change your account.',
  );
}

function keyRequired(): DomainError {
  return new DomainError('unauthenticated', 'api-key.required', 'Send a key in the header Authorization: Bearer.');
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
