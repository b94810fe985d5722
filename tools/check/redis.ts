import { hasRedis } from '../testing/redis.ts';
import { installPackage, isDebianRoot } from './install.ts';

/** The integration tests try the queues on Redis too, where there is one; says so when there is none. */
export async function findRedis(root: string, say: (text: string) => void): Promise<void> {
  if (hasRedis()) return;
  if (isDebianRoot()) {
    say('  There is no Redis for the tests of REDIS_URL; installing one');
    await installPackage(root, 'redis-server');
    return;
  }
  say('  There is no redis-server on the PATH: the queues are tested on PostgreSQL only');
}
