import type { DomainState, RecordStanding } from '@engagex/domain/domains';
import { Badge } from '../../../ui/badge.tsx';
import { standingWords, stateWords } from './domain-words.ts';

export function DomainStateBadge({ state }: { state: DomainState }) {
  const { word, ...look } = stateWords[state];
  return <Badge {...look}>{word}</Badge>;
}

export function StandingBadge({ standing }: { standing: RecordStanding }) {
  const { word, ...look } = standingWords[standing];
  return <Badge {...look}>{word}</Badge>;
}
