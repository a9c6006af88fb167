/** Shares of the lessons that the first heats take, each with half as many students as the one before. */
const HEATS = [1 / 20, 1 / 10];
/** Lessons of the shortest course that has time for heats. */
const SHORTEST = 10;

/** Lessons of each heat of a course. */
export const halvingRungs = (lessons: number): readonly number[] =>
  lessons < SHORTEST ? [] : HEATS.map((share) => Math.round(share * lessons));

/** Students that go on after a heat. */
export const survivorCount = (field: number): number => Math.ceil(field / 2);

/**
 * Lessons that the students of several targets take together, at most.
 * @param fields students of each target
 * @param distinct those of all targets that differ: others take the first heat once
 */
export function segmentsOfHalvings(fields: readonly number[], distinct: number, lessons: number): number {
  const all = fields.reduce((sum, students) => sum + lessonsOfRace(students, lessons), 0);
  const entered = fields.reduce((sum, students) => sum + students, 0);
  const [first = 0] = halvingRungs(lessons);
  return Math.min(all - (entered - distinct) * first, distinct * lessons);
}

function lessonsOfRace(students: number, lessons: number): number {
  let field = students;
  let taken = 0;
  let left = lessons;
  for (const heat of halvingRungs(lessons)) {
    if (field === 1) break;
    taken += field * heat;
    left -= heat;
    field = survivorCount(field);
  }
  return taken + left;
}
