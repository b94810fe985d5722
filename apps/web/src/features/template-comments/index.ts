export { CampaignCommentsButton } from './campaign-comments-button.tsx';
export { CommentsButton } from './comments-button.tsx';
export { type CommentedBlocks, useComments } from './comments-context.ts';
export { CommentsPanel } from './comments-panel.tsx';
export { CommentsProvider, WithoutComments } from './comments-provider.tsx';
export { CommentsSheet } from './comments-sheet.tsx';
export { CommentMarker } from './comment-marker.tsx';
