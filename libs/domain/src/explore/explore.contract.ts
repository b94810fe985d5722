import { z } from 'zod';
import { personView } from '../people/people.contract.ts';
import { count, id, idParams, line, mostPerPage, pageOf, route } from '../shared/index.ts';
import { exploreLimits } from './explore-limits.ts';
import { type FunnelAnswer, funnelAnswer, funnelPeople, type FunnelQuery, funnelQuery } from './funnel.ts';
import { journeyPage, journeyQuery } from './journey.ts';
import { type PathsAnswer, pathsAnswer, pathsPeople, type PathsQuery, pathsQuery } from './paths.ts';
import {
  type RetentionAnswer,
  retentionAnswer,
  retentionPeople,
  type RetentionQuery,
  retentionQuery,
} from './retention.ts';
import { type SeriesAnswer, seriesAnswer, seriesPeople, type SeriesQuery, seriesQuery } from './series.ts';
import { type TopAnswer, topAnswer, topPeople, type TopQuery, topQuery } from './top.ts';

export const exploreKinds = ['series', 'funnel', 'retention', 'paths', 'top'] as const;
export type ExploreKind = (typeof exploreKinds)[number];

/** One question about what people do. A saved report is one of these, as it is. */
export type ExploreQuery = SeriesQuery | FunnelQuery | RetentionQuery | PathsQuery | TopQuery;
export type ExploreQueryInput =
  | z.input<typeof seriesQuery>
  | z.input<typeof funnelQuery>
  | z.input<typeof retentionQuery>
  | z.input<typeof pathsQuery>
  | z.input<typeof topQuery>;
export const exploreQuery: z.ZodType<ExploreQuery, ExploreQueryInput> = z.discriminatedUnion('kind', [
  seriesQuery,
  funnelQuery,
  retentionQuery,
  pathsQuery,
  topQuery,
]);

export type ExploreAnswer = SeriesAnswer | FunnelAnswer | RetentionAnswer | PathsAnswer | TopAnswer;
/** An answer as the service makes it, with dates and numbers that the wire has as text. */
export type ExploreAnswerInput =
  | z.input<typeof seriesAnswer>
  | z.input<typeof funnelAnswer>
  | z.input<typeof retentionAnswer>
  | z.input<typeof pathsAnswer>
  | z.input<typeof topAnswer>;
export const exploreAnswer: z.ZodType<ExploreAnswer, ExploreAnswerInput> = z.discriminatedUnion('kind', [
  seriesAnswer,
  funnelAnswer,
  retentionAnswer,
  pathsAnswer,
  topAnswer,
]);

/** Which number of an answer somebody asks about; of the same kind as the query. */
export const exploreSelection = z.discriminatedUnion('kind', [
  seriesPeople,
  funnelPeople,
  retentionPeople,
  pathsPeople,
  topPeople,
]);
export type ExploreSelection = z.output<typeof exploreSelection>;
export type ExploreSelectionInput = z.input<typeof exploreSelection>;

export const exploreRoutes = {
  query: route({
    id: 'explore.query',
    method: 'POST',
    path: '/api/explore/query',
    summary: 'Answer one question about what people do: a series, funnel, retention, paths or a top list',
    permission: 'reports:read',
    body: z.object({ query: exploreQuery }),
    response: exploreAnswer,
    reads: true,
  }),
  people: route({
    id: 'explore.people',
    method: 'POST',
    path: '/api/explore/people',
    summary: 'The people behind one number of an answer',
    permission: 'people:read',
    body: z.object({
      query: exploreQuery,
      of: exploreSelection,
      cursor: z.string().max(500).optional(),
      limit: z.int().min(1).max(mostPerPage).default(50),
    }),
    response: pageOf(personView),
    reads: true,
  }),
  savePeople: route({
    id: 'segments.create-of-people',
    method: 'POST',
    path: '/api/explore/people/segment',
    summary: `Save those of them who are contacts, at most ${exploreLimits.savedPeople.toLocaleString('en')}, as a group and a segment of it`,
    permission: 'contacts:write',
    body: z.object({ query: exploreQuery, of: exploreSelection, name: line('a name for the segment', 100) }),
    response: z.object({
      segmentId: id,
      groupId: id,
      contacts: count,
      /** People who are no contacts. */ others: count,
    }),
    status: 201,
  }),
  journey: route({
    id: 'explore.journey',
    method: 'GET',
    path: '/api/people/:id/journey',
    summary: 'Everything about one person in one order: events, messages, changes; latest first',
    permission: 'people:read',
    params: idParams,
    query: journeyQuery,
    response: journeyPage,
  }),
};
