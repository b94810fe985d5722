import type { Verdicts } from '@engagex/domain/engagements';
import { formatCount } from '../../../shared/format.ts';

type Changes = Omit<NonNullable<Verdicts['last']>, 'finishedAt' | 'messages'>;

/** `212 clicks now count as machines; 3 opens now count as people.` */
export function changesInWords({ opensToMachines, clicksToMachines, opensToPeople, clicksToPeople }: Changes): string {
  const parts = [
    sideInWords(opensToMachines, clicksToMachines, 'a machine’s', 'machines'),
    sideInWords(opensToPeople, clicksToPeople, 'a person’s', 'people'),
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'Nothing changed.' : `${parts.join('; ')}.`;
}

function sideInWords(opens: number, clicks: number, one: string, many: string): string | null {
  if (opens + clicks === 0) return null;
  const hits = [opens > 0 && formatCount(opens, 'open'), clicks > 0 && formatCount(clicks, 'click')].filter(Boolean);
  return `${hits.join(' and ')} now ${opens + clicks === 1 ? `counts as ${one}` : `count as ${many}`}`;
}
