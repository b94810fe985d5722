export * from './campaign.actions.ts';
export * from './campaign.progress.ts';
export * from './campaign.status.ts';
export * from './campaign.ts';
export * from './campaigns.contract.ts';
