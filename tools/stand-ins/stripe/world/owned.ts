/** A table whose rows belong to customers: those of one are found without looking at all others. */
interface Row {
  readonly id: string;
  readonly customer: string | { readonly id: string } | null;
}

/** `touched` hears of every row that somebody gets hold of, since rows are changed in place. */
export class Owned<T extends Row> extends Map<string, T> {
  readonly #byCustomer = new Map<string, Map<string, T>>();
  readonly #touched: (row: T) => void;

  constructor(touched: (row: T) => void = () => {}) {
    super();
    this.#touched = touched;
  }

  /** In the order in which they came to be. */
  of(customer: string): readonly T[] {
    const own = [...(this.#byCustomer.get(customer)?.values() ?? [])];
    for (const row of own) this.#touched(row);
    return own;
  }

  /** Of one customer, or everybody's. */
  among(customer: string | undefined): readonly T[] {
    return customer === undefined ? [...this.values()] : this.of(customer);
  }

  override get(id: string): T | undefined {
    const row = super.get(id);
    if (row) this.#touched(row);
    return row;
  }

  override set(id: string, row: T): this {
    const owner = ownerOf(row);
    if (owner !== null) {
      const own = this.#byCustomer.get(owner) ?? new Map<string, T>();
      this.#byCustomer.set(owner, own.set(id, row));
    }
    this.#touched(row);
    return super.set(id, row);
  }

  override delete(id: string): boolean {
    const row = super.get(id);
    if (!row) return false;
    const owner = ownerOf(row);
    if (owner !== null) this.#byCustomer.get(owner)?.delete(id);
    this.#touched(row);
    return super.delete(id);
  }
}

function ownerOf({ customer }: Row): string | null {
  return typeof customer === 'string' ? customer : (customer?.id ?? null);
}
