import type { z } from 'zod';
import type { PlanFeature } from './plan-features.ts';
import type { Permission } from './policy.ts';

/**
 * One HTTP operation, described once: the controller takes its decorator from it, the web its typed client and
 * query keys, OpenAPI its operation. `id` is `<noun>.<verb>`; the noun is what live updates invalidate.
 */
export interface RouteDefinition {
  readonly id: `${string}.${string}`;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: `/${string}`;
  readonly summary: string;
  /** `signed-in` needs a user but no organization; `key` any good key, whatever its scopes; `public` needs nobody. */
  readonly permission: Permission | 'signed-in' | 'key' | 'public';
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Request headers that are part of the operation, by their names in small letters. */
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** The largest body, where it is not the usual 4 MB. */
  readonly bodyBytes?: number;
  readonly response?: z.ZodType;
  /** Only for people whose address is known to be theirs: it reaches others in the organization's name. */
  readonly needsVerifiedAddress?: true;
  /** Only where the organization's plan includes it. */
  readonly needsFeature?: PlanFeature;
  /** Success status when it is neither 200 (with a response) nor 204 (without one). */
  readonly status?: 201 | 202;
  /** It is no GET and yet changes nothing, so it leaves no entry in the audit log. */
  readonly reads?: true;
  /** It changes something that the audit log is not told, such as a draft, which leaves an entry when it is published. */
  readonly audited?: false;
  /** Takes one file as `multipart/form-data`, field name `file`. */
  readonly upload?: true;
  /** The media type of an answer that is not JSON. */
  readonly produces?:
    | 'application/gzip'
    | 'application/json'
    | 'text/csv'
    | 'text/event-stream'
    | 'image/*'
    | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
}

/** Declares an operation; returns it unchanged, with its exact type. */
export function route<const R extends RouteDefinition>(definition: R): R {
  return definition;
}

type In<S> = S extends z.ZodType ? z.input<S> : unknown;
type Out<S> = S extends z.ZodType ? z.output<S> : unknown;
type Flat<T> = { [K in keyof T]: T[K] };

/** What a caller passes: path parameters, query and body merged into one object. */
export type InputOf<R extends RouteDefinition> = Flat<In<R['params']> & In<R['query']> & In<R['body']>>;
/** What a handler receives: the same and the headers, after validation and defaults. */
export type ParsedInputOf<R extends RouteDefinition> = Flat<
  Out<R['params']> & Out<R['query']> & Out<R['body']> & Out<R['headers']>
>;
/** What a caller gets back. */
export type OutputOf<R extends RouteDefinition> = R['response'] extends z.ZodType ? z.output<R['response']> : void;
/** What a handler returns: before undeclared fields are stripped and dates become text. */
export type AnswerOf<R extends RouteDefinition> = R['response'] extends z.ZodType ? z.input<R['response']> : void;
