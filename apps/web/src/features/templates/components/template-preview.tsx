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
import { Notice } from '../../../ui/notice.tsx';
import { Select } from '../../../ui/select.tsx';
import { TabPanel, Tabs } from '../../../ui/tabs.tsx';

const typingPauseMs = 500;
const sample = 'sample';
const views = [
  { value: 'desktop', label: 'Desktop' },
  { value: 'mobile', label: 'Mobile' },
  { value: 'text', label: 'Plain text' },
] as const;
type View = (typeof views)[number]['value'];

interface TemplatePreviewProps {
  readonly content: Omit<InputOf<typeof templatesRoutes.preview>, 'contactId'>;
  readonly onGoTo: (problem: TemplateProblem) => void;
}

/** The message as one person would get it, a moment after the last key, with everything there is to mend. */
export function TemplatePreview({ content, onGoTo }: TemplatePreviewProps) {
  const [view, setView] = useState<View>('desktop');
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
            what="The preview could not be made."
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
            <Tabs label="Views of the message" tabs={views} value={view} onChange={setView}>
              <TabPanel value="desktop">
                <Frame html={preview.data.html} width="100%" />
              </TabPanel>
              <TabPanel value="mobile">
                <Frame html={preview.data.html} width="375px" />
              </TabPanel>
              <TabPanel value="text">
                <pre className="h-130 overflow-auto whitespace-pre-wrap rounded-md border border-line p-3 text-sm">
                  {preview.data.text}
                </pre>
              </TabPanel>
            </Tabs>
          </>
        )}
      </CardBody>
    </Card>
  );
}

/** Sandboxed without scripts, forms or our origin: whatever the template contains stays in its frame. */
function Frame({ html, width }: { html: string; width: string }) {
  return (
    <iframe
      title="The message"
      sandbox=""
      srcDoc={html}
      className="mx-auto h-130 max-w-full rounded-md border border-line bg-white"
      style={{ width }}
    />
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
    <Notice meaning={hasErrors ? 'danger' : 'warning'} title={hasErrors ? 'Mend this before sending' : 'Look at this'}>
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
