/** out [columns] = the sum over the rows of x [rows, columns], added in their order. */
export function columnSums(x: usize, out: usize, rows: usize, columns: usize): void {
  const rowBytes = columns << 2;
  const vectorBytes = rowBytes & ~15;
  memory.fill(out, 0, rowBytes);
  for (const end = x + rows * rowBytes; x < end; x += rowBytes) {
    let i: usize = 0;
    for (; i < vectorBytes; i += 16) v128.store(out + i, f32x4.add(v128.load(out + i), v128.load(x + i)));
    for (; i < rowBytes; i += 4) store<f32>(out + i, load<f32>(out + i) + load<f32>(x + i));
  }
}
