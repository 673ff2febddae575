export interface PanelGrid {
  columns: number;
  /** Width of one panel. */
  width: number;
  /** Height of all of them. */
  height: number;
  /** Upper left corner of every panel, in order. */
  corners: { x: number; y: number }[];
}

/** Small multiples of one size: as many side by side as are at least `narrowest` wide. */
export function panelGrid(count: number, width: number, narrowest: number, height: number, gap = 20): PanelGrid {
  const columns = Math.max(1, Math.min(count, Math.floor((width + gap) / (narrowest + gap))));
  const own = (width - gap * (columns - 1)) / columns;
  const corners = Array.from({ length: count }, (_, index) => ({
    x: (index % columns) * (own + gap),
    y: Math.floor(index / columns) * (height + gap),
  }));
  const rows = Math.ceil(count / columns);
  return { columns, width: own, height: rows * height + Math.max(0, rows - 1) * gap, corners };
}
