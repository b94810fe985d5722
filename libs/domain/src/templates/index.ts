export * from './drafting/compare-drafts.ts';
export * from './drafting/draft-session.ts';
export * from './drafting/merge-drafts.ts';
export * from './limits.ts';
export * from './liquid-tokens.ts';
export * from './liquid.ts';
export * from './template-conversion.contract.ts';
export * from './template-drafts.contract.ts';
export * from './template-editors.contract.ts';
export {
  LinkTargets,
  type PersonalLink,
  personalLinkIn,
  personalLinkTag,
  shiftPersonalLinks,
} from './personal-link.ts';
export { mended, type Mendable, mendedDraft } from './mended.ts';
export * from './template-problem.ts';
export * from './template.ts';
export * from './template-links.contract.ts';
export * from './templates.contract.ts';
export * from './web-address.ts';
