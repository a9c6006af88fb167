/** As the configuration takes it: a preset's name, or numbers that replace those of 'balanced'. */
export type EffortOption = string | Readonly<Record<string, number>>;

/** `--effort quick`, or JSON: `--effort '{"steps": 20}'`; what the configuration does not know it refuses. */
export const effortOption = (text: string): EffortOption =>
  text.trimStart().startsWith('{') ? (JSON.parse(text) as Readonly<Record<string, number>>) : text;
