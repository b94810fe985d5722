import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type pg from 'pg';
import type { OwnSession } from '@engagex/domain/accounts';
import { deviceOf } from './device.ts';

interface StoredSession {
  readonly sid: string;
  readonly device: string | null;
  readonly network: string | null;
  readonly startedAt: string | null;
  readonly refreshedAt: string | null;
}

/** A person's own sessions. Their ids stay secret: the page sees a hash of each. */
export class OwnSessions {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Newest first. */
  async list(userId: string, currentSid: string): Promise<OwnSession[]> {
    const rows = await this.#of(userId);
    return rows
      .map(({ sid, device, network, startedAt, refreshedAt }) => ({
        id: idOf(sid),
        device: device ?? 'Unknown device',
        network: network ?? '',
        startedAt: timeOf(startedAt),
        seenAt: timeOf(refreshedAt),
        isCurrent: sid === currentSid,
      }))
      .toSorted((one, other) => other.seenAt.localeCompare(one.seenAt));
  }

  /** Ends one by the hash of its id; whether there was one. */
  async end(userId: string, id: string): Promise<boolean> {
    const found = (await this.#of(userId)).find(({ sid }) => idOf(sid) === id);
    if (!found) return false;
    await this.#pool.query(`delete from sessions where sid = $1 or sess ->> 'replacedBy' = $1`, [found.sid]);
    return true;
  }

  /** Ends all of a person's sessions but this one: they are gone on every process with the next request. */
  async endOthers(userId: string, currentSid: string | null): Promise<void> {
    await this.#pool.query(`delete from sessions where sess ->> 'userId' = $1 and sid is distinct from $2`, [
      userId,
      currentSid,
    ]);
  }

  async #of(userId: string): Promise<StoredSession[]> {
    const { rows } = await this.#pool.query<StoredSession>(
      `select sid, sess ->> 'device' as device, sess ->> 'network' as network, sess ->> 'startedAt' as "startedAt",
         sess ->> 'refreshedAt' as "refreshedAt"
       from sessions where sess ->> 'userId' = $1 and sess ->> 'replacedBy' is null and expire > now() limit 500`,
      [userId],
    );
    return rows;
  }
}

/** What is kept about where a session began. */
export function originOf(request: Request) {
  return { device: deviceOf(request.get('user-agent') ?? ''), network: networkOf(request.ip ?? '') };
}

/** The first half of an address: enough to recognize a place, too little to find a person. */
function networkOf(address: string): string {
  const v4 = /^(?:::ffff:)?(\d+)\.(\d+)\.\d+\.\d+$/.exec(address);
  if (v4) return `${v4[1]}.${v4[2]}.x.x`;
  return address.includes(':') ? `${address.split(':').slice(0, 3).join(':')}:…` : '';
}

function idOf(sid: string): string {
  return createHash('sha256').update(sid).digest('base64url');
}

function timeOf(milliseconds: string | null): string {
  return new Date(Number(milliseconds ?? 0)).toISOString();
}
