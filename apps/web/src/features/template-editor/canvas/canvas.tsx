import { brandIn, type BrandKit, directionOfDocument, documentFor, unnamedLanguage } from '@engagex/domain/documents';
import { type KeyboardEvent, type MouseEvent, memo, useEffect, useMemo, useRef } from 'react';
import { cn } from '../../../ui/class-names.ts';
import { useEditorState, useEditorStore } from '../state/editor-context.ts';
import './canvas.css';
import { EmptyCanvas } from './empty-canvas.tsx';
import { useCanvasKeys } from './canvas-keys.ts';
import { LookProvider, lookOf, shade, variablesOf } from './look.ts';
import { SectionView } from './section-view.tsx';

interface CanvasProps {
  readonly brand: BrandKit;
  readonly mode: 'light' | 'dark';
  readonly width: 'desktop' | 'phone';
}

/** The message as it is being made: a grid whose cells are blocks. Its texts are edited in place. */
export const Canvas = memo(function Canvas({ brand, mode, width }: CanvasProps) {
  const store = useEditorStore();
  const own = useEditorState(({ history }) => history.document);
  const language = useEditorState((state) => state.language);
  const document = language === null ? own : documentFor(own, language, brand);
  const focusRequests = useEditorState((state) => state.focusRequests);
  const root = useRef<HTMLDivElement>(null);
  const onKeyDown = useCanvasKeys();

  const direction = directionOfDocument(document, brand);
  const isPhone = width === 'phone';
  const read = language ?? own.languages?.base ?? unnamedLanguage;
  const shownBrand = useMemo(() => brandIn(brand, read), [brand, read]);
  const look = useMemo(
    () => lookOf({ brand: shownBrand, direction, mode, isPhone }),
    [shownBrand, direction, mode, isPhone],
  );

  useEffect(() => {
    if (focusRequests === 0) return;
    const id = store.state.selectedId;
    const cell = id === null ? null : root.current?.querySelector<HTMLElement>(`[data-node="${id}"]`);
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest' });
  }, [focusRequests, store]);

  function onClick(event: MouseEvent) {
    if (!(event.target instanceof Element) || event.target.closest('button, [role="menu"]')) return;
    if (!isInside(event)) return;
    const id = event.target.closest<HTMLElement>('[data-node]')?.dataset['node'];
    if (!id) return store.select(null);
    const path = event.target.closest<HTMLElement>('[data-text]')?.dataset['text'];
    const isEdited = event.target.closest('.ProseMirror') !== null;
    if (isEdited) return;
    if (path && store.block(id)) store.edit({ id, path, at: { x: event.clientX, y: event.clientY } });
    else store.select(id, { focus: true });
  }

  return (
    <div
      ref={root}
      role="grid"
      aria-label="Message"
      tabIndex={-1}
      dir={direction}
      lang={language ?? own.languages?.base}
      onClick={onClick}
      onKeyDown={(event: KeyboardEvent) => isInside(event) && onKeyDown(event)}
      className={cn('mail grow outline-none', mode === 'dark' && 'mail-dark')}
      style={{ ...variablesOf(look), background: shade(look.ground, look), fontFamily: look.fonts.body }}
    >
      <LookProvider value={look}>
        <div role="rowgroup" className="mx-auto py-10" style={{ maxWidth: isPhone ? 375 : 600 }}>
          {document.sections.map((section, index) => (
            <SectionView key={section.id} section={section} index={index} />
          ))}
          {document.sections.length === 0 && <EmptyCanvas />}
        </div>
      </LookProvider>
    </div>
  );
});

/** Not in a menu or dialog of something on the canvas, whose events React hands on to it. */
function isInside({ currentTarget, target }: MouseEvent | KeyboardEvent): boolean {
  return target instanceof Node && currentTarget.contains(target);
}
