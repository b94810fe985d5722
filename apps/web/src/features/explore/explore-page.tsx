import { exploreKinds, exploreQuery, type ExploreKind, type ExploreQuery } from '@engagex/domain/explore';
import { Save } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { useCan } from '../../shared/session.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { TabPanel, Tabs } from '../../ui/tabs.tsx';
import { AnswerOf } from './components/answer-of.tsx';
import { Builder } from './components/builder.tsx';
import { kindWords } from './explore-words.ts';
import { firstQuery } from './first-queries.ts';
import { queryIn } from './query-in-address.ts';
import { useEventNames } from './use-event-names.ts';

/** Questions about what people do. The address holds the question, so it can be shared, and Back goes to the one before. */
export function ExplorePage() {
  const names = useEventNames();
  return (
    <Page wide>
      <PageHeader title="Explore" state="Trends, funnels, retention and paths of everybody your events come from" />
      {names ? <Exploring names={names} /> : <SkeletonLines label="Loading the names of your events" lines={6} />}
    </Page>
  );
}

function Exploring({ names }: { names: readonly string[] }) {
  const canSave = useCan('reports:write');
  const [params, setParams] = useSearchParams();
  const text = params.get('query') ?? '';
  const asked = queryIn(text) ?? firstQuery('series', names);
  const [begun, setBegun] = useState<{ readonly text: string; readonly draft: ExploreQuery } | null>(null);
  const draft = begun?.text === text ? begun.draft : asked;
  const problem = problemOf(draft);

  function ask(query: ExploreQuery) {
    setParams({ query: JSON.stringify(query) });
  }
  /** What is complete is asked at once; what is not, once it is. */
  function change(next: ExploreQuery) {
    if (problemOf(next) === null) ask(next);
    else setBegun({ text, draft: next });
  }
  return (
    <Tabs<ExploreKind>
      label="Kinds of questions"
      tabs={exploreKinds.map((value) => ({ value, label: kindWords[value] }))}
      value={asked.kind}
      onChange={(kind) => kind !== asked.kind && ask({ ...firstQuery(kind, names), period: asked.period })}
    >
      <TabPanel value={asked.kind}>
        <div className="grid items-start gap-5 lg:grid-cols-[20rem_minmax(0,1fr)]">
          <div className="flex flex-col gap-3">
            {text !== '' && queryIn(text) === null && (
              <Notice meaning="warning" title="This link is incomplete">
                A usual question is shown instead.
              </Notice>
            )}
            <Builder key={asked.kind} query={draft} names={names} onChange={change} />
            {problem !== null && (
              <Notice meaning="info">
                <span role="status">{problem}</span>
              </Notice>
            )}
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            {canSave && (
              <ButtonLink
                className="self-end"
                icon={Save}
                href={`/reports/new?query=${encodeURIComponent(JSON.stringify(asked))}`}
              >
                Save as report
              </ButtonLink>
            )}
            <AnswerOf query={asked} />
          </div>
        </div>
      </TabPanel>
    </Tabs>
  );
}

/** What a query still needs, in words; null when it can be asked. */
function problemOf(query: ExploreQuery): string | null {
  const { error } = exploreQuery.safeParse(query);
  return error ? (error.issues[0]?.message ?? 'Complete the question.') : null;
}
