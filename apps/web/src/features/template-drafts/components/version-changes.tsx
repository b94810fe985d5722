import { languageName, type PartChange, type WordPiece } from '@engagex/domain/documents';
import { compareDrafts, type DraftContent, isEmptyComparison, templateDraftsRoutes } from '@engagex/domain/templates';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { routeQuery } from '../../../shared/query.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { LineDiff } from '../../../ui/line-diff.tsx';
import type { Meaning } from '../../../ui/meaning.ts';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { fieldNames, nameOfPart, wordsOfProperties } from '../part-words.ts';
import { PartInWords } from './part-in-words.tsx';

interface VersionChangesProps {
  readonly id: string;
  readonly version: number;
  /** What it is compared with; null for the oldest, which is shown as it is. */
  readonly before: number | null;
}

/** What a version changed: by block and then by word, and by line for code. */
export function VersionChanges({ id, version, before }: VersionChangesProps) {
  const after = useQuery(routeQuery(templateDraftsRoutes.version, { id, revision: version }));
  const earlier = useQuery({
    ...routeQuery(templateDraftsRoutes.version, { id, revision: before ?? version }),
    enabled: before !== null,
  });
  const failed = after.error ?? earlier.error;
  if (failed)
    return <ErrorState error={failed} what="The version could not be loaded." onRetry={() => void after.refetch()} />;
  const content = after.data?.content;
  // The key of the other query is that of this one while there is nothing to compare with.
  const compared = before === null ? content && emptied(content) : earlier.data?.content;
  if (!content || !compared) return <SkeletonLines label="Loading the version" lines={6} />;
  return <Changes before={compared} after={content} />;
}

function Changes({ before, after }: { before: DraftContent; after: DraftContent }) {
  const changes = useMemo(() => compareDrafts(before, after), [before, after]);
  if (isEmptyComparison(changes)) return <p className="text-muted">Nothing differs between these versions.</p>;
  const { subject, preheader, format, direction, languages, parts, body, textBody } = changes;
  return (
    <div className="flex flex-col gap-4">
      {subject.length > 0 && (
        <Change title={fieldNames.subject}>
          <Words pieces={subject} />
        </Change>
      )}
      {preheader.length > 0 && (
        <Change title={fieldNames.preheader}>
          <Words pieces={preheader} />
        </Change>
      )}
      {format && (
        <Change title={fieldNames.format}>
          {format.before} → {format.after}
        </Change>
      )}
      {direction && (
        <Change title="Direction">
          {direction.before} → {direction.after}
        </Change>
      )}
      {languages.map((each) => (
        <Change
          key={`${each.is} ${each.language}`}
          title={each.is === 'base' ? 'Language of the message' : languageName(each.language)}
          badge={languageBadges[each.is]}
        >
          {each.is === 'base' && languageName(each.language)}
          {each.subject.length > 0 && <Words pieces={each.subject} />}
          {each.preheader.length > 0 && <Words pieces={each.preheader} />}
        </Change>
      ))}
      {parts.map((part) => (
        <PartChanged key={part.id} change={part} />
      ))}
      {body.length > 0 && (
        <Change title={fieldNames.body}>
          <LineDiff lines={body} />
        </Change>
      )}
      {textBody.length > 0 && (
        <Change title={fieldNames.textBody}>
          <LineDiff lines={textBody} />
        </Change>
      )}
    </div>
  );
}

function Change({ title, badge, children }: { title: string; badge?: ReactNode; children?: ReactNode }) {
  return (
    <section className="min-w-0">
      <h3 className="mb-1 flex flex-wrap items-center gap-2 font-medium">
        {title} {badge}
      </h3>
      {children}
    </section>
  );
}

const languageBadges = {
  base: null,
  added: <Badge meaning="good">Added</Badge>,
  removed: <Badge meaning="danger">Removed</Badge>,
  changed: <Badge meaning="neutral">Changed</Badge>,
};

const meanings = { Added: 'good', Removed: 'danger', Moved: 'info', Changed: 'neutral' } satisfies Record<
  string,
  Meaning
>;

function PartChanged({ change }: { change: PartChange }) {
  const { before, after, isMoved, words, properties } = change;
  const part = after ?? before;
  if (!part) return null;
  const isChanged = words.length > 0 || properties.length > 0;
  const what = before ? (after ? (isMoved && !isChanged ? 'Moved' : 'Changed') : 'Removed') : 'Added';
  return (
    <Change title={nameOfPart(part)} badge={<Badge meaning={meanings[what]}>{what}</Badge>}>
      {words.length > 0 && before && after && <Words pieces={words} />}
      {!(before && after) && 'type' in part && <PartInWords part={part} />}
      {properties.length > 0 && <p className="text-sm text-muted">Changed: {wordsOfProperties(properties)}</p>}
      {isMoved && isChanged && <p className="text-sm text-muted">Moved as well</p>}
    </Change>
  );
}

function Words({ pieces }: { pieces: readonly WordPiece[] }) {
  return (
    <p className="whitespace-pre-wrap wrap-anywhere">
      {pieces.map(({ kind, text }, index) => {
        const key = `${index} ${kind}`;
        if (kind === 'same') return <span key={key}>{text}</span>;
        if (kind === 'removed')
          return (
            <del key={key} className="bg-danger-soft">
              {text}
            </del>
          );
        return (
          <ins key={key} className="bg-good-soft no-underline">
            {text}
          </ins>
        );
      })}
    </p>
  );
}

/** What the oldest version is compared with: nothing. */
function emptied(content: DraftContent): DraftContent {
  const { document, body } = content;
  return {
    ...content,
    subject: '',
    preheader: '',
    textBody: '',
    body: body === null ? null : '',
    document: document && { ...document, sections: [] },
  };
}
