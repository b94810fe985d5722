export * from './notices.contract.ts';
export * from './words-for-notice.ts';
