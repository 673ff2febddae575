/** out [n, d] = the table's row of each token; zeros where the token is outside 0..vocabulary−1. */
export function embed(tokens: usize, table: usize, out: usize, n: usize, d: usize, vocabulary: usize): void {
  const rowBytes = d << 2;
  for (const end = tokens + (n << 2); tokens < end; tokens += 4, out += rowBytes) {
    const token: usize = load<u32>(tokens);
    if (token < vocabulary) memory.copy(out, table + token * rowBytes, rowBytes);
    else memory.fill(out, 0, rowBytes);
  }
}

/** dtable [vocabulary, d]: each row is the sum of dy over the rows with its token, added in the order of the rows. */
export function embedGradient(dy: usize, tokens: usize, dtable: usize, n: usize, d: usize, vocabulary: usize): void {
  const rowBytes = d << 2;
  const vectorBytes = rowBytes & ~15;
  memory.fill(dtable, 0, vocabulary * rowBytes);
  for (const end = tokens + (n << 2); tokens < end; tokens += 4, dy += rowBytes) {
    const token: usize = load<u32>(tokens);
    if (token >= vocabulary) continue;
    const row = dtable + token * rowBytes;
    let i: usize = 0;
    for (; i < vectorBytes; i += 16) v128.store(row + i, f32x4.add(v128.load(row + i), v128.load(dy + i)));
    for (; i < rowBytes; i += 4) store<f32>(row + i, load<f32>(row + i) + load<f32>(dy + i));
  }
}
