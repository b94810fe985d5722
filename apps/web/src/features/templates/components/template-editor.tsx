import { templateInput, type TemplateProblem, templatesRoutes, type TemplateView } from '@engagex/domain/templates';
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { Controller } from 'react-hook-form';
import { submitTo } from '../../../shared/form.ts';
import { useKeys } from '../../../shared/keys.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { Textarea } from '../../../ui/textarea.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useFormVersion } from '../../../ui/use-version.tsx';
import { TemplatePreview } from './template-preview.tsx';
import type { CodeEditorHandle } from '../code/code-editor.tsx';
import { CodeField } from '../code/code-field.tsx';
import { useVariables, VariableList } from './variable-list.tsx';

const formats = [
  { value: 'mjml', label: 'MJML', detail: 'looks right in every mail app' },
  { value: 'html', label: 'HTML', detail: 'exactly what you write' },
] as const;

const labels = {
  name: 'Name',
  subject: 'Subject',
  preheader: 'Preheader',
  format: 'Format',
  body: 'Content',
  textBody: 'Plain text',
};

interface TemplateEditorProps {
  readonly stored: TemplateView;
  readonly action?: React.ReactNode;
}

/** A template that is code, and the message it makes beside it. */
export function TemplateEditor({ stored, action }: TemplateEditorProps) {
  const { id } = stored;
  const form = useKeptForm(`template ${id}`, templateInput, inputOf(stored), { version: stored.updatedAt });
  const { errors, isDirty } = form.formState;
  const code = useRef<CodeEditorHandle>(null);
  const [problems, setProblems] = useState<readonly TemplateProblem[]>([]);
  const variables = useVariables();
  const canWrite = useCan('templates:write');
  const version = useFormVersion(form, { stored, valuesOf: inputOf, labels, showBoth, save: (): void => submit() });
  const options = {
    onSuccess: (template: TemplateView) => {
      version.settle(template);
      notify('Template saved');
    },
    onError: version.onRefused(showFailure(form, 'The template was not saved')),
  };
  const update = useRouteMutation(templatesRoutes.update, options);
  const submit = submitTo(form, (values) => update.mutate({ ...values, id, version: version.current() }));
  useKeys({ 'mod+s': () => document.querySelector<HTMLFormElement>('#template')?.requestSubmit() });
  const content = form.watch();
  const goTo = ({ path, line }: TemplateProblem) => {
    if (path[0] === 'body' && line !== undefined) code.current?.goToLine(line);
    else document.querySelector<HTMLElement>(`#template [name="${path[0]}"]`)?.focus();
  };
  return (
    <Page wide>
      <PageHeader
        title={content.name || 'Template'}
        trail={[{ name: 'Templates', href: '/templates' }]}
        state={isDirty ? 'Unsaved changes; kept on this device' : 'Saved'}
        action={
          canWrite && (
            <div className="flex flex-wrap gap-2">
              {action}
              <Button type="submit" form="template" variant="primary" loading={update.isPending}>
                Save template
              </Button>
            </div>
          )
        }
      />
      {version.notices}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card>
          <CardBody>
            <form id="template" noValidate className="flex flex-col gap-4" onSubmit={submit}>
              <Field label="Name" help="Only your organization sees it." error={errors.name?.message}>
                <Input {...form.register('name')} />
              </Field>
              <Field label="Subject" error={errors.subject?.message}>
                <Input {...form.register('subject')} />
              </Field>
              <Field
                label="Preheader"
                optional
                help="Shown after the subject in the inbox."
                error={errors.preheader?.message}
              >
                <Input {...form.register('preheader')} />
              </Field>
              <Field label="Format" error={errors.format?.message}>
                <Controller
                  name="format"
                  control={form.control}
                  render={({ field }) => <Select {...field} options={formats} />}
                />
              </Field>
              <Controller
                name="body"
                control={form.control}
                render={({ field: { value, onChange } }) => (
                  <CodeField
                    ref={code}
                    label="Content"
                    error={errors.body?.message}
                    value={value}
                    onChange={onChange}
                    format={content.format}
                    problems={problems}
                    variables={variables}
                    isReadOnly={!canWrite}
                  />
                )}
              />
              {canWrite && <VariableList variables={variables} onInsert={(snippet) => code.current?.insert(snippet)} />}
              <Field
                label="Plain text"
                optional
                help="Leave empty to generate it from the content."
                error={errors.textBody?.message}
              >
                <Textarea rows={4} {...form.register('textBody')} />
              </Field>
            </form>
          </CardBody>
        </Card>
        <TemplatePreview content={content} onGoTo={goTo} onProblems={setProblems} />
      </div>
    </Page>
  );
}

const CodeDifference = lazy(async () => ({
  default: (await import('../code/code-difference.tsx')).CodeDifference,
}));

function showBoth(field: string, mine: unknown, theirs: unknown): ReactNode {
  if (field !== 'body') return null;
  return (
    <Suspense fallback={<SkeletonLines label="Comparing the versions" />}>
      <CodeDifference mine={String(mine)} theirs={String(theirs)} />
    </Suspense>
  );
}

function inputOf({ name, subject, preheader, format, body, textBody }: TemplateView) {
  return { name, subject, preheader, format, body, textBody };
}
