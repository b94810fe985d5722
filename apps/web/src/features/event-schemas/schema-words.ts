import type { EventNameFilter, EventPropertyView, SchemaWarning } from '@engagex/domain/event-schemas';
import { formatNumber } from '../../shared/format.ts';

export const filterNames: Readonly<Record<EventNameFilter, string>> = {
  all: 'All events',
  new: 'Not reviewed',
  expected: 'Expected',
  warnings: 'With warnings',
  blocked: 'Blocked',
};

type CountedType = keyof EventPropertyView['counts'];

const typeNames: Readonly<Record<CountedType, string>> = {
  text: 'text',
  number: 'number',
  boolean: 'yes or no',
  list: 'list',
  object: 'object',
  null: 'empty',
};

const withArticle: Readonly<Record<CountedType, string>> = {
  ...typeNames,
  number: 'a number',
  list: 'a list',
  object: 'an object',
};

/** What a warning says of a name: “order_amount was a number and is text since 12 November”. */
export function warningText(name: string, warning: SchemaWarning, dayOf: (at: string) => string): string {
  if (warning.kind === 'standard_name')
    return `“${name}” looks like “${warning.standard}”. Reports only read “${warning.standard}”.`;
  const { from, to, at } = warning;
  return `“${name}” was ${withArticle[from]} and has been ${withArticle[to]} since ${dayOf(at)}.`;
}

/** The types of a property's values, the most frequent first: “number 1,204, text 3”. */
export function typesText({ counts }: EventPropertyView): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are types
  const entries = Object.entries(counts) as [CountedType, number][];
  const sorted = entries.toSorted(([, one], [, other]) => other - one);
  if (sorted.length === 1) return typeNames[sorted[0]?.[0] ?? 'null'];
  return sorted.map(([type, count]) => `${typeNames[type]} ${formatNumber(count)}`).join(', ');
}
