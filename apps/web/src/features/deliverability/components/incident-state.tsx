import type { IncidentView } from '@engagex/domain/incidents';
import { Badge } from '../../../ui/badge.tsx';

/** Open, somebody looks into it, or closed. */
export function IncidentState({ incident: { state, acknowledgedAt } }: { incident: IncidentView }) {
  if (state === 'closed') return <Badge meaning="good">Closed</Badge>;
  return acknowledgedAt ? <Badge meaning="warning">Acknowledged</Badge> : <Badge meaning="danger">Open</Badge>;
}
