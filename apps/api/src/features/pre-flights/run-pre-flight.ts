import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DomainError } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { refusalOfContent } from '../../platform/sandbox/refusals.ts';
import { LOGGER } from '../../platform/tokens.ts';
import {
  CampaignAudience,
  CampaignsService,
  type CampaignVariant,
  nextPeople,
  variantsOfDraft,
} from '../campaigns/index.ts';
import { type FoundForPerson, LinkChecks, type Person, TemplateSandbox } from '../templates/index.ts';
import {
  addDeadLinks,
  addFindings,
  advancePreFlight,
  endPreFlight,
  findingsSoFar,
  giveUpPreFlight,
  takePreFlight,
} from './pre-flights.queries.ts';
import { versionOf } from './what-is-rendered.ts';

/** People that are read, rendered and recorded together. */
const atOnce = 500;
const maxAttempts = 5;
/** Details beyond these are counted together: a link may be broken in another way for everybody. */
const mostFindings = 200;
const manyOthers = '…';

interface Taken {
  readonly campaignId: string;
  readonly version: string;
  readonly attempts: number;
  readonly lastContactId: string | null;
}

interface Said {
  readonly variants: readonly CampaignVariant[];
  readonly context: {
    readonly organization: { readonly name: string; readonly postal_address: string | null };
    readonly campaign: { readonly name: string };
    readonly timeZone: string;
  };
}

type Row = Person & { readonly id: string };

/** Renders a draft for everybody, a part of the audience at a time; a worker that takes over goes on after the last part. */
@Injectable()
export class RunPreFlight {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly campaigns: CampaignsService,
    private readonly audience: CampaignAudience,
    private readonly sandbox: TemplateSandbox,
    private readonly linkChecks: LinkChecks,
  ) {}

  async run(id: string): Promise<void> {
    const taken = await this.db.transaction(() => this.db.row<Taken>(takePreFlight, [id]));
    if (!taken) return;
    try {
      if (taken.attempts > maxAttempts)
        throw new DomainError('conflict', 'pre-flight.failed', 'It was interrupted too often. Start it again.');
      await this.#renderAll(id, taken);
    } catch (error) {
      await this.#end(id, taken, 'failed', this.#problemWith(error, id));
    }
    this.live.publish('pre-flights', id);
  }

  async giveUp(id: string, words: string): Promise<void> {
    await this.db.transaction(() => this.db.rows(giveUpPreFlight, [id, words]));
    this.live.publish('pre-flights', id);
  }

  /** Servers of links are asked meanwhile, so that slow ones keep nobody waiting. */
  async #renderAll(id: string, taken: Taken): Promise<void> {
    const [isMine] = await Promise.all([this.#renderParts(id, taken), this.#checkLinks(id, taken)]);
    if (isMine) await this.#end(id, taken, 'finished', null);
  }

  /** Resolves to false when it is not ours any more: it was cancelled, or another worker is at it. */
  async #renderParts(id: string, taken: Taken): Promise<boolean> {
    for (let after = taken.lastContactId; ;) {
      const { said, people } = await this.db.transaction(() => this.#read(taken, after));
      const found = await this.#render(said, people);
      const isMine = await this.db.transaction(() => this.#record(id, taken, people, found));
      if (!isMine) return false;
      this.live.publish('pre-flights', id);
      if (people.length < atOnce) return true;
      after = people.at(-1)?.id ?? null;
    }
  }

  /** What is the same for everybody; a worker that takes over asks again. */
  async #checkLinks(id: string, taken: Taken): Promise<void> {
    const { said } = await this.db.transaction(() => this.#read(taken, null));
    const dead = await Promise.all(said.variants.map(({ content }) => this.linkChecks.deadIn(content)));
    await this.db.transaction(() => this.db.rows(addDeadLinks, [id, [...new Set(dead.flat())]]));
  }

  async #read({ campaignId, version }: Taken, after: string | null): Promise<{ said: Said; people: Row[] }> {
    const campaign = await this.campaigns.get(campaignId);
    const variants = await variantsOfDraft(this.db, campaign);
    if (versionOf(campaign, variants) !== version)
      throw new DomainError('conflict', 'pre-flight.changed', 'The campaign was changed meanwhile. Start it again.');
    const organization = await this.db.row<Said['context']['organization'] & { timeZone: string }>(
      'select name, postal_address, time_zone as "timeZone" from organizations where id = current_organization()',
    );
    const { name = '', postal_address = null, timeZone = 'UTC' } = organization ?? {};
    const parameters: unknown[] = [campaign.topicId, after, atOnce];
    const who = await this.audience.of(campaign, parameters);
    const people = await this.db.rows<Row>(nextPeople(who), parameters);
    const context = { organization: { name, postal_address }, campaign: { name: campaign.name }, timeZone };
    return { said: { variants, context }, people };
  }

  /** Whoever takes part in a test may get any of its variants. */
  async #render({ variants, context }: Said, people: readonly Row[]): Promise<FoundForPerson[]> {
    const found: FoundForPerson[] = [];
    if (people.length === 0) return found;
    for (const { content } of variants)
      found.push(...(await this.sandbox.run('renderEverybody', { content, people, ...context })));
    return found;
  }

  /** The people and what was found for them, together; false when it is not ours any more. */
  async #record(
    id: string,
    { attempts }: Taken,
    people: readonly Row[],
    found: readonly FoundForPerson[],
  ): Promise<boolean> {
    const values = [id, attempts, people.length, people.at(-1)?.id ?? null];
    if (!(await this.db.row(advancePreFlight, values))) return false;
    if (found.length === 0) return true;
    const { count = 0 } = (await this.db.row<{ count: number }>(findingsSoFar, [id])) ?? {};
    const details = new Set(found.map(({ kind, detail }) => `${kind} ${detail}`));
    const isMuch = count + details.size > mostFindings;
    const detailOf = ({ kind, detail }: FoundForPerson) => (isMuch && kind !== 'empty' ? manyOthers : detail);
    await this.db.rows(addFindings, [
      id,
      found.map(({ kind }) => kind),
      found.map(detailOf),
      found.map((each) => each.id),
    ]);
    return true;
  }

  async #end(id: string, { attempts }: Taken, state: 'finished' | 'failed', problem: string | null): Promise<void> {
    await this.db.transaction(() => this.db.rows(endPreFlight, [id, attempts, state, problem]));
  }

  #problemWith(error: unknown, preFlightId: string): string {
    const refusal = refusalOfContent(error) ?? (error instanceof DomainError ? error.message : null);
    if (refusal !== null) return refusal;
    this.log.error({ err: error, preFlightId }, 'pre-flight failed');
    return 'Something went wrong on our side. Start it again.';
  }
}
