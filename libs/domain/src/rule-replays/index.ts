export * from './rule-replays.contract.ts';
