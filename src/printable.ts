/** Without control characters, which terminals obey; lines stay. */
export const withoutControls = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');

/** The same on one line, with single blanks. */
export const printable = (text: string): string => withoutControls(text).replace(/\s+/g, ' ').trim();

/** At most so many characters, the last of which says that there were more. */
export const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 2)} …`;
