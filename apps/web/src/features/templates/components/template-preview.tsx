import type { InputOf } from '@engagex/domain/shared';
import { type TemplateProblem, templatesRoutes } from '@engagex/domain/templates';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { formatNumber } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { useSettled } from '../../../shared/settled.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { bytesOf } from '../preview/message-source.ts';
import { PreviewPersonPicker, samplePerson } from '../preview/preview-person.tsx';
import { LinkCheck } from './link-check.tsx';
import { ProblemList } from '../preview/problem-list.tsx';
import { MessageViews } from './message-views.tsx';

/** Long enough not to render each letter of a word, short enough that the message follows within 0.3 s. */
const typingPauseMs = 100;
const kilobyte = 1024;
const gmailClipsAt = 102;

interface TemplatePreviewProps {
  readonly content: Omit<InputOf<typeof templatesRoutes.preview>, 'contactId'>;
  readonly onGoTo: (problem: TemplateProblem) => void;
  /** Mends the content that is shown; absent for those who may only look. */
  readonly onFix?: ((fix: NonNullable<TemplateProblem['fix']>) => void) | undefined;
  /** Told whenever they are known anew, for editors that mark places. */
  readonly onProblems?: (problems: readonly TemplateProblem[]) => void;
}

/** The message as one person would get it, a moment after the last key, with everything there is to fix. */
export function TemplatePreview({ content, onGoTo, onFix, onProblems }: TemplatePreviewProps) {
  const [person, setPerson] = useState(samplePerson);
  const settled = useSettled(content, typingPauseMs);
  const canCheckLinks = useCan('templates:write');
  const maySeePeople = useCan('contacts:read');
  const preview = useQuery({
    ...routeQuery(templatesRoutes.preview, { ...settled, contactId: person.value || undefined }),
    enabled: settled.kind === 'visual' || settled.body !== '',
    placeholderData: keepPreviousData,
    gcTime: 10_000, // each holds the whole message, and there is one for every pause in typing
  });
  const { data, isPlaceholderData } = preview;
  const problems = data && !isPlaceholderData ? data.problems : undefined;
  const tell = useEffectEvent((known: readonly TemplateProblem[]) => onProblems?.(known));
  useEffect(() => {
    if (problems) tell(problems);
  }, [problems]);
  return (
    <Card aria-label="Preview" className="lg:sticky lg:top-4">
      <CardHeader
        title="Preview"
        state={data?.html ? <Size html={data.html} /> : undefined}
        action={maySeePeople && <PreviewPersonPicker person={person} onChange={setPerson} />}
      />
      <CardBody className="flex flex-col gap-3">
        {preview.error && (
          <ErrorState
            error={preview.error}
            what="The preview could not be loaded."
            onRetry={() => void preview.refetch()}
          />
        )}
        {preview.isLoading && <SkeletonLines label="Preparing the preview" lines={8} />}
        {data && (
          <>
            <ProblemList problems={data.problems} onGoTo={onGoTo} onFix={onFix} />
            {canCheckLinks && <LinkCheck content={settled} onGoTo={onGoTo} />}
            <p className="wrap-anywhere">
              <strong className="font-semibold">{data.subject || 'No subject'}</strong>
              <span className="text-muted"> {data.preheader}</span>
            </p>
            <MessageViews html={data.html} text={data.text} />
          </>
        )}
      </CardBody>
    </Card>
  );
}

/** Beside the size from which Gmail hides the rest. */
function Size({ html }: { html: string }) {
  const size = bytesOf(html) / kilobyte;
  const words = `${formatNumber(Math.ceil(size))} of ${gmailClipsAt} kB`;
  if (size < gmailClipsAt) return <span title="Gmail clips larger messages">{words}</span>;
  return <span className="font-medium text-danger">{words}: Gmail clips this message</span>;
}
