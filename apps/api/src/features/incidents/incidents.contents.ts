import { explainIncident, type IncidentFacts } from '@engagex/domain/incidents';
import { type Content, contentOf, type ContentRow } from '../../platform/contents.ts';

interface Row extends ContentRow, IncidentFacts {
  readonly state: string;
}

/** $1 incidents. */
const find = `
  select id, domain as title, domain, mailbox_provider as "mailboxProvider", class, samples, state
  from incidents where id = any ($1::uuid[])`;

export const incidentsContents: readonly Content[] = [
  contentOf<Row>({
    type: 'incident',
    find,
    titleOf: (incident) => explainIncident(incident).title,
    path: ({ id }) => `/deliverability/incidents/${id}`,
    stillHolds: {
      incident_opened: ({ state }) => state === 'open',
      incident_closed: ({ state }) => state === 'closed',
    },
  }),
];
