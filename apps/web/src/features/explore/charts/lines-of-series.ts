import type { SeriesAnswer } from '@engagex/domain/explore';
import { lineName } from '../answer-tables.ts';
import { colourOf, dashOf } from './colours.ts';

interface Drawn {
  readonly key: string;
  readonly name: string;
  readonly colour: string;
  readonly dash: string | undefined;
  readonly isBefore: boolean;
  readonly values: readonly (string | null)[];
}

/** The lines that are drawn: those of the period, each with its own of the period before. */
export function linesOf(answer: SeriesAnswer): readonly Drawn[] {
  return answer.lines.flatMap((line, index) => {
    const own = { name: lineName(answer, line), colour: colourOf(index), dash: dashOf(index) };
    const now = { ...own, key: `now ${index}`, isBefore: false, values: line.values };
    if (!line.before) return [now];
    const name = `${own.name}, period before`;
    return [now, { ...own, key: `before ${index}`, name, dash: '2 4', isBefore: true, values: line.before.values }];
  });
}
