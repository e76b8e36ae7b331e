/** Values of a statement by the names of their parameters. */
type NamedValues = Readonly<Record<string, unknown>>;

const MISSING = Symbol("no value");

/** Numbers the parameters of one statement's text in the order in which they are named there. */
export type Parameters = {
  /** `$3::uuid`: the parameter of this name, with its type. The same name is the same parameter. */
  readonly one: (name: string, type: string) => string;
  /**
   * `unnest($4::uuid[], $5::int[]) as hours(key_id, count)`: rows that come as one array per column. Their values are
   * named `hours.key_id` and `hours.count`.
   */
  readonly rows: (alias: string, columns: Readonly<Record<string, string>>) => string;
  /**
   * The values in the order of their numbers, from as many groups as they are made in: to put these into one is dear.
   * @throws Error where a parameter has none or two, or a value has no parameter
   */
  readonly values: (...groups: readonly NamedValues[]) => unknown[];
};

/** Makes the parameters of one statement, which start at `$1`. */
export function createParameters(): Parameters {
  const numbers = new Map<string, number>();
  const one = (name: string, type: string) => {
    if (!numbers.has(name)) numbers.set(name, numbers.size + 1);
    return `$${numbers.get(name)}::${type}`;
  };
  return {
    one,
    rows: (alias, columns) => {
      const arrays = Object.entries(columns).map(([column, type]) => one(`${alias}.${column}`, `${type}[]`));
      return `unnest(${arrays.join(", ")}) as ${alias}(${Object.keys(columns).join(", ")})`;
    },
    values: (...groups) => {
      const values: unknown[] = Array.from({ length: numbers.size }, () => MISSING);
      for (const group of groups) {
        for (const name in group) {
          const place = (numbers.get(name) ?? 0) - 1;
          if (place === -1) throw new Error(`The statement has no parameter ${name}`);
          if (values[place] !== MISSING) throw new Error(`The parameter ${name} has two values`);
          values[place] = group[name];
        }
      }
      const missing = values.indexOf(MISSING);
      if (missing !== -1) throw new Error(`The parameter ${[...numbers.keys()][missing]} has no value`);
      return values;
    },
  };
}
