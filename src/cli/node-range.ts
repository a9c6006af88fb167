/** Whether a Node version is in a range of the form `^20.19 || >=22.12`. */
export function satisfies(version: string, range: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return range.split('||').some((part) => {
    const match = /^\s*(\^|>=)(\d+)(?:\.(\d+))?/.exec(part);
    if (match === null) return false;
    const [least, leastMinor] = [Number(match[2]), Number(match[3] ?? 0)];
    if (major === least) return minor >= leastMinor;
    return match[1] === '>=' && major > least;
  });
}
