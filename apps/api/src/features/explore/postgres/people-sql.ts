import type { Group } from '@engagex/domain/explore';
import type { PeopleQuestion } from '../../../ports/event-analysis.ts';
import type { Values } from './deeds.ts';
import { attempts, ranking } from './funnel-sql.ts';
import { pathSteps } from './paths-sql.ts';
import { retentionSets } from './retention-sql.ts';
import { seriesDeeds } from './series-sql.ts';
import { topDeeds } from './top-sql.ts';

/** The people behind a number, some of them more than once. */
export function peopleSql(question: PeopleQuestion, values: Values): string {
  const { put } = values;
  switch (question.kind) {
    case 'series': {
      const { boundaries } = question.question;
      const from = boundaries.findIndex((at) => at.getTime() === question.within.from.getTime());
      const to = boundaries.findLastIndex((at) => at.getTime() === question.within.to.getTime());
      return `with ${seriesDeeds(question.question, values)}
        select person from d where point >= ${put(from, 'int')} and point < ${put(to, 'int')} and ${isIn(question.group, 'part', values)}`;
    }
    case 'top': {
      const { query, span, group } = question;
      const people = `with ${topDeeds(query, span, values)} select person from d`;
      if (group.kind === 'all') return people;
      const shown = `case when rank <= ${put(query.most, 'int')} then part else 'o' end`;
      return `${people} where ${isIn(group, shown, values)}`;
    }
    case 'funnel': {
      const { query, span, of } = question;
      const level = `level ${of.outcome === 'reached' ? '>=' : '='} ${put(of.step + 1, 'int')}`;
      if (!query.breakdown) return `with ${attempts(query, span, values)} select person from attempt where ${level}`;
      return `with ${attempts(query, span, values)}, ${ranking(put(query.breakdown.most, 'int'))}
        select person from parted where ${level} and ${isIn(of.group, 'shown', values)}`;
    }
    case 'retention': {
      const { cohort, interval, outcome } = question;
      const began = `with ${retentionSets(question.question, values)} select b.person from began b where b.cohort = ${put(cohort, 'int')}`;
      if (interval === null) return began;
      return `${began} and ${outcome === 'returned' ? '' : 'not'} exists (select from returned r where r.person = b.person
        and r.interval = ${put(cohort + interval, 'int')})`;
    }
    case 'paths': {
      const { node, to } = question.of;
      const is = (at: { readonly place: number; readonly name: string | null; readonly value: string | null }) =>
        `place = ${put(at.place, 'int')} and name is not distinct from ${put(at.name, 'text')}
         and value is not distinct from ${put(at.value, 'text')}`;
      return `with ${pathSteps(question.query, question.span, values)} select person from step where ${is(node)}
        ${to ? `and person in (select person from step where ${is(to)})` : ''}`;
    }
  }
}

function isIn(group: Group, part: string, { put }: Values): string {
  if (group.kind === 'all') return 'true';
  if (group.kind === 'other') return `${part} = 'o'`;
  return `${part} = ${put(group.value === null ? 'n' : `v${group.value}`, 'text')}`;
}
