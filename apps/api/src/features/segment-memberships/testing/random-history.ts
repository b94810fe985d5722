import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { SegmentBranch } from '@engagex/domain/segments';
import type { Chance } from '../../../testing/chance.ts';
import { itIs } from '../../../testing/at-time.ts';
import type { TestApi } from '../../../testing/test-api.ts';
import { person } from '../../segments/testing/random-people.ts';
import { campaignIds, eventNames, groupIds, segmentIds, tree } from '../../segments/testing/random-trees.ts';
import { storePeople } from '../../segments/testing/store-people.ts';

const people = 10;
const types = {
  city: 'text',
  age: 'number',
  is_vip: 'boolean',
  birthday: 'date',
  seen: 'timestamp',
  tags: 'list',
  never: 'text',
};
const words = ['Ada', "O'Hara", '', 'straße'] as const;
const zones = ['UTC', 'Europe/Berlin', 'Pacific/Kiritimati', 'America/St_Johns'] as const;

/** An organization to which anything happens at random that can change who is in a segment. */
export class RandomHistory {
  readonly organizationId: string;
  readonly segmentIds: readonly string[];
  readonly #api: TestApi;
  readonly #chance: Chance;
  readonly #contacts: string[];
  readonly #trees: SegmentBranch[];
  #hours = 0;

  private constructor(
    api: TestApi,
    chance: Chance,
    stored: { organizationId: string; ids: string[]; trees: SegmentBranch[] },
  ) {
    this.#api = api;
    this.#chance = chance;
    this.organizationId = stored.organizationId;
    this.#contacts = stored.ids;
    this.#trees = stored.trees;
    this.segmentIds = stored.ids.slice(0, 6).map(() => randomUUID());
  }

  /** Six watched segments; the first two refer to two that are not. */
  static async begin(api: TestApi, chance: Chance, seed: number): Promise<RandomHistory> {
    const trees = fc.sample(tree, { seed, numRuns: 200 });
    const stored = await storePeople(api.owner, fc.sample(person, { seed, numRuns: people }));
    const history = new RandomHistory(api, chance, { ...stored, trees });
    await history.#run(
      `insert into attribute_definitions (organization_id, name, label, type) select $1, key, key, value from jsonb_each_text($2::jsonb)`,
      JSON.stringify(types),
    );
    for (const id of segmentIds) await history.#storeSegment(id, history.#plainTree());
    for (const id of history.segmentIds) {
      await history.#storeSegment(id, history.#anyTree());
      await history.#run(
        `insert into segment_watches (organization_id, segment_id, watchers, recheck) values ($1, $2, '{members}', 'baseline')`,
        id,
      );
    }
    history.#setTime();
    return history;
  }

  /** Something happens. */
  async next(): Promise<void> {
    const { oneOf } = this.#chance;
    await oneOf<() => Promise<unknown>>([
      () =>
        this.#run(
          'insert into contacts (organization_id, id, email, first_name) values ($1, $2, $3, $4)',
          this.#newContact(),
          `${randomUUID()}@example.com`,
          oneOf(words),
        ),
      () =>
        this.#run(
          'update contacts set first_name = $3, country = $4 where organization_id = $1 and id = $2',
          this.#contact(),
          oneOf(words),
          oneOf(['DE', 'CH']),
        ),
      () =>
        this.#run(
          `update contacts set attributes = attributes || jsonb_build_object('city', $3::text, 'age', $4::int) where organization_id = $1 and id = $2`,
          this.#contact(),
          oneOf(words),
          this.#chance.between(-1, 3),
        ),
      () =>
        this.#run(
          `update contacts set subscription = $3::text, unsubscribed_at = case when $3::text = 'unsubscribed' then now() end where organization_id = $1 and id = $2`,
          this.#contact(),
          oneOf(['subscribed', 'unsubscribed']),
        ),
      () =>
        this.#run(
          `update contacts set deleted_at = case when deleted_at is null then now() end where organization_id = $1 and id = $2`,
          this.#contact(),
        ),
      () => this.#event(),
      () => this.#event(),
      () =>
        this.#run(
          'update contact_events set contact_id = $3 where organization_id = $1 and contact_id = $2',
          this.#contact(),
          this.#contact(),
        ),
      () => this.#run('delete from contact_events where organization_id = $1 and contact_id = $2', this.#contact()),
      () =>
        this.#run(
          'insert into group_members (organization_id, group_id, contact_id) values ($1, $2, $3) on conflict do nothing',
          oneOf(groupsChosen),
          this.#contact(),
        ),
      () => this.#run('delete from group_members where organization_id = $1 and group_id = $2', oneOf(groupsChosen)),
      () =>
        this.#run(
          `insert into deliveries (organization_id, campaign_id, contact_id, address, state) values ($1, $2, $3, 'x', 'pending') on conflict do nothing`,
          oneOf(campaignsChosen),
          this.#contact(),
        ),
      () =>
        this.#run(
          `update deliveries set state = 'accepted', accepted_at = $2 where organization_id = $1 and state = 'pending'`,
          this.#time(),
        ),
      () =>
        this.#run(
          `insert into engagements (organization_id, campaign_id, delivery_id, kind, at) select $1, campaign_id, id, $2, $3 from deliveries where organization_id = $1 and contact_id = $4 limit 1`,
          oneOf(['open', 'click', 'machine_open']),
          this.#time(),
          this.#contact(),
        ),
      () =>
        this.#run(
          'update segments set tree = $3 where organization_id = $1 and id = $2',
          oneOf(this.#chosen()),
          JSON.stringify(this.#anyTree()),
        ),
      () =>
        this.#run(
          'update segments set tree = $3 where organization_id = $1 and id = $2',
          oneOf(innerChosen),
          JSON.stringify(this.#plainTree()),
        ),
      () => this.#run('update organizations set time_zone = $2 where id = $1', oneOf(zones)),
      () => this.#pass(this.#chance.between(1, 30)),
    ])();
  }

  async #event(): Promise<void> {
    const { oneOf, between } = this.#chance;
    await this.#run(
      'insert into contact_events (organization_id, contact_id, name, properties, occurred_at) select $1, id, $3, $4, $5 from unnest($2::uuid[]) id',
      [this.#contact(), this.#contact()],
      oneOf(namesChosen),
      JSON.stringify({ total: between(0, 2) }),
      this.#time(),
    );
  }

  async #pass(hours: number): Promise<void> {
    this.#hours += hours;
    this.#setTime();
  }

  #setTime(): void {
    itIs(this.#api, this.#time());
  }

  #time(): string {
    return new Date(Date.parse('2026-11-20T12:00:00Z') + this.#hours * 3_600_000).toISOString();
  }

  #contact(): string {
    return this.#contacts[this.#chance.between(0, this.#contacts.length - 1)] ?? '';
  }

  #newContact(): string {
    const id = randomUUID();
    this.#contacts.push(id);
    return id;
  }

  #anyTree(): SegmentBranch {
    return this.#trees[this.#chance.between(0, this.#trees.length - 1)] ?? { kind: 'all', of: [] };
  }

  /** One that refers to no other. */
  #plainTree(): SegmentBranch {
    for (;;) {
      const found = this.#anyTree();
      if (!JSON.stringify(found).includes('"segmentId"')) return found;
    }
  }

  #chosen(): [string, ...string[]] {
    const [first = '', ...others] = this.segmentIds;
    return [first, ...others];
  }

  #storeSegment(id: string, of: SegmentBranch): Promise<unknown> {
    return this.#run(
      'insert into segments (organization_id, id, name, tree) values ($1, $2::uuid, $2::uuid::text, $3)',
      id,
      JSON.stringify(of),
    );
  }

  #run(sql: string, ...values: unknown[]): Promise<unknown> {
    return this.#api.owner.query(sql, [this.organizationId, ...values]);
  }
}

const namesChosen: [string, ...string[]] = [eventNames[0] ?? '', ...eventNames.slice(1)];
const groupsChosen: [string, ...string[]] = [groupIds[0] ?? '', ...groupIds.slice(1)];
const campaignsChosen: [string, ...string[]] = [campaignIds[0] ?? '', ...campaignIds.slice(1)];
const innerChosen: [string, ...string[]] = [segmentIds[0] ?? '', ...segmentIds.slice(1)];
