import type { DeviceProfile } from '../../config/gen/profile-schema.js';

/** A profile as its file has it: one line a comparison and an operator, so that differences can be read. */
export function profileText(profile: DeviceProfile): string {
  const { device, comparisons, structures, ...head } = profile;
  return `${block({
    ...Object.fromEntries(Object.entries(head).map(([key, value]) => [key, JSON.stringify(value)])),
    device: block(lines(device), 1),
    comparisons: block(
      Object.fromEntries(
        Object.entries(comparisons).map(([reference, candidates]) => [
          reference,
          block(lines(candidates), 2),
        ]),
      ),
      1,
    ),
    structures: block(
      Object.fromEntries(
        Object.entries(structures).map(([name, operators]) => [name, block(lines(operators), 2)]),
      ),
      1,
    ),
  })}\n`;
}

/** Each value on one line. */
const lines = (values: object): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, line(value)]));

const line = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? `{ ${Object.entries(value)
        .map(([key, part]) => `${JSON.stringify(key)}: ${JSON.stringify(part)}`)
        .join(', ')} }`
    : JSON.stringify(value);

/** An object of texts, a key a line. */
function block(texts: Readonly<Record<string, string>>, depth = 0): string {
  const entries = Object.entries(texts);
  if (entries.length === 0) return '{}';
  const indent = '  '.repeat(depth);
  const inner = entries.map(([key, text]) => `${indent}  ${JSON.stringify(key)}: ${text}`);
  return `{\n${inner.join(',\n')}\n${indent}}`;
}
