export * from './limits.ts';
export * from './liquid-tokens.ts';
export * from './liquid.ts';
export * from './template-conversion.contract.ts';
export * from './template-drafts.contract.ts';
export * from './template-problem.ts';
export * from './template.ts';
export * from './templates.contract.ts';
