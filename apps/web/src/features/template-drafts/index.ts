export { ConflictCards, type RenderBlock } from './components/conflict-cards.tsx';
export { DraftLine } from './components/draft-line.tsx';
export { DraftNotices } from './components/draft-notices.tsx';
export { type DraftOffer, type DraftState, type OpenDraft, useDraft } from './use-draft.ts';
