/**
 * From a segment's tree to SQL. Columns, operators and the shape of every statement come from the tables below;
 * whatever a tree holds goes into parameters. Row-level security keeps each part to the organization.
 *
 * What contacts belong to or did becomes a set of their ids that is joined once; whatever is in no set has null there.
 * Every condition is then true or false of a row, never null, so that "not" means not. Sets are joined instead of
 * asked for by IN: under "or" and "not" PostgreSQL would keep a large one as a list and search it for every contact.
 */
import {
  addDays,
  anniversariesOn,
  type DayWindow,
  dayIn,
  type DayTest,
  type EventCondition,
  isBranch,
  nodesOf,
  rangeOf,
  type SegmentBranch,
  type SegmentCondition,
  type SegmentNode,
  startOfDay,
  type Surroundings,
} from '@engagex/domain/segments';
import { booleanSql, dateSql, listSql, numberSql, type Parameter, textSql } from './compile-tests.ts';

/** Goes between `from` and `order by`: `from` names the contacts `c`, `where` is true for members, deleted or not. */
export interface CompiledSegment {
  readonly from: string;
  readonly where: string;
}

/** Everyone a tree means. Values are appended to `parameters`, which may already hold some. */
export function compileSegment(tree: SegmentBranch, around: Surroundings, parameters: unknown[]): CompiledSegment {
  const compiler = new Compiler(around, parameters);
  const where = compiler.node(tree);
  return { from: compiler.from(), where };
}

/** For each node of a tree, in the order of `nodesOf`, the expression that says whether it is true of a contact `c`. */
export function compileNodes(tree: SegmentBranch, around: Surroundings, parameters: unknown[]) {
  const compiler = new Compiler(around, parameters);
  const nodes = nodesOf(tree).map(({ node }) => compiler.node(node));
  return { from: compiler.from(), nodes };
}

type Engagement = Extract<SegmentCondition, { kind: 'engagement' }>;
type Attribute = Extract<SegmentCondition, { kind: 'attribute' }>;

/** Fields in lower case. The address has an index; numbers and codes are ASCII, which is quicker to lower. */
const loweredFields = {
  email: 'c.email_key',
  phone: 'lower(c.phone collate "C")',
  first_name: lowered('c.first_name'),
  last_name: lowered('c.last_name'),
  language: 'lower(c.language collate "C")',
  time_zone: 'lower(c.time_zone collate "C")',
  country: 'lower(c.country collate "C")',
  external_id: lowered('c.external_id'),
} as const;

class Compiler {
  readonly #around: Surroundings;
  readonly #parameters: unknown[];
  readonly #today: string;
  /** The sets of contact ids joined so far, by their SQL. */
  readonly #sets: string[] = [];
  readonly #known = new Map<SegmentCondition, string>();

  constructor(around: Surroundings, parameters: unknown[]) {
    this.#around = around;
    this.#parameters = parameters;
    this.#today = dayIn(around.timeZone, around.now);
  }

  from(): string {
    const joins = this.#sets.map((sql, index) => `left join (${sql}) s${index} on s${index}.contact_id = c.id`);
    return ['contacts c', ...joins].join('\n  ');
  }

  node(node: SegmentNode): string {
    if (!isBranch(node)) return this.#condition(node);
    const parts = node.of.map((child) => this.node(child));
    if (node.kind === 'all') return `(${parts.join(' and ')})`;
    return `${node.kind === 'none' ? 'not ' : ''}(${parts.join(' or ')})`;
  }

  /** Compiled once even where a node and those above it are asked for one by one, so that its set is joined once. */
  #condition(condition: SegmentCondition): string {
    const known = this.#known.get(condition);
    if (known) return known;
    const sql = this.#compile(condition);
    this.#known.set(condition, sql);
    return sql;
  }

  #compile(condition: SegmentCondition): string {
    switch (condition.kind) {
      case 'field':
        return textSql(condition.test, loweredFields[condition.field], this.#parameter);
      case 'created':
        return this.#momentSql(condition.test, 'c.created_at', 'c.created_at', '::timestamptz');
      case 'attribute':
        return this.#attribute(condition);
      case 'group':
        return this.#inSet(
          condition.op === 'in',
          `select distinct m.contact_id from group_members m
             join groups g on g.organization_id = m.organization_id and g.id = m.group_id
           where m.group_id = any (${this.#parameter(condition.groupIds, 'uuid[]')}) and g.deleted_at is null`,
        );
      case 'segment': {
        const tree = this.#around.trees.get(condition.segmentId);
        if (!tree) throw new Error(`The segment ${condition.segmentId} was not loaded.`);
        return condition.op === 'in' ? this.node(tree) : `not ${this.node(tree)}`;
      }
      case 'subscription':
        return `c.subscription = ${this.#parameter(condition.is, 'text')}`;
      case 'engagement':
        return this.#inSet(condition.op === 'did', this.#engaged(condition));
      case 'event':
        return this.#inSet(condition.op === 'did', this.#eventful(condition));
    }
  }

  #attribute(condition: Attribute): string {
    const key = this.#parameter(condition.name, 'text');
    const value = jsonValues('c.attributes', key);
    switch (condition.type) {
      case 'text':
        return textSql(condition.test, lowered(value.text), this.#parameter);
      case 'number':
        return numberSql(condition.test, value.number, this.#parameter);
      case 'boolean':
        return booleanSql(condition.test, value.boolean, this.#parameter);
      case 'list':
        return listSql(condition.test, value.items, this.#parameter);
      case 'date': {
        const date = `(nullif(${value.text}, '') collate "C")`;
        const { test } = condition;
        if (test.op === 'is_set' || test.op === 'is_empty') return presence(test.op, date);
        if (test.op === 'anniversary_in_days') return this.#anniversary(test.days, date, `substr(${date}, 6)`);
        return dateSql(test.op === 'is_not', date, rangeOf(test, this.#today), this.#parameter);
      }
      case 'timestamp': {
        // ISO 8601 in UTC sorts as time does. What is no time at all is left out before it is read as one.
        const text = `(nullif(${value.text}, '') collate "C")`;
        const time = `(case when pg_input_is_valid(${text}, 'timestamptz') then ${text}::timestamptz end)`;
        return this.#momentSql(condition.test, text, time, '::text');
      }
    }
  }

  /** A test of a moment by its day: `sortable` is compared, `time` is the same as a timestamptz. */
  #momentSql(test: DayTest, sortable: string, time: string, cast: '::text' | '::timestamptz'): string {
    if (test.op === 'is_set' || test.op === 'is_empty') return presence(test.op, sortable);
    if (test.op === 'anniversary_in_days') {
      const zone = this.#parameter(this.#around.timeZone, 'text');
      return this.#anniversary(test.days, sortable, `to_char(${time} at time zone ${zone}, 'MM-DD')`);
    }
    const within = this.#between(sortable, rangeOf(test, this.#today), cast);
    return test.op === 'is_not'
      ? `(${sortable} is null or not (${within}))`
      : `(${sortable} is not null and ${within})`;
  }

  #anniversary(days: number, value: string, monthAndDay: string): string {
    const on = this.#parameter(anniversariesOn(addDays(this.#today, days)), 'text[]');
    return `(${value} is not null and ${monthAndDay} = any (${on}))`;
  }

  /** From the first moment of the first day to the last of the last. */
  #between(value: string, { from, to }: ReturnType<typeof rangeOf>, cast: '::text' | '::timestamptz'): string {
    const start = (day: string) => this.#parameter(startOfDay(this.#around.timeZone, day).toISOString(), cast.slice(2));
    const parts = [
      ...(from === null ? [] : [`${value} >= ${start(from)}`]),
      ...(to === null ? [] : [`${value} < ${start(addDays(to, 1))}`]),
    ];
    return parts.join(' and ');
  }

  #within(column: string, window: DayWindow | null): string[] {
    return window ? [this.#between(column, rangeOf(window, this.#today), '::timestamptz')] : [];
  }

  #engaged({ what, campaignId, times, window }: Engagement): string {
    const isSent = what === 'sent';
    const row = isSent ? 'd' : 'e';
    const conditions = [
      isSent
        ? 'd.accepted_at is not null'
        : `e.kind = ${this.#parameter(what === 'opened' ? 'open' : 'click', 'text')}`,
      ...(campaignId ? [`${row}.campaign_id = ${this.#parameter(campaignId, 'uuid')}`] : []),
      ...this.#within(isSent ? 'd.accepted_at' : 'e.at', window),
    ];
    const rows = isSent
      ? 'deliveries d'
      : 'engagements e join deliveries d on d.organization_id = e.organization_id and d.id = e.delivery_id';
    return `select d.contact_id from ${rows} where ${conditions.join(' and ')} group by d.contact_id${this.#atLeast(times)}`;
  }

  #eventful({ name, times, window, properties, sum }: EventCondition): string {
    const conditions = [
      `v.name = ${this.#parameter(name, 'text')}`,
      ...this.#within('v.occurred_at', window),
      ...properties.map((property) => {
        const value = jsonValues('v.properties', this.#parameter(property.name, 'text'));
        if (property.type === 'text') return textSql(property.test, lowered(value.text), this.#parameter);
        return property.type === 'number'
          ? numberSql(property.test, value.number, this.#parameter)
          : booleanSql(property.test, value.boolean, this.#parameter);
      }),
    ];
    const having = this.#atLeast(times) || ' having true';
    const total = sum && `coalesce(sum(${jsonValues('v.properties', this.#parameter(sum.name, 'text')).number}), 0)`;
    const ofSum = sum && total ? ` and ${numberSql(sum.test, total, this.#parameter)}` : '';
    return `select v.contact_id from contact_events v where ${conditions.join(' and ')} group by v.contact_id${having}${ofSum}`;
  }

  /** Being in the set at all is once. */
  #atLeast(times: number): string {
    return times === 1 ? '' : ` having count(*) >= ${this.#parameter(times, 'bigint')}`;
  }

  #inSet(isIn: boolean, sql: string): string {
    const index = this.#sets.push(sql) - 1;
    return `s${index}.contact_id is ${isIn ? 'not ' : ''}null`;
  }

  readonly #parameter: Parameter = (value, type) => `$${this.#parameters.push(value)}::${type}`;
}

/** What is stored under a key of a JSON object, as each type; null when it is of another. */
function jsonValues(object: string, key: string) {
  const is = (type: string, value: string) =>
    `(case when jsonb_typeof(${object} -> ${key}) = '${type}' then ${value} end)`;
  return {
    text: is('string', `${object} ->> ${key}`),
    number: is('number', `(${object} ->> ${key})::numeric`),
    boolean: is('boolean', `(${object} ->> ${key})::boolean`),
    items: is('array', `${object} -> ${key}`),
  };
}

/** As JavaScript does it: by Unicode's full mapping. */
function lowered(text: string): string {
  return `lower(${text} collate "pg_unicode_fast")`;
}

const presence = (op: 'is_set' | 'is_empty', value: string) => `(${value} is ${op === 'is_set' ? 'not ' : ''}null)`;
