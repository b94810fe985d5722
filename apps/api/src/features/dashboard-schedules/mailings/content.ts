import {
  type AnswerFormats,
  type ExploreAnswer,
  type ExploreQuery,
  periodInWords,
  tableOf,
} from '@engagex/domain/explore';
import { type DashboardCard, type Headline, headlineOf, inOrder } from '@engagex/domain/reports';

/** What a mail says of one card. */
export type Section =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'number';
      readonly name: string;
      readonly period: string;
      readonly value: string;
      readonly change: string;
    }
  | {
      readonly kind: 'table';
      readonly name: string;
      readonly period: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
      /** How many columns at the beginning are words. */
      readonly names: number;
      /** How many rows and columns are left out. */
      readonly left: { readonly rows: number; readonly columns: number };
    }
  | { readonly kind: 'note'; readonly name: string; readonly text: string };

export interface Content {
  readonly dashboard: string;
  readonly sections: readonly Section[];
}

/** What a card asks, and the answer, or why there is none. */
export interface Asked {
  readonly cardId: string;
  readonly name: string;
  readonly query: ExploreQuery;
  readonly answer: ExploreAnswer | null;
  readonly problem: string | null;
}

/** Mail programs cut off long messages (Gmail after 102 kB), and wide tables cannot be read on a phone. */
const most = { rows: 12, columns: 7, cell: 60 };

/** The cards of a dashboard in reading order, as words and tables. */
export function contentOf(
  dashboard: { readonly name: string; readonly cards: readonly DashboardCard[] },
  asked: readonly Asked[],
  write: AnswerFormats,
): Content {
  const sections = inOrder(dashboard.cards).map((card): Section => {
    if (card.content.kind === 'text') return { kind: 'text', text: card.content.text };
    const question = asked.find(({ cardId }) => cardId === card.id);
    if (!question) return { kind: 'note', name: 'Report', text: 'This report was deleted.' };
    return sectionOf(card.content.kind, question, write);
  });
  return { dashboard: dashboard.name, sections };
}

function sectionOf(kind: 'chart' | 'number', { name, query, answer, problem }: Asked, write: AnswerFormats): Section {
  if (!answer) return { kind: 'note', name, text: problem ?? 'This report could not be read.' };
  const words = periodInWords(query.period, write);
  const period = query.period.kind === 'last' ? words.toLowerCase() : words;
  const headline = kind === 'number' ? headlineOf(answer) : null;
  if (headline)
    return {
      kind: 'number',
      name,
      period,
      value: headlineInWords(headline, write),
      change: changeInWords(headline, write),
    };
  const { columns, rows, names } = tableOf(answer, query, write);
  return {
    kind: 'table',
    name,
    period,
    names,
    columns: columns.slice(0, most.columns).map(shortened),
    rows: latestFirst(answer, rows)
      .slice(0, most.rows)
      .map((row) => row.slice(0, most.columns).map(({ text }) => shortened(text))),
    left: { rows: Math.max(0, rows.length - most.rows), columns: Math.max(0, columns.length - most.columns) },
  };
}

/** Of a trend the first row is the whole period; after it the latest days count, not those of weeks ago. */
function latestFirst<Row>(answer: ExploreAnswer, rows: readonly Row[]): readonly Row[] {
  if (answer.kind !== 'series') return rows;
  const [whole, ...points] = rows;
  return whole === undefined ? [] : [whole, ...points.toReversed()];
}

function headlineInWords({ value, unit, others }: Headline, write: AnswerFormats): string {
  if (value === null) return '–';
  if (unit.kind === 'share') return write.share(Number(value), 1);
  if (unit.kind === 'number') return write.number(Number(value));
  const all = [{ value, currency: unit.currency }, ...others];
  return all.map((each) => money(Number(each.value), each.currency)).join(', ');
}

function money(amount: number, currency: string): string {
  return new Intl.NumberFormat('en-GB', { style: 'currency', currency }).format(amount);
}

function changeInWords({ value, before }: Headline, write: AnswerFormats): string {
  if (value === null || before === null) return '';
  const [now, then] = [Number(value), Number(before)];
  if (then === 0) return now === 0 ? '' : 'none in the period before';
  const percent = Math.round(((now - then) / then) * 1_000) / 10;
  return `${percent > 0 ? '+' : ''}${write.number(percent)}% on the period before`;
}

function shortened(text: string): string {
  return text.length > most.cell ? `${text.slice(0, most.cell - 1).toWellFormed()}…` : text;
}
