/** Colours of stretches come around after so many; each has a number besides. */
const COLOURS = 6;

/** CSS class of the stretch with this index; sets its `--series`. */
export const stretchClass = (stretch: number): string => `s${stretch % COLOURS}`;

/** Its colour. */
export const stretchColour = (stretch: number): string => `var(--s${stretch % COLOURS})`;
