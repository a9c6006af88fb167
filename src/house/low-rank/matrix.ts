/** Row-major. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** A matrix of which entry (row, column) is `at(row, column)`. */
export function matrixOf(rows: number, columns: number, at: (row: number, column: number) => number): Matrix {
  const data = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) data[row * columns + column] = at(row, column);
  return { rows, columns, data };
}
