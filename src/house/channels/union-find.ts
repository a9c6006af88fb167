/** Disjoint sets of the numbers below `size`. */
export class UnionFind {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, index) => index);
  }

  /** The smallest member of the set in which `item` is. */
  root(item: number): number {
    const parent = this.#parent;
    let at = item;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  join(left: number, right: number): void {
    const [a, b] = [this.root(left), this.root(right)];
    this.#parent[Math.max(a, b)] = Math.min(a, b);
  }
}
