import { Inject, Injectable } from '@nestjs/common';
import { type SignInPolicyInput, signInPolicyRoutes, type SignInPolicyView } from '@engagex/domain/accounts';
import { conflict, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentScope, currentUserId, runInScope, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { noteAudit } from '../../platform/audit/request-context.ts';
import type { Caller } from '../../platform/http/request-user.ts';
import { assertUnchanged } from '../../platform/http/versions.ts';
import { isoInstant } from '../../platform/iso-instant.ts';
import { Live } from '../../platform/live/live.ts';
import { SecretBox } from '../../platform/secret-box.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { lastChangeOfOrganization, setSignInRules } from '../accounts/index.ts';
import { Plans } from '../plans/index.ts';

type ProviderView = NonNullable<SignInPolicyView['provider']>;
type ProviderInput = NonNullable<SignInPolicyInput['provider']>;

interface Tested {
  readonly at: string;
  readonly by: string;
  readonly isOwn: boolean;
  /** Of the address; null when it did not matter. */
  readonly domain: string | null;
}

/** How members sign in to an organization: what it requires, and its own OpenID Connect provider. */
@Injectable()
export class SignInPolicyService {
  readonly #url: string;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly db: TenantDb,
    private readonly box: SecretBox,
    private readonly live: Live,
    private readonly plans: Plans,
  ) {
    this.#url = config.PUBLIC_URL.replace(/\/$/, '');
  }

  async get(userId: string): Promise<SignInPolicyView> {
    const { organizationId } = currentScope();
    const rules = await this.db.row<
      Pick<SignInPolicyView, 'requiresSecondFactor' | 'requiresSingleSignOn' | 'updatedAt'>
    >(
      `select requires_second_factor as "requiresSecondFactor", requires_single_sign_on as "requiresSingleSignOn",
         ${isoInstant('updated_at')} as "updatedAt"
       from organizations where id = $1`,
      [organizationId],
    );
    if (!rules) throw notFound('organization');
    const provider = await this.db.row<ProviderView>(
      `select issuer, client_id as "clientId", allowed_domains as "allowedDomains", default_role as "defaultRole"
       from identity_providers`,
    );
    const tested = await this.#tested(userId);
    const without = await this.db.row<{ count: number }>('select members_without_second_factor() as count');
    const signInUrl = `${this.#url}/auth/oidc/${organizationId}`;
    return {
      ...rules,
      provider,
      test: tested && { at: tested.at, by: tested.by, isOwn: tested.isOwn },
      notYetOnly: whyNotYetOnly(tested, provider?.allowedDomains ?? []),
      signInUrl,
      redirectUri: `${signInUrl}/callback`,
      withoutSecondFactor: without?.count ?? 0,
    };
  }

  async update(
    caller: Caller,
    { version, ...input }: ParsedInputOf<typeof signInPolicyRoutes.update>,
  ): Promise<SignInPolicyView> {
    const edited = {
      route: signInPolicyRoutes.update,
      lastChange: lastChangeOfOrganization,
      id: null,
      version,
    } as const;
    await assertUnchanged(this.db, edited, () => this.get(caller.userId));
    const before = await this.get(caller.userId);
    if (input.requiresSecondFactor && !before.requiresSecondFactor && !caller.hasSecondFactor) {
      throw conflict(
        'sign-in-policy.own-second-factor',
        'Set up your own second factor first. You would need it immediately.',
      );
    }
    if (input.provider && !before.provider) await this.plans.assertIncludes('single_sign_on');
    if (input.requiresSingleSignOn && !input.provider) {
      throw conflict('sign-in-policy.no-provider', 'Set up the provider first. Without one, nobody could sign in.');
    }
    if (input.requiresSingleSignOn && input.provider) {
      const isSame = before.provider !== null && isSameClient(input.provider, before.provider);
      if (!isSame) throw conflict('sign-in-policy.untested', untestedSettings);
      const missing = whyNotYetOnly(await this.#tested(caller.userId), input.provider.allowedDomains);
      if (!before.requiresSingleSignOn && missing) throw conflict('sign-in-policy.untested', missing);
    }
    if (input.provider) await this.#keep(input.provider, before.provider);
    else await this.db.rows('delete from identity_providers');
    await this.db.rows(setSignInRules, [
      currentScope().organizationId,
      input.requiresSecondFactor,
      input.requiresSingleSignOn,
    ]);
    const after = await this.get(caller.userId);
    noteAudit({
      objectId: currentScope().organizationId,
      before: rulesOf(before),
      after: { ...rulesOf(after), ...(input.provider?.clientSecret ? { credentials: 'replaced' } : {}) },
    });
    afterCommit(() => {
      this.live.publish('sign-in-policy');
      this.live.publish('organization');
    });
    return after;
  }

  /** For the BFF, before anybody is signed in. */
  async providerOf(organizationId: string) {
    return runInScope({ organizationId, actor: { kind: 'system', name: 'single sign-on' } }, () =>
      this.db.transaction(async () => {
        const found = await this.db.row<{
          organizationName: string;
          issuer: string;
          clientId: string;
          clientSecret: Buffer;
        }>(
          `select o.name as "organizationName", p.issuer, p.client_id as "clientId", p.client_secret_encrypted as "clientSecret"
           from identity_providers p join organizations o on o.id = p.organization_id where o.deleted_at is null`,
        );
        if (!found) throw notFound('provider');
        return { ...found, clientSecret: this.box.open(found.clientSecret, purposeOf(organizationId)) };
      }),
    );
  }

  async #tested(userId: string): Promise<Tested | null> {
    return this.db.row<Tested>(
      `select ${isoInstant('p.tested_at')} as at, coalesce(u.name, '') as by, p.tested_by_id = $1 as "isOwn", p.tested_domain as domain
       from identity_providers p join users u on u.id = p.tested_by_id`,
      [userId],
    );
  }

  /** A secret is for one client at one issuer: changing either requires entering its secret. */
  async #keep({ clientSecret, ...provider }: ProviderInput, before: ProviderView | null): Promise<void> {
    const isSame = before !== null && isSameClient({ clientSecret, ...provider }, before);
    if (!clientSecret && !isSame) {
      const message = 'Enter the client secret.';
      throw invalid('sign-in-policy.no-secret', message, [{ path: ['provider', 'clientSecret'], message }]);
    }
    const sealed = clientSecret ? this.box.seal(clientSecret, purposeOf(currentScope().organizationId)) : null;
    const values = [
      provider.issuer,
      provider.clientId,
      sealed,
      provider.allowedDomains,
      provider.defaultRole,
      currentUserId(),
    ];
    if (before) {
      await this.db.rows(
        `update identity_providers set issuer = $1, client_id = $2,
           client_secret_encrypted = coalesce($3, client_secret_encrypted), allowed_domains = $4, default_role = $5,
           tested_at = case when $7 then tested_at end, tested_by_id = case when $7 then tested_by_id end,
           tested_domain = case when $7 then tested_domain end, updated_by_id = $6, updated_at = now()`,
        [...values, isSame],
      );
      return;
    }
    await this.db.rows(
      `insert into identity_providers
         (issuer, client_id, client_secret_encrypted, allowed_domains, default_role, created_by_id, updated_by_id)
       values ($1, $2, $3, $4, $5, $6, $6)`,
      values,
    );
  }
}

/** Whether a provider is the one there is, asked with the same client and secret. */
function isSameClient({ issuer, clientId, clientSecret }: ProviderInput, before: ProviderView): boolean {
  return before.issuer === issuer && before.clientId === clientId && !clientSecret;
}

const untestedSettings =
  'These settings have not been tested. Save them with “Single sign-on only” turned off, test signing in, then turn it on. Until then, members can also sign in with a password.';

/** An owner who makes a provider the only way in must have signed in through it: otherwise one typo would lock everybody out. */
function whyNotYetOnly(tested: Tested | null, allowedDomains: readonly string[]): string | null {
  if (!tested) return 'Test signing in first: nobody has signed in through the provider with these settings yet.';
  if (!tested.isOwn) return `${tested.by} has tested signing in. Test it yourself before you turn this on.`;
  if (tested.domain !== null && !allowedDomains.includes(tested.domain))
    return 'The address you tested with is no longer at one of the domains you allow. Test signing in again.';
  return null;
}

function rulesOf({ requiresSecondFactor, requiresSingleSignOn, provider }: SignInPolicyView) {
  return { requiresSecondFactor, requiresSingleSignOn, provider };
}

function purposeOf(organizationId: string): string {
  return `identity provider ${organizationId}`;
}
