export { CampaignStatusBadge, HeldBadge } from './components/campaign-status.tsx';
export { DuplicateButton } from './components/duplicate-button.tsx';
export { FirstStageReviewed } from './components/first-stage-reviewed.tsx';
export { MessagePreview } from './components/message-preview.tsx';
export { ReviewProblems } from './components/review-problems.tsx';
export { Timing } from './components/timing.tsx';
export { UtmFields } from './components/utm-fields.tsx';
export { WhatAndWho } from './components/what-and-who.tsx';
export { WhenFields } from './components/when-fields.tsx';
