import { templatesRoutes } from '@engagex/domain/templates';
import { ChevronRight, History, Keyboard } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { useRouteMutation } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Input } from '../../ui/input.tsx';
import { notify, notifyFailure } from '../../ui/toast.tsx';
import { DraftLine, DraftNotices, type OpenDraft, type PictureOf } from '../template-drafts/index.ts';
import { CommentsButton } from '../template-comments/index.ts';
import { PartPicture } from './canvas/part-picture.tsx';
import { useEditorState } from './state/editor-context.ts';
import { LanguageSwitcher } from './languages/language-switcher.tsx';
import { TranslatedLines } from './languages/translated-lines.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';

interface EditorHeaderProps {
  readonly id: string;
  readonly draft: OpenDraft;
  readonly action: ReactNode;
}

/** Name, subject and preheader, how the draft is saved, and who else is here. */
export function EditorHeader({ id, draft, action }: EditorHeaderProps) {
  const { content, change } = draft;
  const language = useEditorState((state) => state.language);
  const canWrite = useCan('templates:write');
  const [isPublishing, setPublishing] = useState(false);
  const [showsKeys, setShowsKeys] = useState(false);
  async function publish() {
    setPublishing(true);
    try {
      if (await draft.publish()) notify('Published', { detail: 'New campaigns and those not launched yet use it.' });
    } catch (error) {
      notifyFailure('The template was not published')(error);
    } finally {
      setPublishing(false);
    }
  }
  return (
    <header className="flex flex-col gap-2 border-b border-line bg-surface px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0">
          <nav aria-label="Breadcrumb" className="flex items-center gap-1 text-sm text-muted">
            <Link href="/templates" className="rounded-sm hover:text-ink hover:underline">
              Templates
            </Link>
            <ChevronRight aria-hidden className="size-3.5" />
          </nav>
          <Name id={id} name={draft.draft.name} />
        </div>
        <div className="ml-auto flex flex-wrap items-center gap-2">
          <div className="text-sm text-muted">
            <DraftLine draft={draft} />
          </div>
          <CommentsButton />
          <LanguageSwitcher lines={content} />
          <IconButton label="Keyboard shortcuts" icon={Keyboard} onClick={() => setShowsKeys(true)} />
          <Link
            href={`/templates/${id}/versions`}
            aria-label="Versions"
            title="Versions"
            className="flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink pointer-coarse:size-11"
          >
            <History aria-hidden className="size-4" />
          </Link>
          {canWrite && action}
          {canWrite && (
            <Button variant="primary" loading={isPublishing} onClick={() => void publish()}>
              Publish
            </Button>
          )}
        </div>
      </div>
      <div className="grid gap-2 sm:grid-cols-2">
        {language === null ? (
          <>
            <Line label="Subject" value={content.subject} onChange={(subject) => change({ ...content, subject })} />
            <Line
              label="Preheader"
              value={content.preheader}
              onChange={(preheader) => change({ ...content, preheader })}
            />
          </>
        ) : (
          <TranslatedLines language={language} lines={content} />
        )}
      </div>
      <div className="flex max-h-[40dvh] flex-col gap-2 overflow-y-auto empty:hidden">
        <DraftNotices draft={draft} pictureOf={pictureOf} />
      </div>
      <ShortcutsDialog open={showsKeys} onOpenChange={setShowsKeys} />
    </header>
  );
}

const pictureOf: PictureOf = (part) => <PartPicture part={part} />;

function Line({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const canWrite = useCan('templates:write');
  return (
    <label className="flex items-center gap-2">
      <span className="w-18 shrink-0 text-sm text-muted">{label}</span>
      <Input value={value} maxLength={500} readOnly={!canWrite} onChange={({ target }) => onChange(target.value)} />
    </label>
  );
}

/** Renamed in place: when the field is left, or with Enter. */
function Name({ id, name }: { id: string; name: string }) {
  const canWrite = useCan('templates:write');
  const [typed, setTyped] = useState<string | null>(null);
  const rename = useRouteMutation(templatesRoutes.update, {
    onError: notifyFailure('The template was not renamed'),
  });
  const shown = typed ?? name;
  const save = () => {
    const next = shown.trim();
    if (next !== '' && next !== name) rename.mutate({ id, name: next });
    setTyped(null);
  };
  return (
    <h1 className="text-lg font-semibold">
      <title>{`${name} · EngageX`}</title>
      {canWrite ? (
        <input
          aria-label="Name"
          value={rename.isPending ? (rename.variables.name ?? shown) : shown}
          maxLength={100}
          onChange={({ target }) => setTyped(target.value)}
          onBlur={save}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
          className="-ml-1.5 field-sizing-content max-w-[min(32rem,75vw)] min-w-24 rounded-sm border border-transparent bg-transparent pr-4 pl-1.5 hover:border-line focus:border-line-strong"
        />
      ) : (
        name
      )}
    </h1>
  );
}
