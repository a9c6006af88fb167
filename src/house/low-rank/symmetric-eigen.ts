export interface Eigen {
  /** Descending. */
  readonly values: Float64Array;
  /** One eigenvector a row, in the order of `values`, orthonormal. */
  readonly vectors: Float64Array;
}

/** QL steps for one eigenvalue before the matrix is given up: it holds values that are not finite. */
const MAX_STEPS = 60;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix `a`, n x n, row-major, by Householder tridiagonalisation and
 * implicit QL steps (Golub and Van Loan, Matrix Computations, sections 8.3 and 8.5; Bowdler et al., Numer. Math. 11,
 * 1968). Undefined when the matrix holds values that are not finite.
 */
export function symmetricEigen(a: Float64Array, n: number): Eigen | undefined {
  // `q` holds the transformations so far, one column of the usual notation a row, so that inner loops run along memory.
  const q = Float64Array.from(a);
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  tridiagonalise(q, n, diagonal, beside);
  if (!diagonalise(q, n, diagonal, beside)) return undefined;
  const order = [...diagonal.keys()].sort((left, right) => diagonal[right] - diagonal[left] || left - right);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    vectors.set(q.subarray(from * n, (from + 1) * n), to * n);
  });
  return { values: Float64Array.from(order, (index) => diagonal[index]), vectors };
}

/** Turns `q` into the orthogonal matrix that makes it tridiagonal (transposed) and writes what is left of it. */
function tridiagonalise(q: Float64Array, n: number, diagonal: Float64Array, beside: Float64Array): void {
  const scales = new Float64Array(n);
  const product = new Float64Array(n);
  const reflectors: Float64Array[] = [];
  for (let k = n - 1; k > 0; k--) {
    // Reflect row k, of which the first k entries count, onto its last one.
    const row = q.slice(k * n, k * n + k);
    let norm = 0;
    for (const value of row) norm += value * value;
    norm = Math.sqrt(norm);
    diagonal[k] = q[k * n + k];
    const alpha = row[k - 1] > 0 ? -norm : norm;
    beside[k] = norm === 0 ? 0 : alpha;
    const scale = norm * norm - row[k - 1] * alpha;
    row[k - 1] -= alpha;
    scales[k] = scale;
    reflectors[k] = row;
    if (!(scale > 0)) continue;
    // A := A - v w' - w v' with p = A v / scale, w = p - (p'v / 2 scale) v.
    let inner = 0;
    for (let i = 0; i < k; i++) {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += q[i * n + j] * row[j];
      product[i] = sum / scale;
      inner += product[i] * row[i];
    }
    const half = inner / (2 * scale);
    for (let i = 0; i < k; i++) product[i] -= half * row[i];
    for (let i = 0; i < k; i++) {
      const [v, w] = [row[i], product[i]];
      for (let j = 0; j < k; j++) q[i * n + j] -= v * product[j] + w * row[j];
    }
  }
  diagonal[0] = q[0];
  q.fill(0);
  for (let i = 0; i < n; i++) q[i * n + i] = 1;
  // Row i of q becomes column i of H(n-1) ... H(1); reflector k touches the first k entries of a column.
  for (let k = 1; k < n; k++) {
    if (!(scales[k] > 0)) continue;
    const reflector = reflectors[k];
    for (let i = 0; i < k; i++) {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += reflector[j] * q[i * n + j];
      sum /= scales[k];
      for (let j = 0; j < k; j++) q[i * n + j] -= sum * reflector[j];
    }
  }
}

/** Implicit QL with shifts; rotations go to the rows of `q`. False when it does not end. */
function diagonalise(q: Float64Array, n: number, diagonal: Float64Array, beside: Float64Array): boolean {
  beside.copyWithin(0, 1);
  beside[n - 1] = 0;
  for (let low = 0; low < n; low++) {
    for (let step = 0; ; step++) {
      let end = low;
      while (end < n - 1) {
        const size = Math.abs(diagonal[end]) + Math.abs(diagonal[end + 1]);
        if (Math.abs(beside[end]) <= Number.EPSILON * size) break;
        end++;
      }
      if (end === low) break;
      if (step === MAX_STEPS || !Number.isFinite(diagonal[low])) return false;
      const slope = (diagonal[low + 1] - diagonal[low]) / (2 * beside[low]);
      const root = Math.hypot(slope, 1);
      let g = diagonal[end] - diagonal[low] + beside[low] / (slope + (slope < 0 ? -root : root));
      let [sine, cosine, shift] = [1, 1, 0];
      let i = end - 1;
      for (; i >= low; i--) {
        const f = sine * beside[i];
        const b = cosine * beside[i];
        const r = Math.hypot(f, g);
        beside[i + 1] = r;
        if (r === 0) {
          diagonal[i + 1] -= shift;
          beside[end] = 0;
          break;
        }
        sine = f / r;
        cosine = g / r;
        g = diagonal[i + 1] - shift;
        const t = (diagonal[i] - g) * sine + 2 * cosine * b;
        shift = sine * t;
        diagonal[i + 1] = g + shift;
        g = cosine * t - b;
        rotate(q, n, i, sine, cosine);
      }
      if (i >= low) continue;
      diagonal[low] -= shift;
      beside[low] = g;
      beside[end] = 0;
    }
  }
  return true;
}

function rotate(q: Float64Array, n: number, row: number, sine: number, cosine: number): void {
  const [upper, lower] = [row * n, (row + 1) * n];
  for (let k = 0; k < n; k++) {
    const f = q[lower + k];
    const e = q[upper + k];
    q[lower + k] = sine * e + cosine * f;
    q[upper + k] = cosine * e - sine * f;
  }
}
