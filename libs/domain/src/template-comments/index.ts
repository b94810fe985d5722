export * from './mentions.ts';
export * from './template-comments.contract.ts';
