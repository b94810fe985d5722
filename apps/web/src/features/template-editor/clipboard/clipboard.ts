import { copyOfBlock, copyOfSection, type Edit, section } from '@engagex/domain/documents';
import { useEffect, useEffectEvent } from 'react';
import { notify, notifyProblem } from '../../../ui/toast.tsx';
import { cleanPaste } from '../rich-text/paste/clean-paste.ts';
import { paragraphsOf } from '../rich-text/paste/paste-into.ts';
import { pastedNodes } from '../rich-text/paste/pasted-node.ts';
import { insertBlock, insertMadeSection, nameOf } from '../state/actions.ts';
import { textOfBlock } from '../state/block-names.ts';
import { useEditorStore } from '../state/editor-context.ts';
import type { EditorStore } from '../state/editor-store.ts';
import { newBlock } from '../state/new-block.ts';
import { newId } from '../state/new-id.ts';
import { useRemove } from '../state/use-remove.ts';
import { type Copied, copiedType, readCopied, writeCopied } from './copied.ts';

/** Copies from a menu, where no key was pressed: the browser asks what to copy, and the listener below answers. */
export function copyNode(store: EditorStore, id: string): void {
  store.select(id, { focus: true });
  // A menu gives the focus back when it closes.
  setTimeout(() => {
    // oxlint-disable-next-line typescript/no-deprecated
    if (document.execCommand('copy')) notify(`${nameOf(store, id)} copied`);
  }, 50);
}

/** ⌘C, ⌘X and ⌘V of blocks and sections; in texts and fields the browser's own do what they always do. */
export function useClipboard(onFiles: (files: readonly File[]) => void): void {
  const store = useEditorStore();
  const remove = useRemove();

  const copy = useEffectEvent((event: ClipboardEvent) => {
    const id = focusedNode(event);
    const copied = id === null ? null : copiedOf(store, id);
    if (id === null || !copied || !event.clipboardData) return;
    event.clipboardData.setData(copiedType, writeCopied(copied));
    event.clipboardData.setData('text/plain', wordsOfCopied(copied));
    event.preventDefault();
    if (event.type === 'cut') remove(id);
  });

  const paste = useEffectEvent((event: ClipboardEvent) => {
    const data = event.clipboardData;
    if (!data || isInText(event)) return;
    if (pasteInto(store, data)) event.preventDefault();
    else if (data.files.length > 0) {
      event.preventDefault();
      onFiles([...data.files]);
    }
  });

  useEffect(() => {
    const onCopy = (event: ClipboardEvent) => copy(event);
    const onPaste = (event: ClipboardEvent) => paste(event);
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, []);
}

/** Puts what the clipboard holds below what is selected; false when that is nothing for a message. */
export function pasteInto(store: EditorStore, data: DataTransfer): boolean {
  const near = store.state.selectedId;
  const ours = data.getData(copiedType);
  if (ours !== '') {
    const copied = readCopied(ours);
    if (copied) insertCopied(store, copied, near);
    else
      notifyProblem(
        'Nothing was pasted',
        'These blocks were copied from another version. Reload both pages, and copy again.',
      );
    return true;
  }
  const html = data.getData('text/html');
  const content = html === '' ? paragraphsOf(data.getData('text/plain')) : cleanPaste(pastedNodes(html));
  if (content.length === 0) return false;
  const text = newBlock('text');
  if (text.type === 'text') insertBlock(store, { ...text, content: { type: 'doc', content } }, near);
  return true;
}

function insertCopied(store: EditorStore, { kind, sections }: Copied, near: string | null): void {
  if (kind === 'sections') {
    for (const each of sections.toReversed()) insertMadeSection(store, copyOfSection(each, newId), near);
    return;
  }
  const blocks = sections.flatMap(({ columns }) => columns.flatMap((column) => column.blocks));
  const copies = blocks.map((block) => copyOfBlock(block, newId));
  const place = store.placeOf(near);
  if (place?.kind === 'block' && copies.length > 1) {
    const edits = copies.map((block, at): Edit => ({
      do: 'insert-block',
      columnId: place.column.id,
      index: place.index + 1 + at,
      block,
    }));
    store.do(...edits);
    store.select(copies[0]?.id ?? null, { focus: true });
    return;
  }
  for (const block of copies.toReversed()) {
    insertBlock(store, block, near);
    store.select(block.id, { focus: true });
  }
}

function copiedOf(store: EditorStore, id: string): Copied | null {
  const place = store.placeOf(id);
  if (!place || place.kind === 'column') return null;
  if (place.kind === 'section') return { kind: 'sections', sections: [place.node] };
  const around = section.parse({ id: newId(), columns: [{ id: newId(), blocks: [place.node] }] });
  return { kind: 'blocks', sections: [around] };
}

function wordsOfCopied({ sections }: Copied): string {
  return sections.flatMap(({ columns }) => columns.flatMap(({ blocks }) => blocks.map(textOfBlock))).join('\n');
}

/** The block or section that has the focus itself. */
function focusedNode({ target }: ClipboardEvent): string | null {
  const element = target instanceof HTMLElement ? target : document.activeElement;
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  if (!element || !focused || getSelection()?.isCollapsed === false) return null;
  return focused.dataset['node'] ?? null;
}

function isInText(event: ClipboardEvent): boolean {
  const { target } = event;
  if (event.defaultPrevented || !(target instanceof Element)) return true;
  return target.closest('input, textarea, select, [contenteditable="true"], [role="dialog"]') !== null;
}
