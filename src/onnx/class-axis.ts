/** Axis of the classes in scores: the last of [N, C] and [N, T, C], the first behind N of maps [N, C, …]. */
export const classAxis = (rank: number): number => (rank <= 3 ? rank - 1 : 1);
