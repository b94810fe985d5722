export type { Share } from './commit-together.ts';
export * from './jobs.ts';
export type { Column, RowReader, Rows, Statement } from './pipeline.ts';
export { type Question, rowsOf } from './question.ts';
export type { Opening } from './reading.ts';
export { type Conflict, retryingConflicts, retryingDeadlocks, sqlStateOf } from './retrying-conflicts.ts';
export {
  afterCommit,
  asSystem,
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
export * from './waiting-for-database.ts';
