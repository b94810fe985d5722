export * from './jobs.ts';
export * from './retrying-conflicts.ts';
export {
  afterCommit,
  beforeCommit,
  currentScope,
  currentUserId,
  outsideTransaction,
  runInScope,
  type Actor,
  type Scope,
} from './scope.ts';
export * from './sweep.ts';
export * from './tenant-db.ts';
