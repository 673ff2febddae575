/** How the lines of one plot are told apart: each look has its own dash, marker and tone. */
export type Look = 'solid' | 'dashed' | 'dotted' | 'dash-dot' | 'long-dash';

export const looks: Record<Look, { dash: string; marker: 'dot' | 'square' | 'ring' | 'triangle' | 'diamond'; tone: string }> = {
  solid: { dash: 'none', marker: 'dot', tone: 'gain' },
  dashed: { dash: '6 4', marker: 'square', tone: 'loss' },
  dotted: { dash: '1.5 3.5', marker: 'ring', tone: 'soft' },
  'dash-dot': { dash: '8 3 1.5 3', marker: 'triangle', tone: 'ink' },
  'long-dash': { dash: '14 4', marker: 'diamond', tone: 'gain' },
};
