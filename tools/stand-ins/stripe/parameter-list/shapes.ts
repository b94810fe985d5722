/**
 * What Stripe takes, as far as its own package says: the kinds of values, and the objects that are made of them.
 */
export type Kind =
  | 'string'
  | 'number'
  | 'boolean'
  | 'decimal'
  /** Unsets what it is given for. */
  | 'empty'
  | readonly ['one', ...string[]]
  | readonly ['list', Kind]
  | readonly ['map', Kind]
  /** One of the objects of the list, by its place. */
  | readonly ['object', number]
  | readonly ['either', ...Kind[]];

/** By name; a name that ends in an exclamation mark has to be given. */
export type Shape = Readonly<Record<string, Kind>>;

export interface ParameterList {
  readonly apiVersion: string;
  /** By method and path such as `POST /v1/customers/{id}`: the place of its object. */
  readonly routes: Readonly<Record<string, number>>;
  readonly shapes: readonly Shape[];
}
