/** Writes a tensor at its first use and gives the same name from then on. */
export function lazy(make: () => string): () => string {
  let name: string | undefined;
  return () => {
    name ??= make();
    return name;
  };
}
