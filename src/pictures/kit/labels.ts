/**
 * Pushes labels apart along y until neighbours are `gap` apart, as near to where they belong as that allows, inside [top, bottom].
 * @returns the new positions, in the order of the given ones
 */
export function spreadLabels(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y);
  const room = Math.min(gap, order.length > 1 ? (bottom - top) / (order.length - 1) : gap);
  // Neighbours that touch move as one block centred on where its members want to be.
  const blocks: { start: number; members: typeof order }[] = [];
  for (const label of order) {
    let block = { start: clamp(label.y, top, bottom), members: [label] };
    for (let above = blocks.at(-1); above && above.start + above.members.length * room > block.start; above = blocks.at(-1)) {
      blocks.pop();
      const members = [...above.members, ...block.members];
      const centre = members.reduce((sum, member, rank) => sum + member.y - rank * room, 0) / members.length;
      block = { start: clamp(centre, top, bottom - (members.length - 1) * room), members };
    }
    blocks.push(block);
  }
  const placed = wanted.map(() => 0);
  for (const { start, members } of blocks) members.forEach((member, rank) => (placed[member.index] = start + rank * room));
  return placed;
}

/** Texts of one line beside what they name, pushed apart like that. @param wanted y: of the middle of a text; that of its baseline is returned */
export function spreadTexts<T extends { y: number }>(wanted: readonly T[], gap: number, top: number, bottom: number): T[] {
  const placed = spreadLabels(
    wanted.map(({ y }) => y),
    gap,
    top,
    bottom,
  );
  return wanted.map((label, index) => ({ ...label, y: placed[index] + 4 }));
}

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
