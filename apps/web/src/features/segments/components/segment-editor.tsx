import { campaignsRoutes } from '@engagex/domain/campaigns';
import { attributesRoutes, groupsRoutes } from '@engagex/domain/contacts';
import {
  completePart,
  type Explanation,
  type NameOf,
  type SegmentBranch,
  segmentInput,
  segmentsRoutes,
  type SegmentView,
  sentenceOf,
} from '@engagex/domain/segments';
import { useQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useRef, useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { useKeys } from '../../../shared/keys.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { useSettled } from '../../../shared/settled.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Card, CardBody } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { useKeptState } from '../../../ui/kept-state.ts';
import { Notice } from '../../../ui/notice.tsx';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useVersion } from '../../../ui/use-version.tsx';
import { ExplainBox } from './explain-box.tsx';
import { SegmentPreview } from './segment-preview.tsx';
import { codesOf } from './predicate-input.tsx';
import { TreeInput } from './tree-input.tsx';

interface Draft {
  readonly name: string;
  readonly tree: SegmentBranch;
}

interface SegmentEditorProps {
  /** Null for one that is not stored yet. */
  readonly id: string | null;
  readonly stored: SegmentView | null;
  readonly initial: Draft;
  /** Why the stored one is broken. */
  readonly problem?: string | null;
  readonly onSaved: (segment: SegmentView) => void;
  readonly action?: React.ReactNode;
  /** What else there is about it, below the conditions. */
  readonly children?: React.ReactNode;
}

/** Name and conditions, with who is meant beside them. What is not saved is kept on this device. */
export function SegmentEditor({ id, stored, initial, problem, onSaved, action, children }: SegmentEditorProps) {
  const kept = useKeptState(`segment ${id ?? 'new'}`, initial, stored?.updatedAt);
  const { value: draft, base, begin, change: setDraft, isDirty, settle, discard } = kept;
  const [asked, setAsked] = useState<{ tree: string; explanation: Explanation } | null>(null);
  const canWrite = useCan('contacts:write');
  const canCampaign = useCan('campaigns:write');
  const settled = useSettled(draft.tree, 400);
  const parsed = segmentInput.safeParse(draft);
  const problems = parsed.error?.issues ?? [];
  const { tree: complete, left } = completePart(settled);
  const isMeaningful = complete !== null && segmentInput.shape.tree.safeParse(complete).success;
  const nameOf = useNames();
  const version = useVersion<SegmentView, Draft>({
    stored,
    valuesOf: ({ name, tree }) => ({ name, tree }),
    labels: { name: 'Name', tree: 'Conditions' },
    show: (field, value) => (field === 'name' ? String(value) : inWords(value, nameOf)),
    mine: () => draft,
    base,
    begin,
    save: (): void => save(),
    take: (saved, theirs) =>
      setDraft({
        name: theirs.has('name') ? saved.name : draft.name,
        tree: theirs.has('tree') ? saved.tree : draft.tree,
      }),
  });
  const [failure, setFailure] = useState<unknown>(null);
  const sent = useRef(draft);
  const options = {
    onMutate: () => setFailure(null),
    onError: version.onRefused(setFailure),
    onSuccess: (segment: SegmentView) => {
      version.settle(segment);
      settle(sent.current);
      notify('Segment saved');
      onSaved(segment);
    },
  };
  const create = useRouteMutation(segmentsRoutes.create, options);
  const update = useRouteMutation(segmentsRoutes.update, options);
  const [isSaveTried, setSaveTried] = useState(false);
  const save = () => {
    setSaveTried(true);
    if (!parsed.success) return;
    sent.current = draft;
    if (id) update.mutate({ ...parsed.data, id, version: version.current() });
    else create.mutate(parsed.data);
  };
  useKeys({ 'mod+s': save });
  const explanation = asked?.tree === JSON.stringify(draft.tree) ? asked.explanation : null;
  const nameProblem = problems.find(({ path }) => path[0] === 'name')?.message;
  const treeProblem = problems.find(({ path }) => path[0] === 'tree')?.message;
  return (
    <Page wide>
      <PageHeader
        title={id ? draft.name || 'Segment' : 'New segment'}
        trail={[{ name: 'Segments', href: '/segments' }]}
        state={isDirty ? `Unsaved changes${treeProblem ? '' : '; kept on this device'}` : id ? 'Saved' : '\u00a0'}
        action={
          canWrite && (
            <>
              {isDirty && (
                <Button variant="ghost" onClick={discard}>
                  Discard changes
                </Button>
              )}
              {id && !isDirty && !problem && canCampaign && (
                <ButtonLink icon={Send} href={`/campaigns/new?segment=${id}`}>
                  Send to these people
                </ButtonLink>
              )}
              {action}
              <Button variant="primary" loading={create.isPending || update.isPending} onClick={save}>
                Save segment
              </Button>
            </>
          )
        }
      />
      {problem && (
        <Notice meaning="danger" title="This segment is broken">
          {problem} Campaigns that use it cannot be sent.
        </Notice>
      )}
      {failure !== null && <Notice meaning="danger">{messageOf(failure)}</Notice>}
      {version.notices}
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Card>
          <CardBody className="flex flex-col gap-5">
            <Field label="Name" error={isSaveTried ? nameProblem : undefined}>
              <Input value={draft.name} onChange={(event) => setDraft({ ...draft, name: event.target.value })} />
            </Field>
            <TreeInput
              tree={draft.tree}
              segmentId={id}
              verdictAt={(path) => resultAt(explanation, path)}
              onChange={(tree) => setDraft({ ...draft, tree })}
            />
            <Notice meaning={treeProblem ? 'warning' : 'info'} title={treeProblem ? 'Not complete yet' : 'In words'}>
              <p className="wrap-anywhere">{treeProblem ?? sentenceOf(draft.tree, nameOf)}</p>
            </Notice>
          </CardBody>
        </Card>
        <div className="flex flex-col gap-4">
          {isMeaningful && <SegmentPreview tree={complete} leftOut={left} segmentId={id ?? undefined} />}
          {!complete && <p className="text-sm text-muted">Complete a condition to see how many contacts match.</p>}
          {!treeProblem && (
            <ExplainBox
              tree={draft.tree}
              segmentId={id ?? undefined}
              explanation={explanation}
              onExplained={(answer) => setAsked({ tree: JSON.stringify(draft.tree), explanation: answer })}
            />
          )}
        </div>
      </div>
      {children}
    </Page>
  );
}

function inWords(tree: unknown, nameOf: NameOf): string {
  const parsed = segmentInput.shape.tree.safeParse(tree);
  return parsed.success ? sentenceOf(parsed.data, nameOf) : 'Not complete yet';
}

function resultAt(explanation: Explanation | null, path: readonly number[]) {
  const node = explanation?.nodes.find((each) => each.path.join() === path.join());
  if (!node) return null;
  return { result: node.result, decides: explanation?.deciding.some((each) => each.join() === path.join()) ?? false };
}

/** What the attributes, groups, segments, campaigns, countries and the like in a sentence are called. */
function useNames(): NameOf {
  const groups = useQuery(routeQuery(groupsRoutes.list, {}));
  const segments = useQuery(routeQuery(segmentsRoutes.list, {}));
  const campaigns = useQuery(routeQuery(campaignsRoutes.list, { archived: 'with', limit: 200 }));
  const attributes = useQuery(routeQuery(attributesRoutes.list, {}));
  const named = { group: groups.data?.items, segment: segments.data?.items, campaign: campaigns.data?.items };
  return (kind, id) => {
    if (kind === 'attribute') return attributes.data?.items.find(({ name }) => name === id)?.label;
    if (kind === 'group' || kind === 'segment' || kind === 'campaign')
      return named[kind]?.find((each) => each.id === id)?.name ?? `the ${kind} chosen`;
    return codesOf(kind)?.nameOf(id);
  };
}
