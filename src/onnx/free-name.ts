/** The name, with as many `_` behind it as it takes to be free. */
export function freeName(name: string, taken: { has(name: string): boolean }): string {
  let free = name;
  while (taken.has(free)) free += '_';
  return free;
}
