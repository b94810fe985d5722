import express, { type RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import type pg from 'pg';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { ErrorReports, Recent } from '@engagex/telemetry';
import { addressKeyOf } from '../proxy/address.ts';
import { sendProblem } from '../security/problem.ts';
import { PostgresStore } from '../security/rate-limits.ts';

/** What a page may say of an error: names and places in our own files, each of a shape that holds no data. */
const pageError = z.object({
  type: z.string().regex(/^[\w$]{1,60}$/),
  /** The area of the page, such as `campaigns`. */
  area: z.string().regex(/^[a-z-]{1,40}$/),
  frames: z
    .array(
      z.object({
        function: z.string().regex(/^[\w$.<>]{0,60}$/),
        filename: z.string().regex(/^\/assets\/[\w.-]{1,100}$/),
        lineno: z.int().min(0),
        colno: z.int().min(0),
      }),
    )
    .max(30),
});

const mostPerMinute = 20;

interface PageErrors {
  readonly pool: pg.Pool;
  readonly log: Logger;
  readonly reports: ErrorReports | null;
  readonly recent: Recent;
}

/** Errors in pages of ours, from our own pages only (the CSRF guard stands in front). */
export function pageErrors({ pool, log, reports, recent }: PageErrors): RequestHandler[] {
  const limit = rateLimit({
    windowMs: 60_000,
    limit: mostPerMinute,
    keyGenerator: addressKeyOf,
    store: new PostgresStore(pool, 'page-errors'),
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    identifier: 'page-errors',
    handler: (_request, response) =>
      sendProblem(response, { status: 429, code: 'errors.too-many', detail: 'Too many errors were reported.' }),
  });
  return [
    limit,
    express.json({ limit: '16kb' }),
    (request, response) => {
      const read = pageError.safeParse(request.body);
      if (!read.success) {
        sendProblem(response, { status: 400, code: 'input.invalid', detail: 'This is no report of an error.' });
        return;
      }
      const { type, area, frames } = read.data;
      const [place] = frames;
      log.warn({ type, area, place: place && `${place.filename}:${place.lineno}:${place.colno}` }, 'error in a page');
      recent.noted(`page ${area}`, type);
      reports?.report({ type, code: null, where: `page ${area}`, requestId: null, frames, platform: 'javascript' });
      response.status(204).end();
    },
  ];
}
