import { Inject, Injectable } from '@nestjs/common';
import { defaultPrivacy, privacySettings } from '@engagex/domain/events';
import { currentScope, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { rewriteContactEvents } from '../contacts/index.ts';
import { AdjustCounts, EventCounts } from '../event-counts/index.ts';
import { EventSettingsService, guardOfStored, RewriteEvents } from '../events/index.ts';
import { RewriteTraits } from '../people/index.ts';
import { type ReplayNumber, type ReplayPlace, type ReplayStep, RuleReplay } from './rule-replay.ts';

const ever = { from: new Date('1970-01-01Z'), to: new Date('9999-01-01Z') };

/** Privacy rules: of events, of their copies with contacts, and of what is known of people. What they take away is gone. */
@Injectable()
export class ReplayPrivacy extends RuleReplay {
  readonly kind = 'privacy';
  readonly undo = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: TenantDb,
    private readonly settings: EventSettingsService,
    private readonly events: RewriteEvents,
    private readonly traits: RewriteTraits,
    private readonly counts: EventCounts,
    private readonly adjustCounts: AdjustCounts,
  ) {
    super();
  }

  async rules(): Promise<object> {
    return (await this.settings.get()).privacy;
  }

  begin(): Promise<void> {
    return this.adjustCounts.hold();
  }

  async next(_: string, rules: unknown, place: ReplayPlace | null, most: number): Promise<ReplayStep> {
    const privacy = privacySettings.safeParse(rules).data ?? defaultPrivacy;
    const guard = guardOfStored(this.config, currentScope().organizationId, privacy);
    if (place && 'person' in place) {
      const { last, examined, changed } = await this.traits.next(place['person'] ?? null, most, guard);
      return { place: last === null ? place : { person: last }, examined, changed, isDone: examined < most };
    }
    const { receivedAt = '', id = '' } = place ?? {};
    const { last, examined, changed } = await this.events.next(place ? { receivedAt, id } : null, most, guard);
    await this.adjustCounts.adjust(changed);
    if (changed.length > 0) {
      const rewritten = changed.map(({ id: event, after }) => ({ id: event, properties: after }));
      await this.db.rows(rewriteContactEvents, [JSON.stringify(rewritten)]);
    }
    const isLast = examined < most || !last;
    const next: ReplayPlace = isLast
      ? { person: '00000000-0000-0000-0000-000000000000' }
      : { receivedAt: last.receivedAt, id: last.id };
    return { place: next, examined, changed: changed.length, isDone: false };
  }

  async numbers(): Promise<readonly ReplayNumber[]> {
    const [purchases, products] = await this.db.answersTo([
      this.counts.purchases(ever),
      this.counts.products(ever, 1_000),
    ]);
    const views = products.reduce((sum, each) => sum + Number(each.views), 0);
    const total = { what: 'total', id: null } as const;
    return [
      ...purchases.flatMap(({ currency, count, sum }) => [
        { ...total, name: 'Purchases', label: `${currency.slice(0, 10)}, number`, value: count },
        { ...total, name: 'Purchases', label: `${currency.slice(0, 10)}, sum`, value: sum },
      ]),
      { ...total, name: 'Product views', label: 'Products', value: String(products.length) },
      { ...total, name: 'Product views', label: 'Views', value: String(views) },
    ];
  }
}
