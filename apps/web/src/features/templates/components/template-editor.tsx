import {
  mendedDraft,
  type DraftContent,
  type TemplateProblem,
  templatesRoutes,
  type TemplateView,
} from '@engagex/domain/templates';
import { type ReactNode, useRef, useState } from 'react';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { Textarea } from '../../../ui/textarea.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { DraftLine, DraftNotices, type OpenDraft, useDraft } from '../../template-drafts/index.ts';
import type { CodeEditorHandle } from '../code/code-editor.tsx';
import { CodeField } from '../code/code-field.tsx';
import { TemplateName } from './template-name.tsx';
import { TemplatePreview } from './template-preview.tsx';
import { useVariables, VariableList } from './variable-list.tsx';

const formats = [
  { value: 'mjml', label: 'MJML', detail: 'looks right in every mail app' },
  { value: 'html', label: 'HTML', detail: 'exactly what you write' },
] as const;

const trail = [{ name: 'Templates', href: '/templates' }];

interface TemplateEditorProps {
  readonly stored: TemplateView;
  readonly action?: ReactNode;
}

/** A template that is code, and the message it makes beside it. */
export function TemplateEditor({ stored, action }: TemplateEditorProps) {
  const { draft, error, retry } = useDraft(stored.id);
  return (
    <Page wide>
      <PageHeader
        title={stored.name}
        trail={trail}
        state={draft ? <DraftLine draft={draft} /> : '\u00a0'}
        action={
          <>
            {action}
            {draft && <DraftActions draft={draft} />}
          </>
        }
      />
      {error && !draft && <ErrorState error={error} what="The template could not be loaded." onRetry={retry} />}
      {!draft && !error && <SkeletonLines label="Loading the template" lines={10} />}
      {draft && <CodeForm stored={stored} draft={draft} />}
    </Page>
  );
}

function DraftActions({ draft }: { draft: OpenDraft }) {
  const [isRunning, setRunning] = useState(false);
  if (draft.state.kind === 'read_only') return null;
  const hasChanges = draft.draft.hasChanges || draft.state.kind !== 'saved';
  const run = async (act: () => Promise<boolean>, done: string, failed: string) => {
    setRunning(true);
    try {
      if (await act()) notify(done);
    } catch (refusal) {
      notifyFailure(failed)(refusal);
    } finally {
      setRunning(false);
    }
  };
  return (
    <>
      {draft.draft.hasChanges && (
        <Button
          variant="ghost"
          disabled={isRunning}
          onClick={() => void run(draft.discard, 'Changes discarded', 'The changes were not discarded')}
        >
          Discard changes
        </Button>
      )}
      <Button
        variant="primary"
        disabled={!hasChanges}
        loading={isRunning}
        onClick={() => void run(draft.publish, 'Template published', 'The template was not published')}
      >
        Publish
      </Button>
    </>
  );
}

function CodeForm({ stored, draft }: { stored: TemplateView; draft: OpenDraft }) {
  const canWrite = useCan('templates:write');
  const code = useRef<CodeEditorHandle>(null);
  const fields = useRef<HTMLDivElement>(null);
  const [problems, setProblems] = useState<readonly TemplateProblem[]>([]);
  const variables = useVariables();
  const rename = useRouteMutation(templatesRoutes.update, { onError: notifyFailure('The template was not renamed') });
  const { content } = draft;
  const set = (next: Partial<DraftContent>) => draft.change({ ...content, ...next });
  const format = content.format ?? 'html';
  const goTo = ({ path, line }: TemplateProblem) => {
    if (path[0] === 'body' && line !== undefined) code.current?.goToLine(line);
    else fields.current?.querySelector<HTMLElement>(`[name="${path[0]}"]`)?.focus();
  };
  return (
    <>
      <DraftNotices draft={draft} />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
        <Card>
          <CardBody>
            <div ref={fields} className="flex flex-col gap-4">
              <TemplateName
                name={stored.name}
                isDisabled={!canWrite}
                onRename={(name) => rename.mutate({ id: stored.id, name })}
              />
              <Field label="Subject">
                <Input
                  name="subject"
                  disabled={!canWrite}
                  value={content.subject}
                  onChange={(event) => set({ subject: event.target.value })}
                />
              </Field>
              <Field label="Preheader" optional help="Shown after the subject in the inbox.">
                <Input
                  name="preheader"
                  disabled={!canWrite}
                  value={content.preheader}
                  onChange={(event) => set({ preheader: event.target.value })}
                />
              </Field>
              <Field label="Format">
                <Select
                  name="format"
                  options={formats}
                  value={format}
                  disabled={!canWrite}
                  onChange={(next) => set({ format: next })}
                />
              </Field>
              <CodeField
                ref={code}
                label="Content"
                value={content.body ?? ''}
                onChange={(body) => set({ body })}
                format={format}
                problems={problems}
                variables={variables}
                isReadOnly={!canWrite}
              />
              {canWrite && <VariableList variables={variables} onInsert={(snippet) => code.current?.insert(snippet)} />}
              <Field label="Plain text" optional help="Leave empty to generate it from the content.">
                <Textarea
                  rows={4}
                  name="textBody"
                  disabled={!canWrite}
                  value={content.textBody}
                  onChange={(event) => set({ textBody: event.target.value })}
                />
              </Field>
            </div>
          </CardBody>
        </Card>
        <TemplatePreview
          content={previewed(content)}
          onGoTo={goTo}
          onFix={canWrite ? ({ mend }) => draft.change(mendedDraft(content, mend)) : undefined}
          onProblems={setProblems}
        />
      </div>
    </>
  );
}

function previewed({ subject, preheader, format, body, textBody }: DraftContent) {
  return { kind: 'code' as const, subject, preheader, format: format ?? undefined, body: body ?? '', textBody };
}
