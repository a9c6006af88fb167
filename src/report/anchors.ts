/** Id of a section of the page. Names of models and targets are letters, digits, '-' and '_', and '.' parts them. */
export const anchorOf = (...names: readonly string[]): string => names.join('.');
