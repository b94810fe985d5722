import type { BrandKit, EmailDocument } from '@engagex/domain/documents';
import { Eye, Monitor, Moon, Redo2, Smartphone, Sun, Undo2 } from 'lucide-react';
import { memo, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useIsCompact, useIsNarrow } from '../../shared/media.ts';
import { useCan } from '../../shared/session.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TabPanel, Tabs } from '../../ui/tabs.tsx';
import { notifyProblem } from '../../ui/toast.tsx';
import { TemplatePreview } from '../templates/index.ts';
import { Canvas } from './canvas/canvas.tsx';
import { CommentsAside, CommentsOver, useIsCommenting } from './comments/editor-comments.tsx';
import { useClipboard } from './clipboard/clipboard.ts';
import { useDrops } from './dragging/use-dragging.ts';
import { usePastedFiles } from './images/use-pasted-files.ts';
import { useFileDrops } from './images/use-file-drops.ts';
import { Outline } from './panels/outline.tsx';
import { Palette } from './panels/palette.tsx';
import { StylePanel } from './panels/style-panel.tsx';
import { TextToolbar } from './rich-text/text-toolbar.tsx';
import { TextSession, TextSessionProvider } from './rich-text/text-session.ts';
import { BrandProvider } from './state/brand-context.ts';
import { EditorProvider, useEditorState, useEditorStore } from './state/editor-context.ts';
import { EditorStore } from './state/editor-store.ts';

interface DocumentEditorProps {
  /** As it is at the beginning. */
  readonly document: EmailDocument;
  readonly onChange: (document: EmailDocument) => void;
  readonly brand: BrandKit;
  /** Given the document that is edited, for what others change. */
  readonly onStore?: (store: EditorStore) => void;
  readonly header: ReactNode;
  readonly preview: ReactNode;
  /** What is edited is one column: it gets no others, and no saved blocks. */
  readonly isColumn?: boolean;
}

/** A document in blocks: the canvas, everything that can be inserted, the outline, the settings and the preview. */
export function DocumentEditor({ document, onChange, onStore, header, ...workplace }: DocumentEditorProps) {
  const [store] = useState(() => new EditorStore(document));
  const change = useEffectEvent(onChange);
  const [session] = useState(() => new TextSession());
  useEffect(() => {
    store.tell({
      change: (next) => change(next),
      refused: (message) => notifyProblem('That cannot be done', message),
    });
    onStore?.(store);
  }, [store, onStore]);
  return (
    <EditorProvider value={store}>
      <TextSessionProvider value={session}>
        <BrandProvider value={workplace.brand}>
          <div className="flex h-[calc(100dvh-1px)] flex-col max-md:h-[calc(100dvh-3.25rem)]">
            {header}
            <Workplace {...workplace} />
          </div>
        </BrandProvider>
      </TextSessionProvider>
    </EditorProvider>
  );
}

type Side = 'blocks' | 'outline';
type Pane = 'canvas' | 'blocks' | 'outline' | 'style' | 'preview';

type WorkplaceProps = Pick<DocumentEditorProps, 'brand' | 'preview' | 'isColumn'>;

function Workplace({ brand, preview, isColumn = false }: WorkplaceProps) {
  const isCompact = useIsCompact();
  const isNarrow = useIsNarrow();
  const canWrite = useCan('templates:write');
  const [side, setSide] = useState<Side>('blocks');
  const [pane, setPane] = useState<Pane>('canvas');
  const [isPreviewing, setPreviewing] = useState(false);
  const isCommenting = useIsCommenting();
  const [mode, setMode] = useState<'light' | 'dark'>('light');
  const [width, setWidth] = useState<'desktop' | 'phone'>('desktop');
  const scroller = useRef<HTMLDivElement>(null);
  const onFiles = usePastedFiles();
  useDrops(scroller);
  useFileDrops(scroller, onFiles);
  useClipboard(onFiles);
  useUndoKeys();

  const canvas = (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex items-center gap-x-3 overflow-x-auto border-b border-line bg-surface px-3 py-1.5">
        {canWrite && <History />}
        {canWrite && <TextToolbar />}
        <div className="ml-auto flex items-center gap-0.5">
          {!isNarrow && (
            <IconButton
              label={width === 'desktop' ? 'Show as on a phone' : 'Show as on a computer'}
              icon={width === 'desktop' ? Smartphone : Monitor}
              onClick={() => setWidth(width === 'desktop' ? 'phone' : 'desktop')}
            />
          )}
          <IconButton
            label={mode === 'light' ? 'Show in dark mode' : 'Show in light mode'}
            icon={mode === 'light' ? Moon : Sun}
            onClick={() => setMode(mode === 'light' ? 'dark' : 'light')}
          />
          {!isCompact && (
            <Button
              size="small"
              icon={Eye}
              aria-pressed={isPreviewing}
              variant={isPreviewing ? 'secondary' : 'ghost'}
              onClick={() => setPreviewing(!isPreviewing)}
            >
              Preview
            </Button>
          )}
        </div>
      </div>
      <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
        <div inert={!canWrite} className="flex min-h-full flex-col">
          <Canvas brand={brand} mode={mode} width={isNarrow ? 'phone' : width} />
        </div>
      </div>
    </div>
  );

  if (isCompact)
    return (
      <div className="flex min-h-0 flex-1 flex-col [&>div]:flex [&>div]:min-h-0 [&>div]:flex-1 [&>div]:flex-col">
        <Tabs label="Parts of the editor" tabs={panes} value={pane} onChange={setPane}>
          {pane === 'canvas' && canvas}
          {pane !== 'canvas' && (
            <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
              {pane === 'blocks' && <Palette isColumn={isColumn} onInserted={() => setPane('canvas')} />}
              {pane === 'outline' && <Outline />}
              {pane === 'style' && <StylePanel />}
              {pane === 'preview' && <div className="p-3">{preview}</div>}
            </div>
          )}
        </Tabs>
        <CommentsOver />
      </div>
    );
  return (
    <div className="flex min-h-0 flex-1">
      {!isPreviewing && canWrite && (
        <aside aria-label="Blocks and outline" className="flex w-60 shrink-0 flex-col border-r border-line bg-surface">
          <Tabs label="Blocks and outline" tabs={sides} value={side} onChange={setSide}>
            <div className="min-h-0 flex-1 overflow-y-auto [&>div]:pt-0">
              <TabPanel value="blocks">
                <Palette isColumn={isColumn} />
              </TabPanel>
              <TabPanel value="outline">
                <Outline />
              </TabPanel>
            </div>
          </Tabs>
        </aside>
      )}
      {canvas}
      {isCommenting ? (
        <CommentsAside />
      ) : isPreviewing ? (
        <aside aria-label="Preview" className="w-[44%] shrink-0 overflow-y-auto border-l border-line bg-canvas p-3">
          {preview}
        </aside>
      ) : (
        canWrite && (
          <aside aria-label="Settings" className="w-76 shrink-0 overflow-y-auto border-l border-line bg-surface">
            <StylePanel />
          </aside>
        )
      )}
    </div>
  );
}

const sides = [
  { value: 'blocks', label: 'Blocks' },
  { value: 'outline', label: 'Outline' },
] as const;
const panes = [
  { value: 'canvas', label: 'Message' },
  { value: 'blocks', label: 'Blocks' },
  { value: 'outline', label: 'Outline' },
  { value: 'style', label: 'Settings' },
  { value: 'preview', label: 'Preview' },
] as const;

const History = memo(function History() {
  const store = useEditorStore();
  const canUndo = useEditorState(({ history }) => history.undoing.length > 0);
  const canRedo = useEditorState(({ history }) => history.redoing.length > 0);
  return (
    <div className="flex items-center gap-0.5">
      <IconButton label="Undo" icon={Undo2} disabled={!canUndo} onClick={() => store.undo()} />
      <IconButton label="Redo" icon={Redo2} disabled={!canRedo} onClick={() => store.redo()} />
    </div>
  );
});

interface DocumentPreviewProps {
  readonly subject: string;
  readonly preheader: string;
  readonly document: EmailDocument | null;
  /** Mends what is shown; absent where it cannot be. */
  readonly onFix?: Parameters<typeof TemplatePreview>[0]['onFix'];
}

/** The message as somebody gets it; a problem leads to its block. */
export function DocumentPreview({ subject, preheader, document, onFix }: DocumentPreviewProps) {
  const store = useEditorStore();
  const language = useEditorState((state) => state.language) ?? undefined;
  return (
    <TemplatePreview
      content={{ kind: 'visual', subject, preheader, document: document ?? undefined, language }}
      onFix={onFix}
      onGoTo={({ path }) => {
        const id = path.at(-1);
        if (id && store.placeOf(id)) store.select(id, { focus: true });
      }}
    />
  );
}

/** ⌘Z and ⇧⌘Z everywhere but in fields that are not of the document, such as the subject, which have their own. */
function useUndoKeys(): void {
  const store = useEditorStore();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if (event.defaultPrevented || event.altKey || !(event.metaKey || event.ctrlKey)) return;
      if ((key !== 'z' && key !== 'y') || hasOwnUndo(event.target)) return;
      event.preventDefault();
      if (key === 'y' || event.shiftKey) store.redo();
      else store.undo();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [store]);
}

function hasOwnUndo(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || target.closest('[data-undo]')) return false;
  return target.closest('input, textarea, [contenteditable="true"], [role="dialog"]') !== null;
}
