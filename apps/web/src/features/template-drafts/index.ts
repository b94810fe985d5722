export { type DraftOffer, type DraftState, type OpenDraft, useDraft } from './use-draft.ts';
