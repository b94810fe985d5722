export { DraftLine } from './components/draft-line.tsx';
export { type PictureOf } from './components/conflict-cards.tsx';
export { DraftNotices } from './components/draft-notices.tsx';
export { type OpenDraft, useDraft } from './use-draft.ts';
