/**
 * A map of bounded size: what is asked for stays, and half of the rest goes at a time. It has two generations: what is found
 * moves to the young one, and what the old one still has is dropped when that is full.
 */
export type Generations<T> = {
  readonly get: (name: string) => T | undefined;
  readonly set: (name: string, value: T) => void;
  readonly delete: (name: string) => void;
  readonly size: () => number;
};

/** Makes an empty one. @param max how many it holds at most */
export function createGenerations<T>(max: number): Generations<T> {
  const generation = Math.ceil(max / 2);
  let young = new Map<string, T>();
  let old = new Map<string, T>();

  function keep(name: string, value: T): void {
    if (young.size >= generation) {
      old = young;
      young = new Map();
    }
    young.set(name, value);
  }

  return {
    get: (name) => {
      const value = young.get(name);
      if (value !== undefined) return value;
      const older = old.get(name);
      if (older === undefined) return undefined;
      old.delete(name);
      keep(name, older);
      return older;
    },
    set: (name, value) => {
      old.delete(name);
      young.delete(name);
      keep(name, value);
    },
    delete: (name) => {
      if (!young.delete(name)) old.delete(name);
    },
    size: () => young.size + old.size,
  };
}
