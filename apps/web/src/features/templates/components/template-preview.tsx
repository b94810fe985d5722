import { contactHandle, contactsRoutes } from '@engagex/domain/contacts';
import type { InputOf } from '@engagex/domain/shared';
import { type TemplateProblem, templatesRoutes } from '@engagex/domain/templates';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { routeQuery } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { useSettled } from '../../../shared/settled.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { MessageViews } from './message-views.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Select } from '../../../ui/select.tsx';

const typingPauseMs = 500;
const sample = 'sample';

interface TemplatePreviewProps {
  readonly content: Omit<InputOf<typeof templatesRoutes.preview>, 'contactId'>;
  readonly onGoTo: (problem: TemplateProblem) => void;
}

/** The message as one person would get it, a moment after the last key, with everything there is to fix. */
export function TemplatePreview({ content, onGoTo }: TemplatePreviewProps) {
  const [contactId, setContactId] = useState<string>(sample);
  const settled = useSettled(content, typingPauseMs);
  const maySeePeople = useCan('contacts:read');
  const people = useQuery({ ...routeQuery(contactsRoutes.list, { limit: 20 }), enabled: maySeePeople });
  const preview = useQuery({
    ...routeQuery(templatesRoutes.preview, { ...settled, contactId: contactId === sample ? undefined : contactId }),
    enabled: settled.body !== '',
    placeholderData: keepPreviousData,
  });
  const options = [
    { value: sample, label: 'Ada Lovelace', detail: 'an example' },
    ...(people.data?.items ?? []).map((contact) => ({
      value: contact.id,
      label: [contact.firstName, contact.lastName].filter(Boolean).join(' ') || contactHandle(contact),
      detail: contactHandle(contact),
    })),
  ];
  return (
    <Card className="lg:sticky lg:top-4">
      <CardHeader
        title="Preview"
        action={
          maySeePeople && <Select aria-label="Preview as" options={options} value={contactId} onChange={setContactId} />
        }
      />
      <CardBody className="flex flex-col gap-3">
        {preview.error && (
          <ErrorState
            error={preview.error}
            what="The preview could not be loaded."
            onRetry={() => void preview.refetch()}
          />
        )}
        {preview.data && (
          <>
            <Problems problems={preview.data.problems} onGoTo={onGoTo} />
            <p>
              <strong className="font-semibold">{preview.data.subject || 'No subject'}</strong>
              <span className="text-muted"> {preview.data.preheader}</span>
            </p>
            <MessageViews html={preview.data.html} text={preview.data.text} />
          </>
        )}
      </CardBody>
    </Card>
  );
}

function Problems({
  problems,
  onGoTo,
}: {
  problems: readonly TemplateProblem[];
  onGoTo: (problem: TemplateProblem) => void;
}) {
  if (problems.length === 0) return null;
  const hasErrors = problems.some(({ severity }) => severity === 'error');
  return (
    <Notice
      meaning={hasErrors ? 'danger' : 'warning'}
      title={hasErrors ? 'Fix these before sending' : 'Check these before sending'}
    >
      <ul className="list-disc pl-4">
        {problems.map((problem) => (
          <li key={`${problem.path.join('.')} ${problem.message} ${problem.line ?? ''}`}>
            {problem.line ? (
              <button type="button" className="cursor-pointer text-left underline" onClick={() => onGoTo(problem)}>
                {problem.message} (line {problem.line})
              </button>
            ) : (
              problem.message
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
