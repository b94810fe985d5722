/**
 * From a segment's tree to SQL. Columns, operators and the shape of every statement come from the tables below;
 * whatever a tree holds goes into parameters. Row-level security keeps each part to the organization.
 *
 * What contacts belong to or did is asked in one of two ways. For everyone it is a set of their ids: where all depends
 * on it, contacts are semi-joined with it, or anti-joined, which several processes share; under "or" and "not" it is
 * left-joined, and whoever is in it is not null there. For a few contacts each is looked up on its own.
 * Every condition is true or false, never null, so that "not" means not.
 */
import {
  type DayWindow,
  dayIn,
  isBranch,
  nodesOf,
  type SegmentBranch,
  type SegmentCondition,
  type SegmentNode,
  type SegmentContext,
  predicateOfAddress,
} from '@engagex/domain/segments';
import { dateSql, type Days, momentSql, windowSql } from './compile-days.ts';
import { type ContactSet, engagedSet, eventSet, groupSet } from './compile-sets.ts';
import { totalsSet } from './compile-totals.ts';
import {
  type Asked,
  booleanSql,
  jsonText,
  listSql,
  lowered,
  numberSql,
  type Parameter,
  textSql,
} from './compile-predicates.ts';

/** Goes between `from` and `order by`: `from` names the contacts `c`, `where` is true for members, deleted or not. */
export interface CompiledSegment {
  readonly from: string;
  readonly where: string;
}

/** Everyone a tree means. Values are appended to `parameters`, which may already hold some. */
export function compileSegment(tree: SegmentBranch, context: SegmentContext, parameters: unknown[]): CompiledSegment {
  const compiler = new Compiler(context, parameters, 'sets');
  const where = compiler.needed(tree, true);
  return { from: compiler.from(), where };
}

/** The same for a few contacts: `where` looks up what each of them did, and is slow when asked about everyone. */
export function compileProbe(tree: SegmentBranch, context: SegmentContext, parameters: unknown[]): CompiledSegment {
  return { from: 'contacts c', where: new Compiler(context, parameters, 'probes').node(tree) };
}

/** For each node of a tree, in the order of `nodesOf`, the expression that says whether it is true of a contact `c`. */
export function compileNodes(tree: SegmentBranch, context: SegmentContext, parameters: unknown[]): string[] {
  const compiler = new Compiler(context, parameters, 'probes');
  return nodesOf(tree).map(({ node }) => compiler.node(node));
}

/** What somebody belongs to or did, and not a value of the contact's own. */
type SetCondition = Extract<SegmentCondition, { kind: 'group' | 'engagement' | 'event' }>;

function isOfSet(condition: SegmentCondition): condition is SetCondition {
  return condition.kind === 'group' || condition.kind === 'engagement' || condition.kind === 'event';
}

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
  readonly #context: SegmentContext;
  readonly #parameters: unknown[];
  readonly #days: Days;
  readonly #ask: 'sets' | 'probes';
  /** The sets of contact ids joined so far, by their SQL. */
  readonly #sets: string[] = [];

  constructor(context: SegmentContext, parameters: unknown[], ask: 'sets' | 'probes') {
    this.#context = context;
    this.#parameters = parameters;
    this.#ask = ask;
    const { timeZone, now } = context;
    this.#days = { timeZone, today: dayIn(timeZone, now), parameter: this.#parameter };
  }

  from(): string {
    const joins = this.#sets.map((sql, index) => `left join (${sql}) s${index} on s${index}.contact_id = c.id`);
    return ['contacts c', ...joins].join('\n  ');
  }

  /** A node without which nobody is a member, or with which nobody is when `isWanted` is false. */
  needed(node: SegmentNode, isWanted: boolean): string {
    if (!isBranch(node)) return this.#neededCondition(node, isWanted);
    const isEveryPartNeeded = node.of.length === 1 || (node.kind === 'any' ? !isWanted : isWanted);
    if (isEveryPartNeeded) {
      const isChildWanted = (node.kind !== 'none') === isWanted;
      return `(${node.of.map((child) => this.needed(child, isChildWanted)).join(' and ')})`;
    }
    return isWanted ? this.node(node) : `not ${this.node(node)}`;
  }

  node(node: SegmentNode): string {
    if (!isBranch(node)) return this.#condition(node);
    const parts = node.of.map((child) => this.node(child));
    if (node.kind === 'all') return `(${parts.join(' and ')})`;
    return `(${node.kind === 'none' ? 'not ' : ''}(${parts.join(' or ')}))`;
  }

  #neededCondition(condition: SegmentCondition, isWanted: boolean): string {
    if (condition.kind === 'segment') {
      return this.needed(this.#treeOf(condition.segmentId), isWanted === (condition.op === 'in'));
    }
    if (!isOfSet(condition)) return `${isWanted ? '' : 'not '}${this.#valueCondition(condition)}`;
    const set = this.#setOf(condition);
    if (set.isIn === isWanted) return `c.id in (${set.all()})`;
    return `not exists (select from (${set.all()}) s where s.contact_id = c.id)`;
  }

  #condition(condition: SegmentCondition): string {
    if (!isOfSet(condition)) return this.#valueCondition(condition);
    const set = this.#setOf(condition);
    if (this.#ask === 'probes') return `(${set.isIn ? '' : 'not '}${set.holdsContact()})`;
    const index = this.#sets.push(set.distinct()) - 1;
    return `(s${index}.contact_id is ${set.isIn ? 'not ' : ''}null)`;
  }

  #treeOf(segmentId: string): SegmentBranch {
    const tree = this.#context.trees.get(segmentId);
    if (!tree) throw new Error(`The segment ${segmentId} was not loaded.`);
    return tree;
  }

  #setOf(condition: SetCondition): ContactSet {
    const within = (column: string, window: DayWindow | null) => windowSql(column, window, this.#days);
    if (condition.kind === 'group') return groupSet(condition, this.#parameter);
    if (condition.kind === 'engagement') return engagedSet(condition, this.#parameter, within);
    return totalsSet(condition, this.#days) ?? eventSet(condition, this.#parameter, within);
  }

  #valueCondition(condition: Exclude<SegmentCondition, SetCondition>): string {
    switch (condition.kind) {
      case 'field':
        return textSql(
          condition.field === 'email' ? predicateOfAddress(condition.predicate) : condition.predicate,
          { sql: loweredFields[condition.field] },
          this.#parameter,
        );
      case 'created':
        return momentSql(
          condition.predicate,
          { sql: 'c.created_at' },
          { time: 'c.created_at', type: 'timestamptz' },
          this.#days,
        );
      case 'attribute':
        return this.#attribute(condition);
      case 'segment': {
        const sql = this.node(this.#treeOf(condition.segmentId));
        return condition.op === 'in' ? sql : `(not ${sql})`;
      }
      case 'subscription':
        return `(c.subscription = ${this.#parameter(condition.is, 'text')})`;
    }
  }

  #attribute(condition: Attribute): string {
    const key = this.#parameter(condition.name, 'text');
    const json = `(c.attributes -> ${key})`;
    const text = jsonText('c.attributes', key);
    switch (condition.type) {
      case 'text':
        return textSql(condition.predicate, { ...text, sql: lowered(text.sql) }, this.#parameter);
      case 'number':
        return numberSql(condition.predicate, json, this.#parameter);
      case 'boolean':
        return booleanSql(condition.predicate, json, this.#parameter);
      case 'list':
        return listSql(condition.predicate, json, this.#parameter);
      case 'date':
        return dateSql(condition.predicate, orNull(text), this.#days);
      case 'timestamp': {
        // ISO 8601 in UTC sorts as time does. What is no time at all is left out before it is read as one.
        const asked = orNull(text);
        const time = `(case when pg_input_is_valid(${asked.sql}, 'timestamptz') then ${asked.sql}::timestamptz end)`;
        return momentSql(condition.predicate, asked, { time, type: 'text' }, this.#days);
      }
    }
  }

  readonly #parameter: Parameter = (value, type) => `$${this.#parameters.push(value)}::${type}`;
}

/** An empty text is no date. Dates are compared in "C" order. */
function orNull({ sql, ...asked }: Asked): Asked {
  return { ...asked, sql: `(nullif(${sql}, '') collate "C")` };
}
