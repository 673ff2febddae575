/**
 * c = A·b for row-major b [inner, columns] and c [rows, columns], where element (i, p) of A is at a + i·rowStride + p·innerStride
 * (in floats): strides (inner, 1) read A as stored, (1, rows) read its transpose, so the gradient aᵀ·dy needs no transposed copy.
 *
 * A block of rows and a panel of the inner dimension stay in the first-level cache. Within them a tile of 2 rows and 16 columns of c is
 * held in 8 accumulators; larger tiles and unrolled loops were measured slower, because the engine then spills registers.
 */
const BLOCK: usize = 64;
const PANEL: usize = 128;

export function matMul(
  a: usize,
  rowStride: usize,
  innerStride: usize,
  b: usize,
  c: usize,
  rows: usize,
  inner: usize,
  columns: usize,
): void {
  const aRow = rowStride << 2;
  const aStep = innerStride << 2;
  const bStep = columns << 2;
  for (let top: usize = 0; top < rows; top += BLOCK) {
    const bottom = min(top + BLOCK, rows);
    for (let start: usize = 0; start < inner; start += PANEL) {
      const depth = min(PANEL, inner - start);
      const aPanel = a + start * aStep;
      const bPanel = b + start * bStep;
      const isFirst = start == 0;
      let column: usize = 0;
      for (; column + 16 <= columns; column += 16) {
        let row = top;
        for (; row + 2 <= bottom; row += 2) {
          tile2x16(aPanel + row * aRow, aRow, aStep, bPanel + (column << 2), bStep, c + row * bStep + (column << 2), depth, isFirst);
        }
        if (row < bottom) {
          for (let part: usize = 0; part < 64; part += 16) {
            tile1x4(
              aPanel + row * aRow,
              aStep,
              bPanel + (column << 2) + part,
              bStep,
              c + row * bStep + (column << 2) + part,
              depth,
              isFirst,
            );
          }
        }
      }
      for (; column + 4 <= columns; column += 4) {
        let row = top;
        for (; row + 2 <= bottom; row += 2) {
          tile2x4(aPanel + row * aRow, aRow, aStep, bPanel + (column << 2), bStep, c + row * bStep + (column << 2), depth, isFirst);
        }
        if (row < bottom) {
          tile1x4(aPanel + row * aRow, aStep, bPanel + (column << 2), bStep, c + row * bStep + (column << 2), depth, isFirst);
        }
      }
      for (; column < columns; column++) {
        for (let row = top; row < bottom; row++) {
          tile1x1(aPanel + row * aRow, aStep, bPanel + (column << 2), bStep, c + row * bStep + (column << 2), depth, isFirst);
        }
      }
    }
  }
}

/** out [columns, rows] = the transpose of x [rows, columns]. */
export function transpose(x: usize, out: usize, rows: usize, columns: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    for (let column: usize = 0; column < columns; column++) {
      store<f32>(out + ((column * rows + row) << 2), load<f32>(x + ((row * columns + column) << 2)));
    }
  }
}

function tile2x16(a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, c: usize, depth: usize, isFirst: bool): void {
  const below = c + bStep;
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c02 = c00;
  let c03 = c00;
  let c10 = c00;
  let c11 = c00;
  let c12 = c00;
  let c13 = c00;
  if (!isFirst) {
    c00 = v128.load(c);
    c01 = v128.load(c, 16);
    c02 = v128.load(c, 32);
    c03 = v128.load(c, 48);
    c10 = v128.load(below);
    c11 = v128.load(below, 16);
    c12 = v128.load(below, 32);
    c13 = v128.load(below, 48);
  }
  for (; depth > 0; depth--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    let x = v128.load32_splat(a);
    c00 = f32x4.add(c00, f32x4.mul(x, b0));
    c01 = f32x4.add(c01, f32x4.mul(x, b1));
    c02 = f32x4.add(c02, f32x4.mul(x, b2));
    c03 = f32x4.add(c03, f32x4.mul(x, b3));
    x = v128.load32_splat(a + aRow);
    c10 = f32x4.add(c10, f32x4.mul(x, b0));
    c11 = f32x4.add(c11, f32x4.mul(x, b1));
    c12 = f32x4.add(c12, f32x4.mul(x, b2));
    c13 = f32x4.add(c13, f32x4.mul(x, b3));
    a += aStep;
    b += bStep;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c02, 32);
  v128.store(c, c03, 48);
  v128.store(below, c10);
  v128.store(below, c11, 16);
  v128.store(below, c12, 32);
  v128.store(below, c13, 48);
}

function tile2x4(a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, c: usize, depth: usize, isFirst: bool): void {
  const below = c + bStep;
  let upper = f32x4.splat(0);
  let lower = upper;
  if (!isFirst) {
    upper = v128.load(c);
    lower = v128.load(below);
  }
  for (; depth > 0; depth--) {
    const x = v128.load(b);
    upper = f32x4.add(upper, f32x4.mul(v128.load32_splat(a), x));
    lower = f32x4.add(lower, f32x4.mul(v128.load32_splat(a + aRow), x));
    a += aStep;
    b += bStep;
  }
  v128.store(c, upper);
  v128.store(below, lower);
}

function tile1x4(a: usize, aStep: usize, b: usize, bStep: usize, c: usize, depth: usize, isFirst: bool): void {
  let sum = f32x4.splat(0);
  if (!isFirst) sum = v128.load(c);
  for (; depth > 0; depth--) {
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(a), v128.load(b)));
    a += aStep;
    b += bStep;
  }
  v128.store(c, sum);
}

function tile1x1(a: usize, aStep: usize, b: usize, bStep: usize, c: usize, depth: usize, isFirst: bool): void {
  let sum: f32 = isFirst ? 0 : load<f32>(c);
  for (; depth > 0; depth--) {
    sum += load<f32>(a) * load<f32>(b);
    a += aStep;
    b += bStep;
  }
  store<f32>(c, sum);
}
