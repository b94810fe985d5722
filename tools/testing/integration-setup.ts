import type { TestProject } from 'vitest/node';
import { startTestPostgres } from './test-postgres.ts';
import './database.ts';

/** vitest's global setup for every test that needs PostgreSQL; what it returns runs after the last one. */
export async function setup(project: TestProject) {
  const server = await startTestPostgres();
  project.provide('testPostgres', server.connection);
  return () => server.stop();
}
